//! Broken specs: each is rejected (or warned about) with the diagnostics of its snapshot, and every rule has one.

use crate::support::tiny;
use codegen::Severity;
use codegen::diagnostic::{Code, Style, render};
use std::fs;
use std::path::Path;

/// The name of a fixture, and the diagnostics of its spec.
fn diagnostics(path: &Path) -> (String, String) {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let diagnostics = match tiny::generate(&fs::read_to_string(path).unwrap()) {
        Ok(generated) => {
            assert!(name.starts_with('W'), "{name} was not rejected");
            render(&generated.diagnostics, &generated.sources, Style::Plain)
        }
        Err(diagnostics) => diagnostics,
    };
    (name, diagnostics)
}

#[test]
fn broken_specs_report_the_diagnostics_of_their_snapshots() {
    insta::glob!("../broken", "*.yaml", |path| {
        let (name, diagnostics) = diagnostics(path);
        for code in name.split('-').take_while(|part| part.len() == 4 && part[1..].parse::<u16>().is_ok()) {
            assert!(diagnostics.contains(&format!("[{code}]")), "{name} does not report {code}:\n{diagnostics}");
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../broken/snapshots" }, {
            insta::assert_snapshot!("diagnostics", diagnostics);
        });
    });
}

#[test]
fn every_rule_has_a_broken_spec() {
    let fixtures = fs::read_dir(tiny::package_path("tests/broken")).unwrap().map(|entry| entry.unwrap().path());
    let reported: String = fixtures.filter(|path| path.is_file()).map(|path| diagnostics(&path).1).collect();
    // E001 is about files that cannot be read, which `loader.rs` tests; those of imports are tested there.
    let untested = Code::ALL.iter().filter(|code| **code != Code::UnreadableFile && !code.is_of_import());
    let untested: Vec<_> = untested.filter(|code| !reported.contains(&format!("[{code}]"))).collect();
    assert!(untested.is_empty(), "rules without a broken spec: {untested:?}");
    assert!(Code::ALL.iter().any(|code| code.severity() == Severity::Warning));
}
