//! The request that a call would send, for people to read.

use crate::{Stop, input, output};
use intercom_client::runtime::{DynamicCall, Function, PreparedRequest};
use intercom_client::{Client, ErrorKind, PACKAGE};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What stands for a value that is never printed.
const HIDDEN: &str = "…";

/// Prints the request of a call. Needs no token and sends nothing.
pub fn print(client: &Client, function: &'static Function, json: &str) -> Result<(), Stop> {
    // First as it is, so that all that is wrong with it is told.
    let (request, has_token) = prepare(client.call(function.name, input::parse(json)?))?;
    for warning in request.warnings() {
        output::tell(&format!("warning: {warning}"));
    }
    let request = if function.fields.iter().any(|field| field.secret && !field.credential) {
        prepare(client.call(function.name, input::parse(&without_secrets(function, json))?))?.0
    } else {
        request
    };
    output::print(show(&request, has_token))
}

/// The request, and whether it has a token of its own.
fn prepare(call: DynamicCall) -> Result<(PreparedRequest, bool), Stop> {
    match call.prepare() {
        Ok(request) => Ok((request, true)),
        Err(error) if error.kind() == ErrorKind::MissingToken => Ok((call.with_access_token("none").prepare()?, false)),
        Err(error) => Err(error.into()),
    }
}

/// The arguments with the values of secret fields hidden. A request does not depend on their order.
fn without_secrets(function: &Function, json: &str) -> String {
    let mut args: BTreeMap<String, Box<RawValue>> = serde_json::from_str(json).unwrap_or_default();
    for field in function.fields.iter().filter(|field| field.secret && !field.credential) {
        if let Some(value) = args.get_mut(field.name)
            && let Ok(hidden) = serde_json::value::to_raw_value(HIDDEN)
        {
            *value = hidden;
        }
    }
    serde_json::to_string(&args).unwrap_or_default()
}

fn show(request: &PreparedRequest, has_token: bool) -> String {
    let mut out = format!("{} {}\n", request.method(), request.url());
    let credential = PACKAGE.auth.as_ref();
    let mut headers: Vec<(&str, String)> = request.header_lines().collect();
    headers.sort_unstable();
    for (name, value) in headers {
        match credential.filter(|auth| !has_token && auth.header.eq_ignore_ascii_case(name)) {
            Some(auth) => out.push_str(&format!("{name}: {} <access token>\n", auth.scheme)),
            None => out.push_str(&format!("{name}: {value}\n")),
        }
    }
    if let Some(body) = request.body() {
        out.push_str(&format!("\n{}\n", String::from_utf8_lossy(body)));
    }
    out
}
