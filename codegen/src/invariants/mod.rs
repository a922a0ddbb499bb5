//! What is true of every spec, valid or not, as one check: for fuzzers, and for the tests that replay what they found.

pub mod bundle;
mod output;

pub use bundle::Bundle;

use crate::base::span::Sources;
use crate::diagnostic::finding::Diagnostics;
use crate::diagnostic::render::{Style, render};
use crate::generate::{Failure, Generated, generate};
use crate::load::{SpecFolder, load};
use std::collections::BTreeSet;
use std::path::Path;

/// What came of a spec.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outcome {
    /// Whether files were generated.
    pub valid: bool,
    /// The codes of its errors and warnings.
    pub codes: BTreeSet<&'static str>,
}

/// Generates from a spec, written to a folder of its own, and checks the invariants of the outcome.
///
/// # Errors
///
/// The invariant that was violated. A panic violates one too; the caller catches it.
pub fn check_invariants(bundle: &Bundle, folder: &Path) -> Result<Outcome, String> {
    bundle.write(folder).map_err(|error| format!("cannot write the spec: {error}"))?;
    let spec = SpecFolder { path: folder.to_owned(), label: "spec".to_owned() };
    let (first, second) = (generate(&spec), generate(&spec));
    let (diagnostics, sources) = match &first {
        Ok(Generated { diagnostics, sources, .. }) | Err(Failure { diagnostics, sources }) => (diagnostics, sources),
    };
    let shown = render(diagnostics, sources, Style::Plain);
    output::check_diagnostics(diagnostics, sources)?;
    match (&first, &second) {
        (Ok(first), Ok(second)) => {
            if diagnostics.has_errors() {
                return Err(format!("files were generated in spite of errors:\n{shown}"));
            }
            if first.files != second.files {
                return Err("two runs generated different files".to_owned());
            }
            check_complete(&spec, first)?;
            output::check_files(first)?;
        }
        (Err(first), Err(second)) => {
            if !first.diagnostics.has_errors() {
                return Err("a spec was rejected without an error".to_owned());
            }
            if shown != render(&second.diagnostics, &second.sources, Style::Plain) {
                return Err("two runs reported different errors".to_owned());
            }
        }
        _ => return Err("only one of two runs rejected the spec".to_owned()),
    }
    Ok(Outcome { valid: first.is_ok(), codes: diagnostics.iter().map(|diagnostic| diagnostic.code.id()).collect() })
}

/// All functions, fields, models and enums of a valid spec are in the model: the checks leave out only what has an error.
fn check_complete(folder: &SpecFolder, generated: &Generated) -> Result<(), String> {
    let spec = load(folder, &mut Sources::new(), &mut Diagnostics::default()).ok_or("a valid spec does not load")?;
    let api = &generated.api;
    let written = [
        spec.functions().count(),
        spec.functions().map(|function| function.fields.len()).sum(),
        spec.models().count(),
        spec.enums().count(),
    ];
    let lowered = [
        api.functions().count(),
        api.functions().map(|(_, function)| function.fields.len()).sum(),
        api.types.iter().map(|file| file.models.len()).sum(),
        api.types.iter().map(|file| file.enums.len()).sum(),
    ];
    if written == lowered {
        Ok(())
    } else {
        Err(format!("functions, fields, models and enums: {written:?} in the spec, {lowered:?} in the model"))
    }
}
