//! Rules of a function of `functions/*.yaml`.

use super::checked::{
    CheckedConstant, CheckedField, CheckedPaging, CheckedReturns, Destination, FieldRole, Goes, PathPart,
};
use super::clashes::{self, Slot};
use super::destinations::{self, Placed};
use super::field_index::FieldIndex;
use super::fields::{self, check_addition, known_values, resolve_kind};
use super::paging;
use super::returns;
use super::selectors::{self, Selection};
use super::type_names::TypeNames;
use super::unique::Unique;
use super::{auth, bodies};
use crate::base::json::Json;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::function::{Field, Function};
use crate::spec::http_line::HttpLine;
use crate::spec::paging::Paging;
use crate::spec::return_type::ReturnType;
use heck::ToSnakeCase;
use std::borrow::Cow;

/// A function without errors; its Rust names are decided apart from it.
pub struct Resolved<'s> {
    pub http: &'s HttpLine,
    pub path: Vec<PathPart<'s>>,
    pub fields: Vec<CheckedField<'s>>,
    pub constants: Vec<CheckedConstant<'s>>,
    pub retry_unless: Vec<(usize, &'s Json)>,
    pub retry_with: Option<usize>,
    pub needs: Vec<Vec<usize>>,
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
    auth::check_function(function, &spec.package, diagnostics);
    let mut unique = Unique::default();
    for field in &function.fields {
        unique.check(&field.name, "the field", diagnostics);
        fields::check(field, function, spec, diagnostics);
    }
    let paging = function.paging.as_ref().map(|_| {
        let written = paging::of_function(function, &spec.package, diagnostics)?;
        let mut checked = paging::check(written.paging, written.name, written.span, diagnostics)?;
        check_place(&checked, written.span, &index, diagnostics);
        check_size(&mut checked, written.paging, &index, diagnostics);
        check_beyond(written.paging, function, spec, diagnostics);
        Some((checked, written.span))
    });
    let returns = returns::check(function, paging.clone().flatten(), spec, types, diagnostics);
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
                kind: resolve_kind(&written.kind.kind, spec),
                role,
                required_when,
                values: known_values(written, spec),
                item: fields::item_of(written).and_then(|item| Some((item, types.inputs.get(item)?.rust.clone()))),
            })
            .collect(),
        constants: request.constants,
        retry_unless: references.retry_unless,
        retry_with: references.retry_with,
        needs: references.needs,
        returns: returns?,
    };
    (diagnostics.errors() == errors).then_some(resolved)
}

fn check_statuses(function: &Function, diagnostics: &mut Diagnostics) {
    let is_redirect = function.returns.get() == Some(&ReturnType::Redirect);
    let expected = if is_redirect { 200..400 } else { 200..300 };
    for status in function.status.iter().filter(|status| !expected.contains(&status.value)) {
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
    /// Groups of which one is given.
    needs: Vec<Vec<usize>>,
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
        let mut needs = Vec::new();
        for group in &function.needs {
            if group.is_empty() {
                let message = "a group of `needs` names at least one argument";
                diagnostics.push(Diagnostic::new(Code::UnknownReference, function.name.span, message));
            }
            let mut fields = Vec::new();
            for name in group {
                fields.push(index.resolve(name, diagnostics));
            }
            needs.push(fields.into_iter().collect::<Option<_>>());
        }
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
            needs: needs.into_iter().collect::<Option<_>>()?,
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
    fn check(
        index: &FieldIndex<'s>,
        http: &'s HttpLine,
        spec: &'s Spec,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let function = index.function;
        let placed = destinations::of_fields(index, http, &spec.package, diagnostics);
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
            destinations::check_encodable(field, placed, index, &spec.package, diagnostics);
            check_given(field, placed, spec, diagnostics);
        }
        let mut slots = slots(function, &placed);
        for (constant, span) in constants.iter().flatten() {
            slots.push(Slot { destination: constant.destination.clone(), span: *span, when: None });
        }
        clashes::check(&slots, diagnostics);
        bodies::check(function, &spec.package, http, &slots, diagnostics);
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
    if spec.package.is_variable(&field.name) {
        return Some(FieldRole::Variable);
    }
    if spec.package.is_given(&field.name) {
        return Some(FieldRole::Credential(placed.destination));
    }
    Some(FieldRole::Sent(placed.destination?))
}

/// A value that clients are given goes where the package says; a row that says so too must say the same.
fn check_given(field: &Field, placed: &Placed, spec: &Spec, diagnostics: &mut Diagnostics) {
    if !spec.package.is_given(&field.name) {
        return;
    }
    let same = match &placed.destination {
        Some(Destination::Header(name)) => {
            field.header.as_ref().is_some_and(|header| header.as_str().eq_ignore_ascii_case(name))
        }
        Some(Destination::Query(key)) => field.query.as_ref().is_some_and(|query| query.as_str() == key.as_ref()),
        Some(Destination::Path(name)) => field.path.as_ref().is_some_and(|path| path.as_str() == *name),
        Some(Destination::Body(pointer)) => {
            field.body.as_ref().and_then(|body| body.get()).is_some_and(|body| body == pointer.as_ref())
        }
        // A function without it, and Basic authentication, whose header has both halves.
        None => field.header.is_some(),
    };
    if let Some(written) = field.destination_spans().next().filter(|_| !same) {
        diagnostics.push(
            Diagnostic::new(
                Code::DestinationCount,
                written,
                format!("`{}` goes where `package.yaml` says, and that is not here", field.name.value),
            )
            .help("remove the destination"),
        );
    }
}

/// The next place of a list that goes into the body, and that of a scroll, need a field there.
fn check_place(paging: &CheckedPaging, span: Span, index: &FieldIndex, diagnostics: &mut Diagnostics) {
    let is_there = match &paging.goes {
        Some(Goes::Body(keys)) => index.function.fields.iter().any(|field| {
            let body = field.body.as_ref().and_then(|body| body.get());
            body.map_or_else(|| keys[..] == [field.name.to_snake_case()], |body| body.keys() == keys.as_slice())
        }),
        Some(Goes::Query(key)) if paging.idle.is_some() => index.function.fields.iter().any(|field| {
            field.query.as_ref().map_or_else(|| field.name.to_snake_case() == *key, |query| query.value == *key)
        }),
        _ => true,
    };
    if !is_there {
        diagnostics.push(
            Diagnostic::new(Code::BadPaging, span, "no field goes where the next place does")
                .help("add an optional field with that destination"),
        );
    }
}

/// The size of a page is a field of the function. A way of the package counts for those functions that have it.
fn check_size(checked: &mut CheckedPaging, written: &Paging, index: &FieldIndex, diagnostics: &mut Diagnostics) {
    let Some(size) = &written.size else { return };
    if index.function.fields.iter().any(|field| field.name.value.as_str() == size.as_str()) {
        return;
    }
    checked.size = None;
    if checked.name.is_none() {
        let known = index.function.fields.iter().map(|field| field.name.value.as_str());
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                size.span,
                format!("`{}` is not a field of this function", size.value),
            )
            .did_you_mean(size, known),
        );
    }
}

/// What has all items of a list that ends early is another list.
fn check_beyond(written: &Paging, function: &Function, spec: &Spec, diagnostics: &mut Diagnostics) {
    let Some(beyond) = &written.beyond else { return };
    let lists = || {
        let others = spec.functions().filter(|other| other.name.value != function.name.value);
        others.filter(|other| other.paging.is_some()).map(|other| other.name.value.as_str())
    };
    if lists().any(|name| name == beyond.as_str()) {
        return;
    }
    let message = format!("`{}` is no other function with a list in pages", beyond.value);
    diagnostics.push(Diagnostic::new(Code::UnknownReference, beyond.span, message).did_you_mean(beyond, lists()));
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
