//! `import`: one call for each row of a file, each row once.

mod failures;
mod journal;
mod mapping;
mod send;
mod source;

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::program::Program;
use crate::progress::Progress;
use crate::terminal::print_err;
use crate::wait::block_on;
use crate::{confirm, input, output, resolve, settings};
use api_client_runtime::__private::Core;
use api_client_runtime::DynamicCall;
use api_client_runtime::error::ErrorKind;
use api_client_runtime::schema::Function;
use failures::Failures;
use journal::{Journal, State};
use mapping::Mapping;
use send::{Counts, Import};
use serde_json::json;
use source::{ERROR_COLUMN, Source};
use std::path::PathBuf;
use std::time::Duration;

/// How many problems of rows are printed.
const MAX_PROBLEMS: usize = 20;

/// The timeout of a row's call, with its waits for the rate limit.
const TIMEOUT: Duration = Duration::from_secs(600);

/// How many rows are under way at once, unless the options say so.
const CONCURRENCY: u16 = 4;

pub fn run(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let function = resolve::function(program, options.text("function").unwrap_or_default())?;
    let path = options.get::<PathBuf>("file").cloned().unwrap_or_default();
    let source = Source::new(&path)?;
    let columns = columns(&source)?;
    let mapping = Mapping::new(function, options.text("map"), &columns)?;
    let connected = settings::client_with(program, options, |builder| builder.timeout(TIMEOUT))?;
    // Before the problems of the rows: a column with another name is why an argument is missing.
    let unused: Vec<&str> = mapping.unused(&columns).collect();
    if !unused.is_empty() {
        print_err(&format!("not sent, since no argument has their name: {}; see --map", unused.join(", ")));
    }
    let rows = validate(program, &connected.core, function, &source, &mapping)?;
    if options.flag("dry-run") {
        return output::print(json!({ "rows": rows, "valid": true }).to_string() + "\n");
    }
    confirm::confirm(function, options)?;
    let fingerprint = source::fingerprint(&path)
        .map_err(|error| ExitError::failure(format!("cannot read {}: {error}", path.display())))?;
    let header = journal::header(function.name, &mapping.text, fingerprint);
    let mut journal = Journal::open(&path, &header, options.flag("resume"))?;
    let mut failures = Failures::new(&path, source.kind, &columns);
    let import = Import {
        program,
        core: &connected.core,
        function,
        source: &source,
        mapping: &mapping,
        concurrency: usize::from(options.get::<u16>("concurrency").copied().unwrap_or(CONCURRENCY)),
        sends_uncertain: options.flag("send-uncertain"),
        resume_hint: "the same command with --resume carries on".to_owned(),
    };
    let progress = Progress::of_rows(rows);
    let (counts, result) = block_on(async { Ok(import.send(&mut journal, &mut failures, &progress).await) })?;
    progress.end();
    summarize(rows, &counts, &journal, &failures)?;
    result?;
    verdict(&counts, &journal, &failures)
}

/// The columns of a file: the header of CSV, the keys of all objects.
fn columns(source: &Source) -> Result<Vec<String>, ExitError> {
    if source.kind == source::Kind::Csv {
        return source.header();
    }
    let mut columns: Vec<String> = Vec::new();
    for row in source.rows()? {
        for (column, _) in row?.cells {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    Ok(columns)
}

/// Checks all rows before the first one is sent; returns how many there are.
fn validate(
    program: &Program,
    core: &Core,
    function: &'static Function,
    source: &Source,
    mapping: &Mapping,
) -> Result<u64, ExitError> {
    let (mut rows, mut problems, mut count) = (0, Vec::new(), 0);
    for row in source.rows()? {
        rows += 1;
        let problem = match row.and_then(|row| Ok((row.line, row.number, mapping.args(&row)?))) {
            Err(error) => error.message().to_owned(),
            Ok((line, number, args)) => {
                let args = input::parse(&args)?;
                match DynamicCall::new(core, program.functions(), function.name, &args).into_request() {
                    Ok(_) => continue,
                    // Every row would say so.
                    Err(error) if error.kind() != ErrorKind::Argument => return Err(program.error(&error)),
                    Err(error) => {
                        let message = error.to_string();
                        let message = message.strip_prefix(&format!("{}: ", function.name)).unwrap_or(&message);
                        let column = mapping.column_of(message);
                        let column = column.map(|column| format!(", column `{column}`")).unwrap_or_default();
                        format!("row {number} (line {line}){column}: {message}")
                    }
                }
            }
        };
        count += 1;
        if problems.len() < MAX_PROBLEMS {
            problems.push(problem);
        }
    }
    if count == 0 {
        return Ok(rows);
    }
    if count > problems.len() {
        problems.push(format!("and {} more", count - problems.len()));
    }
    let (lines, name) = (problems.join("\n  "), source.path.display());
    Err(ExitError::usage(format!("{name}: {count} of {rows} rows cannot be sent; nothing was sent\n  {lines}")))
}

/// Prints what became of the rows, of all runs.
fn summarize(rows: u64, counts: &Counts, journal: &Journal, failures: &Failures) -> Result<(), ExitError> {
    let count = |state| journal.in_state(state).count();
    let uncertain = count(State::Started) + count(State::Uncertain);
    let mut summary = json!({
        "rows": rows,
        "succeeded": count(State::Done),
        "failed": count(State::Failed),
        "uncertain": uncertain,
        "sent_in_this_run": counts.succeeded + counts.failed,
    });
    if count(State::Failed) > 0 {
        summary["failed_rows"] = failures.path.display().to_string().into();
    }
    output::print(summary.to_string() + "\n")
}

/// The error of an import that has come to its end.
fn verdict(counts: &Counts, journal: &Journal, failures: &Failures) -> Result<(), ExitError> {
    if !counts.uncertain.is_empty() {
        let shown: Vec<String> = counts.uncertain.iter().take(MAX_PROBLEMS).map(ToString::to_string).collect();
        print_err(&format!(
            "row {} may have been processed, and is not sent a second time: look it up; --resume --send-uncertain sends it",
            shown.join(", ")
        ));
        return Err(ExitError::server(format!("{} rows are uncertain", counts.uncertain.len())));
    }
    match journal.in_state(State::Failed).count() {
        0 => Ok(()),
        failed => Err(ExitError::rejected(format!(
            "{failed} rows have failed; they are in {}, with the reason in `{ERROR_COLUMN}`",
            failures.path.display()
        ))),
    }
}
