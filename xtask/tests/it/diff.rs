//! Output and exit codes of `cargo xtask diff`.

use crate::support;
use crate::support::{stderr, stdout};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

fn xtask(args: &[&str]) -> Output {
    support::xtask(&[&["diff"], args].concat())
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

/// Writes a spec to a new folder with a space in its name.
fn spec(name: &str, things: &str) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("diff {name} {number}"));
    fs::create_dir_all(folder.join("functions")).expect("a folder");
    fs::write(folder.join("package.yaml"), PACKAGE).expect("a file");
    fs::write(folder.join("functions/things.yaml"), things).expect("a file");
    folder
}

/// Compares the tiny spec with a changed one.
fn change(name: &str, things: &str, args: &[&str]) -> Output {
    let (old, new) = (spec("old", THINGS), spec(name, things));
    let mut all = vec![old.to_str().unwrap(), "--spec", new.to_str().unwrap()];
    all.extend(args);
    xtask(&all)
}

fn wire_change() -> String {
    THINGS.replace("required: true, doc", "required: true, body: /name, doc").replace("body: { label", "body: { name")
}

#[test]
fn same_spec_has_no_differences() {
    let output = change("same", &format!("# A comment.\n{THINGS}"), &["--deny", "minor"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).ends_with("\nno differences\n"), "{}", stdout(&output));
}

#[test]
fn wire_change_stands_out_in_every_format() {
    let output = change("wire", &wire_change(), &["--current-version", "1.2.3"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("\nSENT DIFFERENTLY: "), "{text}");
    assert!(text.contains("  major  things.make(label): body `/label` → body `/name`\n"), "{text}");
    assert!(text.ends_with("verdict: major, so 1.2.3 → 2.0.0\n"), "{text}");
    let text = stdout(&change("wire", &wire_change(), &["--format", "markdown", "--current-version", "0.4.1"]));
    assert!(text.contains("**Verdict: major, so 0.4.1 → 0.5.0.** 1 change: 1 major."), "{text}");
    assert!(text.contains("### SENT DIFFERENTLY\n"), "{text}");
    let text = stdout(&change("wire", &wire_change(), &["--format", "json"]));
    assert!(text.contains("\"verdict\": \"major\"") && text.contains("\"class\": \"wire\""), "{text}");
}

#[test]
fn deny_exits_1_at_or_above_its_level() {
    let added = THINGS.replace("    examples", "      - { name: size, type: String, doc: A size. }\n    examples");
    for (name, things, deny, code) in [
        ("wire", wire_change(), "major", 1),
        ("wire", wire_change(), "minor", 1),
        ("added", added.clone(), "major", 0),
        ("added", added, "minor", 1),
        ("prose", THINGS.replace("Make a thing.", "Makes a thing."), "minor", 0),
    ] {
        let output = change(name, &things, &["--deny", deny]);
        assert_eq!(output.status.code(), Some(code), "{name} {deny}: {}", stderr(&output));
        assert!(stdout(&output).contains("verdict: "), "{}", stdout(&output));
        assert_eq!(stderr(&output).contains(&format!("`--deny {deny}` is set")), code == 1, "{}", stderr(&output));
    }
}

#[test]
fn wrong_arguments_are_named() {
    for (args, message) in [
        (&["--format", "yaml"][..], "unknown format `yaml`"),
        (&["--deny", "patch"], "unknown level `patch`"),
        (&["--current-version", "1.x"], "`1.x` is not a version"),
        (&["HEAD", "HEAD~1"], "unexpected argument `HEAD~1`"),
        (&["--speck", "x"], "unknown argument `--speck`"),
        (&["--spec"], "`--spec` needs a value"),
    ] {
        let output = xtask(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(message), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn missing_or_invalid_side_is_named() {
    let new = spec("same", THINGS);
    let new = new.to_str().unwrap();
    let output = xtask(&["no-such-revision", "--spec", new]);
    assert_eq!(output.status.code(), Some(1));
    // Without a repository, git reports that instead.
    assert!(stderr(&output).contains("no-such-revision") || stderr(&output).contains("git"), "{}", stderr(&output));

    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff empty");
    fs::create_dir_all(&empty).unwrap();
    let output = xtask(&[empty.to_str().unwrap(), "--spec", new]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("has no package.yaml, so it is not a spec"), "{}", stderr(&output));

    let output = change("broken", &THINGS.replace("returns", "retruns"), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("things.yaml:7:5"), "{}", stderr(&output));
    assert!(stderr(&output).contains("does not load, so there is nothing to compare"), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[test]
fn missing_git_error_says_what_to_do() {
    let output = support::command(&["diff", "HEAD"]).env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot start git"), "{}", stderr(&output));
    assert!(stderr(&output).contains("name a folder with the old spec"), "{}", stderr(&output));
}

#[test]
fn revision_is_read_from_git() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let known = Command::new("git").args(["cat-file", "-e", "HEAD:./spec/v1/package.yaml"]).current_dir(&here).output();
    if !known.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no git repository with a spec here");
        return;
    }
    // The working tree may differ from HEAD in any way, so only the names of the sides are checked.
    let output = xtask(&["HEAD", "--format", "human"]);
    let text = stdout(&output);
    assert!(output.status.code() == Some(0) || stderr(&output).contains("does not load"), "{text}{}", stderr(&output));
    assert!(text.is_empty() || text.starts_with("spec/v1 at HEAD ("), "{text}");
}

#[test]
fn closed_stdout_is_not_an_error() {
    let (old, new) = (spec("old", THINGS), spec("wire", &wire_change()));
    let mut child = support::command(&["diff", old.to_str().unwrap(), "--spec", new.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
}
