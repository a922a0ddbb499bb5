//! Files about the generator itself, which depend on no spec.

use crate::base::output::OutputFile;
use crate::diagnostic::rule_docs::rule_docs;
use crate::schema::schema;

/// Files of one folder, which has a manifest of its own: files generated from a spec may come and go beside them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutputSet {
    /// The folder, relative to the root of the workspace.
    pub folder: &'static str,
    /// The files, paths relative to the folder.
    pub files: Vec<OutputFile>,
}

/// The page of all codes, and the JSON Schema of spec files.
#[must_use]
pub fn self_docs() -> Vec<OutputSet> {
    let set = |folder, path: &str, text| OutputSet { folder, files: vec![OutputFile { path: path.to_owned(), text }] };
    vec![set("codegen/docs", "diagnostics.md", rule_docs()), set("spec", "spec.schema.json", schema().pretty() + "\n")]
}
