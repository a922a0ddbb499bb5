//! Exit codes of the commands, and what they print to which stream.

use crate::support::{stderr, stdout, xtask};
use codegen::Diagnostics;
use codegen::base::json::Json;
use codegen::base::span::FileId;
use codegen::load::decode_text;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

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
    let mut args = vec!["regen", "--spec", spec.to_str().expect("a path"), "--out", out.to_str().expect("a path")];
    args.extend(format);
    let output = xtask(&args);
    assert!(!out.exists(), "a file was written");
    output
}

#[test]
fn crate_without_a_feature_of_its_groups_is_not_regenerated() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec");
    fs::create_dir_all(spec.join("functions")).unwrap();
    let package = "\
name: Tiny
doc: A tiny package.
rust: { crate: tiny_client, module: v1, runtime: \"crate::runtime\" }
env: TINY
servers: [{ name: main, url: \"https://tiny.example\", doc: The only one. }]
resources: [{ name: things, doc: Things. }, { name: others, doc: Others. }]
groups: [{ name: some-things, doc: Things., resources: [things] }, { name: others, doc: Others., resources: [others] }]
";
    fs::write(spec.join("package.yaml"), package).unwrap();
    fs::write(spec.join("functions/things.yaml"), "resource: things\nfunctions: []\n").unwrap();
    fs::write(spec.join("functions/others.yaml"), "resource: others\nfunctions: []\n").unwrap();
    let manifest = folder.path().join("Cargo.toml");
    let text = "[package]\nname = \"tiny-client\"\nedition = \"2024\"\n[workspace]\n[features]\nothers = []\n";
    fs::create_dir_all(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    fs::write(&manifest, text).unwrap();
    let regen = || xtask(&["regen", "--spec", spec.to_str().unwrap(), "--out", folder.path().to_str().unwrap()]);
    let output = regen();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("Cargo.toml lacks features that the spec names; add to `[features]`:"));
    assert!(stderr(&output).ends_with("\n  # Things.\n  some-things = []\n"), "{}", stderr(&output));
    assert!(!folder.path().join("generated.manifest").exists(), "something was written");
    fs::write(&manifest, format!("{text}some-things = []\n")).unwrap();
    let output = regen();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(folder.path().join("src/generated/v1/mod.rs").exists());
}

#[test]
fn explain_accepts_codes_in_any_case() {
    for code in ["E012", "e012"] {
        let output = xtask(&["explain", code]);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).starts_with("# E012: each `{name}` in a path must have a field"));
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn unknown_code_gets_a_suggestion_and_the_list() {
    for (args, problem) in [
        (&["explain", "E12"][..], "error: unknown code `E12`; did you mean `E012`?"),
        (&["explain", "nothing"], "error: unknown code `nothing`\n"),
        (&["explain"], "error: name one code\n"),
        (&["explain", "E001", "E002"], "error: name one code\n"),
    ] {
        let output = xtask(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let printed = stderr(&output);
        assert!(printed.starts_with(problem), "{printed}");
        assert!(printed.contains("\n  E001  a spec file must be") && printed.contains("\n  W103  "), "{printed}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn human_format_goes_to_stderr_without_colour_in_a_pipe() {
    let output = regen("human", &[]);
    assert_eq!(output.status.code(), Some(1));
    let printed = stderr(&output);
    assert!(printed.contains("error[E003]: unknown key `functons` of a function file\n"), "{printed}");
    assert!(printed.contains("broken human/functions/things.yaml:2:1\n"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "{printed}");
    assert!(output.stdout.is_empty());
}

#[test]
fn json_format_is_one_document_on_stdout() {
    let output = regen("json", &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    // JSON is YAML, so the loader parses it.
    let document: Json = decode_text(FileId::default(), &stdout(&output), &mut Diagnostics::default()).expect("JSON");
    assert_eq!(document.get("errors"), Some(&Json::Number("1".to_owned())));
    assert!(!stderr(&output).contains("unknown key"));
}

#[test]
fn github_format_is_workflow_commands_on_stdout() {
    let output = regen("github", &["--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = stdout(&output);
    let (place, rest) = printed.split_once(",title=E003::").expect("a command");
    assert!(place.starts_with("::error file="), "{printed}");
    assert!(place.ends_with("broken github/functions/things.yaml,line=2,col=1,endColumn=9"), "{printed}");
    assert_eq!(rest, "unknown key `functons` of a function file%0Ahelp: did you mean `functions`?\n");
}

#[test]
fn unknown_format_is_a_usage_error() {
    let output = xtask(&["regen", "--format", "xml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("unknown format `xml`: use human, json or github"));
}
