//! Sending rows: several at once, each entered in the journal before and after.

use super::failures::Failures;
use super::journal::{Journal, State};
use super::mapping::Mapping;
use super::source::{Row, Source};
use crate::exit_error::ExitError;
use crate::input;
use crate::program::Program;
use crate::progress::Progress;
use crate::safety::is_repeatable;
use crate::wait::ctrl_c;
use api_client_runtime::__private::Core;
use api_client_runtime::DynamicCall;
use api_client_runtime::RawResponse;
use api_client_runtime::error::Error;
use api_client_runtime::schema::Function;
use tokio::task::JoinSet;

/// An import that has been validated.
pub struct Import<'a> {
    pub program: &'a Program,
    pub core: &'a Core,
    pub function: &'static Function,
    pub source: &'a Source,
    pub mapping: &'a Mapping,
    pub concurrency: usize,
    /// Whether rows are sent a second time of which nobody knows whether they were processed.
    pub sends_uncertain: bool,
    pub resume_hint: String,
}

/// What became of the rows of this run.
#[derive(Debug, Default)]
pub struct Counts {
    pub succeeded: u64,
    pub failed: u64,
    pub skipped: u64,
    /// Rows that may have been processed, and are not sent a second time.
    pub uncertain: Vec<u64>,
}

/// A row that is under way, and what became of it.
type Sent = (Row, Result<RawResponse, Error>);

impl Import<'_> {
    /// Sends what the journal lacks. An error that ends the import is returned beside what was reached.
    pub async fn send(
        &self,
        journal: &mut Journal,
        failures: &mut Failures,
        progress: &Progress,
    ) -> (Counts, Result<(), ExitError>) {
        let mut counts = Counts::default();
        let mut running = JoinSet::new();
        let mut result = self.run(journal, failures, progress, &mut counts, &mut running).await;
        // What is under way is awaited whatever happened, so that its result is known: unless Ctrl-C is pressed once more.
        let mut interrupt = Box::pin(ctrl_c());
        while !running.is_empty() {
            tokio::select! {
                biased;
                Some(sent) = running.join_next() => {
                    let settled = self.settle(sent, journal, failures, &mut counts);
                    if result.is_ok() {
                        result = settled;
                    }
                }
                () = &mut interrupt => break,
            }
        }
        (counts, result)
    }

    async fn run(
        &self,
        journal: &mut Journal,
        failures: &mut Failures,
        progress: &Progress,
        counts: &mut Counts,
        running: &mut JoinSet<Sent>,
    ) -> Result<(), ExitError> {
        let mut interrupt = Box::pin(ctrl_c());
        let mut rows = self.source.rows()?;
        let mut is_over = false;
        loop {
            while running.len() < self.concurrency && !is_over {
                let Some(row) = rows.next().transpose()? else {
                    is_over = true;
                    break;
                };
                let args = self.mapping.args(&row)?;
                if !self.is_wanted(&row, &args, journal, counts) {
                    counts.skipped += 1;
                    continue;
                }
                let args = input::parse(&args)?;
                let call = DynamicCall::new(self.core, self.program.functions(), self.function.name, &args);
                journal.enter(row.number, State::Started)?;
                running.spawn(async move { (row, call.send_raw().await) });
            }
            if running.is_empty() {
                return Ok(());
            }
            tokio::select! {
                biased;
                Some(sent) = running.join_next() => self.settle(sent, journal, failures, counts)?,
                () = &mut interrupt => {
                    return Err(ExitError::interrupted(format!("interrupted; {}", self.resume_hint)));
                }
            }
            progress.rows(counts.succeeded + counts.failed + counts.skipped, counts.failed);
        }
    }

    fn is_wanted(&self, row: &Row, args: &str, journal: &Journal, counts: &mut Counts) -> bool {
        match journal.state(row.number) {
            None | Some(State::Released) => true,
            Some(State::Done | State::Failed) => false,
            Some(State::Started | State::Uncertain) => {
                let is_wanted = self.sends_uncertain || is_repeatable(self.function, args);
                if !is_wanted {
                    counts.uncertain.push(row.number);
                }
                is_wanted
            }
        }
    }

    /// Enters what became of a row. An error ends the import.
    fn settle(
        &self,
        sent: Result<Sent, tokio::task::JoinError>,
        journal: &mut Journal,
        failures: &mut Failures,
        counts: &mut Counts,
    ) -> Result<(), ExitError> {
        let (row, result) = sent.map_err(|error| ExitError::failure(format!("a row's call has ended: {error}")))?;
        let Err(error) = result else {
            journal.enter(row.number, State::Done)?;
            counts.succeeded += 1;
            return Ok(());
        };
        let is_over = error.is_unauthorized() || error.is_rate_limited() || error.is_connect();
        if is_over && !error.may_have_been_processed() {
            journal.enter(row.number, State::Released)?;
            return Err(self.program.error(&error).with_hint(&self.resume_hint));
        }
        let message = self.program.error(&error).message().to_owned();
        if error.may_have_been_processed() {
            journal.enter(row.number, State::Uncertain)?;
            counts.uncertain.push(row.number);
            return Ok(());
        }
        failures.add(&row, &message)?;
        journal.enter(row.number, State::Failed)?;
        counts.failed += 1;
        Ok(())
    }
}
