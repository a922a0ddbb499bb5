//! Tiny specs in one file: sections `# file: …` become the files of a spec folder; what is not given is a default.

use codegen::diagnostic::{Style, render};
use codegen::{Generated, SpecFolder};
use std::fs;
use std::path::Path;

const PACKAGE: &str = "\
name: Tiny
doc: A tiny package.
rust: { crate: tiny_client, module: v1, runtime: \"crate::runtime\" }
env: TINY
servers: [{ name: main, url: \"https://tiny.example\", doc: The only one. }]
auth: { field: token, header: Authorization, scheme: Bearer }
errors: { type: error.list, list: errors, code: [code], message: message, field: field, request_id: request_id }
resources: [{ name: things, doc: Things. }]
";

const TYPES: &str =
    "types: [{ name: Thing, doc: A thing., fields: [{ name: id, type: id }], example: { id: \"1\" } }]\n";

const FUNCTIONS: &str = "\
resource: things
functions:
  - name: getThing
    method: get
    doc: Get a thing.
    http: GET /things
    returns: Thing
    examples: [{ request: { path: /things } }]
";

/// The outcome of a tiny spec, in words.
pub fn outcome(text: &str) -> Result<Generated, String> {
    let folder = tempfile::tempdir().expect("a folder");
    write_spec(text, folder.path());
    let spec = SpecFolder { path: folder.path().to_owned(), label: "spec".to_owned() };
    codegen::generate(&spec).map_err(|failure| render(&failure.diagnostics, &failure.sources, Style::Plain))
}

/// Writes the sections of a tiny spec as files.
pub fn write_spec(text: &str, folder: &Path) {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("# file: ") {
            Some(name) => files.push((name.trim().to_owned(), String::new())),
            None => {
                if let Some((_, text)) = files.last_mut() {
                    text.push_str(line);
                }
            }
        }
    }
    let mut add = |name: &str, text: &str| {
        if !files.iter().any(|(known, _)| known.starts_with(name)) {
            let file = if name.ends_with('/') { format!("{name}things.yaml") } else { name.to_owned() };
            files.push((file, text.to_owned()));
        }
    };
    add("package.yaml", PACKAGE);
    add("functions/", FUNCTIONS);
    add("types/", TYPES);
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("the folder");
        fs::write(path, text).expect("the file");
    }
}
