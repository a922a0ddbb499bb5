//! Rules of destinations: where each value is sent, and that it can be sent there.

use super::checked::{CheckedConstant, Destination, PathPart};
use super::field_index::FieldIndex;
use crate::base::json::Json;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::field_type::FieldKind;
use crate::spec::function::{Const, Field};
use crate::spec::http_line::HttpLine;
use crate::spec::keywords::Encode;
use crate::spec::package::Package;
use crate::spec::path_template::{PathTemplate, TemplatePart};
use crate::spec::pointer::JsonPointer;
use heck::ToSnakeCase;
use std::borrow::Cow;

/// Where a field is sent, and what says so in the spec.
pub struct Placed<'s> {
    /// Where; `None` when a selector decides, or when the field is a selector.
    pub destination: Option<Destination<'s>>,
    /// What says so.
    pub span: Span,
}

/// Where each field is sent; `None` for a field whose destination has an error.
pub fn of_fields<'s>(
    fields: &FieldIndex<'s>,
    http: &HttpLine,
    package: &'s Package,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Placed<'s>>> {
    let mut placed = Vec::new();
    for field in &fields.function.fields {
        check_count(field, diagnostics);
        let place = place(field, fields, http, package);
        match &place {
            Some(Placed { destination: Some(Destination::Path(name)), span }) if !http.is_draft => {
                check_path_field(field, name, &http.path, *span, diagnostics);
            }
            _ => {}
        }
        placed.push(place);
    }
    placed
}

/// Where a field is sent: as written, or by default. `None` when the JSON pointer that says so did not parse.
fn place<'s>(field: &'s Field, fields: &FieldIndex<'s>, http: &HttpLine, package: &'s Package) -> Option<Placed<'s>> {
    let name_span = field.name.span;
    if field.selects.is_some() || fields.selector_of(field).is_some() {
        return Some(Placed { destination: None, span: name_span });
    }
    if package.is_given(&field.name) {
        return given_place(field, fields, package);
    }
    let (destination, span) = if let Some(path) = &field.path {
        (Destination::Path(path), path.span)
    } else if let Some(query) = &field.query {
        (Destination::Query(Cow::Borrowed(query)), query.span)
    } else if let Some(header) = &field.header {
        (Destination::Header(header), header.span)
    } else if let Some(body) = &field.body {
        (Destination::Body(Cow::Borrowed(body.get()?)), body.span)
    } else if http.path.has(&field.name) {
        (Destination::Path(&field.name), name_span)
    } else if http.method.has_body() {
        (Destination::Body(Cow::Owned(JsonPointer::to_member(field.name.to_snake_case()))), name_span)
    } else {
        (Destination::Query(Cow::Owned(field.name.to_snake_case())), name_span)
    };
    Some(Placed { destination: Some(destination), span })
}

/// Where a value goes that clients are given: where its scheme says, or into the server's URL.
fn given_place<'s>(field: &Field, fields: &FieldIndex<'s>, package: &'s Package) -> Option<Placed<'s>> {
    let scheme = package.scheme(fields.function.auth.as_ref().map(|auth| auth.as_str()));
    let carried =
        scheme.and_then(|scheme| scheme.carried().find(|carried| carried.field.as_str() == field.name.as_str()));
    let span = field.name.span;
    let Some(carried) = carried else { return Some(Placed { destination: None, span }) };
    let destination = if let Some((header, _)) = carried.header {
        Some(Destination::Header(header))
    } else if let Some(query) = carried.query {
        Some(Destination::Query(Cow::Borrowed(query.as_str())))
    } else if let Some(path) = carried.path {
        Some(Destination::Path(path))
    } else {
        match carried.body {
            Some(body) => Some(Destination::Body(Cow::Borrowed(body.get()?))),
            None => None,
        }
    };
    Some(Placed { destination, span })
}

fn check_count(field: &Field, diagnostics: &mut Diagnostics) {
    let mut spans = field.destination_spans();
    if let (Some(first), Some(second)) = (spans.next(), spans.next()) {
        diagnostics.push(
            Diagnostic::new(Code::DestinationCount, second, format!("`{}` has two destinations", field.name.value))
                .label("the second one")
                .also(first, "the first one"),
        );
    }
}

fn check_path_field(field: &Field, name: &str, path: &PathTemplate, span: Span, diagnostics: &mut Diagnostics) {
    if !path.has(name) {
        diagnostics.push(
            Diagnostic::new(Code::PathField, span, format!("the path `{}` has no `{{{name}}}`", path.text))
                .did_you_mean(name, path.placeholders()),
        );
    } else if !field.required {
        diagnostics.push(
            Diagnostic::new(
                Code::OptionalPath,
                field.name.span,
                format!("`{}` is a part of the path and must be required", field.name.value),
            )
            .help("add `required: true`"),
        );
    }
}

/// The parts of the function's path; reports a placeholder that no field fills.
pub fn path_parts<'s>(
    fields: &FieldIndex<'s>,
    placed: &[Option<Placed>],
    http: &'s HttpLine,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<PathPart<'s>>> {
    let mut parts = Vec::new();
    for part in &http.path.parts {
        parts.push(match part {
            TemplatePart::Text(text) => Some(PathPart::Text(text)),
            TemplatePart::Placeholder(name) | TemplatePart::Segments(name) => {
                let filler = filler(name, placed);
                if filler.is_none() {
                    let span = fields.function.http.span;
                    diagnostics.push(
                        Diagnostic::new(Code::PathField, span, format!("no field fills `{{{name}}}`"))
                            .did_you_mean(name, fields.names()),
                    );
                }
                let is_one = matches!(part, TemplatePart::Placeholder(_));
                filler.map(if is_one { PathPart::Field } else { PathPart::Segments })
            }
        });
    }
    parts.into_iter().collect()
}

/// The position of the field that fills a placeholder.
pub fn filler(placeholder: &str, placed: &[Option<Placed>]) -> Option<usize> {
    placed.iter().position(|place| {
        let destination = place.as_ref().and_then(|place| place.destination.as_ref());
        matches!(destination, Some(Destination::Path(name)) if *name == placeholder)
    })
}

/// Where a constant is sent.
pub fn of_constant<'s>(
    constant: &'s Const,
    fields: &FieldIndex,
    diagnostics: &mut Diagnostics,
) -> Option<(CheckedConstant<'s>, Span)> {
    let with = constant.with.as_ref().map(|with| fields.resolve(with, diagnostics));
    let is_text = matches!(constant.value.value, Json::String(_) | Json::Number(_) | Json::Bool(_));
    let places = [
        constant.query.as_ref().map(|query| (Some(Destination::Query(Cow::Borrowed(query.as_str()))), query.span)),
        constant.header.as_ref().map(|header| (Some(Destination::Header(header)), header.span)),
        constant
            .body
            .as_ref()
            .map(|body| (body.get().map(|pointer| Destination::Body(Cow::Borrowed(pointer))), body.span)),
    ];
    let mut places = places.into_iter().flatten();
    let (destination, span) = match (places.next(), places.next()) {
        (Some((destination, span)), None) => (destination?, span),
        (Some(_), Some((_, second))) => {
            let message = "a constant has one destination: the query, a header or the body";
            diagnostics.push(Diagnostic::new(Code::DestinationCount, second, message));
            return None;
        }
        (None, _) => {
            diagnostics.push(
                Diagnostic::new(Code::DestinationCount, constant.value.span, "this constant has no destination")
                    .help("add `query: key`, `header: Name` or `body: /pointer`"),
            );
            return None;
        }
    };
    if !is_text && !matches!(destination, Destination::Body(_)) {
        let place = if matches!(destination, Destination::Query(_)) { "a query" } else { "a header" };
        diagnostics.push(Diagnostic::new(
            Code::BadEncoding,
            constant.value.span,
            format!("{} cannot be sent in {place}", constant.value.kind()),
        ));
    }
    // A field that does not exist has been reported.
    let with = match with {
        Some(with) => Some(with?),
        None => None,
    };
    Some((CheckedConstant { value: &constant.value, destination, with }, span))
}

/// Only texts can be sent in a path, a query or a header, and lists that an encoding makes texts of.
pub fn check_encodable(
    field: &Field,
    placed: &Placed,
    fields: &FieldIndex,
    package: &Package,
    diagnostics: &mut Diagnostics,
) {
    let encode = field.encode.as_ref().map(|encode| encode.value);
    let is_text = match &field.kind.kind {
        FieldKind::Json | FieldKind::Object | FieldKind::Array | FieldKind::List(_) | FieldKind::File => {
            matches!(encode, Some(Encode::Comma | Encode::JsonText))
        }
        FieldKind::Text | FieldKind::Named(_) => encode != Some(Encode::CommaList),
        FieldKind::Integer
        | FieldKind::Number
        | FieldKind::Boolean
        | FieldKind::Time
        | FieldKind::DateTime
        | FieldKind::Date => true,
    };
    // Where keys nest, an object has a place in a query too.
    let nests = package.nesting.is_some() || fields.function.nesting.is_some();
    let is_pairs =
        matches!(encode, Some(Encode::Repeat | Encode::Brackets)) || (nests && field.kind.kind != FieldKind::File);
    let fits = match placed.destination {
        Some(Destination::Body(_)) => true,
        Some(Destination::Query(_)) => is_text || is_pairs,
        Some(Destination::Path(_) | Destination::Header(_)) => is_text,
        None => {
            let cases = fields.selector_of(field).and_then(|(_, selector)| selector.cases.as_ref());
            is_text || cases.is_none_or(|cases| cases.0.iter().all(|(_, case)| case.body.is_some()))
        }
    };
    if !fits {
        diagnostics.push(
            Diagnostic::new(
                Code::BadEncoding,
                placed.span,
                format!(
                    "`{}` is a list or an object, which a path, a query or a header cannot carry",
                    field.name.value
                ),
            )
            .help(
                "send it in the body, or say how it is written: `encode: comma`, `repeat`, `brackets` or `json_text`",
            ),
        );
    }
}
