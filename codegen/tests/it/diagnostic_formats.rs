//! Diagnostics for programs: what JSON and GitHub's commands must escape, and what their positions mean.

use codegen::base::span::{FileId, Sources, Span};
use codegen::diagnostic::{Code, Diagnostic, Diagnostics, render_github, render_json};
use serde_json::{Value, json};

const TEXT: &str = "name: größe\ndoc: >\n  one\n  two\n";

fn sources(path: &str) -> (Sources, FileId) {
    let mut sources = Sources::new();
    let file = sources.add(path.to_owned(), TEXT.to_owned());
    (sources, file)
}

/// The stretch of [`TEXT`] from one word to the end of another.
fn span(file: FileId, from: &str, to: &str) -> Span {
    Span { file, start: TEXT.find(from).unwrap(), end: TEXT.find(to).unwrap() + to.len() }
}

fn only(diagnostic: Diagnostic) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic);
    diagnostics
}

#[test]
fn json_has_every_key_of_every_diagnostic() {
    let (sources, file) = sources("a folder/spec \"1\".yaml");
    let full = Diagnostic::new(Code::Duplicate, span(file, "größe", "größe"), "two\nlines and a \\ \"quote\"")
        .label("again here")
        .also(span(file, "doc", "doc"), "first here")
        .help("rename one");
    let bare = Diagnostic::new(Code::NoDoc, span(file, "one", "two"), "over two lines");
    let mut diagnostics = only(full);
    diagnostics.push(bare);
    let document: Value = serde_json::from_str(&render_json([(&diagnostics, &sources)])).unwrap();
    assert_eq!(
        document,
        json!({
            "diagnostics": [
                {
                    "code": "E009",
                    "severity": "error",
                    "message": "two\nlines and a \\ \"quote\"",
                    "file": "a folder/spec \"1\".yaml",
                    "line": 1,
                    "column": 7,
                    "end_line": 1,
                    "end_column": 12,
                    "label": "again here",
                    "related": [
                        { "file": "a folder/spec \"1\".yaml", "line": 2, "column": 1, "label": "first here" }
                    ],
                    "help": "rename one"
                },
                {
                    "code": "W103",
                    "severity": "warning",
                    "message": "over two lines",
                    "file": "a folder/spec \"1\".yaml",
                    "line": 3,
                    "column": 3,
                    "end_line": 4,
                    "end_column": 6,
                    "label": null,
                    "related": [],
                    "help": null
                }
            ],
            "errors": 1,
            "warnings": 1,
            "notes": 0
        })
    );
}

#[test]
fn several_specs_become_one_json_document() {
    let (a, file) = sources("a.yaml");
    let (b, _) = sources("b.yaml");
    let one = only(Diagnostic::new(Code::Syntax, span(file, "name", "name"), "wrong"));
    let document: Value = serde_json::from_str(&render_json([(&one, &a), (&one, &b)])).unwrap();
    assert_eq!((&document["errors"], &document["warnings"]), (&json!(2), &json!(0)));
    assert_eq!(document["diagnostics"][1]["file"], "b.yaml");
    let none: Value = serde_json::from_str(&render_json([])).unwrap();
    assert_eq!(none, json!({ "diagnostics": [], "errors": 0, "warnings": 0, "notes": 0 }));
}

#[test]
fn github_commands_escape_texts_and_paths() {
    let (sources, file) = sources("a folder/50%,a:b.yaml");
    let found = Diagnostic::new(Code::Duplicate, span(file, "größe", "größe"), "100% wrong:\r\n::error::not a command")
        .label("again here")
        .also(span(file, "doc", "doc"), "first here, really")
        .help("rename one");
    assert_eq!(
        render_github(&only(found), &sources),
        "::error file=a folder/50%25%2Ca%3Ab.yaml,line=1,col=7,endColumn=12,title=E009::\
         100%25 wrong:%0D%0A::error::not a command (again here)\
         %0Aa folder/50%25,a:b.yaml:2:1: first here, really%0Ahelp: rename one\n"
    );
}

#[test]
fn github_commands_have_columns_only_within_one_line() {
    let (sources, file) = sources("a.yaml");
    let over_lines = Diagnostic::new(Code::NoDoc, span(file, "one", "two"), "over two lines");
    assert_eq!(
        render_github(&only(over_lines), &sources),
        "::warning file=a.yaml,line=3,endLine=4,title=W103::over two lines\n"
    );
}
