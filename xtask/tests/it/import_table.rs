//! `cargo xtask import table`.

use crate::support::{stderr, stdout, xtask};
use std::fs;
use std::path::PathBuf;

const README: &str = "\
# Library Package
Books.
* Domain: library.example

## Library.getBook
Get a book.

| Field | Type | Description
|---|---|---
| id | String | Required: the identifier.
| | String | Nameless.
";

/// A folder of a test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn import(folder: &std::path::Path, text: &[u8]) -> std::process::Output {
    let source = folder.join("README.md");
    fs::write(&source, text).expect("a file");
    let out = folder.join("spec");
    xtask(&["import", "table", source.to_str().expect("a path"), "--out", out.to_str().expect("a path")])
}

#[test]
fn import_writes_a_spec_once_and_notes_lines() {
    let folder = folder("import");
    let output = import(&folder, README.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("1 functions, 1 fields, 2 files; 1 with `http: TODO`"), "{}", stdout(&output));
    assert!(stderr(&output).contains("note[I101]: a row without a name: it is left out"), "{}", stderr(&output));
    assert!(stderr(&output).contains("README.md:11:1"), "{}", stderr(&output));
    let mut files: Vec<_> =
        fs::read_dir(folder.join("spec")).expect("a spec").map(|entry| entry.expect("an entry").file_name()).collect();
    files.sort();
    assert_eq!(files, ["functions", "package.yaml"]);
    let output = import(&folder, README.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("an import does not replace a spec"), "{}", stderr(&output));
}

#[test]
fn sources_that_cannot_be_imported_write_nothing() {
    let folder = folder("import-errors");
    for (text, problem) in [
        (&b""[..], "error[E231]: this file is empty"),
        (b"# Library\n", "error[E231]: this file has no function table"),
        (b"{ \"blocks\": [", "error[E232]: this is not valid JSON"),
        (b"\xff\xfe", "it is not UTF-8"),
    ] {
        let output = import(&folder, text);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
        assert!(!folder.join("spec").exists());
    }
    for (args, problem) in [
        (&["import"][..], "what to import is missing"),
        (&["import", "soap"], "cannot import `soap`"),
        (&["import", "table"], "name the file to import"),
        (&["import", "table", "README.md"], "`--out` names the folder"),
    ] {
        let output = xtask(args);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{args:?}");
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
    }
}
