//! `cargo xtask diff` as a maintainer and a CI job meet it: what it prints, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

fn xtask(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("diff").args(words).output().expect("xtask starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

const PACKAGE: &str = "\
name: Tiny
doc: A tiny package.
rust: { crate: tiny_client, module: v1, runtime: \"crate::runtime\" }
env: TINY
servers: [{ name: main, url: \"https://tiny.example\", doc: The only one. }]
errors: { type: error, list: errors, code: [code], message: message, field: field, request_id: request_id }
resources: [{ name: things, doc: Things. }]
";

const THINGS: &str = "\
resource: things
functions:
  - name: makeThing
    method: make
    doc: Make a thing.
    http: POST /things
    returns: Empty
    fields:
      - { name: label, type: String, required: true, doc: A label. }
    examples:
      - { args: { label: a }, request: { path: /things, body: { label: a } } }
";

/// A spec in a folder of its own, with a space in its name.
fn spec(name: &str, things: &str) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("diff {name} {number}"));
    fs::create_dir_all(folder.join("functions")).expect("a folder");
    fs::write(folder.join("package.yaml"), PACKAGE).expect("a file");
    fs::write(folder.join("functions/things.yaml"), things).expect("a file");
    folder
}

/// Compares a change of the tiny spec.
fn change(name: &str, things: &str, words: &[&str]) -> Output {
    let (old, new) = (spec("old", THINGS), spec(name, things));
    let mut all = vec![old.to_str().unwrap(), "--spec", new.to_str().unwrap()];
    all.extend(words);
    xtask(&all)
}

fn wire_change() -> String {
    THINGS.replace("required: true, doc", "required: true, body: /name, doc").replace("body: { label", "body: { name")
}

#[test]
fn the_same_spec_has_no_differences_and_ends_well() {
    let output = change("same", &format!("# A comment.\n{THINGS}"), &["--deny", "minor"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).ends_with("\nno differences\n"), "{}", out(&output));
}

#[test]
fn a_wire_change_is_loud_in_all_formats() {
    let output = change("wire", &wire_change(), &["--current-version", "1.2.3"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(text.contains("\nSENT DIFFERENTLY: "), "{text}");
    assert!(text.contains("  major  things.make(label): body `/label` → body `/name`\n"), "{text}");
    assert!(text.ends_with("verdict: major, so 1.2.3 → 2.0.0\n"), "{text}");
    let text = out(&change("wire", &wire_change(), &["--format", "markdown", "--current-version", "0.4.1"]));
    assert!(text.contains("**Verdict: major, so 0.4.1 → 0.5.0.** 1 change: 1 major."), "{text}");
    assert!(text.contains("### SENT DIFFERENTLY\n"), "{text}");
    let text = out(&change("wire", &wire_change(), &["--format", "json"]));
    assert!(text.contains("\"verdict\": \"major\"") && text.contains("\"class\": \"wire\""), "{text}");
}

#[test]
fn deny_ends_with_1_from_its_level_on() {
    let added = THINGS.replace("    examples", "      - { name: size, type: String, doc: A size. }\n    examples");
    for (name, things, deny, code) in [
        ("wire", wire_change(), "major", 1),
        ("wire", wire_change(), "minor", 1),
        ("added", added.clone(), "major", 0),
        ("added", added, "minor", 1),
        ("words", THINGS.replace("Make a thing.", "Makes a thing."), "minor", 0),
    ] {
        let output = change(name, &things, &["--deny", deny]);
        assert_eq!(output.status.code(), Some(code), "{name} {deny}: {}", err(&output));
        assert!(out(&output).contains("verdict: "), "{}", out(&output));
        assert_eq!(err(&output).contains(&format!("`--deny {deny}` was given")), code == 1, "{}", err(&output));
    }
}

#[test]
fn wrong_words_are_named() {
    for (words, said) in [
        (&["--format", "yaml"][..], "`yaml` is no format"),
        (&["--deny", "patch"], "`patch` cannot be denied"),
        (&["--current-version", "1.x"], "`1.x` is not a version"),
        (&["HEAD", "HEAD~1"], "`HEAD~1` is one too many"),
        (&["--speck", "x"], "`--speck` is not known here"),
        (&["--spec"], "`--spec` needs a value"),
    ] {
        let output = xtask(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(err(&output).contains(said), "{words:?}: {}", err(&output));
    }
}

#[test]
fn a_side_that_is_not_there_or_does_not_load_is_named() {
    let new = spec("same", THINGS);
    let new = new.to_str().unwrap();
    let output = xtask(&["no-such-revision", "--spec", new]);
    assert_eq!(output.status.code(), Some(1));
    // Without a repository git says so.
    assert!(err(&output).contains("no-such-revision") || err(&output).contains("git"), "{}", err(&output));

    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff empty");
    fs::create_dir_all(&empty).unwrap();
    let output = xtask(&[empty.to_str().unwrap(), "--spec", new]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("has no package.yaml, so it is no spec"), "{}", err(&output));

    let output = change("broken", &THINGS.replace("returns", "retruns"), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("things.yaml:7:5"), "{}", err(&output));
    assert!(err(&output).contains("does not load, so there is nothing to compare"), "{}", err(&output));
    assert_eq!(out(&output), "");
}

#[test]
fn without_git_the_message_says_what_to_do() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["diff", "HEAD"]).env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("cannot start git"), "{}", err(&output));
    assert!(err(&output).contains("name a folder with the old spec"), "{}", err(&output));
}

#[test]
fn a_revision_is_read_as_git_has_it() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let known = Command::new("git").args(["cat-file", "-e", "HEAD:./spec/v1/package.yaml"]).current_dir(&here).output();
    if !known.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no git repository with a spec here");
        return;
    }
    // The working tree may differ from HEAD in any way: only that both sides are named is the same always.
    let output = xtask(&["HEAD", "--format", "human"]);
    let text = out(&output);
    assert!(output.status.code() == Some(0) || err(&output).contains("does not load"), "{text}{}", err(&output));
    assert!(text.is_empty() || text.starts_with("spec/v1 at HEAD ("), "{text}");
}

#[test]
fn nobody_needs_to_read_to_the_end() {
    let (old, new) = (spec("old", THINGS), spec("wire", &wire_change()));
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["diff", old.to_str().unwrap(), "--spec", new.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), err(&output)), (Some(0), String::new()));
}
