//! Rules of `functions/*.yaml`.

use super::types::{check_model_exists, check_value_list};
use super::{Once, check_addition, check_name, destinations, selectors};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::json::Json;
use crate::source::Spanned;
use crate::spec::resolve::{Destination, Http, TypeExpr};
use crate::spec::{Encode, Field, FieldType, Function, OneOrManyValues, Paging, Spec};
use std::collections::{BTreeMap, BTreeSet};

/// Checks all functions and gives the names of those with a fault.
pub fn check(spec: &Spec, diagnostics: &mut Diagnostics) -> BTreeSet<String> {
    let mut faulty = BTreeSet::new();
    let mut resources = Once::default();
    let mut names = Once::default();
    for (_, file) in &spec.functions {
        resources.check(&file.resource, "the function file of", diagnostics);
        if !spec.package.resources.iter().any(|resource| *resource.name == *file.resource) {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownReference,
                    file.resource.span,
                    format!("the resource `{}` is not in `package.yaml`", file.resource.value),
                )
                .did_you_mean(&file.resource, spec.package.resources.iter().map(|resource| resource.name.as_str())),
            );
        }
        let mut methods = Once::default();
        for function in &file.functions {
            let before = diagnostics.len();
            check_name(&function.name, "a function", diagnostics);
            check_name(&function.method, "a method", diagnostics);
            names.check(&function.name, "the function", diagnostics);
            methods.check(&function.method, "the method", diagnostics);
            check_function(function, spec, diagnostics);
            // Only the new ones are looked at: there may be thousands of warnings.
            if diagnostics.iter().skip(before).any(|diagnostic| diagnostic.severity() == Severity::Error) {
                faulty.insert(function.name.value.clone());
            }
        }
    }
    for resource in &spec.package.resources {
        if !spec.functions.iter().any(|(_, file)| *file.resource == *resource.name) {
            diagnostics.push(Diagnostic::new(
                Code::UnknownReference,
                resource.name.span,
                format!("the resource `{}` has no file in `functions/`", resource.name.value),
            ));
        }
    }
    check_paged_models(spec, diagnostics);
    faulty
}

/// A model that comes in pages is a list of one thing: all functions that return it must name the same key.
fn check_paged_models(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut keys: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    let functions = spec.functions.iter().flat_map(|(_, file)| &file.functions);
    for function in functions.filter(|function| function.paging.is_some()) {
        let Some(list) = &function.list else { continue };
        let first = keys.entry(function.returns.as_str()).or_insert(list);
        if first.value != list.value {
            diagnostics.push(
                Diagnostic::new(
                    Code::ListKey,
                    list.span,
                    format!("`{}` already comes in pages of `{}`", function.returns.value, first.value),
                )
                .also(first.span, "here")
                .help("give the other list a model of its own"),
            );
        }
    }
}

fn check_function(function: &Function, spec: &Spec, diagnostics: &mut Diagnostics) {
    check_addition(function.addition.as_ref(), diagnostics);
    let mut names = Once::default();
    for field in &function.fields {
        check_name(&field.name, "a field", diagnostics);
        names.check(&field.name, "the field", diagnostics);
        check_field(field, function, spec, diagnostics);
    }
    check_references(function, diagnostics);
    check_returns(function, spec, diagnostics);
    match Http::parse(&function.http) {
        Ok(http) => {
            selectors::check(function, &http, spec, diagnostics);
            destinations::check(function, &http, diagnostics);
            check_places(function, &http, spec, diagnostics);
        }
        Err(problem) => diagnostics.push(Diagnostic::new(Code::BadHttp, function.http.span, problem)),
    }
    for status in function.status.iter().filter(|status| !(200..300).contains(&status.value)) {
        diagnostics.push(Diagnostic::new(
            Code::BadHttp,
            status.span,
            format!("{} is not a status of success", status.value),
        ));
    }
    if function.examples.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::NoExample, function.name.span, format!("`{}` has no example", function.name.value))
                .help("add one: it becomes the docs' snippets, a test and the emulator's answer"),
        );
    }
}

fn check_field(field: &Field, function: &Function, spec: &Spec, diagnostics: &mut Diagnostics) {
    check_addition(field.addition.as_ref(), diagnostics);
    if field.doc.trim().is_empty() {
        diagnostics.push(Diagnostic::new(
            Code::NoDoc,
            field.doc.span,
            format!("`{}` of `{}` has no description", field.name.value, function.name.value),
        ));
    }
    if field.required && field.required_when.is_some() {
        diagnostics.push(
            Diagnostic::new(Code::BadSelector, field.name.span, "`required` and `required_when` exclude each other")
                .help("keep `required_when` if the argument is needed only in some calls"),
        );
    }
    match &field.values {
        Some(OneOrManyValues::One(name)) if spec.shared_enum(name).is_none() => diagnostics.push(
            Diagnostic::new(Code::UnknownType, name.span, format!("the enum `{}` is not defined", name.value))
                .did_you_mean(name, spec.enums().map(|shared| shared.name.as_str())),
        ),
        Some(OneOrManyValues::Many(values)) => check_value_list(&field.name, values.iter(), diagnostics),
        _ => {}
    }
    if field.values.is_some() && field.kind.value != FieldType::String {
        diagnostics.push(Diagnostic::new(
            Code::BadEncoding,
            field.kind.span,
            format!("only a String can have an `enum`, and this is {}", field.kind.word()),
        ));
    }
    check_encoding(field, diagnostics);
}

fn check_encoding(field: &Field, diagnostics: &mut Diagnostics) {
    if let Some(encode) = &field.encode {
        if !field.kind.takes(encode.value) {
            diagnostics.push(Diagnostic::new(
                Code::BadEncoding,
                encode.span,
                format!("`{}` does not fit the type {}", encode.word(), field.kind.word()),
            ));
        }
        if field.values.is_some() {
            diagnostics.push(Diagnostic::new(Code::BadEncoding, encode.span, "an `enum` has no other encoding"));
        }
    }
    let encode = field.encode.as_ref().map(|encode| encode.value);
    if let Some(wrap) = field.wrap.as_ref().filter(|_| encode != Some(Encode::CommaList)) {
        diagnostics.push(Diagnostic::new(Code::BadEncoding, wrap.span, "`wrap` goes only with `encode: comma_list`"));
    }
    if field.force.is_some() && (field.kind.value != FieldType::Array || encode.is_some()) {
        diagnostics.push(Diagnostic::new(
            Code::BadEncoding,
            field.name.span,
            "`force` goes only with an Array of objects",
        ));
    }
}

/// Only what is one text can stand in a path, a query or a header.
fn check_places(function: &Function, http: &Http, spec: &Spec, diagnostics: &mut Diagnostics) {
    for field in &function.fields {
        let plain = match field.kind.value {
            FieldType::Json | FieldType::Array => false,
            FieldType::String => field.encode.as_ref().is_none_or(|encode| encode.value != Encode::CommaList),
            FieldType::Number | FieldType::Boolean => true,
        };
        let Ok((destination, span)) = function.destination(field, http) else { continue };
        let in_body = match destination {
            Destination::Body(_) => true,
            Destination::Selected => function
                .selector_of(field)
                .and_then(|selector| selector.cases.as_ref())
                .is_none_or(|cases| cases.0.iter().all(|(_, case)| case.body.is_some())),
            _ => false,
        };
        if !plain && !in_body {
            diagnostics.push(
                Diagnostic::new(
                    Code::BadEncoding,
                    span,
                    format!(
                        "`{}` is a list or an object and cannot stand in a path, a query or a header",
                        field.name.value
                    ),
                )
                .help("send it in the body"),
            );
        }
        let credential = spec.package.auth.as_ref().is_some_and(|auth| *auth.field == *field.name);
        if credential && !matches!(destination, Destination::Header(_)) {
            diagnostics.push(
                Diagnostic::new(
                    Code::ManyDestinations,
                    field.name.span,
                    format!("`{}` is the package's credential and must go to its header", field.name.value),
                )
                .help("write `header: Authorization`, as `auth` of `package.yaml` says"),
            );
        }
        if let Destination::Header(name) = destination {
            super::package::check_header(&Spanned { value: name, span }, diagnostics);
        }
    }
}

fn check_references(function: &Function, diagnostics: &mut Diagnostics) {
    let fields = || function.fields.iter().map(|field| field.name.as_str());
    let mut known = |name: &Spanned<String>| {
        if function.field(name).is_none() {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownReference,
                    name.span,
                    format!("`{}` is not a field of `{}`", name.value, function.name.value),
                )
                .did_you_mean(name, fields()),
            );
        }
    };
    for (name, _) in function.retry_unless.iter().flat_map(|entries| &entries.0) {
        known(name);
    }
    for name in
        function.retry_with.iter().chain(function.constants.iter().filter_map(|constant| constant.with.as_ref()))
    {
        known(name);
    }
    for (name, _) in
        function.fields.iter().filter_map(|field| field.required_when.as_ref()).flat_map(|entries| &entries.0)
    {
        known(name);
    }
}

fn check_returns(function: &Function, spec: &Spec, diagnostics: &mut Diagnostics) {
    check_model_exists(&function.returns, spec, diagnostics);
    let Some(model) = spec.model(&function.returns) else {
        for key in [&function.list, &function.unwrap].into_iter().flatten() {
            if function.returns.value == "Empty" {
                diagnostics.push(Diagnostic::new(Code::ListKey, key.span, "an empty answer has no list"));
            }
        }
        return;
    };
    if let Some(list) = &function.list {
        let field = model.fields.iter().find(|field| *field.name == **list);
        let is_list = field.is_some_and(|field| matches!(TypeExpr::parse(&field.kind), Ok(TypeExpr::List(_))));
        if !is_list {
            let lists = model.fields.iter().filter(|field| field.kind.starts_with("list<"));
            diagnostics.push(
                Diagnostic::new(
                    Code::ListKey,
                    list.span,
                    format!("`{}` is not a list field of `{}`", list.value, model.name.value),
                )
                .also(model.name.span, "the returned model")
                .did_you_mean(list, lists.map(|field| field.name.as_str())),
            );
        }
    }
    if let Some(unwrap) = function.unwrap.as_ref().filter(|_| function.list.is_some()) {
        diagnostics.push(Diagnostic::new(Code::ListKey, unwrap.span, "`list` and `unwrap` exclude each other"));
    }
    if let Some(paging) = &function.paging {
        if function.list.is_none() {
            diagnostics.push(Diagnostic::new(Code::ListKey, paging.span, "`paging` goes only with `list`"));
        }
        let cursor = match paging.value {
            Paging::Pages => "pages",
            Paging::Scroll => "scroll_param",
        };
        if !model.fields.iter().any(|field| *field.name == cursor) {
            diagnostics.push(
                Diagnostic::new(
                    Code::ListKey,
                    paging.span,
                    format!("paging by `{}` needs the field `{cursor}` in `{}`", paging.word(), model.name.value),
                )
                .also(model.name.span, "the returned model"),
            );
        }
    }
}

/// Whether a JSON value can stand as text in a query or a path.
pub fn is_scalar(value: &Json) -> bool {
    matches!(value, Json::String(_) | Json::Number(_) | Json::Bool(_))
}
