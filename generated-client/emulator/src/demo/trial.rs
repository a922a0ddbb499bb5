//! One example, sent twice.

use super::check;
use crate::{Emulator, Received};
use intercom_client::runtime::{Example, Function};
use intercom_client::{Args, Client, Error};

/// What came of one example.
pub(super) struct Trial {
    pub function: &'static Function,
    pub typed: Sent,
    pub dynamic: Sent,
    /// The body that the spec states.
    pub stated_body: Option<&'static str>,
    /// What is wrong; empty when all is well.
    pub problems: Vec<String>,
}

/// One call: what arrived for it, and what it decoded to.
pub(super) struct Sent {
    /// One request when all is well.
    pub requests: Vec<Received>,
    pub outcome: Result<String, Error>,
}

impl Sent {
    /// The request, if it was one.
    pub(super) fn request(&self) -> Option<&Received> {
        match &self.requests[..] {
            [request] => Some(request),
            _ => None,
        }
    }
}

pub(super) async fn run(emulator: &Emulator, client: &Client, example: &Example<Client>) -> Trial {
    // Each call finds the workspace of which the examples speak, whatever the one before did to it.
    let mut problems = Vec::new();
    problems.extend(emulator.reset().err().map(|error| error.to_string()));
    let outcome = (example.send)(client).await;
    let typed = Sent { requests: emulator.take_requests(), outcome };
    problems.extend(emulator.reset().err().map(|error| error.to_string()));
    let outcome = call(client, example).await;
    let dynamic = Sent { requests: emulator.take_requests(), outcome };
    problems.extend(check::problems(example, &typed, &dynamic));
    Trial { function: example.function, typed, dynamic, stated_body: example.body, problems }
}

async fn call(client: &Client, example: &Example<Client>) -> Result<String, Error> {
    let args = Args::parse(example.args)?;
    client.call(example.function.name, args).await.map(|value| value.to_string())
}
