//! OpenAPI documents become specs: the printed files and the notes of each construct, and errors of what is no such document.

use crate::support::tiny::package_path;
use codegen::diagnostic::{Code, Style, render};
use codegen::import::openapi::target::{COMPLETE, FORMAT, Format};
use codegen::import::openapi::{Imported, Options, import};
use codegen::{Diagnostics, OutputFile, Severity, Sources};
use std::collections::BTreeMap;
use std::fs;

/// Imports a text; the error is the rendered diagnostics.
pub fn import_text(name: &str, text: &str) -> Result<(Imported, Sources), String> {
    import_as(name, text, FORMAT)
}

/// The same for a format that may not be this generator's.
fn import_as(name: &str, text: &str, format: Format) -> Result<(Imported, Sources), String> {
    let options = Options { format, ..Options::default() };
    let mut sources = Sources::new();
    let id = sources.add(name.to_owned(), text.to_owned());
    match import(id, &sources, &options) {
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
        let (complete, sources) =
            import_as("document.yaml", &text, COMPLETE).unwrap_or_else(|errors| panic!("{errors}"));
        let complete = self::shown(&complete, &sources);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../import/snapshots" }, {
            insta::assert_snapshot!("openapi", shown);
            insta::assert_snapshot!("complete", complete);
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

/// The documents of the reference, which is beside the repository: the test says so when it is absent.
fn reference() -> Vec<(String, String)> {
    let folder = package_path("../../shared/reference/openapi");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: the reference documents are not at {}", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".yaml") && !name.starts_with("corrections") && !name.starts_with("vendor")
    });
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn reference_documents_are_imported_without_errors() {
    let documents = reference();
    if documents.is_empty() {
        return;
    }
    assert_eq!(documents.len(), 11);
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (name, text) in documents {
        let (imported, _) = import_text(&name, &text).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        assert_eq!(errors_of(&imported.files), [""; 0], "{name}");
        // Names of files of an API do not belong here: its versions are enough.
        let version = name.rsplit('-').next().unwrap().to_owned();
        let count = counts.entry(version).or_default();
        count.insert("functions".to_owned(), imported.functions);
        for note in imported.diagnostics.iter() {
            *count.entry(note.code.id().to_owned()).or_default() += 1;
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_yaml_snapshot!("reference_notes", counts); });
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
    for code in Code::ALL.iter().copied().filter(|code| code.severity() == Severity::Note) {
        let page = code.explanation();
        let specs: Vec<&str> =
            page.split("```yaml\n").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect();
        let [found, becomes] = specs[..] else { panic!("{code}: a page has two examples, this one {}", specs.len()) };
        // What the generator leaves out shows in its own format only.
        let is_checked = [Code::ExampleLeftOut, Code::NotInFormat, Code::LeftOut].contains(&code);
        let format = if is_checked { FORMAT } else { COMPLETE };
        let (imported, _) =
            import_as("page.yaml", &completed(found), format).unwrap_or_else(|errors| panic!("{code}: {errors}"));
        let codes: Vec<&str> = imported.diagnostics.iter().map(|one| one.code.id()).collect();
        assert!(codes.contains(&code.id()), "{code}: its document has the notes {codes:?}");
        let printed: String = imported.files.iter().map(|file| file.text.as_str()).collect();
        let lines: Vec<&str> = printed.lines().map(str::trim).collect();
        for line in becomes.lines().map(str::trim) {
            assert!(lines.contains(&line), "{code}: `{line}` is not in\n{printed}");
        }
    }
}

/// A tiny spec with these keys of its function and these fields.
fn function_with(keys: &str, fields: &str) -> String {
    let field = if fields.is_empty() { String::new() } else { format!("    fields: [{fields}]\n") };
    let http = if keys.contains("http:") { "" } else { "    http: POST /things\n" };
    let returns = if keys.contains("returns:") { "" } else { "    returns: Thing\n" };
    let keys: String = keys.lines().map(|key| format!("    {key}\n")).collect();
    format!(
        "# file: functions/things.yaml\nresource: things\nfunctions:\n  - name: getThing\n    method: get\n    doc: Get.\n{http}{returns}{keys}{field}"
    )
}

/// Each constant of the importer's model of the format, with a spec that uses the feature.
#[test]
fn format_constants_say_what_the_generator_accepts() {
    let types = |rest: &str| {
        format!(
            "# file: types/things.yaml\ntypes: [{{ name: Thing, doc: A thing., fields: [{rest}], example: {{}} }}]\n"
        )
    };
    let input = |kind: &str| {
        function_with("", "{ name: items, type: Array, item: Part, doc: Parts. }")
            + &format!(
                "# file: types/things.yaml\ntypes: [{{ name: Thing, doc: A thing., fields: [{{ name: id, type: id }}], example: {{}} }}]\ninputs: [{{ name: Part, doc: A part., fields: [{{ name: a, type: {kind} }}] }}]\n"
            )
    };
    let features = [
        ("field_types", FORMAT.field_types, function_with("", "{ name: a, type: list<integer>, doc: A. }")),
        ("nullable", FORMAT.nullable, function_with("", "{ name: a, type: String, nullable: true, doc: A. }")),
        ("limits", FORMAT.limits, function_with("", "{ name: a, type: Number, min: 1, max: 2, default: 1, doc: A. }")),
        ("deprecated", FORMAT.deprecated, function_with("deprecated: Use another one.", "")),
        ("since", FORMAT.since, function_with("since: \"2\"", "")),
        (
            "rust_names",
            FORMAT.rust_names,
            function_with("", "{ name: a-b, rust: a_b, type: String, body: /a-b, doc: A. }"),
        ),
        (
            "rust_values",
            FORMAT.rust_values,
            types("{ name: id, type: Sign }")
                + "enums: [{ name: Sign, doc: A sign., values: [{ value: \"=\", rust: equal }] }]\n",
        ),
        (
            "query_encodings",
            FORMAT.query_encodings,
            function_with("http: GET /things", "{ name: a, type: list<string>, query: a, encode: comma, doc: A. }"),
        ),
        ("returns", FORMAT.returns, function_with("returns: list<Thing>", "")),
        ("dates", FORMAT.dates, types("{ name: id, type: datetime }")),
        ("root_body", FORMAT.root_body, function_with("", "{ name: a, type: json, body: \"\", doc: A. }")),
        ("body_as", FORMAT.body_as, function_with("body_as: form", "{ name: a, type: String, doc: A. }")),
        (
            "constant_headers",
            FORMAT.constant_headers,
            function_with("const: [{ header: Accept, value: text/plain }]", ""),
        ),
        (
            "partial_placeholders",
            FORMAT.partial_placeholders,
            function_with("http: GET /things/{id}.json", "{ name: id, type: String, required: true, doc: A. }"),
        ),
        ("cyclic_models", FORMAT.cyclic_models, types("{ name: id, type: Thing }")),
        ("servers", FORMAT.servers, function_with("server: main", "")),
        (
            "paging",
            FORMAT.paging,
            function_with(
                "http: GET /things\nlist: data\npaging: { next: /next, query: after }",
                "{ name: after, type: String, query: after, doc: A. }",
            ) + &types("{ name: data, type: list<id> }, { name: next, type: string }"),
        ),
        ("input_types", FORMAT.input_types, input("list<integer>")),
        (
            "body_on_get",
            FORMAT.body_on_get,
            function_with("http: DELETE /things", "{ name: a, type: String, body: /a, doc: A. }"),
        ),
    ];
    let mut wrong = Vec::new();
    for (name, constant, spec) in features {
        let generated = crate::support::tiny::generate(&spec);
        if generated.is_ok() != constant {
            wrong.push(format!(
                "{name} is {constant}: {}",
                generated.err().unwrap_or_else(|| "the generator accepts it".to_owned())
            ));
        }
    }
    assert!(wrong.is_empty(), "constants of `import/openapi/target.rs`:\n{}", wrong.join("\n"));
}
