//! `cargo xtask export`: a spec in the format of other tools.

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use crate::workspace::root;
use codegen::diagnostic::{Style, render};
use codegen::{Diagnostics, Drafts, Sources, SpecFolder, build_model};
use std::path::PathBuf;

/// The spec that is exported by default.
const SPEC: &str = "spec/v1";

/// Prints the document of a spec.
pub fn run(args: &[String]) -> Result<(), ExitError> {
    let Some((format, rest)) = args.split_first() else {
        return Err(ExitError::usage("say into which format: `cargo xtask export openapi`"));
    };
    if format != "openapi" {
        return Err(ExitError::usage(format!("unknown format `{format}`: use openapi")));
    }
    let args = Args::parse(rest, &[], &["--spec"])?;
    let path = args.get("--spec").map_or_else(|| root().join(SPEC), PathBuf::from);
    let label = args.get("--spec").unwrap_or(SPEC).trim_end_matches('/').to_owned();
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let folder = SpecFolder { path, label: label.clone() };
    match build_model(&folder, Drafts::Rejected, &mut sources, &mut diagnostics) {
        Some(api) => {
            output::line(&codegen::export::openapi::document(&api).pretty());
            Ok(())
        }
        None => {
            eprint!("{}", render(&diagnostics, &sources, Style::Plain));
            Err(ExitError::failure(format!("the spec in {label} has errors")))
        }
    }
}
