//! A generated file.

/// A file to write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutputFile {
    /// The path, relative to the output folder, with forward slashes.
    pub path: String,
    /// The text.
    pub text: String,
}
