//! `intercom demo`, which the help does not list: calls every function of an emulator, typed and dynamically, and compares each request with the spec.
//! `cargo xtask demo` runs it. Nothing is read from the environment, and nothing leaves this machine.

mod check;
mod redact;
mod report;
mod sent;
mod story;
#[cfg(test)]
mod tests;
mod trial;

use api_client_cli::ExitError;
use api_client_cli::{Program, output};
use intercom_client::Example;
use intercom_client::examples::EXAMPLES;
use intercom_client::{Client, Error};
use intercom_emulator::{Emulator, Seed};
use report::Report;

/// An access token; the emulator accepts any.
const TOKEN: &str = "any-token-will-do";

/// Of the table, if the shell does not export `COLUMNS`.
const DEFAULT_WIDTH: usize = 140;
const MIN_WIDTH: usize = 40;

pub fn run(program: &Program) -> Result<(), ExitError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| ExitError::failure(format!("cannot start a runtime: {error}")))?;
    runtime.block_on(show(program))
}

async fn show(program: &Program) -> Result<(), ExitError> {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await;
    let emulator = emulator.map_err(|error| ExitError::failure(format!("cannot start the emulator: {error}")))?;
    let steps =
        story::run(&emulator).await.map_err(|error| ExitError::failure(format!("the story failed: {error}")))?;
    let report = compare(&emulator, EXAMPLES).await.map_err(|error| program.error(&error))?;
    // Failures come last, where they are seen.
    let printed =
        output::print(format!("A story in the emulator:\n  {}\n\n{}", steps.join("\n  "), report.table(width())));
    if report.passed() { printed } else { Err(ExitError::failure(report.failures())) }
}

/// Sends every example to an emulator of [`Seed::examples`], typed and dynamically. The workspace is reset before each call. A
/// call that fails is part of the report.
async fn compare(emulator: &Emulator, examples: &[Example<Client>]) -> Result<Report, Error> {
    let client = Client::builder().base_url(emulator.url()).access_token(TOKEN).build()?;
    let mut trials = Vec::with_capacity(examples.len());
    for example in examples {
        trials.push(trial::run(emulator, &client, example).await);
    }
    Ok(Report::new(trials))
}

fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.map_or(DEFAULT_WIDTH, |columns: usize| columns.max(MIN_WIDTH))
}
