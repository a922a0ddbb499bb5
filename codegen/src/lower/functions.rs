//! Functions and the enums that only they use.

use super::requests::RequestParts;
use super::types::variants;
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::check::checked::{
    CaseDestination, CheckedCase, CheckedField, CheckedFunction, CheckedResource, CheckedReturns, Destination,
    FieldRole,
};
use crate::check::rust_names::{ChoiceNames, ParamNames};
use crate::model::example::{Example, Request};
use crate::model::function::{ArgKind, Condition, Field, Function, FunctionNames, RetryRule, Returns, Role};
use crate::model::param::{Param, ParamType};
use crate::model::types::EnumDef;
use crate::spec::Spec;
use crate::spec::function;
use crate::spec::http_line::HttpLine;
use crate::spec::keywords::{Encode, FieldType};

/// The status of success, where the spec does not say it.
const DEFAULT_STATUS: u16 = 200;

pub fn lower(function: &CheckedFunction, spec: &Spec) -> Function {
    let written = function.written;
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
        auth: written.auth.is_none() && spec.package.auth.is_some(),
        retry: RetryRule {
            class: written.retry_class(function.http.method),
            unless: function.retry_unless.iter().map(|(field, value)| (*field, (*value).clone())).collect(),
            with: function.retry_with,
        },
        returns: returns(&function.returns),
        status: if statuses.is_empty() { vec![DEFAULT_STATUS] } else { statuses },
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
            selector: selector.is_some(),
            argument: None,
            variants: variants(field.values.iter().map(|value| (*value, None)), &names.variants),
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
        table_type: written.kind.value,
        doc: written.doc.value.clone(),
        note: trimmed(written.note.as_ref()),
        addition: trimmed(written.addition.as_ref()),
        required: written.required,
        required_when: field.required_when.iter().map(condition).collect(),
        values: field.values.iter().map(|value| (*value).to_owned()).collect(),
        item: field.item.as_ref().map(|(name, _)| (*name).to_owned()),
        chunk: written.chunk.as_ref().map(|chunk| chunk.value),
        kind: arg_kind(written),
        role: match &field.role {
            FieldRole::Selector { selects } => Role::Selector { selects: *selects },
            FieldRole::Credential(_) => Role::Credential,
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
        FieldRole::Credential(header) => {
            let scheme = spec.package.auth.as_ref().map_or("", |auth| auth.scheme.as_str());
            format!("header `{header}: {scheme} …`")
        }
        FieldRole::Sent(Destination::Path(name)) => format!("path `{{{name}}}`"),
        FieldRole::Sent(Destination::Query(key)) => format!("query `{key}`"),
        FieldRole::Sent(Destination::Header(name)) => format!("header `{name}`"),
        FieldRole::Sent(Destination::Body(pointer)) => format!("body `{pointer}`"),
    }
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

fn returns(returns: &CheckedReturns) -> Returns {
    match returns {
        CheckedReturns::Empty => Returns::Empty,
        CheckedReturns::Model { model, rust, binding, unwrap, list, paging } => Returns::Model {
            name: model.name.to_string(),
            rust: rust.clone(),
            binding: binding.clone(),
            unwrap: unwrap.map(str::to_owned),
            list: list.as_ref().map(|(key, rust)| ((*key).to_owned(), rust.clone())),
            paging: *paging,
        },
    }
}

fn lower_example(example: &function::Example, function: &CheckedFunction) -> Example {
    let members = |value: Option<&Spanned<Json>>| match value.map(|value| &value.value) {
        Some(Json::Object(members)) => members.clone(),
        _ => Vec::new(),
    };
    let model_example = match &function.returns {
        CheckedReturns::Empty => None,
        CheckedReturns::Model { model, .. } => model.example.as_ref(),
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
        status: function.written.status.first().map_or(DEFAULT_STATUS, |status| status.value),
        response: example.response.as_ref().or(model_example).map(|response| response.value.clone()),
    }
}

fn trimmed(value: Option<&Spanned<String>>) -> Option<String> {
    value.map(|value| value.trim().to_owned())
}

fn arg_kind(field: &function::Field) -> ArgKind {
    let encode = field.encode.as_ref().map(|encode| encode.value);
    match (encode, field.kind.value) {
        (Some(Encode::Integer), _) => ArgKind::Integer,
        (Some(Encode::UnixTime), _) => ArgKind::Time,
        (Some(Encode::CommaList), _) => ArgKind::CommaList { wrap: trimmed(field.wrap.as_ref()) },
        (Some(Encode::Strings), _) => ArgKind::Strings,
        (None, FieldType::String) => ArgKind::Text,
        (None, FieldType::Number) => ArgKind::Number,
        (None, FieldType::Boolean) => ArgKind::Boolean,
        (None, FieldType::Json) => ArgKind::Object,
        (None, FieldType::Array) => ArgKind::Objects {
            force: field
                .force
                .iter()
                .flat_map(|entries| &entries.0)
                .map(|(key, value)| (key.value.clone(), value.value.clone()))
                .collect(),
        },
    }
}

fn param_type(kind: &ArgKind, field: Option<&CheckedField>) -> ParamType {
    match kind {
        ArgKind::Text => ParamType::Text,
        ArgKind::Integer => ParamType::Integer,
        ArgKind::Number => ParamType::Number,
        ArgKind::Boolean => ParamType::Boolean,
        ArgKind::Time => ParamType::Time,
        ArgKind::CommaList { .. } | ArgKind::Strings => ParamType::Strings,
        ArgKind::Object => ParamType::Object,
        ArgKind::Objects { .. } => {
            ParamType::Objects { item: field.and_then(|field| Some(field.item.as_ref()?.1.clone())) }
        }
    }
}
