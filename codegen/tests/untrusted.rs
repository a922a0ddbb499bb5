//! Untrusted text: whatever a spec says, it comes out as text; never as code, markup, a link or a word of a shell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "untrusted/markdown.rs"]
mod markdown;
#[path = "untrusted/shell.rs"]
mod shell;
#[path = "support/tiny.rs"]
mod tiny;

use codegen::json::Json;
use codegen::load::is_hidden;
use codegen::{Generated, SpecFolder};
use proptest::prelude::*;
use std::path::Path;

/// A spec with one text in every place that takes free text. `@` stands for the text, `@1` for one that differs.
const PLACES: &str = include_str!("untrusted/places.yaml");

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
    tiny::outcome(&spec)
}

/// The hostile texts of the library's spec, whose client compiles, is documented and is called like any other.
fn texts() -> Vec<(String, String)> {
    let library = library();
    let Some(Json::Object(members)) = library.api.model("Hostile").and_then(|model| model.example.clone()) else {
        panic!("the library's spec has lost its hostile texts");
    };
    members.into_iter().map(|(name, text)| (name, text.as_str().unwrap().to_owned())).collect()
}

fn library() -> Generated {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/spec");
    codegen::generate(&SpecFolder { path, label: "spec".to_owned() }).unwrap_or_else(|_| panic!("a sound spec"))
}

fn check(generated: &Generated, what: &str) {
    for file in &generated.files {
        let hidden = file.text.chars().find(|c| is_hidden(*c));
        assert_eq!(hidden, None, "{what}: {}", file.path);
        if file.path.ends_with(".rs") {
            syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{what}: {}: {error}\n{}", file.path, file.text));
        }
    }
    markdown::check(generated, what);
}

#[test]
fn the_library_s_hostile_texts_come_out_as_texts() {
    let library = library();
    check(&library, "library");
    shell::check(&library.api, "library");
}

#[test]
fn every_hostile_text_is_inert_in_every_place() {
    for (name, text) in texts() {
        let generated = outcome(&text).unwrap_or_else(|faults| panic!("{name}:\n{faults}"));
        check(&generated, &name);
        shell::check(&generated.api, &name);
    }
}

/// Pieces that mean something in Markdown, HTML, Rust or a shell; random rows of them meet what no list thinks of.
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

/// Rows that were live once, each for a reason of its own.
const MET: [&str; 2] = [
    // Marks at the end close a heading, and are not part of it.
    "a #",
    // Who knows formulas sees the ticks between two `$`, and so no code span around the tag.
    "$``$<b>``",
];

#[test]
fn rows_that_were_live_once_are_inert_in_every_place() {
    for text in MET {
        check(&outcome(text).unwrap_or_else(|faults| panic!("{text:?}:\n{faults}")), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_rows_of_markup_are_inert_in_every_place(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..24)) {
        let text = pieces.concat();
        prop_assume!(!text.trim().is_empty());
        let generated = outcome(&text).unwrap_or_else(|faults| panic!("{text:?}:\n{faults}"));
        check(&generated, &format!("{text:?}"));
    }
}

#[test]
fn a_shell_reads_random_rows_of_markup_as_they_are() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 24, ..ProptestConfig::default() });
    let rows = prop::collection::vec(prop::sample::select(&PIECES[..]), 1..24);
    runner
        .run(&rows, |pieces| {
            let text = format!("x{}", pieces.concat());
            shell::check(&outcome(&text).unwrap_or_else(|faults| panic!("{faults}")).api, &text);
            Ok(())
        })
        .unwrap();
}

#[test]
fn invisible_characters_are_refused_in_every_place() {
    let places = PLACES.matches('@').count();
    for hidden in
        ["\0", "\t", "\r", "\u{7}", "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{feff}"]
    {
        let faults = outcome(&format!("a{hidden}b")).expect_err(hidden);
        assert_eq!(faults.matches("[E007]").count(), places, "{hidden:?}");
    }
}

#[test]
fn a_folder_s_name_does_not_leave_the_comment_that_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    tiny::write_spec("# file: functions/things.yaml\nresource: things\nfunctions: []\n", folder.path());
    for label in ["a --> <b>x</b>", "a\nfn b() {}", "a\u{202e}b", "`a` */ \\", "<!-- --!>"] {
        let spec = SpecFolder { path: folder.path().to_owned(), label: label.to_owned() };
        check(&codegen::generate(&spec).unwrap_or_else(|_| panic!("{label:?}")), label);
    }
}

#[test]
fn a_file_s_name_is_plain() {
    for name in
        ["functions/a b.yaml", "functions/\tthings.yaml", "types/<b>.yaml", "types/é.yaml", "types/a\u{202e}.yaml"]
    {
        let spec = format!("# file: functions/things.yaml\nresource: things\nfunctions: []\n# file: {name}\nx: y\n");
        // The mark that starts a file takes off the space around its name.
        let faults = tiny::outcome(&spec).expect_err(name);
        assert!(faults.contains("error[E008]") && faults.contains("cannot be the name of a spec file"), "{faults}");
    }
}
