//! Starts the emulator, tells a story against its state, and calls every function over HTTP, typed and dynamically.

use intercom_client::examples::EXAMPLES;
use intercom_emulator::{Emulator, Seed, demo};
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run()),
        Err(error) => failure(&format!("cannot start a runtime: {error}")),
    }
}

async fn run() -> ExitCode {
    let emulator = match Emulator::builder().seed(Seed::examples()).start().await {
        Ok(emulator) => emulator,
        Err(error) => return failure(&format!("cannot start the emulator: {error}")),
    };
    let told = match demo::story(&emulator).await {
        Ok(told) => told,
        Err(error) => return failure(&format!("the story broke off: {error}")),
    };
    let report = match demo::run(&emulator, EXAMPLES).await {
        Ok(report) => report,
        Err(error) => return failure(&error.to_string()),
    };
    // Nobody reading any more, as with `| head`, is no fault; and failures come last, where they are seen.
    let mut out = io::stdout().lock();
    let story = format!("A story against the emulator's state:\n  {}\n\n", told.join("\n  "));
    let _ = out.write_all(story.as_bytes());
    let _ = out.write_all(report.table(width()).as_bytes()).and_then(|()| out.flush());
    if report.passed() {
        return ExitCode::SUCCESS;
    }
    let _ = io::stderr().write_all(report.failures().as_bytes());
    ExitCode::FAILURE
}

/// The terminal's width, if the shell tells it.
fn width() -> usize {
    const USUAL: usize = 140;
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .map_or(USUAL, |columns: usize| columns.max(40))
}

fn failure(message: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {message}");
    ExitCode::FAILURE
}
