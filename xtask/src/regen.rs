//! `cargo xtask regen`: writes client, docs and function table from the spec, the generator's own docs, and docs from tests.

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::features;
use crate::label::label;
use crate::plans;
use crate::report::Format;
use crate::test_docs::TestDoc;
use crate::workspace::{Target, self_docs, targets};
use codegen::write::{Drift, Step};
use codegen::{Api, Drafts, OutputFile, SpecFolder};
use std::path::{Path, PathBuf};

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--check", "--draft"], &["--spec", "--out", "--format"])?;
    let format = Format::parse(args.get("--format"))?;
    let drafts = if args.has("--draft") { Drafts::Compiled } else { Drafts::Rejected };
    let outputs = match (args.get("--spec"), args.get("--out")) {
        (None, None) => workspace_outputs(drafts, format)?,
        (Some(spec), Some(out)) => {
            let spec = SpecFolder { path: PathBuf::from(spec), label: label(Path::new(spec), Path::new(out)) };
            generate(vec![Target { spec, out: PathBuf::from(out), is_product: false }], drafts, format)?
        }
        _ => return Err(ExitError::usage("`--spec` and `--out` go together")),
    };
    if args.has("--check") { check(&outputs, format) } else { write(&outputs, format) }
}

/// Checks all generated files of the workspace.
pub fn check_all() -> Result<(), ExitError> {
    let format = Format::Human;
    check(&workspace_outputs(Drafts::Rejected, format)?, format)
}

/// The files that belong in one folder.
struct Output {
    /// What they are generated from.
    from: String,
    out: PathBuf,
    /// What they contain, as progress messages say it.
    contents: String,
    files: Vec<OutputFile>,
    /// The API whose tests are documented, too.
    tested: Option<Api>,
}

fn workspace_outputs(drafts: Drafts, format: Format) -> Result<Vec<Output>, ExitError> {
    let mut outputs = generate(targets(), drafts, format)?;
    add_plans(&mut outputs)?;
    outputs.extend(self_docs().into_iter().map(|(out, files)| Output {
        from: "codegen".to_owned(),
        out,
        contents: String::new(),
        files,
        tested: None,
    }));
    Ok(outputs)
}

/// The plans of the tables' functions on API 2.x belong to the client, too.
fn add_plans(outputs: &mut [Output]) -> Result<(), ExitError> {
    let Some(client) = outputs.iter_mut().find(|output| output.tested.is_some()) else { return Ok(()) };
    let files = client.tested.as_ref().map(|api| plans::read().map(|plans| plans::files(api, &plans))).transpose()?;
    client.files.extend(files.into_iter().flatten());
    client.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(())
}

/// Generates from all specs before anything is written: an error in one spec leaves all outputs unchanged.
fn generate(targets: Vec<Target>, drafts: Drafts, format: Format) -> Result<Vec<Output>, ExitError> {
    let results: Vec<_> = targets.iter().map(|target| codegen::generate_with(&target.spec, drafts)).collect();
    let diagnostics: Vec<_> = results
        .iter()
        .map(|result| match result {
            Ok(generated) => (&generated.diagnostics, &generated.sources),
            Err(failure) => (&failure.diagnostics, &failure.sources),
        })
        .collect();
    format.report(&diagnostics);
    let (mut outputs, mut failed): (Vec<Output>, _) = (Vec::new(), Vec::new());
    for (target, result) in targets.into_iter().zip(results) {
        match result {
            Ok(generated) => {
                features::check(&target.out, &generated.api)?;
                add(
                    &mut outputs,
                    Output {
                        from: target.spec.label,
                        out: target.out,
                        contents: format!("{} functions, ", generated.api.functions().count()),
                        files: generated.files,
                        tested: target.is_product.then_some(generated.api),
                    },
                )?;
            }
            Err(_) => failed.push(target.spec.label),
        }
    }
    if failed.is_empty() {
        Ok(outputs)
    } else {
        Err(ExitError::failure(format!("the spec in {} has errors", failed.join(" and in "))))
    }
}

/// Adds an output. Two specs of one crate are one set of files: the manifest of a folder lists all that is generated in it.
fn add(outputs: &mut Vec<Output>, output: Output) -> Result<(), ExitError> {
    let Some(known) = outputs.iter_mut().find(|known| known.out == output.out) else {
        outputs.push(output);
        return Ok(());
    };
    if let Some(file) = output.files.iter().find(|file| known.files.iter().any(|other| other.path == file.path)) {
        let (from, other, path) = (&output.from, &known.from, &file.path);
        return Err(ExitError::failure(format!(
            "{from} and {other} both yield {path}: each needs its own `rust.module` and `rust.docs`"
        )));
    }
    known.from.push_str(", ");
    known.from.push_str(&output.from);
    known.contents.push_str(&output.contents);
    known.files.extend(output.files);
    known.files.sort_by(|a, b| a.path.cmp(&b.path));
    known.tested = known.tested.take().or(output.tested);
    Ok(())
}

fn write(outputs: &[Output], format: Format) -> Result<(), ExitError> {
    for Output { from, out, contents, files, .. } in outputs {
        let mut note_wait = |step| {
            if step == Step::Wait {
                format.note(&format!("{}: another regen is writing there; waiting for its end\n", out.display()));
            }
        };
        let written = codegen::write::write_observed(out, files, &mut note_wait)
            .map_err(|error| ExitError::failure(error.to_string()))?;
        format.note(&format!(
            "{from} → {}: {contents}{} ({} written, {} removed, {} unchanged)\n",
            out.display(),
            count(files),
            written.changed.len(),
            written.removed.len(),
            written.unchanged
        ));
    }
    // Last: tests that do not fit a changed spec yet must not keep the client from being written.
    for doc in test_docs(outputs)? {
        let state = if doc.write()? { "written" } else { "unchanged" };
        format.note(&format!("tests → {}: {state}\n", doc.path));
    }
    Ok(())
}

/// Prints what differs from the expected files, and the command that fixes it.
fn check(outputs: &[Output], format: Format) -> Result<(), ExitError> {
    let mut fresh = true;
    for Output { from, out, files, .. } in outputs {
        let drift = Drift::find(out, files).map_err(|error| ExitError::failure(error.to_string()))?;
        if drift.is_empty() {
            format.note(&format!("{} is fresh: {} generated from {from}\n", out.display(), count(files)));
        } else {
            fresh = false;
            format.note(&drift.render());
        }
    }
    for doc in test_docs(outputs)? {
        let is_fresh = doc.is_fresh();
        fresh &= is_fresh;
        let state = if is_fresh { "is fresh" } else { "differs: the tests have changed" };
        format.note(&format!("{} {state}\n", doc.path));
    }
    if fresh { Ok(()) } else { Err(ExitError::failure("generated files are out of date; run: cargo xtask regen")) }
}

/// The docs from the tests of the product's API.
fn test_docs(outputs: &[Output]) -> Result<Vec<TestDoc>, ExitError> {
    outputs.iter().find_map(|output| output.tested.as_ref()).map_or(Ok(Vec::new()), TestDoc::all)
}

fn count(files: &[OutputFile]) -> String {
    let number = files.len();
    format!("{number} file{}", if number == 1 { "" } else { "s" })
}
