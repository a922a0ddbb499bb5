//! Docs that `regen` writes from the sources of tests.

mod coverage;
mod faults;
mod test_fns;

use crate::exit_error::ExitError;
use crate::workspace::root;
use codegen::Api;
use std::fs;

/// A file of the workspace and the text that it must have.
pub struct TestDoc {
    /// Relative to the workspace's root.
    pub path: &'static str,
    pub text: String,
}

impl TestDoc {
    /// All docs from tests, for the product's API.
    pub fn all(api: &Api) -> Result<Vec<Self>, ExitError> {
        let docs = [(faults::PATH, faults::page()), (coverage::PATH, coverage::page(api))];
        let docs = docs.into_iter().map(|(path, text)| Ok(Self { path, text: text.map_err(ExitError::failure)? }));
        docs.collect()
    }

    /// Whether the file has the text.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(root().join(self.path)).is_ok_and(|text| text.replace("\r\n", "\n") == self.text)
    }

    /// Writes the file unless it is fresh; returns whether it was written.
    pub fn write(&self) -> Result<bool, ExitError> {
        if self.is_fresh() {
            return Ok(false);
        }
        fs::write(root().join(self.path), &self.text)
            .map(|()| true)
            .map_err(|error| ExitError::failure(format!("cannot write {}: {error}", self.path)))
    }
}
