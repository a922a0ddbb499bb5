//! What holds for every spec, sound or not, as one check: for fuzzers, and for the tests that replay what they found.

mod bundle;
mod promises;

pub use bundle::Bundle;

use crate::diagnostic::{Style, render};
use crate::{Failure, Generated, SpecFolder, generate};
use std::collections::BTreeSet;
use std::path::Path;

/// What became of a spec.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outcome {
    /// Whether files were made of it.
    pub sound: bool,
    /// The rules that it broke, and the warnings.
    pub codes: BTreeSet<&'static str>,
}

/// Generates from a spec, written to a folder of its own, and holds what comes of it to what is promised.
///
/// # Errors
///
/// The promise that was broken. A panic is one too; it is the caller's to catch.
pub fn probe(bundle: &Bundle, folder: &Path) -> Result<Outcome, String> {
    bundle.write(folder).map_err(|error| format!("cannot write the spec: {error}"))?;
    let spec = SpecFolder { path: folder.to_owned(), label: "spec".to_owned() };
    let (first, second) = (generate(&spec), generate(&spec));
    let (diagnostics, sources) = match &first {
        Ok(Generated { diagnostics, sources, .. }) | Err(Failure { diagnostics, sources }) => (diagnostics, sources),
    };
    let shown = render(diagnostics, sources, Style::Plain);
    promises::places(diagnostics, sources)?;
    match (&first, &second) {
        (Ok(first), Ok(second)) => {
            if diagnostics.has_errors() {
                return Err(format!("files were made in spite of errors:\n{shown}"));
            }
            if first.files != second.files {
                return Err("two runs made different files".to_owned());
            }
            promises::files(first)?;
        }
        (Err(first), Err(second)) => {
            if !first.diagnostics.has_errors() {
                return Err("a spec was refused without an error".to_owned());
            }
            if shown != render(&second.diagnostics, &second.sources, Style::Plain) {
                return Err("two runs said different things".to_owned());
            }
        }
        _ => return Err("one of two runs refused the spec".to_owned()),
    }
    Ok(Outcome { sound: first.is_ok(), codes: diagnostics.iter().map(|diagnostic| diagnostic.code.id()).collect() })
}
