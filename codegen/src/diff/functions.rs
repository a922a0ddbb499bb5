//! Functions, by name and in detail.

use super::arguments::{self, Side};
use super::pairs::{Found, all_functions, pair};
use super::resources::{compare_order, compare_resources};
use super::rows::{Change, Class, Row, Rows};
use super::text::code;
use super::{retries, returns, sending, wire};
use crate::model::{Api, Auth, Function, PathPart, Returns, Role};
use std::collections::{BTreeMap, BTreeSet};

/// Compares all resources and functions.
pub fn compare(old: &Api, new: &Api, rows: &mut Rows) {
    let renamed = compare_resources(old, new, rows);
    let resource_of = |found: &Found| {
        let renamed = renamed.iter().find(|(from, _)| *from == found.resource.name);
        renamed.map_or_else(|| found.resource.name.clone(), |(_, to)| to.clone())
    };
    let (before, after) = (all_functions(old), all_functions(new));
    let pairs: BTreeMap<&str, Found> =
        pair(&before, &after, resource_of).into_iter().map(|(old, new)| (old.function.name.as_str(), new)).collect();
    let kept: BTreeSet<&str> = pairs.values().map(|new| new.function.name.as_str()).collect();
    for found in &before {
        match pairs.get(found.function.name.as_str()) {
            Some(new) => {
                let start = rows.len();
                compare_names(*found, *new, resource_of(found) == new.resource.name, rows);
                compare_pair(*found, *new, start, rows);
            }
            None => rows.push(
                Row::removed(found.subject(), &format!("function {}", code(&found.function.name)))
                    .major("callers of the method no longer compile, and dynamic calls fail"),
            ),
        }
    }
    for found in &after {
        if !kept.contains(found.function.name.as_str()) {
            rows.push(
                Row::added(found.subject(), &format!("function {}", code(&found.function.name)))
                    .minor("nothing that exists changes"),
            );
        }
    }
    compare_order(old, new, rows);
}

fn compare_names(old: Found, new: Found, same_resource: bool, rows: &mut Rows) {
    let subject = new.subject();
    if !same_resource {
        let mut row =
            Row::changed(&subject, format!("moved from {} to {}", code(&old.resource.name), code(&new.resource.name)));
        row.change = Change::Renamed;
        rows.push(row.major("callers reach it by another resource"));
    }
    if old.function.method != new.function.method {
        rows.push(
            Row::renamed(&subject, "method", &old.function.method, &new.function.method)
                .major("callers must rename it; its builder, its static and its enums are renamed with it"),
        );
    } else if old.function.rust.method != new.function.rust.method
        || old.function.rust.builder != new.function.rust.builder
        || old.function.rust.table != new.function.rust.table
    {
        let names = |function: &Function| {
            format!("{}, {}, {}", function.rust.method, function.rust.builder, function.rust.table)
        };
        rows.push(
            Row::renamed(&subject, "Rust name", &names(old.function), &names(new.function))
                .major("callers who name it no longer compile"),
        );
    }
    if old.function.name != new.function.name {
        rows.push(
            Row::renamed(&subject, "table name", &old.function.name, &new.function.name)
                .major("typed calls stay as they are, but dynamic calls know a function by this name"),
        );
    }
}

fn compare_pair(old: Found, new: Found, start: usize, rows: &mut Rows) {
    let subject = new.subject();
    // With renamed fields under their new names, whatever else names them compares as equal.
    let mut before = old.function.clone();
    loop {
        let renamed = arguments::renames(&before, new.function);
        if renamed.is_empty() {
            break;
        }
        for (from, to) in renamed {
            rename_field(&mut before, &from, &to);
            rows.push(
                Row::renamed(format!("{subject}({to})"), "argument", &from, &to)
                    .major("setters and dynamic calls know it by name; in a constructor only dynamic calls notice"),
            );
        }
    }
    let after = new.function;
    if before.draft != after.draft {
        rows.push(draft(after, &subject));
    } else {
        wire::compare(&before, after, &subject, rows);
        sending::compare(&before, after, &subject, rows);
    }
    if before.auth != after.auth {
        let shown = |auth: &Auth| match auth {
            Auth::Default => "the credential is sent".to_owned(),
            Auth::None => "the credential is not sent".to_owned(),
            Auth::Scheme(name) => format!("the credential of {} is sent", code(name)),
        };
        rows.push(
            Row::changed(&subject, format!("{} → {}", shown(&before.auth), shown(&after.auth)))
                .class(Class::Wire)
                .major("the API may reject calls that it accepted, or attribute them to someone else"),
        );
    }
    let sides =
        (Side { function: &before, enums: &old.resource.enums }, Side { function: after, enums: &new.resource.enums });
    arguments::compare(sides.0, sides.1, &subject, rows);
    returns::compare(&before, after, &subject, rows);
    retries::compare(&before, after, &subject, rows);
    rows.docs(&subject, "description changed", before.doc != after.doc);
    rows.docs(&subject, "warning changed", before.warning != after.warning);
    rows.docs(&subject, "reason of the addition changed", before.addition != after.addition);
    compare_examples((old.api, &before), (new.api, after), start, &subject, rows);
    compare_credential((old.api, &before), (new.api, after), &subject, rows);
    rows.fallback(start, &subject, &bare(&before), &bare(after));
}

/// A request that is stated now, or no longer: how it is sent has nothing to be compared with.
fn draft(after: &Function, subject: &str) -> Row {
    if after.draft {
        Row::changed(subject, "method and path are no longer stated")
            .class(Class::Wire)
            .major("every call fails before it is sent")
    } else {
        let line = code(&format!("{} {}", after.http.as_str(), after.path));
        Row::changed(subject, format!("method and path are stated: {line}"))
            .class(Class::Wire)
            .minor("calls are sent, and failed before")
    }
}

/// Where the tables say that the credential is sent. The package decides where it is sent.
fn compare_credential(old: (&Api, &Function), new: (&Api, &Function), at: &str, rows: &mut Rows) {
    let sent_as = |function: &Function| {
        let credential = function.fields.iter().find(|field| field.role == Role::Credential);
        credential.map(|field| field.sent_as.clone())
    };
    let sent = |api: &Api| api.package.auth.clone();
    if let (Some(before), Some(after)) = (sent_as(old.1), sent_as(new.1)) {
        let changed = before != after && sent(old.0) == sent(new.0);
        rows.docs(at, "description of where the credential is sent changed", changed);
    }
}

fn rename_field(function: &mut Function, from: &str, to: &str) {
    for field in function.fields.iter_mut().filter(|field| field.name == from) {
        field.name = to.to_owned();
    }
    // The path's text follows its parts.
    let names: Vec<String> = function.fields.iter().map(|field| field.name.clone()).collect();
    for route in &mut function.routes {
        let parts = route.parts.iter().map(|part| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Field(field) => format!("{{{}}}", names.get(*field).map_or("", String::as_str)),
            PathPart::Segments(field) => format!("{{+{}}}", names.get(*field).map_or("", String::as_str)),
        });
        route.template = parts.collect();
    }
    for (name, _) in function.examples.iter_mut().flat_map(|example| &mut example.args).filter(|(name, _)| name == from)
    {
        *name = to.to_owned();
    }
}

/// A function without what has rows elsewhere: the values of enums, how the credential is sent, responses that are a model's
/// example, and the name of a variable in snippets, which follows the model's.
fn bare(function: &Function) -> Function {
    let mut bare = function.clone();
    for field in &mut bare.fields {
        field.values.clear();
        if field.role == Role::Credential {
            field.sent_as.clear();
        }
    }
    for example in &mut bare.examples {
        example.response = None;
    }
    if let Returns::Model { binding, .. } = &mut bare.returns {
        binding.clear();
    }
    bare
}

/// Examples show every change of the request, so they make a row only when nothing else did.
fn compare_examples(old: (&Api, &Function), new: (&Api, &Function), start: usize, at: &str, rows: &mut Rows) {
    let calls = |function: &Function| {
        let calls = function.examples.iter().map(|example| format!("{:?} {:?}", example.args, example.request));
        calls.collect::<Vec<_>>()
    };
    // A model's own example has its row with the model.
    let responses = |api: &Api, function: &Function| {
        let model = match &function.returns {
            Returns::Model { name, .. } => api.model(name).and_then(|model| model.example.clone()),
            _ => None,
        };
        let own = function.examples.iter().map(|example| {
            let response = example.response.as_ref().filter(|response| Some(*response) != model.as_ref());
            response.map(ToString::to_string)
        });
        own.collect::<Vec<_>>()
    };
    let (old_calls, new_calls) = (calls(old.1), calls(new.1));
    let same_calls = old_calls == new_calls || (!rows.since(start).is_empty() && old_calls.len() == new_calls.len());
    let given =
        |function: &Function| function.examples.iter().map(|example| example.response.clone()).collect::<Vec<_>>();
    let same_responses = given(old.1) == given(new.1) || responses(old.0, old.1) == responses(new.0, new.1);
    if !same_calls || !same_responses {
        rows.push(Row::changed(at, "examples changed").docs());
    }
    let statuses = |function: &Function| function.examples.iter().map(|example| example.status).collect::<Vec<_>>();
    rows.docs(at, "statuses of examples changed", rows.since(start).is_empty() && statuses(old.1) != statuses(new.1));
}
