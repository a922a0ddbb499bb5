//! Examples must send the request that they state, and their responses must decode as the returned model.

use super::encode::{by_key, encode};
use crate::base::json::Json;
use crate::base::span::Span;
use crate::check::checked::Checked;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::model::Api;
use crate::model::example::Request;
use crate::model::function::{Function, Returns};
use crate::model::types::{Model, TypeRef};
use crate::spec::function::{Example, ExampleRequest};
use std::collections::BTreeMap;

/// Checks all examples of functions and models. `api` is the model of the same checked spec.
pub fn check(checked: &Checked, api: &Api, diagnostics: &mut Diagnostics) {
    let models = Models::of(api);
    let written = checked.resources.iter().flat_map(|resource| &resource.functions);
    for (function, (_, lowered)) in written.zip(api.functions()) {
        let function = function.written;
        for (example, lowered_example) in function.examples.iter().zip(&lowered.examples) {
            check_request(example, lowered, diagnostics);
            if checked.types.is_some() {
                let span = example.response.as_ref().map_or(example.request.path.span, |response| response.span);
                check_returned(lowered, lowered_example.response.as_ref(), span, &models, diagnostics);
            }
        }
    }
    for model in checked.types.iter().flatten().flat_map(|file| &file.file.types) {
        if let Some(example) = &model.example {
            check_response(&model.name, None, &example.value, example.span, &models, diagnostics);
        }
    }
}

fn check_returned(
    function: &Function,
    response: Option<&Json>,
    span: Span,
    models: &Models,
    diagnostics: &mut Diagnostics,
) {
    match (&function.returns, response) {
        (Returns::Empty | Returns::Text | Returns::Bytes | Returns::Redirect, _) => {}
        (Returns::Json { kind, .. }, Some(response)) => {
            if let Err(problem) = check_value(kind, response, models, "") {
                let message = format!("this does not decode as what the function returns: {problem}");
                diagnostics.push(Diagnostic::new(Code::ExampleResponse, span, message));
            }
        }
        (Returns::Json { .. }, None) => diagnostics.push(
            Diagnostic::new(Code::ExampleResponse, span, "this example has no response")
                .help("add a `response` to this example"),
        ),
        (Returns::Model { name, unwrap, .. }, Some(response)) => {
            check_response(name, unwrap.as_deref(), response, span, models, diagnostics);
        }
        (Returns::Model { name, .. }, None) => diagnostics.push(
            Diagnostic::new(Code::ExampleResponse, span, "this example has no response")
                .help(format!("add an `example` to `{name}`, or a `response` to this example")),
        ),
    }
}

/// The models by name.
struct Models<'a>(BTreeMap<&'a str, &'a Model>);

impl<'a> Models<'a> {
    fn of(api: &'a Api) -> Self {
        let models = api.types.iter().flat_map(|file| &file.models);
        Self(models.map(|model| (model.name.as_str(), model)).collect())
    }
}

fn check_request(example: &Example, function: &Function, diagnostics: &mut Diagnostics) {
    let mut args = Vec::new();
    if let Some(given) = &example.args {
        match &given.value {
            Json::Object(members) => args.clone_from(members),
            other => {
                diagnostics.push(Diagnostic::new(
                    Code::ExampleArguments,
                    given.span,
                    format!("`args` must be a map, not {}", other.kind()),
                ));
                return;
            }
        }
    }
    let args_span = example.args.as_ref().map_or(example.request.path.span, |args| args.span);
    let request = match encode(function, &args) {
        Ok(request) => request,
        Err(problem) => {
            diagnostics.push(Diagnostic::new(Code::ExampleArguments, args_span, problem));
            return;
        }
    };
    let stated = &example.request;
    if stated.path.value != request.path {
        report_difference(stated.path.span, "path", &stated.path.value, &request.path, diagnostics);
    }
    check_query(stated, &request, diagnostics);
    let body_span = stated.body.as_ref().map_or(stated.path.span, |body| body.span);
    match (stated.body.as_ref().map(|body| &body.value), &request.body) {
        (Some(stated), Some(sent)) if stated.equals_unordered(sent) => {}
        (None, None) => {}
        (stated, sent) => {
            let shown = |body: Option<&Json>| body.map_or_else(|| "no body".to_owned(), Json::to_string);
            report_difference(body_span, "body", &shown(stated), &shown(sent.as_ref()), diagnostics);
        }
    }
}

fn check_query(stated: &ExampleRequest, request: &Request, diagnostics: &mut Diagnostics) {
    let sent = by_key(&request.query);
    let nothing = Json::Object(Vec::new());
    let given = stated.query.as_ref().map_or(&nothing, |query| &query.value);
    if !given.equals_unordered(&sent) {
        let span = stated.query.as_ref().map_or(stated.path.span, |query| query.span);
        report_difference(span, "query", &given.to_string(), &sent.to_string(), diagnostics);
    }
}

fn report_difference(span: Span, what: &str, stated: &str, sent: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(Code::ExampleRequest, span, format!("this call sends another {what}"))
            .label(format!("stated: {stated}"))
            .help(format!("it sends {sent}")),
    );
}

fn check_response(
    name: &str,
    unwrap: Option<&str>,
    response: &Json,
    span: Span,
    models: &Models,
    diagnostics: &mut Diagnostics,
) {
    let Some(model) = models.0.get(name) else { return };
    let wrapped = unwrap.and_then(|key| response.get(key)).and_then(|items| match items {
        Json::Array(items) => Some(items.as_slice()),
        _ => None,
    });
    for object in wrapped.unwrap_or(std::slice::from_ref(response)) {
        if let Err(problem) = check_model(model, object, models, "") {
            diagnostics.push(Diagnostic::new(
                Code::ExampleResponse,
                span,
                format!("this does not decode as `{name}`: {problem}"),
            ));
        }
    }
}

fn check_model(model: &Model, value: &Json, models: &Models, at: &str) -> Result<(), String> {
    let Json::Object(members) = value else {
        return Err(format!("expected an object, found {}{}", value.kind(), at_path(at)));
    };
    for (key, value) in members {
        let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        match model.fields.iter().find(|field| field.wire_name == *key) {
            Some(field) => check_value(&field.kind, value, models, &at)?,
            None => return Err(format!("`{}` has no field `{at}`", model.name)),
        }
    }
    Ok(())
}

fn at_path(at: &str) -> String {
    if at.is_empty() { String::new() } else { format!(" at `{at}`") }
}

/// Whether a value decodes as a type, with the same leniency as in the client.
fn check_value(kind: &TypeRef, value: &Json, models: &Models, at: &str) -> Result<(), String> {
    if *value == Json::Null {
        return Ok(());
    }
    let expected = match (kind, value) {
        (TypeRef::Json, _)
        | (
            TypeRef::String | TypeRef::Secret | TypeRef::DateTime | TypeRef::Date | TypeRef::Enum { .. },
            Json::String(_),
        )
        | (TypeRef::Id, Json::String(_) | Json::Number(_))
        | (TypeRef::Boolean, Json::Bool(_))
        | (TypeRef::Number, Json::Number(_))
        | (TypeRef::Time, Json::Number(_) | Json::String(_)) => return Ok(()),
        (TypeRef::Integer, Json::Number(digits)) if !digits.contains(['.', 'e', 'E']) => return Ok(()),
        (TypeRef::List(inner), Json::Array(items)) => {
            return items
                .iter()
                .enumerate()
                .try_for_each(|(i, item)| check_value(inner, item, models, &format!("{at}[{i}]")));
        }
        (TypeRef::Map(inner), Json::Object(members)) => {
            return members
                .iter()
                .try_for_each(|(key, value)| check_value(inner, value, models, &format!("{at}.{key}")));
        }
        (TypeRef::Model { name, .. }, value) => match models.0.get(name.as_str()) {
            Some(model) => return check_model(model, value, models, at),
            None => return Err(format!("the type `{name}` is not defined")),
        },
        (TypeRef::String | TypeRef::Secret | TypeRef::DateTime | TypeRef::Date | TypeRef::Enum { .. }, _) => "a string",
        (TypeRef::Id, _) => "a string or a number",
        (TypeRef::Boolean, _) => "true or false",
        (TypeRef::Integer, _) => "a whole number",
        (TypeRef::Number, _) => "a number",
        (TypeRef::Time, _) => "a number or a date",
        (TypeRef::List(_), _) => "a list",
        (TypeRef::Map(_), _) => "an object",
    };
    Err(format!("expected {expected}, found {}{}", value.kind(), at_path(at)))
}
