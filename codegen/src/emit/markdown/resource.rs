//! One page per resource: each function's table, request, snippets and response.

use super::text::{anchor, fenced, header, json, table};
use crate::base::json::Json;
use crate::base::output::OutputFile;
use crate::emit::snippet::{Snippet, Snippets};
use crate::emit::text::{DRAFT, cell, cell_code, code, inline, one_line};
use crate::model::{Api, ArgKind, Field, Function, Resource, Returns, Role, Style};
use crate::spec::keywords::RetryClass;

pub fn emit(api: &Api, snippets: &Snippets, resource: &Resource) -> OutputFile {
    let mut text = format!("{}# {}\n\n{}\n", header(&resource.source), inline(&resource.name), inline(&resource.doc));
    if let Some(warning) = &resource.warning {
        text.push_str(&note(warning));
    }
    if let Some(feature) = &resource.feature {
        text.push_str(&format!("\nWith the feature {} of the crate.\n", code(feature)));
    }
    text.push('\n');
    for function in &resource.functions {
        let heading = heading(api, function);
        text.push_str(&format!("- [{}](#{})\n", one_line(&heading), anchor(&heading)));
    }
    for function in &resource.functions {
        text.push_str(&function_section(api, function, snippets.of(function)));
    }
    text.push_str("\n[All functions](index.md) · [Models](models.md)\n");
    OutputFile { path: api.package.docs_page(&resource.name), text }
}

fn heading(api: &Api, function: &Function) -> String {
    format!("{}.{}", api.package.name, function.name)
}

fn note(text: &str) -> String {
    let lines: Vec<String> = inline(text).lines().map(|line| format!("> {line}\n")).collect();
    format!("\n> **Note**\n{}", lines.concat())
}

fn addition(why: &str) -> String {
    format!("\n> **Addition**, not in the function tables: {}\n", one_line(why))
}

fn function_section(api: &Api, function: &Function, examples: &[Snippet]) -> String {
    let mut text = format!("\n## {}\n\n{}\n", one_line(&heading(api, function)), inline(&function.doc));
    if let Some(why) = &function.addition {
        text.push_str(&addition(why));
    }
    if let Some(warning) = &function.warning {
        text.push_str(&note(warning));
    }
    if let Some(since) = &function.since {
        text.push_str(&format!("\nSince version {}.\n", code(since)));
    }
    if let Some(instead) = &function.deprecated {
        text.push_str(&note(&format!("Deprecated: {instead}")));
    }
    if function.draft {
        text.push_str(&note(DRAFT));
    } else {
        text.push_str(&format!("\n{}", fenced("http", &format!("{} {}", function.http.as_str(), function.path))));
    }
    text.push('\n');
    text.push_str(&fields(function));
    if let Some(groups) = function.needed_groups(code) {
        text.push_str(&format!("\nNeeds {groups}.\n"));
    }
    text.push_str(&format!("\nRetry: {}.\n", retry(function)));
    for (position, snippet) in examples.iter().enumerate() {
        let number = if function.examples.len() > 1 { format!(" {}", position + 1) } else { String::new() };
        text.push_str(&format!("\n### Example{number}\n\n"));
        text.push_str(&fenced("rust", &format!("{}\n\n{}", snippet.uses(), snippet.statement())));
        text.push('\n');
        text.push_str(&fenced("sh", snippet.curl()));
    }
    text.push_str(&response(api, function));
    text
}

/// The function's own table, with what the tables do not say: whether it is required, and where it goes.
fn fields(function: &Function) -> String {
    if function.fields.is_empty() {
        return "No arguments.\n".to_owned();
    }
    let rows: Vec<Vec<String>> = function
        .fields
        .iter()
        .map(|field| {
            let mark = if field.addition.is_some() { " +" } else { "" };
            let encoding = encoding(field).map(|how| format!(" {how}")).unwrap_or_default();
            vec![
                format!("{}{mark}", cell_code(&field.name)),
                kind(field),
                required(function, field),
                format!("{}{encoding}", cell(&field.sent_as)),
                description(field),
            ]
        })
        .collect();
    let mut text = table(&["Field", "Type", "Required", "Sent as", "Description"], &rows);
    if function.fields.iter().any(|field| field.addition.is_some()) {
        text.push_str("\n\\+ an addition, not in the function tables.\n");
    }
    text
}

/// The table's type, and what its items are.
fn kind(field: &Field) -> String {
    let kind = cell(&field.table_type);
    match &field.item {
        Some(item) => format!("{kind} of [{}](models.md#{})", inline(item), anchor(item)),
        None => kind,
    }
}

fn required(function: &Function, field: &Field) -> String {
    if matches!(field.role, Role::Credential | Role::Variable) {
        return "by the client".to_owned();
    }
    if field.required {
        return "yes".to_owned();
    }
    let conditions: Vec<String> = field
        .required_when
        .iter()
        .map(|when| format!("if {} is {}", cell_code(&function.fields[when.field].name), cell_code(&when.value)))
        .collect();
    if conditions.is_empty() { "no".to_owned() } else { conditions.join(" or ") }
}

fn encoding(field: &Field) -> Option<String> {
    match field.style {
        Style::Comma => return Some("with commas".to_owned()),
        Style::Repeat => return Some("once for each item".to_owned()),
        Style::Brackets => return Some("with `[]`, once for each item".to_owned()),
        Style::JsonText => return Some("as JSON in a text".to_owned()),
        Style::Plain => {}
    }
    match &field.kind {
        ArgKind::Integer => Some("as a whole number".to_owned()),
        ArgKind::Time => Some("as unix seconds".to_owned()),
        ArgKind::DateTime => Some("as RFC 3339".to_owned()),
        ArgKind::Date => Some("as a day".to_owned()),
        ArgKind::CommaList { wrap: None } => Some("as a list of strings".to_owned()),
        ArgKind::CommaList { wrap: Some(key) } => {
            Some(format!("as a list of {}", cell_code(&format!("{{{}: …}}", Json::text(key)))))
        }
        ArgKind::Objects { force } if !force.is_empty() => {
            let force: Vec<String> =
                force.iter().map(|(key, value)| cell_code(&format!("{}: {value}", Json::text(key)))).collect();
            Some(format!("with {} on each", force.join(" and ")))
        }
        _ => None,
    }
}

/// The table's own words first, then what the spec adds.
fn description(field: &Field) -> String {
    let mut text = cell(&field.doc);
    let since = field.since.as_ref().map(|since| format!("Since version {since}."));
    let deprecated = field.deprecated.as_ref().map(|instead| format!("Deprecated: {instead}"));
    let facts: Vec<String> = field.facts.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let facts = (!facts.is_empty()).then(|| format!("{}.", facts.join(", ")));
    let null = field.nullable.then(|| "May be null.".to_owned());
    for extra in [&field.note, &facts, &null, &since, &deprecated, &field.addition]
        .into_iter()
        .flatten()
        .filter(|extra| !extra.is_empty())
    {
        text.push_str("<br>_");
        text.push_str(&cell(extra));
        text.push('_');
    }
    text
}

fn retry(function: &Function) -> String {
    let rule = &function.retry;
    let mut text = match rule.class {
        RetryClass::Safe => "safe, since the call changes nothing",
        RetryClass::Idempotent => "safe, since the call is idempotent",
        RetryClass::Never => "only if the request was not processed, since the call is not idempotent",
    }
    .to_owned();
    if let Some(field) = rule.with {
        text.push_str(&format!(", but only with {}", code(&function.fields[field].name)));
    }
    for (field, value) in &rule.unless {
        text.push_str(&format!(", unless {} is {}", code(&function.fields[*field].name), code(&value.to_string())));
    }
    text
}

fn response(api: &Api, function: &Function) -> String {
    let statuses: Vec<String> = function.status.iter().map(|status| format!("`{status}`")).collect();
    let mut text = format!("\n### Response\n\nStatus {}. ", statuses.join(" or "));
    let Returns::Model { name, unwrap, list, paging, .. } = &function.returns else {
        text.push_str(&match &function.returns {
            Returns::Text => "Returns text that is not JSON.".to_owned(),
            Returns::Bytes => "Returns bytes.".to_owned(),
            Returns::Redirect => "Returns the address of the redirect, which is not followed.".to_owned(),
            Returns::Json { spec_type, paging, .. } => {
                let paging = paging.as_ref().map(|paging| format!("; {}", paging.shown())).unwrap_or_default();
                format!("Returns JSON, {}{paging}.", code(spec_type))
            }
            Returns::Empty | Returns::Model { .. } => "Returns nothing; a body is ignored.".to_owned(),
        });
        text.push('\n');
        if let Some(response) = function.examples.first().and_then(|example| example.response.as_ref()) {
            text.push_str(&format!(
                "\n<details><summary>Example response</summary>\n\n{}\n</details>\n",
                json(response)
            ));
        }
        return text;
    };
    text.push_str(&format!("Returns [`{name}`](models.md#{})", anchor(name)));
    if let Some(key) = unwrap {
        text.push_str(&format!(
            "; where the API wraps it in a list ({}), an empty list is a not-found error and several items are an ambiguity error",
            code(key)
        ));
    }
    if let Some(list) = list {
        let keys = std::iter::once(list.keys.join(".")).chain(list.also.iter().cloned());
        let keys: Vec<String> = keys.map(|key| code(&key)).collect();
        text.push_str(&format!("; the items are in {}", keys.join(", or in ")));
    }
    if let Some(paging) = paging {
        text.push_str(&format!("; {}", paging.shown()));
    }
    text.push_str(".\n");
    if let Some(model) = api.model(name) {
        let fields: Vec<String> = model
            .fields
            .iter()
            .map(|field| format!("{} {}", code(&field.wire_name), inline(&field.spec_type)))
            .collect();
        text.push_str(&format!("\nFields: {}.\n", fields.join(", ")));
    }
    if let Some(response) = function.examples.first().and_then(|example| example.response.as_ref()) {
        text.push_str(&format!("\n<details><summary>Example response</summary>\n\n{}\n</details>\n", json(response)));
    }
    text
}
