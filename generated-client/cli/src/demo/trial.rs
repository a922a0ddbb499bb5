//! One example, sent twice.

use super::check;
use super::redact::secrets;
use super::sent::Sent;
use intercom_client::Example;
use intercom_client::schema::Function;
use intercom_client::{Args, Client, Error};
use intercom_emulator::Emulator;
use serde_json::Value;

/// The result of one example.
pub struct Trial {
    pub function: &'static Function,
    pub typed: Sent<String>,
    pub dynamic: Sent<Value>,
    /// The body of the spec.
    pub stated_body: Option<&'static str>,
    /// Values that must not be printed.
    pub secrets: Vec<String>,
    /// What is wrong; empty if the example passed.
    pub problems: Vec<String>,
}

pub async fn run(emulator: &Emulator, client: &Client, example: &Example<Client>) -> Trial {
    // Each call finds the workspace of the examples, whatever the one before changed.
    let mut problems = Vec::new();
    problems.extend(emulator.reset().err().map(|error| error.to_string()));
    let result = (example.send)(client).await;
    let typed = Sent { requests: emulator.take_requests(), result };
    problems.extend(emulator.reset().err().map(|error| error.to_string()));
    let result = call(client, example).await;
    let dynamic = Sent { requests: emulator.take_requests(), result };
    problems.extend(check::problems(example, &typed, &dynamic));
    let secrets = secrets(example.function, example.args);
    Trial { function: example.function, typed, dynamic, stated_body: example.body, secrets, problems }
}

async fn call(client: &Client, example: &Example<Client>) -> Result<Value, Error> {
    let args = Args::parse(example.args)?;
    let value = client.call(example.function.name, args).await?;
    // Text that is not JSON is shown as a string.
    Ok(serde_json::from_str(&value.to_string()).unwrap_or_else(|_| value.to_string().into()))
}
