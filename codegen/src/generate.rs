//! All steps from a spec folder to the files to write.

use crate::base::output::OutputFile;
use crate::base::span::Sources;
use crate::check::{self, check};
use crate::diagnostic::finding::Diagnostics;
use crate::emit::emit;
use crate::example;
use crate::load::{SpecFolder, load};
use crate::lower::lower;
use crate::model::Api;
use crate::spec::Spec;

/// What a valid spec yields.
#[derive(Debug)]
pub struct Generated {
    /// The model.
    pub api: Api,
    /// The files to write, paths relative to the output folder.
    pub files: Vec<OutputFile>,
    /// Warnings.
    pub diagnostics: Diagnostics,
    /// The texts that the warnings point into.
    pub sources: Sources,
}

/// Why a spec yields nothing.
#[derive(Debug)]
pub struct Failure {
    /// At least one error.
    pub diagnostics: Diagnostics,
    /// The texts that the diagnostics point into.
    pub sources: Sources,
}

/// What becomes of functions whose request is still to be stated: `http: TODO`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Drafts {
    /// Each is an error.
    Rejected,
    /// Each becomes a function that fails before anything is sent.
    Compiled,
}

/// Everything between a spec folder and the files to write: load, check, lower, emit.
///
/// # Errors
///
/// The diagnostics of all files, in file order, when at least one of them is an error.
pub fn generate(folder: &SpecFolder) -> Result<Generated, Failure> {
    generate_with(folder, Drafts::Rejected)
}

/// The same, with functions that are drafts.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_with(folder: &SpecFolder, drafts: Drafts) -> Result<Generated, Failure> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let api = build_model(folder, drafts, &mut sources, &mut diagnostics);
    diagnostics.sort();
    match api {
        Some(api) => Ok(Generated { files: emit(&api), api, diagnostics, sources }),
        None => Err(Failure { diagnostics, sources }),
    }
}

/// The model of a spec, every rule checked; `None` when there is an error. The diagnostics are not sorted yet.
pub fn build_model(
    folder: &SpecFolder,
    drafts: Drafts,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Api> {
    model_with(&load(folder, sources, diagnostics)?, drafts, diagnostics)
}

/// The model of a spec that is loaded; `None` when there is an error.
pub fn model_of(spec: &Spec, diagnostics: &mut Diagnostics) -> Option<Api> {
    model_with(spec, Drafts::Rejected, diagnostics)
}

fn model_with(spec: &Spec, drafts: Drafts, diagnostics: &mut Diagnostics) -> Option<Api> {
    if drafts == Drafts::Rejected {
        check::drafts::reject(spec, diagnostics);
    }
    let checked = check(spec, diagnostics);
    let api = lower(&checked);
    // Parts of the spec with an error are left out of the model: the examples of the others are checked all the same.
    example::check::check(&checked, &api, diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}
