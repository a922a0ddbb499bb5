//! OpenAPI documents become specs: the printed files and the notes of each construct, and errors of what is no such document.

use crate::support::tiny::package_path;
use codegen::diagnostic::{Code, Style, render};
use codegen::import::openapi::{Imported, Options, contents, import};
use codegen::{Diagnostics, OutputFile, Severity, Sources};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Imports a text; the error is the rendered diagnostics.
pub fn import_text(name: &str, text: &str) -> Result<(Imported, Sources), String> {
    let mut sources = Sources::new();
    let id = sources.add(name.to_owned(), text.to_owned());
    match import(id, &sources, &Options::default()) {
        Ok(imported) => Ok((imported, sources)),
        Err(diagnostics) => Err(render(&diagnostics, &sources, Style::Plain)),
    }
}

/// What the generator says about the files of an import.
fn errors_of(files: &[OutputFile]) -> Vec<String> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let spec = codegen::load::load_files(files, "spec", &mut sources, &mut diagnostics);
    if let Some(api) = spec.and_then(|spec| codegen::generate::model_of(&spec, &mut diagnostics)) {
        for file in codegen::emit(&api).iter().filter(|file| file.path.ends_with(".rs")) {
            syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        }
    }
    diagnostics.iter().filter(|one| one.severity() == Severity::Error).map(|one| one.message.clone()).collect()
}

fn listed(imported: &Imported, sources: &Sources) -> String {
    let line = |one: &codegen::Diagnostic| {
        let (line, column) = sources.line_column(one.primary.span);
        format!("{line}:{column} {}: {}\n", one.code, one.message)
    };
    imported.diagnostics.iter().map(line).collect()
}

/// The notes and the files.
fn shown(imported: &Imported, sources: &Sources) -> String {
    let mut shown = format!("==== notes\n{}\n", listed(imported, sources));
    for file in &imported.files {
        shown += &format!("==== {}\n{}\n", file.path, file.text);
    }
    shown
}

#[test]
fn documents_become_the_specs_and_the_notes_of_their_snapshots() {
    insta::glob!("../import/openapi", "*.yaml", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (imported, sources) = import_text("document.yaml", &text).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(errors_of(&imported.files), [""; 0]);
        let shown = shown(&imported, &sources);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../import/snapshots" }, {
            insta::assert_snapshot!("openapi", shown);
        });
    });
}

#[test]
fn documents_that_are_none_are_one_clear_error() {
    insta::glob!("../import/bad", "*.yaml", |path| {
        let text = fs::read_to_string(path).unwrap();
        let error =
            import_text("document.yaml", &text).err().unwrap_or_else(|| panic!("{} was imported", path.display()));
        assert!(error.ends_with("1 error; nothing was written\n"), "{error}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../import/snapshots" }, {
            insta::assert_snapshot!("bad", error);
        });
    });
}

#[test]
fn a_large_file_that_is_cut_off_is_one_short_error() {
    let entry = "    \"/things/0\": { \"get\": { \"responses\": { \"204\": { \"description\": \"Nothing.\" } } } },\n";
    let text =
        format!("{{\n  \"openapi\": \"3.0.3\",\n  \"paths\": {{\n{}", entry.repeat(20 * 1024 * 1024 / entry.len()));
    let error = import_text("large.json", &text).err().unwrap();
    assert!(
        error.contains("cut off") && error.ends_with("1 error; nothing was written\n") && error.len() < 2000,
        "{error}"
    );
}

#[test]
fn the_same_document_yields_the_same_bytes() {
    let text = fs::read_to_string(package_path("tests/import/openapi/names.yaml")).unwrap();
    let files = |name: &str| import_text(name, &text).unwrap().0.files;
    assert_eq!(files("a.yaml"), files("/elsewhere/b.yaml"));
}

#[test]
fn json_and_yaml_of_one_document_yield_the_same_spec() {
    for entry in fs::read_dir(package_path("tests/import/openapi")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut sources = Sources::new();
        let id = sources.add("document.yaml".to_owned(), text.clone());
        let json = codegen::load::parse_foreign(id, &text, &mut Diagnostics::default()).unwrap().to_json().pretty();
        let (yaml, json) = (import_text("a", &text).unwrap().0.files, import_text("a", &json).unwrap().0.files);
        assert_eq!(yaml, json, "{}", path.display());
    }
}

/// The document that is here always, and those of the folder `OPENAPI_FILES`: other versions of it, in any folder below.
fn published() -> Vec<(String, String)> {
    let mut paths = vec![package_path("../spec/v2/upstream/openapi.yaml")];
    match std::env::var_os("OPENAPI_FILES") {
        Some(folder) => find_documents(Path::new(&folder), &mut paths),
        None => eprintln!("only {} is imported: OPENAPI_FILES names no folder with others", paths[0].display()),
    }
    paths.into_iter().map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect()
}

fn find_documents(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("OPENAPI_FILES, {}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find_documents(&path, found);
        } else if path.extension().is_some_and(|end| end == "yaml")
            && fs::read_to_string(&path).unwrap().lines().any(|line| line.starts_with("openapi:"))
        {
            found.push(path);
        }
    }
}

/// Counts by code, and the number of functions.
type Counts = BTreeMap<String, usize>;

#[test]
fn published_documents_are_imported_with_the_notes_that_are_known() {
    let expected = fs::read_to_string(package_path("tests/import/notes-of-versions.yaml")).unwrap();
    let expected: BTreeMap<String, Counts> = serde_yaml::from_str(&expected).unwrap();
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for (name, text) in published() {
        let mut sources = Sources::new();
        let id = sources.add(name.clone(), text.clone());
        let (version, _) = contents(id, &sources).unwrap_or_else(|| panic!("{name}"));
        let (imported, _) = import_text(&name, &text).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        assert_eq!(errors_of(&imported.files), [""; 0], "{name}");
        let mut count = Counts::from([("functions".to_owned(), imported.functions)]);
        for note in imported.diagnostics.iter() {
            *count.entry(note.code.id().to_owned()).or_default() += 1;
        }
        counts.insert(version, count);
    }
    let known: BTreeMap<&String, Option<&Counts>> =
        counts.keys().map(|version| (version, expected.get(version))).collect();
    let found: BTreeMap<&String, Option<&Counts>> =
        counts.iter().map(|(version, count)| (version, Some(count))).collect();
    assert_eq!(found, known, "tests/import/notes-of-versions.yaml has the notes of each version");
}

/// The parts of a document that a page leaves out.
fn completed(found: &str) -> String {
    let mut text = String::new();
    if !found.contains("openapi:") && !found.contains("swagger:") {
        text += "openapi: 3.0.3\ninfo: { title: Things, version: \"1\" }\n";
    }
    if !found.contains("servers:") && !found.contains("swagger:") {
        text += "servers: [{ url: \"https://things.example\" }]\n";
    }
    text + found
}

#[test]
fn pages_of_notes_show_what_is_noted_and_what_it_becomes() {
    // From I100 on, notes are those of function tables, whose tests import their pages.
    let is_here = |code: &Code| code.severity() == Severity::Note && code.id() < "I100";
    for code in Code::ALL.iter().copied().filter(is_here) {
        let page = code.explanation();
        let specs: Vec<&str> =
            page.split("```yaml\n").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect();
        let [found, becomes] = specs[..] else { panic!("{code}: a page has two examples, this one {}", specs.len()) };
        let (imported, _) =
            import_text("page.yaml", &completed(found)).unwrap_or_else(|errors| panic!("{code}: {errors}"));
        let codes: Vec<&str> = imported.diagnostics.iter().map(|one| one.code.id()).collect();
        assert!(codes.contains(&code.id()), "{code}: its document has the notes {codes:?}");
        let printed: String = imported.files.iter().map(|file| file.text.as_str()).collect();
        let lines: Vec<&str> = printed.lines().map(str::trim).collect();
        for line in becomes.lines().map(str::trim) {
            assert!(lines.contains(&line), "{code}: `{line}` is not in\n{printed}");
        }
    }
}
