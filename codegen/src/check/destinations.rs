//! Rules of destinations: each value has one place, no two values share one.

use super::functions::is_scalar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::spec::resolve::{Destination, Http, Template, pointer};
use crate::spec::{Field, Function};

pub fn check(function: &Function, http: &Http, diagnostics: &mut Diagnostics) {
    let mut places = Vec::new();
    for field in &function.fields {
        check_count(field, diagnostics);
        match function.destination(field, http) {
            Ok((Destination::Selected, _)) => {}
            Ok((destination, span)) => {
                check_path_field(field, &destination, &http.path, span, diagnostics);
                places.extend(Place::new(destination, span, None));
            }
            Err(problem) => diagnostics.push(Diagnostic::new(
                Code::BadHttp,
                field.body.as_ref().map_or(field.name.span, |body| body.span),
                problem,
            )),
        }
    }
    for field in &function.fields {
        for (value, case) in field.cases.iter().flat_map(|cases| &cases.0) {
            let when = Some((field.name.value.clone(), value.value.clone()));
            if let Some(query) = &case.query {
                places.extend(Place::new(Destination::Query(query.value.clone()), query.span, when.clone()));
            }
            if let Some(body) = &case.body {
                match pointer(body) {
                    Ok(keys) => places.extend(Place::new(Destination::Body(keys), body.span, when.clone())),
                    Err(problem) => diagnostics.push(Diagnostic::new(Code::BadHttp, body.span, problem)),
                }
            }
        }
    }
    check_constants(function, &mut places, diagnostics);
    check_placeholders(function, http, diagnostics);
    check_clashes(&places, diagnostics);
    if !http.method.has_body() {
        for place in places.iter().filter(|place| matches!(place.destination, Destination::Body(_))) {
            diagnostics.push(
                Diagnostic::new(Code::BodyOnGet, place.span, format!("{} requests have no body", http.method.as_str()))
                    .also(function.http.span, "the method stands here")
                    .help("send it in the query, or change the method"),
            );
        }
    }
}

/// A place in a request that a value takes.
struct Place {
    destination: Destination,
    span: Span,
    /// The selector and its value, when a case decides.
    when: Option<(String, String)>,
}

impl Place {
    fn new(destination: Destination, span: Span, when: Option<(String, String)>) -> Option<Self> {
        (destination != Destination::Selected).then_some(Self { destination, span, when })
    }

    /// Two cases of one selector are never both taken.
    fn excludes(&self, other: &Self) -> bool {
        matches!((&self.when, &other.when), (Some((a, x)), Some((b, y))) if a == b && x != y)
    }

    fn clashes(&self, other: &Self) -> bool {
        match (&self.destination, &other.destination) {
            (Destination::Body(a), Destination::Body(b)) => a.iter().zip(b).all(|(a, b)| a == b),
            (Destination::Header(a), Destination::Header(b)) => a.eq_ignore_ascii_case(b),
            (a, b) => a == b,
        }
    }

    fn shown(&self) -> String {
        match &self.destination {
            Destination::Path(name) => format!("path `{{{name}}}`"),
            Destination::Query(key) => format!("query `{key}`"),
            Destination::Header(name) => format!("header `{name}`"),
            Destination::Body(keys) => format!("body `/{}`", keys.join("/")),
            Destination::Selected => "nowhere".to_owned(),
        }
    }
}

fn check_count(field: &Field, diagnostics: &mut Diagnostics) {
    let written: Vec<_> = field.written_destinations().collect();
    if let [(_, first), (_, second), ..] = written[..] {
        diagnostics.push(
            Diagnostic::new(
                Code::ManyDestinations,
                second.span,
                format!("`{}` has two destinations", field.name.value),
            )
            .label("the second one")
            .also(first.span, "the first one"),
        );
    }
}

fn check_path_field(
    field: &Field,
    destination: &Destination,
    path: &Template,
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    let Destination::Path(name) = destination else { return };
    if !path.placeholders().any(|placeholder| placeholder == name) {
        diagnostics.push(
            Diagnostic::new(Code::PathField, span, format!("the path `{}` has no `{{{name}}}`", path.text))
                .did_you_mean(name, path.placeholders()),
        );
    } else if !field.required {
        diagnostics.push(
            Diagnostic::new(
                Code::OptionalPath,
                field.name.span,
                format!("`{}` stands in the path and must be required", field.name.value),
            )
            .help("add `required: true`"),
        );
    }
}

/// Each placeholder of the main path must be some field's.
fn check_placeholders(function: &Function, http: &Http, diagnostics: &mut Diagnostics) {
    for placeholder in http.path.placeholders() {
        let taken = function.fields.iter().any(
            |field| matches!(function.destination(field, http), Ok((Destination::Path(name), _)) if name == placeholder),
        );
        if !taken {
            diagnostics.push(
                Diagnostic::new(Code::PathField, function.http.span, format!("no field fills `{{{placeholder}}}`"))
                    .did_you_mean(placeholder, function.fields.iter().map(|field| field.name.as_str())),
            );
        }
    }
}

fn check_constants(function: &Function, places: &mut Vec<Place>, diagnostics: &mut Diagnostics) {
    for constant in &function.constants {
        let destination = match (&constant.query, &constant.body) {
            (Some(query), None) => {
                if !is_scalar(&constant.value) {
                    diagnostics.push(Diagnostic::new(
                        Code::BadEncoding,
                        constant.value.span,
                        format!("{} cannot stand in a query", constant.value.kind()),
                    ));
                }
                Ok((Destination::Query(query.value.clone()), query.span))
            }
            (None, Some(body)) => pointer(body)
                .map(|keys| (Destination::Body(keys), body.span))
                .map_err(|problem| Diagnostic::new(Code::BadHttp, body.span, problem)),
            (Some(_), Some(body)) => {
                Err(Diagnostic::new(Code::ManyDestinations, body.span, "a constant goes to the query or to the body"))
            }
            (None, None) => Err(Diagnostic::new(
                Code::ManyDestinations,
                constant.value.span,
                "this constant does not say where it goes",
            )
            .help("add `query: key` or `body: /pointer`")),
        };
        match destination {
            Ok((destination, span)) => places.extend(Place::new(destination, span, None)),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
}

fn check_clashes(places: &[Place], diagnostics: &mut Diagnostics) {
    for (position, place) in places.iter().enumerate() {
        if let Some(earlier) =
            places[..position].iter().find(|earlier| earlier.clashes(place) && !earlier.excludes(place))
        {
            let inside = matches!((&earlier.destination, &place.destination), (Destination::Body(a), Destination::Body(b)) if a != b);
            let message = if inside {
                format!("{} and {} lie one inside the other", place.shown(), earlier.shown())
            } else {
                format!("two values go to {}", place.shown())
            };
            diagnostics.push(
                Diagnostic::new(Code::DestinationClash, place.span, message)
                    .label("one goes here")
                    .also(earlier.span, "the other one here"),
            );
        }
    }
}
