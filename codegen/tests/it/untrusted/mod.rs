//! Untrusted text: texts of a spec stay texts in the output; they never become code, markup, a link or a part of a shell command.

mod markdown;
mod shell;

use crate::support::tiny;
use codegen::base::json::Json;
use codegen::base::unicode::is_invisible;
use codegen::{Generated, SpecFolder};
use proptest::prelude::*;
use std::path::Path;

/// A spec with one text in every place that takes free text. `@` stands for the text, `@1` for another one.
const PLACES: &str = include_str!("../../untrusted/places.yaml");

/// The spec with a text in all its places.
fn outcome(text: &str) -> Result<Generated, String> {
    let quoted = |text: &str| Json::text(text).to_string();
    // `@/` stands for a JSON pointer to a member of that name.
    let pointer = format!("/{}", text.replace('~', "~0").replace('/', "~1"));
    let mut pieces = PLACES.split('@');
    let mut spec = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (value, rest) = match piece.chars().next().unwrap() {
            '1' => (quoted(&format!("{text} 1")), &piece[1..]),
            '/' => (quoted(&pointer), &piece[1..]),
            _ => (quoted(text), piece),
        };
        spec.push_str(&value);
        spec.push_str(rest);
    }
    tiny::generate(&spec)
}

/// The hostile texts of the library's spec, whose client is compiled, documented and called in tests.
fn texts() -> Vec<(String, String)> {
    let library = library();
    let Some(Json::Object(members)) = library.api.model("Hostile").and_then(|model| model.example.clone()) else {
        panic!("the library's spec has no hostile texts");
    };
    members.into_iter().map(|(name, text)| (name, text.as_str().unwrap().to_owned())).collect()
}

fn library() -> Generated {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/spec");
    codegen::generate(&SpecFolder { path, label: "spec".to_owned() }).unwrap_or_else(|_| panic!("a valid spec"))
}

fn check(generated: &Generated, what: &str) {
    for file in &generated.files {
        let invisible = file.text.chars().find(|c| is_invisible(*c));
        assert_eq!(invisible, None, "{what}: {}", file.path);
        if file.path.ends_with(".rs") {
            syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{what}: {}: {error}\n{}", file.path, file.text));
        }
    }
    markdown::check(generated, what);
}

#[test]
fn hostile_texts_of_the_library_stay_texts() {
    let library = library();
    check(&library, "library");
    shell::check(&library.api, "library");
}

#[test]
fn hostile_texts_are_inert_in_every_place() {
    for (name, text) in texts() {
        let generated = outcome(&text).unwrap_or_else(|errors| panic!("{name}:\n{errors}"));
        check(&generated, &name);
        shell::check(&generated.api, &name);
    }
}

/// Pieces with a meaning in Markdown, HTML, Rust or a shell; random sequences of them cover what no list does.
const PIECES: [&str; 60] = [
    "`",
    "``",
    "```",
    "~~~",
    "\\",
    "|",
    "*",
    "**",
    "_",
    "__",
    "~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](x)",
    "<",
    ">",
    "</",
    "<b>",
    "<!--",
    "-->",
    "<br>",
    "&",
    "&lt;",
    "#",
    "##",
    "-",
    "--",
    "---",
    "+",
    "=",
    "===",
    ":",
    "://",
    "http",
    "www.",
    "mailto:",
    "javascript:",
    "1.",
    "2)",
    "\n",
    "\n\n",
    " ",
    "    ",
    "\"",
    "'",
    "\"#",
    "$",
    "$(id)",
    "{",
    "}",
    "*/",
    "//",
    "/*",
    "a",
    "é",
    "@",
    "^",
];

/// Sequences that once became markup, each for another reason.
const KNOWN: [&str; 2] = [
    // Marks at the end of a heading are not part of its text.
    "a #",
    // A reader that supports formulas sees the backticks between two `$`, and so no code span around the tag.
    "$``$<b>``",
];

#[test]
fn known_markup_sequences_are_inert_in_every_place() {
    for text in KNOWN {
        check(&outcome(text).unwrap_or_else(|errors| panic!("{text:?}:\n{errors}")), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_markup_is_inert_in_every_place(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..24)) {
        let text = pieces.concat();
        prop_assume!(!text.trim().is_empty());
        let generated = outcome(&text).unwrap_or_else(|errors| panic!("{text:?}:\n{errors}"));
        check(&generated, &format!("{text:?}"));
    }
}

#[test]
fn shell_reads_random_markup_literally() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 24, ..ProptestConfig::default() });
    let rows = prop::collection::vec(prop::sample::select(&PIECES[..]), 1..24);
    runner
        .run(&rows, |pieces| {
            let text = format!("x{}", pieces.concat());
            shell::check(&outcome(&text).unwrap_or_else(|errors| panic!("{errors}")).api, &text);
            Ok(())
        })
        .unwrap();
}

#[test]
fn invisible_characters_are_rejected_in_every_place() {
    let places = PLACES.matches('@').count();
    for invisible in
        ["\0", "\t", "\r", "\u{7}", "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{feff}"]
    {
        let errors = outcome(&format!("a{invisible}b")).expect_err(invisible);
        assert_eq!(errors.matches("[E007]").count(), places, "{invisible:?}");
    }
}

#[test]
fn folder_name_cannot_end_the_header_comment() {
    let folder = tempfile::tempdir().unwrap();
    tiny::write_spec("# file: functions/things.yaml\nresource: things\nfunctions: []\n", folder.path());
    for label in ["a --> <b>x</b>", "a\nfn b() {}", "a\u{202e}b", "`a` */ \\", "<!-- --!>"] {
        let spec = SpecFolder { path: folder.path().to_owned(), label: label.to_owned() };
        check(&codegen::generate(&spec).unwrap_or_else(|_| panic!("{label:?}")), label);
    }
}

#[test]
fn file_names_with_special_characters_are_rejected() {
    for name in
        ["functions/a b.yaml", "functions/\tthings.yaml", "types/<b>.yaml", "types/é.yaml", "types/a\u{202e}.yaml"]
    {
        let spec = format!("# file: functions/things.yaml\nresource: things\nfunctions: []\n# file: {name}\nx: y\n");
        // The line that starts a file trims its name.
        let errors = tiny::generate(&spec).expect_err(name);
        assert!(errors.contains("error[E008]") && errors.contains("cannot be the name of a spec file"), "{errors}");
    }
}
