//! From a YAML spec of function tables to a Rust client, its docs and its function table.
//!
//! The flow runs one way, and each step is one function:
//!
//! ```text
//! spec/*.yaml ── load ──▶ Spec     as written, every value with its place
//!             ── check ─▶ diagnostics, all of them; any error stops here
//!             ── lower ─▶ Api      every decision made: names, types, destinations, order
//!             ── emit ──▶ Vec<OutputFile>   pure
//!             ── write ─▶ disk     compare first, as a set, by manifest
//! ```
//!
//! Nothing in this crate knows which API it serves.

pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod house;
pub mod json;
pub mod load;
pub mod lower;
pub mod model;
#[doc(hidden)]
pub mod probe;
pub mod schema;
pub mod source;
pub mod spec;
pub mod wire;
pub mod write;

pub use check::check;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use diff::diff;
pub use emit::{OutputFile, emit};
pub use house::{HouseFolder, house_files};
pub use load::{SpecFolder, load};
pub use lower::lower;
pub use model::Api;
pub use source::Sources;
pub use spec::Spec;
pub use write::write;

/// Everything between a spec folder and the files to write: load, check, lower, emit.
///
/// # Errors
///
/// The diagnostics of all files, in file order, when at least one of them is an error.
pub fn generate(folder: &SpecFolder) -> Result<Generated, Failure> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::default();
    let api = load(folder, &mut sources, &mut diagnostics).and_then(|spec| {
        let verdict = check(&spec, &mut diagnostics);
        // A faulty spec is lowered too, as far as it goes: only names tell of collisions, only the model of examples.
        lower(&spec, &verdict, &sources, &mut diagnostics)
    });
    diagnostics.sort();
    match api {
        Some(api) if !diagnostics.has_errors() => Ok(Generated { files: emit(&api), api, diagnostics, sources }),
        _ => Err(Failure { diagnostics, sources }),
    }
}

/// What a sound spec yields.
#[derive(Debug)]
pub struct Generated {
    /// The lowered model.
    pub api: Api,
    /// The files that belong on disk, paths relative to the output folder.
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
