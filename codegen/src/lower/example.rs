//! Examples are held to what they state: the request they produce, the answer they show.

use crate::check::Verdict;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::json::Json;
use crate::model::{Api, Function, Model, Request, Returns, TypeRef};
use crate::source::Span;
use crate::spec::{self, Spec};
use crate::wire;
use std::collections::BTreeMap;

/// Checks all examples of functions and models.
pub fn check(spec: &Spec, verdict: &Verdict, api: &Api, diagnostics: &mut Diagnostics) {
    let lowered: BTreeMap<&str, &Function> =
        api.functions().map(|(_, function)| (function.name.as_str(), function)).collect();
    let models = Models::of(api);
    for (_, file) in &spec.functions {
        for written in &file.functions {
            let Some(function) = lowered.get(written.name.as_str()) else { continue };
            for (example, lowered) in written.examples.iter().zip(&function.examples) {
                check_request(example, function, diagnostics);
                let span = example.response.as_ref().map_or(example.request.path.span, |response| response.span);
                match (&function.returns, &lowered.response) {
                    _ if !verdict.types_sound => {}
                    (Returns::Model { name, unwrap, .. }, Some(response)) => {
                        check_response(name, unwrap.as_deref(), response, span, &models, diagnostics);
                    }
                    (Returns::Model { name, .. }, None) => diagnostics.push(
                        Diagnostic::new(Code::ExampleResponse, span, "this example has no response")
                            .help(format!("give `{name}` an `example`, or this example a `response`")),
                    ),
                    (Returns::Empty, _) => {}
                }
            }
        }
    }
    for model in spec.models().filter(|_| verdict.types_sound) {
        if let Some(example) = &model.example {
            check_response(&model.name, None, &example.value, example.span, &models, diagnostics);
        }
    }
}

/// The models by name; a name that is defined twice means the first one.
struct Models<'a>(BTreeMap<&'a str, &'a Model>);

impl<'a> Models<'a> {
    fn of(api: &'a Api) -> Self {
        let mut models = BTreeMap::new();
        for model in api.types.iter().flat_map(|file| &file.models) {
            models.entry(model.name.as_str()).or_insert(model);
        }
        Self(models)
    }
}

fn check_request(example: &spec::Example, function: &Function, diagnostics: &mut Diagnostics) {
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
    let request = match wire::encode(function, &args) {
        Ok(request) => request,
        Err(problem) => {
            diagnostics.push(Diagnostic::new(Code::ExampleArguments, args_span, problem));
            return;
        }
    };
    let stated = &example.request;
    if stated.path.value != request.path {
        differs(stated.path.span, "path", &stated.path.value, &request.path, diagnostics);
    }
    check_query(stated, &request, diagnostics);
    let body_span = stated.body.as_ref().map_or(stated.path.span, |body| body.span);
    match (stated.body.as_ref().map(|body| &body.value), &request.body) {
        (Some(stated), Some(sent)) if stated.same(sent) => {}
        (None, None) => {}
        (stated, sent) => {
            let shown = |body: Option<&Json>| body.map_or_else(|| "no body".to_owned(), Json::to_string);
            differs(body_span, "body", &shown(stated), &shown(sent.as_ref()), diagnostics);
        }
    }
}

fn check_query(stated: &spec::ExampleRequest, request: &Request, diagnostics: &mut Diagnostics) {
    let sent = Json::Object(request.query.iter().map(|(key, value)| (key.clone(), Json::text(value))).collect());
    let nothing = Json::Object(Vec::new());
    let given = stated.query.as_ref().map_or(&nothing, |query| &query.value);
    if !given.same(&sent) {
        let span = stated.query.as_ref().map_or(stated.path.span, |query| query.span);
        differs(span, "query", &given.to_string(), &sent.to_string(), diagnostics);
    }
}

fn differs(span: Span, what: &str, stated: &str, sent: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(Code::ExampleRequest, span, format!("the {what} is not what this call sends"))
            .label(format!("states {stated}"))
            .help(format!("the call sends {sent}")),
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
        if let Err(problem) = fits_model(model, object, models, "") {
            diagnostics.push(Diagnostic::new(
                Code::ExampleResponse,
                span,
                format!("this does not decode as `{name}`: {problem}"),
            ));
        }
    }
}

fn fits_model(model: &Model, value: &Json, models: &Models, at: &str) -> Result<(), String> {
    let Json::Object(members) = value else {
        return Err(format!("expected an object, found {}{}", value.kind(), place(at)));
    };
    for (key, value) in members {
        let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        match model.fields.iter().find(|field| field.wire_name == *key) {
            Some(field) => fits(&field.kind, value, models, &at)?,
            None => return Err(format!("`{}` has no field `{at}`", model.name)),
        }
    }
    Ok(())
}

fn place(at: &str) -> String {
    if at.is_empty() { String::new() } else { format!(" at `{at}`") }
}

/// Whether a value decodes as a type; decoding is lenient in the same ways as the client's.
fn fits(kind: &TypeRef, value: &Json, models: &Models, at: &str) -> Result<(), String> {
    if *value == Json::Null {
        return Ok(());
    }
    let expected = match (kind, value) {
        (TypeRef::Json, _)
        | (TypeRef::String | TypeRef::Secret | TypeRef::Enum { .. }, Json::String(_))
        | (TypeRef::Id, Json::String(_) | Json::Number(_))
        | (TypeRef::Boolean, Json::Bool(_))
        | (TypeRef::Number, Json::Number(_))
        | (TypeRef::Time, Json::Number(_) | Json::String(_)) => return Ok(()),
        (TypeRef::Integer, Json::Number(digits)) if !digits.contains(['.', 'e', 'E']) => return Ok(()),
        (TypeRef::List(inner), Json::Array(items)) => {
            return items.iter().enumerate().try_for_each(|(i, item)| fits(inner, item, models, &format!("{at}[{i}]")));
        }
        (TypeRef::Map(inner), Json::Object(members)) => {
            return members.iter().try_for_each(|(key, value)| fits(inner, value, models, &format!("{at}.{key}")));
        }
        (TypeRef::Model { name, .. }, value) => match models.0.get(name.as_str()) {
            Some(model) => return fits_model(model, value, models, at),
            None => return Err(format!("the type `{name}` is not defined")),
        },
        (TypeRef::String | TypeRef::Secret | TypeRef::Enum { .. }, _) => "a text",
        (TypeRef::Id, _) => "a text or a number",
        (TypeRef::Boolean, _) => "true or false",
        (TypeRef::Integer, _) => "a whole number",
        (TypeRef::Number, _) => "a number",
        (TypeRef::Time, _) => "a number or a date",
        (TypeRef::List(_), _) => "a list",
        (TypeRef::Map(_), _) => "an object",
    };
    Err(format!("expected {expected}, found {}{}", value.kind(), place(at)))
}
