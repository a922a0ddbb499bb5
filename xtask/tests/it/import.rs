//! `cargo xtask import openapi`: what it writes, checks, compares and rejects.

use crate::support::{stderr, stdout, xtask};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

const DOCUMENT: &str = r#"openapi: 3.0.3
info: { title: Things, version: "2" }
servers: [{ url: "https://things.example" }]
paths:
  /things:
    get: { tags: [things], operationId: listThings, summary: List., responses: { "204": { description: Nothing. } } }
  /things/{id}:
    delete: { tags: [things], responses: { "204": { description: Nothing. } } }
"#;

/// An empty folder with a document in it.
fn folder(name: &str, document: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import {name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("document.yaml"), document).unwrap();
    folder
}

fn import(folder: &Path, args: &[&str]) -> Output {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let mut all = vec!["import".to_owned(), "openapi".to_owned(), path("document.yaml")];
    // Values of options that start with `@` are paths in the folder.
    all.extend(args.iter().map(|arg| arg.strip_prefix('@').map_or_else(|| (*arg).to_owned(), &path)));
    xtask(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn bare_import_writes_a_client_and_its_spec_and_notes() {
    let folder = folder("bare", DOCUMENT);
    let output = import(&folder, &["--bare", "--out", "@out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("note[I007]") && stderr(&output).contains("document.yaml:8:5"),
        "{}",
        stderr(&output)
    );
    assert!(stdout(&output).contains("2 functions"));
    for file in ["spec/package.yaml", "spec/functions/things.yaml", "src/generated/api/mod.rs", "docs/index.md"] {
        assert!(folder.join("out").join(file).is_file(), "{file} is missing");
    }
    let check = import(&folder, &["--bare", "--out", "@out", "--check"]);
    assert_eq!(check.status.code(), Some(0), "{}", stderr(&check));
}

#[test]
fn documents_that_cannot_be_imported_leave_nothing_behind() {
    for (name, document) in
        [("swagger", "swagger: \"2.0\"\npaths: {}\n"), ("cut", "openapi: 3.0.3\npaths:\n  /a: { get: { \"")]
    {
        let folder = folder(name, document);
        let output = import(&folder, &["--bare", "--out", "@out"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("cannot be imported; nothing was written"), "{}", stderr(&output));
        assert!(!folder.join("out").exists());
    }
}

#[test]
fn json_format_prints_one_document_with_the_notes() {
    let folder = folder("json", DOCUMENT);
    let output = import(&folder, &["--bare", "--out", "@out", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(document["errors"], 0);
    assert_eq!(document["notes"].as_u64().unwrap() as usize, document["diagnostics"].as_array().unwrap().len());
    let github = stdout(&import(&folder, &["--bare", "--out", "@out", "--format", "github"]));
    assert!(github.contains("::notice file=") && github.contains("title=I007::"), "{github}");
}

#[test]
fn import_into_a_spec_keeps_its_package_and_checks_and_compares() {
    let folder = folder("into", DOCUMENT);
    assert_eq!(import(&folder, &["--into", "@spec"]).status.code(), Some(0));
    let package = folder.join("spec/package.yaml");
    let own = fs::read_to_string(&package).unwrap().replace("doc: The API Things.", "doc: By hand.");
    fs::write(&package, &own).unwrap();
    // The overlay of the spec applies, and a package by hand stays.
    let overlay = "- { at: 'DELETE /things/{id}', name: dropThing, why: the document has no operationId }\n";
    fs::write(folder.join("spec/overlay.yaml"), overlay).unwrap();
    let output = import(&folder, &["--into", "@spec"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("verdict:"), "{}", stdout(&output));
    assert_eq!(fs::read_to_string(&package).unwrap(), own);
    assert_eq!(import(&folder, &["--into", "@spec", "--check"]).status.code(), Some(0));
    // A function that is lost is major: nothing is written.
    let shorter = DOCUMENT.split("  /things/{id}:").next().unwrap();
    fs::write(folder.join("document.yaml"), shorter).unwrap();
    fs::write(folder.join("spec/overlay.yaml"), "[]\n").unwrap();
    let denied = import(&folder, &["--into", "@spec", "--deny", "major"]);
    assert_eq!(denied.status.code(), Some(1));
    assert!(stderr(&denied).contains("the change is major"), "{}", stderr(&denied));
    assert!(fs::read_to_string(folder.join("spec/functions/things.yaml")).unwrap().contains("dropThing"));
    let check = import(&folder, &["--into", "@spec", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(stdout(&check).contains("dropThing"), "{}", stdout(&check));
}

#[test]
fn history_is_kept_in_the_spec_for_imports_without_older_documents() {
    let folder = folder("history", DOCUMENT);
    fs::create_dir_all(folder.join("older")).unwrap();
    let older = DOCUMENT
        .replace("version: \"2\"", "version: \"1\"")
        .replace("  /things/{id}:\n    delete: ", "  /others:\n    delete: ");
    fs::write(folder.join("older/one.yaml"), older).unwrap();
    fs::write(folder.join("older/notes.json"), "{}").unwrap();
    let functions = || fs::read_to_string(folder.join("spec/functions/things.yaml")).unwrap();
    let written = import(&folder, &["--into", "@spec"]);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    assert!(!functions().contains("since:") && !folder.join("spec/history.yaml").exists());
    let written = import(&folder, &["--into", "@spec", "--history", "@older"]);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    assert_eq!(functions().matches("since: \"2\"").count(), 1, "{}", functions());
    assert!(functions().contains("http: DELETE /things/{id}\n    since: \"2\""), "{}", functions());
    let kept = fs::read_to_string(folder.join("spec/history.yaml")).unwrap();
    assert!(kept.contains("- version: \"1\"") && kept.contains("\"DELETE /things/{}\": []"), "{kept}");
    fs::remove_dir_all(folder.join("older")).unwrap();
    let check = import(&folder, &["--into", "@spec", "--check"]);
    assert_eq!(check.status.code(), Some(0), "{}", stderr(&check));
    let again = import(&folder, &["--into", "@spec"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(folder.join("spec/history.yaml")).unwrap(), kept);
    assert!(functions().contains("since: \"2\""));
}

#[test]
fn wrong_command_lines_say_what_is_missing() {
    for (args, problem) in [
        (&["import"][..], "what to import is missing"),
        (&["import", "grpc", "a"], "known are `table` and `openapi`"),
        (&["import", "openapi"], "name the document"),
        (&["import", "openapi", "a.yaml"], "say where to write"),
        (&["import", "openapi", "a.yaml", "--out", "x"], "add `--bare`"),
        (&["import", "openapi", "a.yaml", "--into", "x", "--deny", "all"], "unknown level `all`"),
    ] {
        let output = xtask(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(problem), "{args:?}: {}", stderr(&output));
    }
}
