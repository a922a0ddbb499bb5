//! `cargo xtask regen`: spec → client, docs and function table; and what the generator writes of itself.

use crate::Stop;
use crate::args::Args;
use crate::report::Format;
use crate::workspace::{Target, house, targets};
use codegen::write::Drift;
use codegen::{OutputFile, SpecFolder};
use std::path::PathBuf;

pub fn run(words: &[String]) -> Result<(), Stop> {
    let args = Args::parse(words, &["--check"], &["--spec", "--out", "--format"])?;
    let format = Format::parse(args.get("--format"))?;
    let outputs = match (args.get("--spec"), args.get("--out")) {
        (None, None) => of_workspace(format)?,
        (Some(spec), Some(out)) => {
            let label = spec.trim_end_matches('/').to_owned();
            let spec = SpecFolder { path: PathBuf::from(spec), label };
            generate(vec![Target { spec, out: PathBuf::from(out) }], format)?
        }
        _ => return Err(Stop::usage("`--spec` and `--out` go together")),
    };
    if args.has("--check") { check(&outputs, format) } else { write(&outputs, format) }
}

/// Checks all that is generated in the workspace.
pub fn check_all() -> Result<(), Stop> {
    let format = Format::Human;
    check(&of_workspace(format)?, format)
}

/// The files that belong in one folder.
struct Output {
    /// What they are made of.
    from: String,
    out: PathBuf,
    /// What is in them, for the reader who made them.
    holds: String,
    files: Vec<OutputFile>,
}

fn of_workspace(format: Format) -> Result<Vec<Output>, Stop> {
    let mut outputs = generate(targets(), format)?;
    outputs.extend(house().into_iter().map(|(out, files)| Output {
        from: "codegen".to_owned(),
        out,
        holds: String::new(),
        files,
    }));
    Ok(outputs)
}

/// Generates from all specs before anything is written: a fault in one leaves all outputs as they are.
fn generate(targets: Vec<Target>, format: Format) -> Result<Vec<Output>, Stop> {
    let results: Vec<_> = targets.iter().map(|target| codegen::generate(&target.spec)).collect();
    let findings: Vec<_> = results
        .iter()
        .map(|result| match result {
            Ok(generated) => (&generated.diagnostics, &generated.sources),
            Err(failure) => (&failure.diagnostics, &failure.sources),
        })
        .collect();
    format.tell(&findings);
    let (mut outputs, mut faulty) = (Vec::new(), Vec::new());
    for (target, result) in targets.into_iter().zip(results) {
        match result {
            Ok(generated) => outputs.push(Output {
                from: target.spec.label,
                out: target.out,
                holds: format!("{} functions, ", generated.api.functions().count()),
                files: generated.files,
            }),
            Err(_) => faulty.push(target.spec.label),
        }
    }
    if faulty.is_empty() {
        Ok(outputs)
    } else {
        Err(Stop::failure(format!("the spec in {} has faults", faulty.join(" and in "))))
    }
}

fn write(outputs: &[Output], format: Format) -> Result<(), Stop> {
    for Output { from, out, holds, files } in outputs {
        let written = codegen::write(out, files).map_err(|error| Stop::failure(error.to_string()))?;
        format.note(&format!(
            "{from} → {}: {holds}{} ({} written, {} removed, {} unchanged)\n",
            out.display(),
            count(files),
            written.changed.len(),
            written.removed.len(),
            written.unchanged
        ));
    }
    Ok(())
}

/// Tells what differs from what should be there, and the command that mends it.
fn check(outputs: &[Output], format: Format) -> Result<(), Stop> {
    let mut fresh = true;
    for Output { from, out, files, .. } in outputs {
        let drift = Drift::find(out, files).map_err(|error| Stop::failure(error.to_string()))?;
        if drift.is_empty() {
            format.note(&format!("{} is fresh: {} as {from} yields them\n", out.display(), count(files)));
        } else {
            fresh = false;
            format.note(&drift.render());
        }
    }
    if fresh {
        Ok(())
    } else {
        Err(Stop::failure("generated files are not as the spec yields them; run: cargo xtask regen"))
    }
}

fn count(files: &[OutputFile]) -> String {
    let number = files.len();
    format!("{number} file{}", if number == 1 { "" } else { "s" })
}
