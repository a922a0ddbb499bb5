//! `--snippet`: a call as code, by the functions as the try-it page knows them. No credential is in it: snippets read them
//! from the environment.

use crate::dry_run::redact_secrets;
use crate::exit_error::ExitError;
use crate::input;
use crate::output;
use crate::program::Program;
use api_client_runtime::__private::Core;
use api_client_runtime::schema::Function;
use api_client_runtime::{ClientBuilder, DynamicCall, PreparedRequest};
use api_client_snippets::catalogue::Catalogue;
use api_client_snippets::json::Json;
use api_client_snippets::{Call, Encoded, Language};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::read::DeflateDecoder;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use std::io::Read;

/// Where nothing is sent: the snippet has the address of the API.
const NOWHERE: &str = "http://127.0.0.1";

/// What the page's scripts read, as far as it is needed here.
#[derive(Deserialize)]
struct Data {
    catalogue: Catalogue,
}

/// Prints a call in a language.
pub fn print(program: &Program, function: &'static Function, json: &str, language: &str) -> Result<(), ExitError> {
    let cannot = |what: &str| ExitError::failure(format!("--snippet: {what}"));
    let language = Language::find(language).ok_or_else(|| cannot("there is no such language"))?;
    let catalogue =
        catalogue(program.api().page.unwrap_or_default()).ok_or_else(|| cannot("this program has no page"))?;
    let known = catalogue.function(function.name).ok_or_else(|| cannot("the page does not have this function"))?;
    let json = redact_secrets(function, json);
    let encoded = encoded(&request(program, function, &json)?, program, &known.body_as)?;
    let Some(Json::Object(args)) = Json::parse(&json) else { return Err(cannot("the arguments are no JSON object")) };
    let call = Call { catalogue: &catalogue, function: known, args: &args, encoded: &encoded, base_url: None };
    output::print(call.print(language) + "\n")
}

/// The functions that a page has in its data: JSON, deflated, in base64.
fn catalogue(page: &str) -> Option<Catalogue> {
    let (_, data) = page.split_once("id=\"--data\">")?;
    let (data, _) = data.split_once('<')?;
    let deflated = BASE64_STANDARD.decode(data.trim()).ok()?;
    let mut text = String::new();
    DeflateDecoder::new(&deflated[..]).read_to_string(&mut text).ok()?;
    serde_json::from_str::<Data>(&text).ok().map(|data| data.catalogue)
}

/// What stands in a request in place of a credential, until it is taken out again.
fn mark(at: usize) -> String {
    format!("SNIPPET-CREDENTIAL-{at}")
}

/// The request, with marks as credentials: those of the environment are not asked for.
fn request(program: &Program, function: &'static Function, json: &str) -> Result<PreparedRequest, ExitError> {
    let mut builder = ClientBuilder::<Core>::new(program.package()).base_url(NOWHERE);
    for (at, (name, _)) in program.package().values.iter().enumerate() {
        builder = builder.value(name, mark(at));
    }
    let core = builder.build().map_err(|error| program.error(&error))?;
    let call = DynamicCall::new(&core, program.functions(), function.name, &input::parse(json)?);
    call.into_request().map_err(|error| program.error(&error))
}

/// A request as snippets are made of it: without the credentials, which they add.
fn encoded(request: &PreparedRequest, program: &Program, body_as: &str) -> Result<Encoded, ExitError> {
    let values = program.package().values;
    let marks: Vec<String> = (0..values.len()).map(mark).collect();
    let is_mark = |text: &str| marks.iter().any(|mark| text == mark);
    let (path, query) = request.path_and_query().split_once('?').unwrap_or((request.path_and_query(), ""));
    let path = values
        .iter()
        .zip(&marks)
        .fold(path.to_owned(), |path, ((name, _), mark)| path.replace(mark, &format!("{{{name}}}")));
    let mut query = pairs(query);
    query.retain(|(_, value)| !is_mark(value));
    let text = request.body().map(String::from_utf8_lossy);
    let body = match (text, body_as) {
        (None, _) => None,
        (Some(_), "multipart") => {
            let message = "--snippet: a call that sends files is printed by the try-it page only";
            return Err(ExitError::usage(message));
        }
        (Some(text), "raw") => Some(Json::text(text)),
        (Some(text), "form") => Some(fields(pairs(&text).into_iter().filter(|(_, value)| !is_mark(value)))),
        (Some(text), _) => Json::parse(&text).map(|body| match body {
            Json::Object(members) => {
                Json::Object(members.into_iter().filter(|(_, value)| !value.as_str().is_some_and(is_mark)).collect())
            }
            other => other,
        }),
    };
    Ok(Encoded { path, query, body })
}

/// Keys and values of a query or a form.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decoded(key), decoded(value)))
        .collect()
}

/// A form as an object: a key that occurs several times has a list.
fn fields(pairs: impl Iterator<Item = (String, String)>) -> Json {
    let mut members: Vec<(String, Json)> = Vec::new();
    for (key, value) in pairs {
        let value = Json::text(value);
        match members.iter_mut().find(|(known, _)| *known == key) {
            Some((_, Json::Array(items))) => items.push(value),
            Some((_, first)) => *first = Json::Array(vec![first.clone(), value]),
            None => members.push((key, value)),
        }
    }
    Json::Object(members)
}
