//! The pages of the rules: each wrong spec breaks its rule and no other, each right one none.

use crate::support::tiny;
use codegen::diagnostic::{Code, rule_docs};
use codegen::{Diagnostics, Severity};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The codes and messages of a tiny spec's diagnostics.
fn diagnostics(spec: &str) -> Vec<(Code, String)> {
    let folder = tempfile::tempdir().unwrap();
    tiny::write_spec(spec, folder.path());
    let list = |found: &Diagnostics| found.iter().map(|one| (one.code, one.message.clone())).collect();
    match tiny::generate_folder(folder.path()) {
        Ok(generated) => list(&generated.diagnostics),
        Err(failure) => list(&failure.diagnostics),
    }
}

/// The specs of a page, in its order.
fn specs(page: &str) -> Vec<&str> {
    page.split("```yaml\n").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

#[test]
fn wrong_specs_break_only_their_rule_and_right_specs_none() {
    // The pages of imports show foreign documents: `import_pages.rs` imports them.
    for code in Code::ALL.iter().copied().filter(|code| !code.is_of_import()) {
        let specs = specs(code.explanation());
        // A file that is not text cannot be shown on a page: `loader.rs` has the wrong ones.
        let (wrong, right) = match (code, &specs[..]) {
            (Code::UnreadableFile, [right]) => (None, right),
            (_, [wrong, right]) => (Some(wrong), right),
            _ => panic!("{code}: a page has a wrong and a right spec, this one has {}", specs.len()),
        };
        if let Some(wrong) = wrong {
            let found = diagnostics(wrong);
            assert!(found.iter().any(|(found, _)| *found == code), "{code}: {found:?}");
            let others = |(found, _): &&(Code, String)| *found != code && found.severity() == Severity::Error;
            assert_eq!(found.iter().find(others), None, "{code}: its wrong spec breaks another rule too");
        }
        assert_eq!(diagnostics(right), [], "{code}: its right spec is not right");
    }
}

#[test]
fn every_code_has_a_short_page() {
    for code in Code::ALL {
        let lines = code.explanation().lines().count();
        assert!((10..=45).contains(&lines), "{code} has {lines} lines");
        assert!(code.explanation().lines().all(|line| line.chars().count() <= 120), "{code} has a long line");
        assert!(code.explanation().ends_with('\n') && !code.explanation().ends_with("\n\n"), "{code}");
        let marker = if code.severity() == Severity::Note { "\nBecomes:\n" } else { "\nRight:\n" };
        assert!(code.explanation().contains(marker), "{code}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/pages");
    let pages: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().trim_end_matches(".md").to_owned())
        .collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.id().to_owned()).collect();
    assert_eq!(pages, codes);
}

#[test]
fn rule_docs_list_and_contain_every_page() {
    let docs = rule_docs();
    for code in Code::ALL {
        assert!(docs.contains(&format!("| [{code}](#{}) | {} |", code.id().to_lowercase(), code.title())));
        assert!(docs.contains(&format!("\n## {code}\n")));
        assert!(docs.contains(code.explanation()));
    }
    assert!(!docs.contains("\n\n\n"));
}

#[test]
fn codes_are_found_by_their_id_in_any_case() {
    assert_eq!(Code::find("E012"), Some(Code::PathField));
    assert_eq!(Code::find("w101"), Some(Code::UnusedType));
    assert_eq!(Code::find("E12"), None);
    assert_eq!(Code::find(""), None);
}
