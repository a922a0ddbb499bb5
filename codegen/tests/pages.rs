//! The pages that explain the codes: each wrong spec breaks its rule and no other, each right one none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "support/tiny.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod tiny;

use codegen::diagnostic::{Code, handbook};
use codegen::{Diagnostics, Severity, SpecFolder};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The findings of a tiny spec.
fn findings(spec: &str) -> Vec<(Code, String)> {
    let folder = tempfile::tempdir().unwrap();
    tiny::write_spec(spec, folder.path());
    let list = |found: &Diagnostics| found.iter().map(|one| (one.code, one.message.clone())).collect();
    match codegen::generate(&SpecFolder { path: folder.path().to_owned(), label: "spec".to_owned() }) {
        Ok(generated) => list(&generated.diagnostics),
        Err(failure) => list(&failure.diagnostics),
    }
}

/// The specs of a page, in its order.
fn specs(page: &str) -> Vec<&str> {
    page.split("```yaml\n").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

#[test]
fn each_wrong_spec_breaks_its_rule_alone_and_each_right_one_breaks_none() {
    for code in Code::ALL.iter().copied() {
        let specs = specs(code.explanation());
        // A file that is not text cannot stand on a page: it has only the right one, and `loader.rs` has the wrong ones.
        let (wrong, right) = match (code, &specs[..]) {
            (Code::UnreadableFile, [right]) => (None, right),
            (_, [wrong, right]) => (Some(wrong), right),
            _ => panic!("{code}: a page has a wrong and a right spec, and this one has {}", specs.len()),
        };
        if let Some(wrong) = wrong {
            let found = findings(wrong);
            assert!(found.iter().any(|(found, _)| *found == code), "{code}: {found:?}");
            let others = |(found, _): &&(Code, String)| *found != code && found.severity() == Severity::Error;
            assert_eq!(found.iter().find(others), None, "{code}: its wrong spec breaks another rule too");
        }
        assert_eq!(findings(right), [], "{code}: its right spec is not right");
    }
}

#[test]
fn each_page_is_short_and_belongs_to_a_code() {
    for code in Code::ALL {
        let lines = code.explanation().lines().count();
        assert!((10..=45).contains(&lines), "{code} has {lines} lines");
        assert!(code.explanation().lines().all(|line| line.chars().count() <= 120), "{code} has a long line");
        assert!(code.explanation().ends_with('\n') && !code.explanation().ends_with("\n\n"), "{code}");
        assert!(code.explanation().contains("\nRight:\n"), "{code}");
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
fn the_handbook_has_every_code_in_its_table_and_as_a_page() {
    let handbook = handbook();
    for code in Code::ALL {
        assert!(handbook.contains(&format!("| [{code}](#{}) | {} |", code.id().to_lowercase(), code.title())));
        assert!(handbook.contains(&format!("\n## {code}\n")));
        assert!(handbook.contains(code.explanation()));
    }
    assert!(!handbook.contains("\n\n\n"));
}

#[test]
fn codes_are_found_by_their_id_in_capitals_or_not() {
    assert_eq!(Code::find("E012"), Some(Code::PathField));
    assert_eq!(Code::find("w101"), Some(Code::UnusedType));
    assert_eq!(Code::find("E12"), None);
    assert_eq!(Code::find(""), None);
}
