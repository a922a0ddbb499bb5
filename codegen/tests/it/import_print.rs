//! The YAML writer: what it prints is read back equal, whatever the value, and looks like a hand-written spec.

use codegen::base::json::Json;
use codegen::base::span::FileId;
use codegen::import::print::{Layout, MAX_LINE_CHARS, print};
use codegen::load::parse_foreign;
use codegen::{Diagnostics, Sources};
use proptest::prelude::*;

/// What a YAML text says.
fn read(text: &str) -> Json {
    let mut diagnostics = Diagnostics::default();
    let node = parse_foreign(FileId::default(), text, &mut diagnostics);
    let found: Vec<&str> = diagnostics.iter().map(|one| one.message.as_str()).collect();
    node.unwrap_or_else(|| panic!("not YAML: {found:?}\n{text}")).to_json()
}

fn assert_round_trip(value: &Json) {
    for layout in [Layout::PACKAGE, Layout::TABLE] {
        let text = print(&["Imported."], value, layout);
        assert_eq!(&read(&text), value, "\n{text}");
        assert!(text.ends_with('\n') && text.starts_with("# Imported.\n"));
    }
}

fn map(members: &[(&str, Json)]) -> Json {
    Json::Object(members.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

/// Texts that YAML reads as something else, ends early, or cannot contain.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "  a",
    "a  ",
    "\n",
    "\n\n",
    "a\n",
    "a\n\n",
    "\na",
    " a\nb",
    "a\n b\n",
    "a\n  \nb",
    "a\n\t\nb",
    "a\r\nb",
    "a\tb",
    "null",
    "Null",
    "~",
    "true",
    "True",
    "no",
    "Off",
    "y",
    "1",
    "-1",
    "+1",
    "1.5",
    "0x1F",
    "0o17",
    "1e9",
    ".inf",
    "-.Inf",
    ".nan",
    "1_000",
    "012",
    "2020-01-01",
    "12:30:45",
    "1:2",
    "<<",
    "=",
    "!",
    "!!str a",
    "!a",
    "&a",
    "*a",
    "@a",
    "`a",
    "%a",
    "|",
    "|-",
    ">",
    "- a",
    "-",
    "--",
    "---",
    "--- a",
    "...",
    "? a",
    "?",
    ": a",
    ":",
    "a:",
    "a: b",
    "a:b",
    "a :b",
    "a #b",
    "#a",
    "a#b",
    "[a]",
    "{a}",
    "a, b",
    "a]",
    "'a'",
    "\"a\"",
    "a\"b",
    "a'b",
    "a\\b",
    "\\",
    "\\n",
    "'",
    "\"",
    "{ a: b }",
    "https://a.example/b?c=d#e",
    "a: {",
    "/users/{id}",
    "GET /users/{id}",
    "\u{0}",
    "\u{7}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{1f600}",
    "\u{e0001}",
    "\u{10ffff}",
    "é",
    "日本",
    "a\u{301}",
    "a\u{2028}b\nc",
    "x\n---\ny",
    "x\n...\n",
    "x\n# y",
    "# x\n# y\n",
    "key: |\n  text\n",
    "a\n\n\nb\n",
    "(a)",
    "_",
    "a b",
    "a  b",
];

#[test]
fn hostile_strings_are_read_back_equal() {
    for text in HOSTILE {
        for value in [
            Json::text(*text),
            map(&[(text, Json::text(*text)), ("z", Json::Null)]),
            Json::Array(vec![
                Json::text(*text),
                Json::Array(vec![Json::text(*text)]),
                map(&[("a", Json::text(*text))]),
            ]),
            // Too long for one line, alone and within a map and a list.
            map(&[
                ("long", Json::text(format!("{text} {} {text}", "lorem ipsum  dolor ".repeat(20)))),
                ("next", Json::Null),
            ]),
            map(&[("longer", Json::text(format!("{text}{}{text}", "lorem ipsum dolor sit amet, ".repeat(20))))]),
            Json::Array(vec![Json::text(format!("{}{text}", "a b ".repeat(100))), Json::text("b")]),
            map(&[("block", Json::text(format!("a\n{text}\nb"))), ("z", Json::text("a"))]),
            Json::Array(vec![Json::text(format!("{text}\nb\n")), Json::text(format!("b\n{text}"))]),
        ] {
            assert_round_trip(&value);
        }
    }
}

#[test]
fn long_keys_and_empty_collections_are_read_back_equal() {
    let empty = [Json::Array(vec![]), Json::Object(vec![]), Json::Null];
    let long = "k".repeat(3000);
    for value in empty {
        assert_round_trip(&value);
        assert_round_trip(&map(&[("a", value.clone()), (&long, value.clone()), ("b", Json::Array(vec![value]))]));
    }
    assert_round_trip(&map(&[(&long, map(&[(&long, Json::Array(vec![map(&[(&long, Json::Null)])]))]))]));
}

fn json() -> impl Strategy<Value = Json> {
    let text = prop_oneof![
        "\\PC{0,12}",
        "[-:#?|>'\"\\\\ \n\t{}\\[\\],&*!%@a0]{0,10}",
        "([a-z]{1,8} ){10,60}[a-z]{1,8}",
        "(  ?[a-z #:'\"-]{0,12}\n){1,5}",
        any::<String>(),
    ];
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(|number| Json::Number(number.to_string())),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,9})?([eE][+-]?[0-9]{1,2})?".prop_map(Json::Number),
        text.clone().prop_map(Json::String),
    ];
    scalar.prop_recursive(6, 60, 8, move |inner| {
        let members = proptest::collection::vec((text.clone(), inner.clone()), 0..8).prop_map(|members| {
            let mut kept: Vec<(String, Json)> = Vec::new();
            for (key, value) in members {
                if kept.iter().all(|(name, _)| *name != key) {
                    kept.push((key, value));
                }
            }
            Json::Object(kept)
        });
        prop_oneof![proptest::collection::vec(inner, 0..8).prop_map(Json::Array), members]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_value_is_read_back_equal(value in json()) {
        assert_round_trip(&value);
    }
}

/// Every file of the hand-written spec is read back equal after it is printed.
#[test]
fn the_hand_written_spec_is_read_back_equal_and_keeps_to_the_width() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1");
    let mut files = vec![root.join("package.yaml")];
    for folder in ["functions", "types"] {
        files.extend(std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    let mut sources = Sources::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let id = sources.add(file.display().to_string(), text.clone());
        let value = parse_foreign(id, &text, &mut Diagnostics::default()).unwrap().to_json();
        assert_round_trip(&value);
        let printed = print(&[], &value, Layout::TABLE);
        let long = |line: &&str| line.chars().count() > MAX_LINE_CHARS && line.contains(' ');
        let quoted = |line: &&str| line.trim_end().ends_with(['"', '\'']) || line.trim_start().starts_with('|');
        let too_long: Vec<&str> =
            printed.lines().filter(long).filter(|line| !quoted(line) && !text.contains(line.trim())).collect();
        assert!(too_long.is_empty(), "{}: {too_long:#?}", file.display());
    }
}

#[test]
fn files_look_like_hand_written_ones() {
    let value = read(
        r#"
resource: books
functions:
  - name: getBook
    method: get
    doc: "Get a book. This text is so long that it does not fit on its line, and is folded at its spaces: nothing else may change, whatever stands in it."
    http: GET /books/{id}
    fields:
      - { name: id, type: string, required: true, doc: The identifier of the book. }
      - { name: "null", type: integer, doc: "A row that is too long for its line: it becomes a block of its own, a key a line, so that a diff shows what has changed in it." }
    examples:
      - { args: { id: "7", tags: [] }, request: { path: /books/7 } }
  - name: dropBook
    doc: "Text\nover two lines.\n"
    const: []
"#,
    );
    insta::assert_snapshot!(print(&["Imported from books.yaml; do not edit."], &value, Layout::TABLE));
}
