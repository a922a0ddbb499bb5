//! The same spec yields the same bytes: in another run, folder, locale and checkout.

use codegen::{OutputFile, SpecFolder, write};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn specs() -> [PathBuf; 2] {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    [here.join("tests/library/spec"), here.join("../spec/v1")]
}

fn files(spec: &Path) -> Vec<OutputFile> {
    let spec = SpecFolder { path: spec.to_owned(), label: "spec".to_owned() };
    codegen::generate(&spec).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics)).files
}

/// The files of a spec below its folder, with their texts.
fn texts(spec: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["", "functions", "types"] {
        for entry in fs::read_dir(spec.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                found.push((path.strip_prefix(spec).unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn copy(texts: &[(PathBuf, String)], folder: &Path) {
    for (path, text) in texts {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// All files below a folder.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn two_runs_yield_the_same_bytes() {
    for spec in specs() {
        let first = files(&spec);
        assert!(!first.is_empty());
        assert!(files(&spec) == first, "{}", spec.display());
    }
}

#[test]
fn output_is_independent_of_folder_and_file_order() {
    for spec in specs() {
        let mut texts = texts(&spec);
        let first = files(&spec);
        for turn in 0..2 {
            let folder = tempfile::tempdir().unwrap();
            let elsewhere = folder.path().join("a folder, another é").join("deep").join(turn.to_string());
            copy(&texts, &elsewhere);
            assert!(files(&elsewhere) == first, "{}", elsewhere.display());
            texts.reverse();
            texts.rotate_left(turn);
        }
    }
}

#[test]
fn output_is_independent_of_line_ends_and_byte_order_marks() {
    let changes: [fn(&str) -> String; 3] = [
        |text| text.replace('\n', "\r\n"),
        |text| format!("\u{feff}{text}"),
        // As an editor saves it that mixes both.
        |text| text.replacen('\n', "\r\n", 5),
    ];
    for spec in specs() {
        let (texts, first) = (texts(&spec), files(&spec));
        for change in changes {
            let folder = tempfile::tempdir().unwrap();
            let changed: Vec<_> = texts.iter().map(|(path, text)| (path.clone(), change(text))).collect();
            copy(&changed, folder.path());
            assert!(files(folder.path()) == first, "{}", spec.display());
        }
    }
}

const SPEC: &str = "CODEGEN_TEST_DETERMINISM_SPEC";
const OUT: &str = "CODEGEN_TEST_DETERMINISM_OUT";

/// Not a test by itself: the child process of the next test.
#[test]
fn child_process() {
    let (Ok(spec), Ok(out)) = (std::env::var(SPEC), std::env::var(OUT)) else { return };
    write(Path::new(&out), &files(Path::new(&spec))).unwrap();
}

#[test]
fn output_is_independent_of_locale_time_zone_and_working_directory() {
    let environments: [&[(&str, &str)]; 4] = [
        &[("LANG", "C"), ("LC_ALL", "C"), ("TZ", "UTC")],
        &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati"), ("HOME", "/nowhere")],
        &[("LANG", "ja_JP.eucJP"), ("LC_ALL", "ja_JP.eucJP"), ("TZ", "America/St_Johns"), ("NO_COLOR", "1")],
        &[("LANG", ""), ("LC_ALL", ""), ("TZ", ":garbage"), ("TERM", "dumb"), ("COLUMNS", "20")],
    ];
    for spec in specs() {
        let expected = tempfile::tempdir().unwrap();
        write(expected.path(), &files(&spec)).unwrap();
        for variables in environments {
            let (out, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "determinism::child_process", "--nocapture"])
                .envs(variables.iter().copied())
                .env(SPEC, &spec)
                .env(OUT, out.path())
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
            assert!(tree(out.path()) == tree(expected.path()), "{variables:?}");
        }
    }
}
