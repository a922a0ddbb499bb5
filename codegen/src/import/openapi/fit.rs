//! Fits a draft to what the format can say today: attributes that it has no option for are left out, with a note each.

use super::draft::{Draft, Function, Member, Shape, Type};
use super::target::Format;
use crate::base::json::Json;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::import::notes::Notes;
use heck::ToUpperCamelCase;
use std::collections::BTreeSet;

/// Leaves out what the format has no option for.
pub fn fit(draft: &mut Draft, format: Format, notes: &mut Notes) {
    if !format.servers {
        draft.package.servers.iter_mut().for_each(fill_variables);
    }
    if !format.auth_schemes {
        draft.package.auth.retain(|(_, scheme)| scheme.get("header").is_some() && scheme.get("with").is_none());
        draft.package.auth.truncate(1);
        for (_, scheme) in &mut draft.package.auth {
            if scheme.get("scheme").is_none() {
                scheme.insert(&["scheme".to_owned()], Json::text(""));
            }
        }
    }
    for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        fit_function(function, format, notes);
    }
    let enums: Vec<String> =
        draft.types.iter().filter(|one| matches!(one.shape, Shape::Enum(_))).map(|one| one.name.clone()).collect();
    for definition in &mut draft.types {
        match &mut definition.shape {
            Shape::Model(members) => members.iter_mut().for_each(|member| fit_member(member, format, notes)),
            Shape::Input(members) => {
                for member in members {
                    fit_member(member, format, notes);
                    if !format.input_types && !is_passable(&member.kind, &enums) {
                        left_out(notes, member.span, "lists and maps of this type in what callers pass");
                        member.kind = Type::Json;
                    }
                }
            }
            Shape::Enum(values) if !format.rust_values => {
                let mut taken = BTreeSet::new();
                values.retain(|value| {
                    let camel = value.value.to_upper_camel_case();
                    taken.insert(if camel.is_empty() { value.value.clone() } else { camel })
                });
                values.iter_mut().for_each(|value| value.rust = None);
            }
            Shape::Enum(_) => {}
        }
    }
}

fn fit_function(function: &mut Function, format: Format, notes: &mut Notes) {
    if !format.deprecated {
        function.deprecated = None;
    }
    if !format.servers && function.server.take().is_some() {
        left_out(notes, function.span, "a server of one function");
    }
    if !format.paging && function.paging.take().is_some() {
        function.list = function.list.take().filter(|list| !list.starts_with('/'));
        left_out(notes, function.span, "this kind of paging");
    }
    if !format.auth_schemes && function.auth.as_ref().is_some_and(|auth| auth != "none") {
        function.auth = None;
        left_out(notes, function.span, "a credential of one function");
    }
    if !format.since {
        function.since = None;
    }
    for field in &mut function.fields {
        if !format.nullable && std::mem::take(&mut field.nullable) {
            left_out(notes, field.span, "null for an argument");
        }
        if !format.limits {
            (field.default, field.min, field.max) = (None, None, None);
        }
        field.deprecated &= format.deprecated;
        if !format.rust_names
            && let Some(rust) = field.rust.take()
        {
            // The destination has the wire name.
            field.name = rust;
        }
    }
}

fn fit_member(member: &mut Member, format: Format, notes: &mut Notes) {
    if !format.nullable && std::mem::take(&mut member.nullable) {
        left_out(notes, member.span, "null for a member");
    }
    member.deprecated &= format.deprecated;
    if !format.rust_names {
        member.rust = None;
    }
    if !format.dates {
        without_dates(&mut member.kind);
    }
}

fn without_dates(kind: &mut Type) {
    match kind {
        Type::DateTime | Type::Date => *kind = Type::String,
        Type::List(inner) | Type::Map(inner) => without_dates(inner),
        _ => {}
    }
}

/// Whether an input may have a member of this type.
fn is_passable(kind: &Type, enums: &[String]) -> bool {
    match kind {
        Type::List(item) => match &**item {
            Type::Named(name) => !enums.contains(name),
            item => matches!(item, Type::String | Type::Id),
        },
        _ => true,
    }
}

/// Puts the defaults of variables into the URL of a server.
fn fill_variables(server: &mut Json) {
    let mut url = server.get("url").and_then(Json::as_str).unwrap_or_default().to_owned();
    if let Some(Json::Object(variables)) = server.get("variables") {
        for (name, variable) in variables {
            let default = variable.get("default").and_then(Json::as_str).unwrap_or_default();
            url = url.replace(&format!("{{{name}}}"), default);
        }
    }
    if let Json::Object(members) = server {
        members.retain(|(key, _)| key != "variables");
    }
    server.insert(&["url".to_owned()], Json::String(url));
}

fn left_out(notes: &mut Notes, span: Span, what: &str) {
    notes.note(Code::NotInFormat, span, format!("the format has no option for {what}: it is left out"));
}
