//! From a YAML spec of function tables to a Rust client, its docs and its function table.
//!
//! The flow runs one way, and each step is one function:
//!
//! ```text
//! spec/*.yaml ── load ───▶ Spec      as written: spans, texts with a grammar parsed
//!             ── check ──▶ Checked   every reference resolved, every Rust name decided
//!             ── lower ──▶ Api       the model: infallible
//!             ── example::check      requests and responses of examples
//!             ── emit ───▶ Vec<OutputFile>   pure
//!             ── write ──▶ disk      compare first, as a set, by manifest
//! ```
//!
//! Load and check report every error of a spec in one run. Nothing in this crate knows which API it serves.
//!
//! # Example
//!
//! ```no_run
//! use codegen::diagnostic::{Style, render};
//! use codegen::{SpecFolder, generate, write};
//! use std::path::Path;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let spec = SpecFolder { path: "path/to/spec".into(), label: "spec".to_owned() };
//! match generate(&spec) {
//!     Ok(generated) => {
//!         let written = write(Path::new("path/to/client"), &generated.files)?;
//!         println!("{} files written", written.changed.len());
//!     }
//!     Err(failure) => eprint!("{}", render(&failure.diagnostics, &failure.sources, Style::Colour)),
//! }
//! # Ok(())
//! # }
//! ```

pub mod base;
pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod example;
pub mod export;
pub mod format;
pub mod generate;
pub mod import;
#[doc(hidden)]
pub mod invariants;
pub mod load;
pub mod lower;
pub mod model;
pub mod scaffold;
pub mod schema;
pub mod self_docs;
pub mod spec;
#[doc(hidden)]
pub mod synthetic;
pub mod write;

pub use base::output::OutputFile;
pub use base::span::Sources;
pub use check::check;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use diff::diff;
pub use emit::emit;
pub use generate::{Drafts, Failure, Generated, build_model, generate, generate_with};
pub use load::{SpecFolder, load};
pub use lower::lower;
pub use model::Api;
pub use self_docs::{OutputSet, self_docs};
pub use spec::Spec;
pub use write::write;
