//! A call that somebody sends on the page: by the function table, with the client's own checks and credentials.

use crate::program::Program;
use crate::terminal;
use api_client_runtime::__private::Core;
use api_client_runtime::Args;
use api_client_runtime::DynamicCall;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Instant;

/// A page shows no more of a body than this.
const MAX_BODY_BYTES: usize = 2 * 1024 * 1024;

/// Makes calls.
pub struct Calls {
    program: Program,
    core: Core,
}

/// What the page sends.
#[derive(Deserialize)]
struct Wanted {
    function: String,
    #[serde(default)]
    args: Box<serde_json::value::RawValue>,
}

/// What the page shows.
#[derive(Default, Serialize)]
struct Shown {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    headers: Vec<(String, String)>,
    body: String,
    #[serde(skip_serializing_if = "is_false")]
    truncated: bool,
    #[serde(skip_serializing_if = "is_false")]
    binary: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<BTreeMap<&'static str, String>>,
    millis: u128,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Calls {
    pub fn new(program: Program, core: Core) -> Self {
        Self { program, core }
    }

    /// Makes the call that a request's body describes. The result is JSON, of failures too.
    pub async fn make(&self, body: &[u8]) -> String {
        let started = Instant::now();
        let mut shown = match serde_json::from_slice::<Wanted>(body) {
            Ok(wanted) => self.send(&wanted).await,
            Err(error) => Shown { error: Some(format!("the call is not readable: {error}")), ..Shown::default() },
        };
        shown.millis = started.elapsed().as_millis();
        serde_json::to_string(&shown).unwrap_or_else(|_| "{}".to_owned())
    }

    async fn send(&self, wanted: &Wanted) -> Shown {
        let failed = |message: String| Shown { error: Some(message), ..Shown::default() };
        let functions = self.program.functions();
        let Some(function) = functions.iter().find(|function| function.name == wanted.function) else {
            return failed("there is no such function".to_owned());
        };
        let args: Args = match serde_json::from_str(wanted.args.get()) {
            Ok(args) => args,
            Err(error) => return failed(format!("the arguments are not a JSON object: {error}")),
        };
        // What the client is given is never taken from the page.
        let is_given = |name: &str| function.fields.iter().any(|field| field.credential && field.name == name);
        if let Some(name) = args.names().find(|name| is_given(name)) {
            return failed(format!("`{name}` comes from the environment of the server of this page"));
        }
        let shown = match DynamicCall::new(&self.core, functions, function.name, &args).send_raw().await {
            Ok(response) => self.shown(Some(response.status()), Some(response.headers()), response.body()),
            Err(error) => {
                let body = error.body().cloned().unwrap_or_default();
                let mut shown = self.shown(error.status(), error.headers(), &body);
                shown.error = Some(self.redact(&terminal::one_line(&error.to_string())));
                let entry = |error: &api_client_runtime::error::ApiError| {
                    let parts = [("code", &error.code), ("message", &error.message), ("field", &error.field)];
                    parts.into_iter().filter_map(|(key, text)| Some((key, self.redact(text.as_deref()?)))).collect()
                };
                shown.errors = error.errors().iter().map(entry).collect();
                shown
            }
        };
        let status = shown.status.map_or_else(|| "no response".to_owned(), |status| status.to_string());
        terminal::print_err(&format!("{} → {status}", function.name));
        shown
    }

    fn shown(&self, status: Option<u16>, headers: Option<&http::HeaderMap>, body: &[u8]) -> Shown {
        let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = headers.into_iter().flatten().map(|(name, value)| (name.to_string(), self.redact(&text(value))));
        let is_long = body.len() > MAX_BODY_BYTES;
        let start = &body[..body.len().min(MAX_BODY_BYTES)];
        // The end of what is cut may be half of a character.
        let text = match std::str::from_utf8(start) {
            Ok(text) => Some(text),
            Err(error) if is_long && error.error_len().is_none() => {
                std::str::from_utf8(&start[..error.valid_up_to()]).ok()
            }
            Err(_) => None,
        };
        Shown {
            status,
            headers: headers.collect(),
            body: text.map(|text| self.redact(text)).unwrap_or_default(),
            truncated: is_long,
            binary: text.is_none(),
            ..Shown::default()
        }
    }

    fn redact(&self, text: &str) -> String {
        self.core.redact(text)
    }
}
