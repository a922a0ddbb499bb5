//! Broken specs: each is refused (or warned of) with the diagnostics of its snapshot, and every rule has one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "support/tiny.rs"]
mod tiny;

use codegen::Severity;
use codegen::diagnostic::{Code, Style, render};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_broken_spec_is_refused_with_the_diagnostics_of_its_snapshot() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let mut shown = String::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let diagnostics = match tiny::outcome(&text) {
            Ok(generated) => {
                assert!(name.starts_with('W'), "{name} was not refused");
                render(&generated.diagnostics, &generated.sources, Style::Plain)
            }
            Err(diagnostics) => diagnostics,
        };
        for code in name.split('-').take_while(|part| part.len() == 4 && part[1..].parse::<u16>().is_ok()) {
            assert!(diagnostics.contains(&format!("[{code}]")), "{name} does not show {code}:\n{diagnostics}");
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "broken/snapshots" }, {
            insta::assert_snapshot!(name, diagnostics);
        });
        shown.push_str(&diagnostics);
    }
    // E001 is about files that cannot be read: the loader's tests have it.
    let missing: BTreeSet<&str> = Code::ALL
        .iter()
        .map(|code| code.id())
        .filter(|id| *id != "E001" && !shown.contains(&format!("[{id}]")))
        .collect();
    assert!(missing.is_empty(), "rules without a broken spec: {missing:?}");
    assert!(Code::ALL.iter().any(|code| code.severity() == Severity::Warning));
}
