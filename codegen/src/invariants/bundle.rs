//! A spec folder in one text: what tests write and fuzzers mutate.

use std::fs;
use std::io;
use std::path::{Component, Path};

/// The package of a bundle without one.
const PACKAGE: &[u8] = b"\
name: Tiny
doc: A tiny package.
rust: { crate: tiny_client, module: v1, runtime: \"crate::runtime\" }
env: TINY
servers: [{ name: main, url: \"https://tiny.example\", doc: The only one. }]
auth: { field: token, header: Authorization, scheme: Bearer }
errors: { type: failure, list: errors, code: [code], message: message, field: field, request_id: request_id }
paging: { pages: { next: /pages/next }, scroll: { next: /bookmark, query: bookmark, ends: empty, idle: 55 } }
resources: [{ name: things, doc: Things. }]
";

/// The functions of a bundle without any.
const FUNCTIONS: &[u8] = b"\
resource: things
functions:
  - name: getThing
    method: get
    doc: Get a thing.
    http: GET /things
    returns: Thing
    examples: [{ request: { path: /things } }]
";

/// The types of a bundle without any.
const TYPES: &[u8] =
    b"types: [{ name: Thing, doc: A thing., fields: [{ name: id, type: id }], example: { id: \"1\" } }]\n";

/// The line that starts a file.
const FILE_MARK: &[u8] = b"# file: ";

/// A file name of a bundle may have this many bytes.
const MAX_NAME_BYTES: usize = 200;

/// The files of a spec: names and contents, which need not be text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bundle {
    /// Names with forward slashes, and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Bundle {
    /// Reads a text whose lines `# file: NAME` start the files. Missing parts of a spec are minimal ones.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_prefix(FILE_MARK) {
                Some(name) => files.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new())),
                None => {
                    if let Some((_, contents)) = files.last_mut() {
                        contents.extend_from_slice(line);
                    }
                }
            }
        }
        if !files.iter().any(|(name, _)| name == "package.yaml") {
            files.push(("package.yaml".to_owned(), PACKAGE.to_vec()));
        }
        if !files.iter().any(|(name, _)| name.starts_with("functions/")) {
            files.push(("functions/things.yaml".to_owned(), FUNCTIONS.to_vec()));
        }
        if !files.iter().any(|(name, _)| name.starts_with("types/")) {
            files.push(("types/things.yaml".to_owned(), TYPES.to_vec()));
        }
        Self { files }
    }

    /// Makes a folder contain exactly these files. Names that lead out of it, or that the system rejects, are left out.
    ///
    /// # Errors
    ///
    /// A folder that cannot be cleared or written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(folder)?,
        }
        for (name, contents) in &self.files {
            let inside = Path::new(name).components().all(|component| matches!(component, Component::Normal(_)));
            if name.is_empty() || name.len() > MAX_NAME_BYTES || !inside {
                continue;
            }
            let path = folder.join(name);
            // A file may have the name of another one's folder.
            if path.parent().is_none_or(|parent| fs::create_dir_all(parent).is_ok()) {
                let _ = fs::write(path, contents);
            }
        }
        Ok(())
    }
}
