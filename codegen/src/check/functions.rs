//! Rules of a function of `functions/*.yaml`.

use super::checked::{CheckedConstant, CheckedField, CheckedReturns, Destination, FieldRole, PathPart};
use super::clashes::{self, Slot};
use super::destinations::{self, Placed};
use super::field_index::FieldIndex;
use super::fields::{self, check_addition, known_values};
use super::returns;
use super::selectors::{self, Selection};
use super::type_names::TypeNames;
use super::unique::Unique;
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::function::{Field, Function};
use crate::spec::http_line::HttpLine;
use std::borrow::Cow;

/// A function without errors; its Rust names are decided apart from it.
pub struct Resolved<'s> {
    pub http: &'s HttpLine,
    pub path: Vec<PathPart<'s>>,
    pub fields: Vec<CheckedField<'s>>,
    pub constants: Vec<CheckedConstant<'s>>,
    pub retry_unless: Vec<(usize, &'s Json)>,
    pub retry_with: Option<usize>,
    pub returns: CheckedReturns<'s>,
}

/// Checks a function and resolves its references; `None` when it has an error.
pub fn check<'s>(
    function: &'s Function,
    spec: &'s Spec,
    types: &TypeNames<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Resolved<'s>> {
    let errors = diagnostics.errors();
    let index = FieldIndex::new(function);
    check_addition(function.addition.as_ref(), diagnostics);
    check_statuses(function, diagnostics);
    let mut unique = Unique::default();
    for field in &function.fields {
        unique.check(&field.name, "the field", diagnostics);
        fields::check(field, function, spec, diagnostics);
    }
    let returns = returns::check(function, spec, types, diagnostics);
    let references = References::check(&index, diagnostics);
    let request = function.http.get().and_then(|http| Request::check(&index, http, spec, diagnostics));
    let (references, request) = (references?, request?);
    let fields = function.fields.iter().zip(request.roles).zip(references.required_when);
    let resolved = Resolved {
        http: request.http,
        path: request.path,
        fields: fields
            .map(|((written, role), required_when)| CheckedField {
                written,
                role,
                required_when,
                values: known_values(written, spec),
                item: written
                    .item
                    .as_ref()
                    .and_then(|item| Some((item.as_str(), types.inputs.get(item.as_str())?.rust.clone()))),
            })
            .collect(),
        constants: request.constants,
        retry_unless: references.retry_unless,
        retry_with: references.retry_with,
        returns: returns?,
    };
    (diagnostics.errors() == errors).then_some(resolved)
}

fn check_statuses(function: &Function, diagnostics: &mut Diagnostics) {
    for status in function.status.iter().filter(|status| !(200..300).contains(&status.value)) {
        diagnostics.push(Diagnostic::new(
            Code::BadHttp,
            status.span,
            format!("{} is not a status of success", status.value),
        ));
    }
    let is_draft = function.http.get().is_some_and(|http| http.is_draft);
    if function.examples.is_empty() && !is_draft {
        diagnostics.push(
            Diagnostic::new(Code::NoExample, function.name.span, format!("`{}` has no example", function.name.value))
                .help("add one: it becomes the docs' snippets, a test and the emulator's response"),
        );
    }
}

/// The fields that a function refers to by name.
struct References<'s> {
    retry_unless: Vec<(usize, &'s Json)>,
    retry_with: Option<usize>,
    /// For each field.
    required_when: Vec<Vec<(usize, &'s str)>>,
}

impl<'s> References<'s> {
    fn check(index: &FieldIndex<'s>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let function = index.function;
        let mut retry_unless = Vec::new();
        for (name, value) in function.retry_unless.iter().flat_map(|entries| &entries.0) {
            retry_unless.push(index.resolve(name, diagnostics).map(|field| (field, &value.value)));
        }
        let retry_with = function.retry_with.as_ref().map(|name| index.resolve(name, diagnostics));
        let mut required_when = Vec::new();
        for field in &function.fields {
            let mut conditions = Vec::new();
            for (name, value) in field.required_when.iter().flat_map(|entries| &entries.0) {
                conditions.push(index.resolve(name, diagnostics).map(|field| (field, value.as_str())));
            }
            required_when.push(conditions.into_iter().collect::<Option<_>>());
        }
        Some(Self {
            retry_unless: retry_unless.into_iter().collect::<Option<_>>()?,
            retry_with: match retry_with {
                Some(field) => Some(field?),
                None => None,
            },
            required_when: required_when.into_iter().collect::<Option<_>>()?,
        })
    }
}

/// How a function's values are sent.
struct Request<'s> {
    http: &'s HttpLine,
    path: Vec<PathPart<'s>>,
    /// For each field.
    roles: Vec<FieldRole<'s>>,
    constants: Vec<CheckedConstant<'s>>,
}

impl<'s> Request<'s> {
    fn check(index: &FieldIndex<'s>, http: &'s HttpLine, spec: &Spec, diagnostics: &mut Diagnostics) -> Option<Self> {
        let function = index.function;
        let placed = destinations::of_fields(index, http, diagnostics);
        let path = destinations::path_parts(index, &placed, http, diagnostics);
        let mut selections: Vec<Option<Selection>> = Vec::new();
        for field in &function.fields {
            selections.push(selectors::check(field, index, &placed, http, spec, diagnostics));
        }
        let mut constants = Vec::new();
        for constant in &function.constants {
            constants.push(destinations::of_constant(constant, index, diagnostics));
        }
        for (field, placed) in function.fields.iter().zip(&placed) {
            let Some(placed) = placed else { continue };
            destinations::check_encodable(field, placed, index, diagnostics);
            check_credential(field, placed, spec, diagnostics);
        }
        let mut slots = slots(function, &placed);
        for (constant, span) in constants.iter().flatten() {
            slots.push(Slot { destination: constant.destination.clone(), span: *span, when: None });
        }
        clashes::check(&slots, diagnostics);
        clashes::check_bodies(function, http, &slots, diagnostics);
        let roles = function
            .fields
            .iter()
            .zip(placed)
            .enumerate()
            .map(|(position, (field, placed))| role(position, field, placed?, &selections, index, spec));
        Some(Self {
            http,
            roles: roles.collect::<Option<_>>()?,
            path: path?,
            constants: constants.into_iter().map(|constant| Some(constant?.0)).collect::<Option<_>>()?,
        })
    }
}

/// What a field is for.
fn role<'s>(
    position: usize,
    field: &'s Field,
    placed: Placed<'s>,
    selections: &[Option<Selection<'s>>],
    index: &FieldIndex<'s>,
    spec: &Spec,
) -> Option<FieldRole<'s>> {
    if field.selects.is_some() {
        let selects = selections.get(position)?.as_ref()?.selects;
        return Some(FieldRole::Selector { selects });
    }
    if let Some((selector, _)) = index.selector_of(field) {
        let cases = selections.get(selector)?.as_ref()?.cases.clone();
        return Some(FieldRole::Selected { selector, cases });
    }
    let destination = placed.destination?;
    Some(match destination {
        Destination::Header(name) if is_credential(field, spec) => FieldRole::Credential(name),
        destination => FieldRole::Sent(destination),
    })
}

/// Whether a field is the package's credential.
pub fn is_credential(field: &Field, spec: &Spec) -> bool {
    spec.package.auth.as_ref().is_some_and(|auth| field.name.value == auth.field.as_str())
}

fn check_credential(field: &Field, placed: &Placed, spec: &Spec, diagnostics: &mut Diagnostics) {
    if is_credential(field, spec) && !matches!(placed.destination, Some(Destination::Header(_))) {
        diagnostics.push(
            Diagnostic::new(
                Code::DestinationCount,
                field.name.span,
                format!("`{}` is the package's credential and must be sent in its header", field.name.value),
            )
            .help("write `header: Authorization`, as `auth` of `package.yaml` says"),
        );
    }
}

/// The places that fields and cases take.
fn slots<'s>(function: &'s Function, placed: &[Option<Placed<'s>>]) -> Vec<Slot<'s>> {
    let mut slots = Vec::new();
    for placed in placed.iter().flatten() {
        if let Some(destination) = &placed.destination {
            slots.push(Slot { destination: destination.clone(), span: placed.span, when: None });
        }
    }
    for field in &function.fields {
        for (value, case) in field.cases.iter().flat_map(|cases| &cases.0) {
            let when = Some((field.name.as_str(), value.as_str()));
            if let Some(query) = &case.query {
                let destination = Destination::Query(Cow::Borrowed(query.as_str()));
                slots.push(Slot { destination, span: query.span, when });
            }
            if let Some((pointer, span)) = case.body.as_ref().and_then(|body| Some((body.get()?, body.span))) {
                slots.push(Slot { destination: Destination::Body(Cow::Borrowed(pointer)), span, when });
            }
        }
    }
    slots
}
