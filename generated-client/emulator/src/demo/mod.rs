//! Every function over real HTTP, typed and dynamically: do both arrive as the request that the spec states?

mod brief;
mod check;
mod redact;
mod report;
mod story;
mod trial;

pub use report::{Report, Tally};
pub use story::story;

use crate::Emulator;
use intercom_client::runtime::Example;
use intercom_client::{Client, Error};

/// Stands for an access token; the emulator takes any.
const TOKEN: &str = "any-token-will-do";

/// Sends every example to an emulator of [`Seed::examples`](crate::Seed::examples), typed and dynamically, and compares
/// what arrives. The workspace is reset before each call. Nothing is read from the environment, and nothing leaves this
/// machine.
///
/// # Errors
///
/// The client cannot be set up. A call that fails is part of the report.
pub async fn run(emulator: &Emulator, examples: &[Example<Client>]) -> Result<Report, Error> {
    let client = Client::builder().base_url(emulator.url()).access_token(TOKEN).build()?;
    let mut trials = Vec::with_capacity(examples.len());
    for example in examples {
        trials.push(trial::run(emulator, &client, example).await);
    }
    Ok(Report::new(trials))
}
