//! What a reviewer sees of one changed row: an inserted field deletes no emitted line, and a longer description changes its own
//! lines only.

use codegen::base::span::{FileId, Spanned};
use codegen::format::grammar::Parsed;
use codegen::load::{decode_text, load};
use codegen::spec::Spec;
use codegen::spec::function::{Field, Function};
use codegen::spec::pointer::JsonPointer;
use codegen::{Diagnostics, OutputFile, Sources, SpecFolder, check, emit, lower};
use similar::{ChangeTag, TextDiff};
use std::path::Path;

const SPECS: [&str; 2] = ["../spec/v1", "tests/library/spec"];

/// The emitted files of a spec after a change of it.
fn emitted(spec: &str, change: impl FnOnce(&mut Spec)) -> Vec<OutputFile> {
    let folder = SpecFolder { path: Path::new(env!("CARGO_MANIFEST_DIR")).join(spec), label: "spec".to_owned() };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let mut spec = load(&folder, &mut sources, &mut diagnostics).unwrap();
    change(&mut spec);
    let api = lower(&check(&spec, &mut diagnostics));
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let mut files = emit(&api);
    for file in &mut files {
        file.text = file.text.lines().filter(|line| !is_compressed(line)).flat_map(|line| [line, "\n"]).collect();
    }
    files
}

/// The data of the page's scripts is one line, which no reviewer reads: the page says the same in HTML.
fn is_compressed(line: &str) -> bool {
    line.starts_with("<script type=\"application/octet-stream\"")
}

fn functions(spec: &mut Spec) -> impl Iterator<Item = &mut Function> {
    spec.functions.iter_mut().flat_map(|file| &mut file.contents.functions)
}

fn inserted() -> Field {
    let text = "{ name: insertedField, type: String, doc: A field that was inserted., addition: for a test }";
    decode_text(FileId::default(), text, &mut Diagnostics::default()).unwrap()
}

fn is_complete_body(body: &Parsed<JsonPointer>) -> bool {
    body.get().is_some_and(JsonPointer::is_root)
}

#[test]
fn inserted_field_deletes_no_emitted_line() {
    for spec in SPECS {
        let before = emitted(spec, |_| {});
        let mut count = 0;
        let after = emitted(spec, |spec| {
            // A function without fields has no middle: its docs say "No arguments".
            for function in functions(spec).filter(|function| !function.fields.is_empty()) {
                let mut field = inserted();
                // A body that is one value has no place for another, and GET has none at all.
                if function.fields.iter().any(|field| field.body.as_ref().is_some_and(is_complete_body)) {
                    field.query = Some(Spanned { value: "inserted".to_owned(), span: field.name.span });
                }
                function.fields.insert(function.fields.len() / 2, field);
                count += 1;
            }
        });
        assert!(count > 15, "{spec}: {count}");
        assert_eq!(before.len(), after.len());
        let (mut deleted, mut added) = (Vec::new(), 0);
        for (before, after) in before.iter().zip(&after) {
            for change in TextDiff::from_lines(&before.text, &after.text).iter_all_changes() {
                match change.tag() {
                    ChangeTag::Delete => deleted.push(format!("{}: {}", before.path, change.value())),
                    ChangeTag::Insert => added += 1,
                    ChangeTag::Equal => {}
                }
            }
        }
        assert!(deleted.is_empty(), "{spec}: {} lines deleted\n{}", deleted.len(), deleted.concat());
        // A row and a setter in Rust, a row in Markdown, at least.
        assert!(added >= 3 * count, "{spec}: {added}");
    }
}

#[test]
fn longer_description_changes_its_own_lines_only() {
    const MORE: &str = " And some more of it";
    for spec in SPECS {
        let before = emitted(spec, |_| {});
        let mut count = 0;
        let after = emitted(spec, |spec| {
            for function in functions(spec) {
                // The first one is a credential, which the page has once for all functions.
                let middle = (function.fields.len() / 2).max(1);
                if let Some(field) = function.fields.get_mut(middle).filter(|field| !field.doc.value.contains('\n')) {
                    field.doc.value.push_str(&MORE.repeat(9));
                    count += 1;
                }
            }
        });
        assert!(count > 15, "{spec}: {count}");
        let mut changed = 0;
        for (before, after) in before.iter().zip(&after) {
            changed += after.text.matches(MORE).count();
            // The file before, but for the added text: nothing is wrapped or moved.
            assert_eq!(before.text.lines().count(), after.text.lines().count(), "{}", before.path);
            for (before, after) in before.text.lines().zip(after.text.lines()) {
                assert_eq!(before.trim_end(), after.replace(MORE, "").trim_end());
            }
        }
        assert!(changed >= count, "{spec}: {changed}");
    }
}
