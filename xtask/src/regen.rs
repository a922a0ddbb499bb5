//! `cargo xtask regen`: spec → client, docs and function table.

use crate::Stop;
use crate::args::Args;
use crate::output;
use crate::workspace::{Target, targets};
use codegen::diagnostic::{Style, render};
use codegen::write::Drift;
use codegen::{Diagnostics, Generated, Sources, SpecFolder};
use std::io::IsTerminal;
use std::path::PathBuf;

pub fn run(words: &[String]) -> Result<(), Stop> {
    let args = Args::parse(words, &["--check"], &["--spec", "--out"])?;
    let targets = match (args.get("--spec"), args.get("--out")) {
        (None, None) => targets(),
        (Some(spec), Some(out)) => {
            let label = spec.trim_end_matches('/').to_owned();
            vec![Target { spec: SpecFolder { path: PathBuf::from(spec), label }, out: PathBuf::from(out) }]
        }
        _ => return Err(Stop::usage("`--spec` and `--out` go together")),
    };
    // All specs are read before anything is written, so that a fault in one leaves all outputs as they are.
    let generated = targets.iter().map(|target| generate(&target.spec)).collect::<Result<Vec<_>, Stop>>()?;
    if args.has("--check") {
        return check(&targets, &generated);
    }
    for (target, generated) in targets.iter().zip(&generated) {
        let written =
            codegen::write(&target.out, &generated.files).map_err(|error| Stop::failure(error.to_string()))?;
        let functions = generated.api.functions().count();
        output::line(&format!(
            "{} → {}: {functions} functions, {} files ({} written, {} removed, {} unchanged)",
            target.spec.label,
            target.out.display(),
            generated.files.len(),
            written.changed.len(),
            written.removed.len(),
            written.unchanged
        ));
    }
    Ok(())
}

fn generate(spec: &SpecFolder) -> Result<Generated, Stop> {
    match codegen::generate(spec) {
        Ok(generated) => {
            show(&generated.diagnostics, &generated.sources);
            Ok(generated)
        }
        Err(failure) => {
            show(&failure.diagnostics, &failure.sources);
            Err(Stop::failure(format!("the spec in {} has faults", spec.label)))
        }
    }
}

fn show(diagnostics: &Diagnostics, sources: &Sources) {
    if !diagnostics.is_empty() {
        let colour =
            std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        eprint!("{}", render(diagnostics, sources, if colour { Style::Colour } else { Style::Plain }));
    }
}

/// Prints what differs from the spec, and the command that mends it.
pub fn check(targets: &[Target], generated: &[Generated]) -> Result<(), Stop> {
    let mut fresh = true;
    for (target, generated) in targets.iter().zip(generated) {
        let drift = Drift::find(&target.out, &generated.files).map_err(|error| Stop::failure(error.to_string()))?;
        if drift.is_empty() {
            output::line(&format!(
                "{} is fresh: {} files as {} yields them",
                target.out.display(),
                generated.files.len(),
                target.spec.label
            ));
        } else {
            fresh = false;
            output::print(&drift.render());
        }
    }
    if fresh {
        Ok(())
    } else {
        Err(Stop::failure("generated files are not as the spec yields them; run: cargo xtask regen"))
    }
}

/// Checks all specs of the workspace.
pub fn check_all() -> Result<(), Stop> {
    let targets = targets();
    let generated = targets.iter().map(|target| generate(&target.spec)).collect::<Result<Vec<_>, Stop>>()?;
    check(&targets, &generated)
}
