//! What a scenario is, and the workspaces in which it plays.

use bytes::Bytes;
use http::{Request, StatusCode};
use intercom_client::runtime::{SendOptions, Transport};
use intercom_client::{Client, Error, Value};
use intercom_emulator::{Emulator, Received, Seed, Settings};
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A test that is also an entry of the coverage table.
pub struct Scenario {
    pub module: &'static str,
    pub name: &'static str,
    pub run: fn(&Shown) -> Pin<Box<dyn Future<Output = ()> + '_>>,
}

/// Lists the scenarios of a module once: for the test runner and for the coverage table. One that is left out is dead code,
/// which the lints refuse.
macro_rules! scenarios {
    ($($name:ident),+ $(,)?) => {
        pub const SCENARIOS: &[$crate::scenario::Scenario] = &[$($crate::scenario::Scenario {
            module: module_path!(),
            name: stringify!($name),
            run: |shown| Box::pin($name(shown)),
        }),+];

        mod test {$(
            #[tokio::test]
            async fn $name() {
                super::$name(&$crate::scenario::Shown::default()).await;
            }
        )+}
    };
}

/// The functions that a scenario has shown: those for which the emulator took its requests, and to which it gave an answer
/// that is no refusal. The emulator tells of them itself, so that no test can claim what it does not do.
#[derive(Clone, Default)]
pub struct Shown(Arc<Mutex<BTreeSet<&'static str>>>);

impl Shown {
    pub fn functions(&self) -> BTreeSet<&'static str> {
        self.0.lock().unwrap().clone()
    }

    /// A workspace of the default seed.
    pub fn bare(&self) -> Workspace {
        self.workspace(Seed::default(), Settings::default())
    }

    pub fn seeded(&self, seed: &str) -> Workspace {
        self.workspace(Seed::parse(seed).unwrap(), Settings::default())
    }

    pub fn workspace(&self, seed: Seed, settings: Settings) -> Workspace {
        let shown = Arc::clone(&self.0);
        let settings = settings.observer(move |request| note(&mut shown.lock().unwrap(), request));
        let emulator = Emulator::builder().seed(seed).settings(settings).without_socket().unwrap();
        let client = emulator.client().build().unwrap();
        Workspace { emulator, client }
    }
}

/// Some functions of the tables send the same requests, and are shown together.
fn note(shown: &mut BTreeSet<&'static str>, request: &Received) {
    if request.status < 400 {
        shown.extend(request.function_name());
        shown.extend(request.peers.iter().map(|peer| peer.name));
    }
}

/// An emulator and its client.
pub struct Workspace {
    pub emulator: Emulator,
    pub client: Client,
}

impl Workspace {
    /// Calls a function that must succeed.
    pub async fn call(&self, function: &str, args: Value) -> Value {
        call(&self.client, function, args).await
    }

    /// Calls a function that must be refused: gives status and code.
    pub async fn refused(&self, function: &str, args: Value) -> (u16, String) {
        let error = self.error(function, args).await;
        let code = error.errors().first().and_then(|error| error.code.clone());
        (error.status().unwrap_or_default(), code.unwrap_or_default())
    }

    pub async fn error(&self, function: &str, args: Value) -> Error {
        self.client.call(function, args).await.err().unwrap_or_else(|| panic!("{function} was not refused"))
    }

    /// Sends what the client cannot, at the client's own version: gives status and body.
    pub async fn send(&self, method: &str, target: &str, body: Value) -> (u16, Value) {
        let (status, bytes) = self.send_as("1.1", method, target, &body).await;
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        (status, body)
    }

    /// Sends what the client cannot, and must succeed.
    pub async fn ask(&self, method: &str, target: &str, body: Value) -> Value {
        let (status, answer) = self.send(method, target, body).await;
        assert!(status < 300, "{method} {target}: {status} {answer}");
        answer
    }

    /// Sends what the client cannot, and must be refused: gives status and code.
    pub async fn deny(&self, method: &str, target: &str, body: Value) -> (u16, String) {
        let (status, answer) = self.send(method, target, body).await;
        assert!(status >= 400, "{method} {target} was not refused: {answer}");
        (status, text(&answer["errors"][0]["code"]))
    }

    /// The answer as it comes, at a version.
    pub async fn send_as(&self, version: &str, method: &str, target: &str, body: &Value) -> (u16, Bytes) {
        let target = if target.starts_with("http") { target.to_owned() } else { format!("http://localhost{target}") };
        let request = Request::builder().method(method).uri(target);
        let request = request.header("authorization", "Bearer any").header("intercom-version", version);
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let options = SendOptions::new(Duration::from_secs(20), 1 << 24);
        let answer = self.emulator.transport().send(request.body(body).unwrap(), options).await.unwrap();
        (answer.status().as_u16(), answer.into_body())
    }

    /// A client of another version.
    pub fn at(&self, version: &str) -> Client {
        self.emulator.client().version(version).build().unwrap()
    }

    pub fn advance(&self, seconds: u64) {
        self.emulator.advance(Duration::from_secs(seconds));
    }

    /// A count of the whole workspace.
    pub async fn count(&self, what: &str) -> u64 {
        self.call("getAppTotalCounts", intercom_client::json!({})).await[what]["count"].as_u64().unwrap()
    }
}

pub async fn call(client: &Client, function: &str, args: Value) -> Value {
    match client.call(function, args).await {
        Ok(answer) => serde_json::to_value(&answer).unwrap(),
        Err(error) => panic!("{function}: {error}"),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text but {value}")).to_owned()
}

/// A member of each object of a list.
pub fn all(list: &Value, key: &str) -> Vec<Value> {
    list.as_array().unwrap_or_else(|| panic!("no list but {list}")).iter().map(|item| item[key].clone()).collect()
}

pub const NOT_FOUND: u16 = StatusCode::NOT_FOUND.as_u16();
pub const CONFLICT: u16 = StatusCode::CONFLICT.as_u16();
pub const UNPROCESSABLE: u16 = StatusCode::UNPROCESSABLE_ENTITY.as_u16();

/// Status and code, as refusals give them.
pub fn refusal(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
