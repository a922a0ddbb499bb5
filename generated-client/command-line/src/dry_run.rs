//! `--dry-run`: prints the request that a call would send.

use crate::exit_error::ExitError;
use crate::program::Program;
use crate::{input, output, terminal};
use api_client_runtime::__private::Core;
use api_client_runtime::error::ErrorKind;
use api_client_runtime::schema::{Function, Package};
use api_client_runtime::{DynamicCall, PreparedRequest};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Printed in place of a secret value.
const REDACTED: &str = "…";

/// Prints the request of a call. Needs no token and sends nothing.
pub fn print(program: &Program, client: &Core, function: &'static Function, json: &str) -> Result<(), ExitError> {
    let call = |json: &str| Ok(DynamicCall::new(client, program.functions(), function.name, &input::parse(json)?));
    // Prepared with the real values first, so that every error in them is reported.
    let (request, has_token) = prepare(program, call(json)?)?;
    for warning in request.warnings() {
        terminal::print_err(&format!("warning: {warning}"));
    }
    let request = if function.fields.iter().any(|field| field.secret && !field.credential) {
        prepare(program, call(&redact_secrets(function, json))?)?.0
    } else {
        request
    };
    output::print(format_request(program.package(), &request, has_token))
}

/// The request, and whether it has a token of its own.
fn prepare(program: &Program, call: DynamicCall) -> Result<(PreparedRequest, bool), ExitError> {
    match call.clone().into_request() {
        Ok(request) => Ok((request, true)),
        Err(error) if error.kind() == ErrorKind::MissingToken => {
            let request = call.with_access_token("none").into_request();
            Ok((request.map_err(|error| program.error(&error))?, false))
        }
        Err(error) => Err(program.error(&error)),
    }
}

/// The arguments with the values of secret fields redacted. A request does not depend on the order of its arguments.
pub fn redact_secrets(function: &Function, json: &str) -> String {
    let mut args: BTreeMap<String, Box<RawValue>> = serde_json::from_str(json).unwrap_or_default();
    for field in function.fields.iter().filter(|field| field.secret && !field.credential) {
        if let Some(value) = args.get_mut(field.name)
            && let Ok(redacted) = serde_json::value::to_raw_value(REDACTED)
        {
            *value = redacted;
        }
    }
    serde_json::to_string(&args).unwrap_or_default()
}

fn format_request(package: &Package, request: &PreparedRequest, has_token: bool) -> String {
    let mut out = format!("{} {}\n", request.method(), request.url());
    let credential = package.header_credential();
    let mut headers: Vec<(&str, String)> = request.header_lines().collect();
    headers.sort_unstable();
    for (name, value) in headers {
        match credential.filter(|(header, _)| !has_token && header.eq_ignore_ascii_case(name)) {
            Some((_, scheme)) => out.push_str(&format!("{name}: {scheme} <access token>\n")),
            None => out.push_str(&format!("{name}: {value}\n")),
        }
    }
    if let Some(body) = request.body() {
        out.push_str(&format!("\n{}\n", String::from_utf8_lossy(body)));
    }
    out
}
