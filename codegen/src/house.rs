//! What the generator writes of itself: files that depend on no spec.

use crate::diagnostic::handbook;
use crate::emit::OutputFile;
use crate::schema::schema;

/// Files of one folder, which has a manifest of its own: files of a spec may come and go beside them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HouseFolder {
    /// The folder, relative to the root of the workspace.
    pub folder: &'static str,
    /// The files, paths relative to the folder.
    pub files: Vec<OutputFile>,
}

/// The page of all codes, and the schema that the files of a spec point to.
#[must_use]
pub fn house_files() -> Vec<HouseFolder> {
    let folder =
        |folder, path: &str, text| HouseFolder { folder, files: vec![OutputFile { path: path.to_owned(), text }] };
    vec![
        folder("codegen/docs", "diagnostics.md", handbook()),
        folder("spec", "spec.schema.json", schema().pretty() + "\n"),
    ]
}
