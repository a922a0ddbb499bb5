//! The calls of the retired gateway: `{"args": {…}}` comes in, `{"callback": …, "contextWrites": {"to": …}}` goes out.

use crate::program::Program;
use api_client_runtime::__private::Core;
use api_client_runtime::error::{Error, ErrorKind};
use api_client_runtime::schema::{Field, Function, Kind};
use api_client_runtime::{Args, DynamicCall, RawResponse};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A response of the gateway.
#[derive(Serialize)]
struct Envelope<T: Serialize> {
    callback: &'static str,
    #[serde(rename = "contextWrites")]
    context_writes: To<T>,
}

#[derive(Serialize)]
struct To<T: Serialize> {
    to: T,
}

/// What a request body contains.
#[derive(serde::Deserialize)]
struct Body {
    #[serde(default)]
    args: BTreeMap<String, Box<RawValue>>,
}

fn envelope(callback: &'static str, to: impl Serialize) -> String {
    let envelope = Envelope { callback, context_writes: To { to } };
    // It has no maps with keys that are no texts.
    serde_json::to_string(&envelope).unwrap_or_default()
}

fn error(code: &str, message: impl Into<Value>) -> String {
    envelope("error", json!({ "status_code": code, "status_msg": message.into() }))
}

fn required(fields: &[&str]) -> String {
    let message = "Please, check and fill in required fields.";
    envelope("error", json!({ "status_code": "REQUIRED_FIELDS", "status_msg": message, "fields": fields }))
}

fn invalid_json(fields: &[&str]) -> String {
    let message = "Syntax error. Incorrect input JSON. Please, check fields with JSON input.";
    envelope("error", json!({ "status_code": "JSON_VALIDATION", "status_msg": message, "fields": fields }))
}

/// Calls a function with the arguments of a request body.
pub async fn call(program: &Program, core: &Core, function: &'static Function, body: &[u8]) -> String {
    let Ok(Body { args }) = serde_json::from_slice::<Body>(body) else { return invalid_json(&[]) };
    let (mut given, mut invalid) = (Vec::new(), Vec::new());
    for (name, value) in &args {
        let value = match function.fields.iter().find(|field| field.name == *name) {
            Some(field) => typed(field, value.get()),
            None => Ok(Some(value.get().to_owned())),
        };
        match value {
            Ok(Some(json)) => given.push((name.as_str(), json)),
            Ok(None) => {}
            Err(()) => invalid.push(name.as_str()),
        }
    }
    if !invalid.is_empty() {
        return invalid_json(&invalid);
    }
    let is_given = |name: &str| given.iter().any(|(known, _)| *known == name);
    let is_missing = |field: &&Field| field.required && !field.credential && !is_given(field.name);
    let mut missing: Vec<&str> = function.fields.iter().filter(is_missing).map(|field| field.name).collect();
    let members: Vec<String> = given.iter().map(|(name, json)| format!("{}:{json}", Value::from(*name))).collect();
    let Ok(args) = Args::parse(&format!("{{{}}}", members.join(","))) else { return invalid_json(&[]) };
    let call = DynamicCall::new(core, program.functions(), function.name, &args);
    if let Err(problem) = call.clone().into_request()
        && problem.kind() == ErrorKind::MissingToken
    {
        let is_missing = |field: &&Field| field.credential && !is_given(field.name);
        missing.splice(0..0, function.fields.iter().filter(is_missing).map(|field| field.name));
    }
    if !missing.is_empty() {
        return required(&missing);
    }
    match call.send_raw().await {
        Ok(response) => success(&response),
        Err(problem) => failure(program, &problem),
    }
}

/// An argument as its field wants it; `None` for one that is left empty. Forms sent everything as text.
fn typed(field: &Field, json: &str) -> Result<Option<String>, ()> {
    if json == "null" && !field.nullable {
        return Ok(None);
    }
    let Ok(text) = serde_json::from_str::<String>(json) else { return Ok(Some(json.to_owned())) };
    if text.is_empty() {
        return Ok(None);
    }
    let inner = || serde_json::from_str::<&RawValue>(text.trim()).map(|raw| raw.get().to_owned());
    match field.kind {
        Kind::Object | Kind::Objects | Kind::List | Kind::Integers | Kind::Numbers => inner().map(Some).map_err(|_| ()),
        Kind::Strings if text.trim_start().starts_with('[') => inner().map(Some).map_err(|_| ()),
        Kind::Strings => Ok(Some(json!(text.split(',').map(str::trim).collect::<Vec<_>>()).to_string())),
        Kind::Json => Ok(Some(inner().unwrap_or_else(|_| json.to_owned()))),
        Kind::Boolean | Kind::Number => Ok(Some(inner().unwrap_or_else(|_| json.to_owned()))),
        _ => Ok(Some(json.to_owned())),
    }
}

/// The response as it was received; text that is no JSON as text.
fn success(response: &RawResponse) -> String {
    let text = String::from_utf8_lossy(response.payload());
    match serde_json::from_str::<&RawValue>(&text) {
        Ok(raw) => envelope("success", raw),
        Err(_) => envelope("success", text.as_ref()),
    }
}

fn failure(program: &Program, problem: &Error) -> String {
    // What the API said, as the gateway passed it on.
    let said = problem.body().and_then(|body| serde_json::from_slice::<Value>(body).ok());
    error("API_ERROR", said.unwrap_or_else(|| program.error(problem).message().into()))
}

/// A function that does not exist.
pub fn unknown(name: &str) -> String {
    error("API_ERROR", format!("there is no function `{name}`"))
}

/// What can be called: the metadata of the package.
pub fn metadata(program: &Program) -> String {
    let block = |function: &&'static Function| {
        let args: Vec<Value> = function
            .fields
            .iter()
            .map(|field| {
                json!({ "name": field.name, "type": field.table_type, "info": field.doc, "required": field.required })
            })
            .collect();
        json!({
            "name": function.name,
            "description": function.doc,
            "args": args,
            "callbacks": [{ "name": "error", "info": "Error" }, { "name": "success", "info": "Success" }],
        })
    };
    let blocks: Vec<Value> = program.functions().iter().map(block).collect();
    json!({ "package": program.package().name, "blocks": blocks }).to_string()
}
