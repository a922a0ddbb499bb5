//! Functions and the enums that only they use.

use super::requests::RequestParts;
use super::text::trimmed;
use super::types::{Stated, spec_type, type_ref, variants};
use super::{auth, paging};
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::check::bodies;
use crate::check::checked::{
    CaseDestination, CheckedCase, CheckedField, CheckedFunction, CheckedResource, CheckedReturns, Destination,
    FieldRole,
};
use crate::check::rust_names::{ChoiceNames, ParamNames};
use crate::model::example::{Example, Request};
use crate::model::facts::{MAX, MAX_ITEMS, MAX_LENGTH, MIN, MIN_ITEMS, MIN_LENGTH, PATTERN};
use crate::model::function::{
    ArgKind, BodyAs, Condition, Field, Function, FunctionNames, ListOf, RetryRule, Returns, Role, Style,
};
use crate::model::param::{Param, ParamType};
use crate::model::types::EnumDef;
use crate::spec::Spec;
use crate::spec::auth::Scheme;
use crate::spec::field_type::FieldKind;
use crate::spec::function;
use crate::spec::http_line::HttpLine;
use crate::spec::keywords::{self, Encode, Nesting};
use crate::spec::package::Package;

/// The status of success, where the spec does not say it.
fn default_status(returns: &CheckedReturns) -> u16 {
    if matches!(returns, CheckedReturns::Redirect) { 302 } else { 200 }
}

pub fn lower(function: &CheckedFunction, spec: &Spec) -> Function {
    let (written, package) = (function.written, &spec.package);
    let request = RequestParts::of(function);
    let fields: Vec<Field> = function.fields.iter().map(|field| lower_field(field, function, spec)).collect();
    let params = params(function, &fields);
    let statuses: Vec<u16> = written.status.iter().map(|status| status.value).collect();
    Function {
        name: written.name.to_string(),
        method: written.method.to_string(),
        rust: FunctionNames {
            method: function.names.method.clone(),
            builder: function.names.builder.clone(),
            table: function.names.table.clone(),
        },
        doc: written.doc.value.clone(),
        draft: function.http.is_draft,
        http: function.http.method,
        path: function.http.path.text.clone(),
        routes: request.routes,
        query: request.query,
        headers: request.headers,
        body: (!request.body.is_empty()).then_some(request.body),
        fields,
        params,
        complete_body: request.complete_body,
        body_as: body_as(function, package),
        nesting: written
            .nesting
            .as_ref()
            .or(package.nesting.as_ref())
            .map_or(Nesting::Brackets, |nesting| nesting.value),
        auth: auth::of_function(written, package),
        server: written.server.as_ref().map(|server| server.value.clone()),
        failed_when: written
            .failed_when
            .0
            .iter()
            .map(|(key, value)| (key.value.clone(), value.value.clone()))
            .collect(),
        deprecated: trimmed(written.deprecated.as_ref()),
        since: trimmed(written.since.as_ref()),
        retry: RetryRule {
            class: written.retry_class(function.http.method),
            unless: function.retry_unless.iter().map(|(field, value)| (*field, (*value).clone())).collect(),
            with: function.retry_with,
        },
        needs: function.needs.clone(),
        returns: returns(&function.returns, written),
        status: if statuses.is_empty() { vec![default_status(&function.returns)] } else { statuses },
        addition: trimmed(written.addition.as_ref()),
        warning: trimmed(written.warning.as_ref()),
        examples: examples(function),
    }
}

/// The examples; those of a draft cannot be sent yet.
fn examples(function: &CheckedFunction) -> Vec<Example> {
    let examples = function.written.examples.iter().filter(|_| !function.http.is_draft);
    examples.map(|example| lower_example(example, function)).collect()
}

/// The enums that only one function of a resource uses.
pub fn own_enums(resource: &CheckedResource) -> Vec<EnumDef> {
    let fields = resource.functions.iter().flat_map(|function| {
        let params = function.names.params.iter().enumerate();
        params.filter_map(move |(position, names)| Some((function, position, names.as_ref()?.choice.as_ref()?)))
    });
    let own = fields.filter_map(|(function, position, choice)| {
        let ChoiceNames::Own(names) = choice else { return None };
        let selector = selector_of(function, position);
        let field = function.fields.get(selector.unwrap_or(position))?;
        Some(EnumDef {
            name: field.written.name.to_string(),
            rust_name: names.rust.clone(),
            doc: field.written.doc.value.clone(),
            // The resource's module is behind its feature as a whole.
            features: Vec::new(),
            selector: selector.is_some(),
            argument: None,
            variants: variants(
                field.values.iter().map(|value| Stated { value, doc: None, since: None }),
                &names.variants,
            ),
        })
    });
    own.collect()
}

/// The position of the selector of a field, if it has one.
fn selector_of(function: &CheckedFunction, position: usize) -> Option<usize> {
    match function.fields.get(position)?.role {
        FieldRole::Selected { selector, .. } => Some(selector),
        _ => None,
    }
}

fn lower_field(field: &CheckedField, function: &CheckedFunction, spec: &Spec) -> Field {
    let written = field.written;
    let condition = |(field, value): &(usize, &str)| Condition { field: *field, value: (*value).to_owned() };
    Field {
        name: written.name.to_string(),
        table_type: written.kind.as_str().to_owned(),
        doc: written.doc.value.clone(),
        note: trimmed(written.note.as_ref()),
        addition: trimmed(written.addition.as_ref()),
        required: written.required,
        required_when: field.required_when.iter().map(condition).collect(),
        values: field.values.iter().map(|value| (*value).to_owned()).collect(),
        item: field.item.as_ref().map(|(name, _)| (*name).to_owned()),
        chunk: written.chunk.as_ref().map(|chunk| chunk.value),
        kind: arg_kind(field),
        style: style(field),
        nullable: written.nullable,
        deprecated: trimmed(written.deprecated.as_ref()),
        since: trimmed(written.since.as_ref()),
        facts: facts(written),
        role: match &field.role {
            FieldRole::Selector { selects } => Role::Selector { selects: *selects },
            FieldRole::Credential(_) => Role::Credential,
            FieldRole::Variable => Role::Variable,
            FieldRole::Sent(_) | FieldRole::Selected { .. } => Role::Plain,
        },
        sent_as: sent_as(field, function, spec),
        secret: written.secret,
        pii: written.pii,
    }
}

/// Where a field is sent, in the words of the docs.
fn sent_as(field: &CheckedField, function: &CheckedFunction, spec: &Spec) -> String {
    if function.http.is_draft {
        return HttpLine::DRAFT.to_owned();
    }
    match &field.role {
        FieldRole::Selector { selects } => {
            let selected = function.fields.get(*selects).map_or("", |selected| selected.written.name.as_str());
            format!("decides where `{selected}` goes")
        }
        FieldRole::Selected { cases, .. } => {
            let case = |case: &CheckedCase| {
                let destination = match &case.destination {
                    CaseDestination::Path(template, _) => format!("path `{}`", template.text),
                    CaseDestination::Query(key) => format!("query `{key}`"),
                    CaseDestination::Body(pointer) => format!("body `{pointer}`"),
                };
                format!("{}: {destination}", case.value)
            };
            cases.iter().map(case).collect::<Vec<_>>().join("; ")
        }
        FieldRole::Credential(None) => match own_scheme(field, function, spec) {
            Some(scheme) => format!("header `{}`", auth::scheme(scheme).shown()),
            None => "not sent".to_owned(),
        },
        FieldRole::Credential(Some(Destination::Header(header))) => {
            let scheme = own_scheme(field, function, spec);
            let carried = scheme.and_then(|scheme| {
                scheme.carried().find(|carried| carried.field.as_str() == field.written.name.as_str())
            });
            let prefix = carried.and_then(|carried| carried.header).map_or("", |(_, prefix)| prefix);
            format!("header `{header}: {}`", format!("{prefix} …").trim_start())
        }
        FieldRole::Variable => "the server's URL".to_owned(),
        FieldRole::Credential(Some(destination)) | FieldRole::Sent(destination) => shown(destination),
    }
}

/// The scheme of a function's calls, if it has this credential.
fn own_scheme<'s>(field: &CheckedField, function: &CheckedFunction, spec: &'s Spec) -> Option<&'s Scheme> {
    let scheme = spec.package.scheme(function.written.auth.as_ref().map(|auth| auth.as_str()));
    scheme.filter(|scheme| scheme.names().any(|name| name == field.written.name.as_str()))
}

fn shown(destination: &Destination) -> String {
    match destination {
        Destination::Path(name) => format!("path `{{{name}}}`"),
        Destination::Query(key) => format!("query `{key}`"),
        Destination::Header(name) => format!("header `{name}`"),
        Destination::Body(pointer) if pointer.is_root() => "the complete body".to_owned(),
        Destination::Body(pointer) => format!("body `{pointer}`"),
    }
}

/// What the docs say of a field beyond its table: its default and its bounds.
fn facts(field: &function::Field) -> Vec<(String, Json)> {
    let (min, max) = match &field.kind.kind {
        FieldKind::Text => (MIN_LENGTH, MAX_LENGTH),
        FieldKind::List(_) | FieldKind::Array => (MIN_ITEMS, MAX_ITEMS),
        _ => (MIN, MAX),
    };
    let facts = [("default", &field.default), (min, &field.min), (max, &field.max)];
    let facts = facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.as_ref()?.value.clone())));
    let pattern = field.pattern.as_ref().map(|pattern| (PATTERN.to_owned(), Json::text(&pattern.value)));
    facts.chain(pattern).collect()
}

/// The typed arguments: a selector and the field that it selects are one.
fn params(function: &CheckedFunction, fields: &[Field]) -> Vec<Param> {
    let named = function.names.params.iter().zip(fields).enumerate();
    let param = |(position, (names, field)): (usize, (&Option<ParamNames>, &Field))| {
        let names = names.as_ref()?;
        let selector = selector_of(function, position);
        let choice = names.choice.as_ref().map(|choice| match choice {
            ChoiceNames::Shared(rust, argument) => (rust.clone(), true, argument.clone()),
            ChoiceNames::Own(names) => (names.rust.clone(), false, None),
        });
        Some(Param {
            rust_name: names.rust.clone(),
            field: position,
            selector,
            kind: match (choice, selector) {
                (Some((rust, shared, argument)), Some(_)) => ParamType::Selector { rust, shared, argument },
                (Some((rust, shared, _)), None) => ParamType::Enum { rust, shared },
                (None, _) => param_type(&field.kind, function.fields.get(position)),
            },
            required: field.required,
        })
    };
    named.filter_map(param).collect()
}

fn returns(returns: &CheckedReturns, written: &function::Function) -> Returns {
    match returns {
        CheckedReturns::Empty => Returns::Empty,
        CheckedReturns::Text => Returns::Text,
        CheckedReturns::Bytes => Returns::Bytes,
        CheckedReturns::Redirect => Returns::Redirect,
        CheckedReturns::Json { kind, paging } => Returns::Json {
            kind: type_ref(kind),
            spec_type: spec_type(kind),
            paging: paging.as_ref().map(paging::lower),
        },
        CheckedReturns::Model { model, rust, binding, unwrap, list, paging } => Returns::Model {
            name: model.name.to_string(),
            rust: rust.clone(),
            binding: binding.clone(),
            unwrap: unwrap.map(str::to_owned),
            list: list.as_ref().map(|list| ListOf {
                keys: list.keys.clone(),
                rust: list.rust.clone(),
                also: written.also.iter().map(|also| also.to_string()).collect(),
            }),
            paging: paging.as_ref().map(paging::lower),
        },
    }
}

fn lower_example(example: &function::Example, function: &CheckedFunction) -> Example {
    let members = |value: Option<&Spanned<Json>>| match value.map(|value| &value.value) {
        Some(Json::Object(members)) => members.clone(),
        _ => Vec::new(),
    };
    let model_example = match &function.returns {
        CheckedReturns::Model { model, .. } => model.example.as_ref(),
        _ => None,
    };
    let query = members(example.request.query.as_ref()).into_iter();
    Example {
        args: members(example.args.as_ref()),
        request: Request {
            path: example.request.path.value.clone(),
            query: query
                .map(|(key, value)| (key, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                .collect(),
            body: example.request.body.as_ref().map(|body| body.value.clone()),
        },
        status: function.written.status.first().map_or(default_status(&function.returns), |status| status.value),
        response: example.response.as_ref().or(model_example).map(|response| response.value.clone()),
    }
}

/// How a function's body is written.
fn body_as(function: &CheckedFunction, package: &Package) -> BodyAs {
    if let Some(content_type) = &function.written.content_type {
        return BodyAs::Raw(content_type.to_string());
    }
    match bodies::body_as(function.written, package) {
        keywords::BodyAs::Json => BodyAs::Json,
        keywords::BodyAs::Form => BodyAs::Form,
        keywords::BodyAs::Multipart => BodyAs::Multipart,
    }
}

/// What an argument accepts: by its encoding, or by its type.
fn arg_kind(field: &CheckedField) -> ArgKind {
    let written = field.written;
    let encode = written.encode.as_ref().map(|encode| encode.value);
    match (encode, &field.kind) {
        (Some(Encode::Integer), _) => ArgKind::Integer,
        (Some(Encode::UnixTime), _) => ArgKind::Time,
        (Some(Encode::CommaList), _) => ArgKind::CommaList { wrap: trimmed(written.wrap.as_ref()) },
        (Some(Encode::Strings), _) => ArgKind::Strings,
        (Some(Encode::Integers), _) => ArgKind::Integers,
        (Some(Encode::Numbers), _) => ArgKind::Numbers,
        (Some(Encode::Json), _) => ArgKind::List,
        (Some(Encode::Date), _) => ArgKind::Date,
        (Some(Encode::DateTime), _) => ArgKind::DateTime,
        // What stands in one text, or under one key, is a list of texts unless the type says more.
        (Some(Encode::Comma | Encode::Repeat | Encode::Brackets), FieldKind::Array) => ArgKind::Strings,
        (_, FieldKind::List(item)) => match **item {
            FieldKind::Text | FieldKind::Date | FieldKind::DateTime => ArgKind::Strings,
            FieldKind::Integer | FieldKind::Time => ArgKind::Integers,
            FieldKind::Number => ArgKind::Numbers,
            _ => ArgKind::List,
        },
        (_, FieldKind::Text | FieldKind::Named(_)) => ArgKind::Text,
        (_, FieldKind::Integer) => ArgKind::Integer,
        (_, FieldKind::Number) => ArgKind::Number,
        (_, FieldKind::Boolean) => ArgKind::Boolean,
        (_, FieldKind::Time) => ArgKind::Time,
        (_, FieldKind::DateTime) => ArgKind::DateTime,
        (_, FieldKind::Date) => ArgKind::Date,
        (_, FieldKind::Json) => ArgKind::Json,
        (_, FieldKind::Object) => ArgKind::Object,
        (_, FieldKind::File) => ArgKind::File,
        (_, FieldKind::Array) => ArgKind::Objects {
            force: written
                .force
                .iter()
                .flat_map(|entries| &entries.0)
                .map(|(key, value)| (key.value.clone(), value.value.clone()))
                .collect(),
        },
    }
}

fn style(field: &CheckedField) -> Style {
    match field.written.encode.as_ref().map(|encode| encode.value) {
        Some(Encode::Comma) => Style::Comma,
        Some(Encode::Repeat) => Style::Repeat,
        Some(Encode::Brackets) => Style::Brackets,
        Some(Encode::JsonText) => Style::JsonText,
        _ => Style::Plain,
    }
}

fn param_type(kind: &ArgKind, field: Option<&CheckedField>) -> ParamType {
    let item = || field.and_then(|field| Some(field.item.as_ref()?.1.clone()));
    match kind {
        ArgKind::Text => ParamType::Text,
        ArgKind::Integer => ParamType::Integer,
        ArgKind::Number => ParamType::Number,
        ArgKind::Boolean => ParamType::Boolean,
        ArgKind::Time => ParamType::Time,
        ArgKind::DateTime => ParamType::DateTime,
        ArgKind::Date => ParamType::Date,
        ArgKind::Json => ParamType::Json,
        ArgKind::File => ParamType::File,
        ArgKind::CommaList { .. } | ArgKind::Strings => ParamType::Strings,
        ArgKind::Integers => ParamType::Integers,
        ArgKind::Numbers => ParamType::Numbers,
        ArgKind::List => ParamType::List,
        ArgKind::Object => ParamType::Object { item: item() },
        ArgKind::Objects { .. } => ParamType::Objects { item: item() },
    }
}
