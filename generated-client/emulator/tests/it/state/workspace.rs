//! A test with the functions that it covers, and the workspaces in which it runs.

use bytes::Bytes;
use http::{Request, StatusCode};
use intercom_client::transport::{SendOptions, Transport};
use intercom_client::{Client, Error, Value};
use intercom_emulator::{Emulator, RecordedRequest, Seed, Settings};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A test. At its end it fails if the emulator has not matched a successful request to each function that the test covers, so that
/// no test can claim what it does not do.
#[derive(Default)]
pub struct Test {
    covers: &'static [&'static str],
    /// The functions of successful requests. Functions that send the same requests are recorded together.
    recorded: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Test {
    pub fn covers(functions: &'static [&'static str]) -> Self {
        Self { covers: functions, recorded: Arc::default() }
    }

    /// A workspace of the default seed.
    pub fn workspace(&self) -> Workspace {
        self.workspace_with(Seed::default(), Settings::default())
    }

    pub fn seeded(&self, seed: &str) -> Workspace {
        self.workspace_with(Seed::parse(seed).unwrap(), Settings::default())
    }

    pub fn workspace_with(&self, seed: Seed, settings: Settings) -> Workspace {
        let recorded = Arc::clone(&self.recorded);
        let settings = settings.on_request(move |request| record(&mut recorded.lock().unwrap(), request));
        let emulator = Emulator::builder().seed(seed).settings(settings).without_socket().unwrap();
        let client = emulator.client().build().unwrap();
        Workspace { emulator, client }
    }
}

fn record(functions: &mut BTreeSet<&'static str>, request: &RecordedRequest) {
    if request.status < 400 {
        functions.extend(request.function_name());
        functions.extend(request.peers.iter().map(|peer| peer.name));
    }
}

impl Drop for Test {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let recorded = self.recorded.lock().unwrap();
            let missing: Vec<_> = self.covers.iter().filter(|function| !recorded.contains(**function)).collect();
            assert!(missing.is_empty(), "the test does not cover {missing:?}; it covers {recorded:?}");
        }
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

    /// Calls a function that must fail; returns status and code.
    pub async fn rejected(&self, function: &str, args: Value) -> (u16, String) {
        let error = self.error(function, args).await;
        let code = error.errors().first().and_then(|error| error.code.clone());
        (error.status().unwrap_or_default(), code.unwrap_or_default())
    }

    pub async fn error(&self, function: &str, args: Value) -> Error {
        self.client.call(function, args).await.err().unwrap_or_else(|| panic!("{function} did not fail"))
    }

    /// Sends a request that the client cannot send, with the client's own version; returns status and body.
    pub async fn send(&self, method: &str, target: &str, body: Value) -> (u16, Value) {
        let (status, bytes) = self.send_as("1.1", method, target, &body).await;
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        (status, body)
    }

    /// Sends a request that the client cannot send and that must succeed.
    pub async fn send_ok(&self, method: &str, target: &str, body: Value) -> Value {
        let (status, response) = self.send(method, target, body).await;
        assert!(status < 300, "{method} {target}: {status} {response}");
        response
    }

    /// Sends a request that the client cannot send and that must fail; returns status and code.
    pub async fn send_rejected(&self, method: &str, target: &str, body: Value) -> (u16, String) {
        let (status, response) = self.send(method, target, body).await;
        assert!(status >= 400, "{method} {target} did not fail: {response}");
        (status, text(&response["errors"][0]["code"]))
    }

    /// The raw response, for a version.
    pub async fn send_as(&self, version: &str, method: &str, target: &str, body: &Value) -> (u16, Bytes) {
        let target = if target.starts_with("http") { target.to_owned() } else { format!("http://localhost{target}") };
        let request = Request::builder().method(method).uri(target);
        let request = request.header("authorization", "Bearer any").header("intercom-version", version);
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let options = SendOptions::new(Duration::from_secs(20), 1 << 24);
        let response = self.emulator.transport().send(request.body(body).unwrap(), options).await.unwrap();
        (response.status().as_u16(), response.into_body())
    }

    /// A client of another version.
    pub fn at(&self, version: &str) -> Client {
        self.emulator.client().version(version).build().unwrap()
    }

    pub fn advance(&self, seconds: u64) {
        self.emulator.advance(Duration::from_secs(seconds));
    }

    /// A count of the complete workspace.
    pub async fn count(&self, what: &str) -> u64 {
        self.call("getAppTotalCounts", intercom_client::json!({})).await[what]["count"].as_u64().unwrap()
    }
}

pub async fn call(client: &Client, function: &str, args: Value) -> Value {
    match client.call(function, args).await {
        Ok(response) => serde_json::to_value(&response).unwrap(),
        Err(error) => panic!("{function}: {error}"),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}")).to_owned()
}

/// A member of each object of a list.
pub fn all(list: &Value, key: &str) -> Vec<Value> {
    list.as_array().unwrap_or_else(|| panic!("not a list: {list}")).iter().map(|item| item[key].clone()).collect()
}

pub const NOT_FOUND: u16 = StatusCode::NOT_FOUND.as_u16();
pub const CONFLICT: u16 = StatusCode::CONFLICT.as_u16();
pub const UNPROCESSABLE: u16 = StatusCode::UNPROCESSABLE_ENTITY.as_u16();

/// Status and code, as `rejected` returns them.
pub fn error_code(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
