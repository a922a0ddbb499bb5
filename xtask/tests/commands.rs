//! The commands as a maintainer and a CI job meet them: exit codes, and what goes to which stream.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use codegen::Diagnostics;
use codegen::base::json::Json;
use codegen::load::decode_text;
use codegen::base::span::FileId;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn xtask(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(words).env("TERM", "xterm").output().expect("xtask starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A spec with one misspelt key, in a folder with a space in its name.
fn broken_spec(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("broken {name}"));
    fs::create_dir_all(folder.join("functions")).expect("a folder");
    let package = "\
name: Tiny
doc: A tiny package.
rust: { crate: tiny_client, module: v1, runtime: \"crate::runtime\" }
env: TINY
servers: [{ name: main, url: \"https://tiny.example\", doc: The only one. }]
errors: { type: error, list: errors, code: [code], message: message, field: field, request_id: request_id }
resources: [{ name: things, doc: Things. }]
";
    fs::write(folder.join("package.yaml"), package).expect("a file");
    let functions = "resource: things\nfunctons: []\n";
    fs::write(folder.join("functions/things.yaml"), functions).expect("a file");
    folder
}

fn regen(name: &str, format: &[&str]) -> Output {
    let (spec, out) = (broken_spec(name), Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("out {name}")));
    let mut words = vec!["regen", "--spec", spec.to_str().expect("a path"), "--out", out.to_str().expect("a path")];
    words.extend(format);
    let output = xtask(&words);
    assert!(!out.exists(), "something was written");
    output
}

#[test]
fn explain_prints_the_page_of_a_code_in_capitals_or_not() {
    for word in ["E012", "e012"] {
        let output = xtask(&["explain", word]);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).starts_with("# E012: each `{name}` of a path must be a field"));
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn explain_of_an_unknown_code_names_the_near_one_and_lists_all() {
    for (words, problem) in [
        (&["explain", "E12"][..], "error: there is no code `E12`; did you mean `E012`?"),
        (&["explain", "nothing"], "error: there is no code `nothing`\n"),
        (&["explain"], "error: name one code\n"),
        (&["explain", "E001", "E002"], "error: name one code\n"),
    ] {
        let output = xtask(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let told = text(&output.stderr);
        assert!(told.starts_with(problem), "{told}");
        assert!(told.contains("\n  E001  a spec file must be") && told.contains("\n  W103  "), "{told}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn faults_for_readers_go_to_standard_error_without_colour_in_a_pipe() {
    let output = regen("human", &[]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.contains("error[E003]: unknown key `functons` of a function file\n"), "{told}");
    assert!(told.contains("broken human/functions/things.yaml:2:1\n"), "{told}");
    assert!(!told.contains('\u{1b}'), "{told}");
    assert!(output.stdout.is_empty());
}

#[test]
fn faults_for_programs_are_one_json_document_on_standard_output() {
    let output = regen("json", &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    // JSON is YAML: the loader reads it.
    let document: Json =
        decode_text(FileId::default(), &text(&output.stdout), &mut Diagnostics::default()).expect("JSON");
    assert_eq!(document.get("errors"), Some(&Json::Number("1".to_owned())));
    assert!(!text(&output.stderr).contains("unknown key"));
}

#[test]
fn faults_for_github_are_commands_on_standard_output() {
    let output = regen("github", &["--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stdout);
    let (place, rest) = told.split_once(",title=E003::").expect("a command");
    assert!(place.starts_with("::error file="), "{told}");
    assert!(place.ends_with("broken github/functions/things.yaml,line=2,col=1,endColumn=9"), "{told}");
    assert_eq!(rest, "unknown key `functons` of a function file%0Ahelp: did you mean `functions`?\n");
}

#[test]
fn an_unknown_format_is_a_wrong_command_line() {
    let output = xtask(&["regen", "--format", "xml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`xml` is no format: use human, json or github"));
}
