//! The static table of a function: one line for each field of the spec, in its order, so that a change of the spec changes
//! its own lines only. Data is printed as text: a formatter would wrap lines by their length.

use super::names::literal as text;
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::model::{
    ArgKind, Auth, BodyAs, BodyNode, BodyValue, Condition, Field, Function, Goes, Next, Paging, Resource, Returns,
    Role, Source, Style, TypeRef,
};
use crate::spec::keywords::{Nesting, RetryClass};
use std::fmt::{Display, Write};

/// The rows of the fields and the function that they belong to.
pub fn item(resource: &Resource, function: &Function) -> String {
    let builder = &function.rust.builder;
    let mut out = format!("impl {builder} {{\n    pub(crate) const FIELDS: &'static [rt::Field] = &[\n");
    for (position, row) in function.fields.iter().enumerate() {
        line(&mut out, 2, &format!("{},", field(function, position, row)));
    }
    out.push_str("    ];\n}\n\n");
    out.push_str(&format!("/// How `{}` goes over the wire.\n", function.name));
    line(
        &mut out,
        0,
        &format!(
            "pub static {}: rt::Function = rt::Function::new({}, rt::Method::{}, {})",
            function.rust.table,
            text(&function.name),
            method(function.http),
            text(&function.path)
        ),
    );
    line(&mut out, 1, &format!(".method({}, {})", text(&resource.name), text(&function.method)));
    line(&mut out, 1, &format!(".doc({})", text(&function.doc)));
    if function.draft {
        line(&mut out, 1, ".draft()");
    }
    match &function.auth {
        Auth::Default => {}
        Auth::None => line(&mut out, 1, ".auth(rt::Auth::None)"),
        Auth::Scheme(name) => line(&mut out, 1, &format!(".auth(rt::Auth::Scheme({}))", text(name))),
    }
    if let Some(server) = &function.server {
        line(&mut out, 1, &format!(".server({})", text(server)));
    }
    if let Some(since) = &function.since {
        line(&mut out, 1, &format!(".since({})", text(since)));
    }
    if let Some(why) = &function.addition {
        line(&mut out, 1, &format!(".addition({})", text(why)));
    }
    line(&mut out, 1, &format!(".fields({builder}::FIELDS)"));
    let constants = constants(function);
    if !constants.is_empty() {
        line(&mut out, 1, ".constants(&[");
        for constant in constants {
            line(&mut out, 2, &format!("{constant},"));
        }
        line(&mut out, 1, "])");
    }
    match &function.body_as {
        BodyAs::Json => {}
        BodyAs::Form => line(&mut out, 1, ".body_as(rt::BodyAs::Form)"),
        BodyAs::Multipart => line(&mut out, 1, ".body_as(rt::BodyAs::Multipart)"),
        BodyAs::Raw(kind) => line(&mut out, 1, &format!(".body_as(rt::BodyAs::Raw({}))", text(kind))),
    }
    if function.nesting == Nesting::Dots {
        line(&mut out, 1, ".nesting(rt::Nesting::Dots)");
    }
    line(&mut out, 1, &format!(".returns({})", returns(&function.returns)));
    if let Returns::Model { list: Some(found), .. } = &function.returns
        && !found.also.is_empty()
    {
        line(&mut out, 1, &format!(".list_also(&[{}])", texts(&found.also)));
    }
    if !function.failed_when.is_empty() {
        let pairs = function.failed_when.iter();
        let pairs = pairs.map(|(place, value)| format!("({}, {})", text(place), text(&value.to_string())));
        line(&mut out, 1, &format!(".failed_when(&[{}])", list(pairs)));
    }
    if function.status != [200] {
        line(&mut out, 1, &format!(".statuses(&[{}])", list(&function.status)));
    }
    let name = |position: usize| text(function.fields.get(position).map_or("", |field| &field.name));
    if !function.retry.unless.is_empty() {
        let unless = function.retry.unless.iter();
        let pairs = unless.map(|(field, value)| format!("({}, {})", name(*field), text(&value.to_string())));
        line(&mut out, 1, &format!(".retry_unless(&[{}])", list(pairs)));
    }
    if !function.needs.is_empty() {
        let groups = function.needs.iter();
        let groups = groups.map(|group| format!("&[{}]", list(group.iter().map(|field| name(*field)))));
        line(&mut out, 1, &format!(".needs(&[{}])", list(groups)));
    }
    if let Some(field) = function.retry.with {
        line(&mut out, 1, &format!(".retry_with({})", name(field)));
    }
    line(&mut out, 1, &format!(".retry(rt::Retry::{});", retry(function.retry.class)));
    out
}

fn line(out: &mut String, depth: usize, text: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{:1$}{text}", "", depth * 4);
}

fn list<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

fn texts<'a>(items: impl IntoIterator<Item = &'a String>) -> String {
    list(items.into_iter().map(|item| text(item)))
}

fn method(http: HttpMethod) -> &'static str {
    match http {
        HttpMethod::Get => "Get",
        HttpMethod::Post => "Post",
        HttpMethod::Put => "Put",
        HttpMethod::Patch => "Patch",
        HttpMethod::Delete => "Delete",
    }
}

fn retry(class: RetryClass) -> &'static str {
    match class {
        RetryClass::Safe => "Safe",
        RetryClass::Idempotent => "Idempotent",
        RetryClass::Never => "Never",
    }
}

/// One row: name, type, what it is, where it goes, and last what may be long.
fn field(function: &Function, position: usize, field: &Field) -> String {
    let mut row =
        format!("rt::Field::new({}, {}, rt::Kind::{})", text(&field.name), text(&field.table_type), kind(field));
    let mut call = |text: String| row.push_str(&text);
    if field.required {
        call(".required()".to_owned());
    }
    if field.role == Role::Credential {
        call(".credential()".to_owned());
    } else if field.secret {
        call(".secret()".to_owned());
    }
    if field.role == Role::Variable {
        call(".given()".to_owned());
    }
    if field.pii {
        call(".pii()".to_owned());
    }
    if field.nullable {
        call(".nullable()".to_owned());
    }
    let places = Places::of(function, position);
    if let Some(place) = places.own {
        call(format!(".{place}"));
    }
    if let Some(selector) = places.selector.and_then(|selector| function.fields.get(selector)) {
        call(format!(".selected_by({}, &[{}])", text(&selector.name), places.cases.join(", ")));
    }
    if !field.required_when.is_empty() {
        let name = |condition: &Condition| function.fields.get(condition.field).map_or("", |field| &field.name);
        let pairs = field.required_when.iter().map(|when| format!("({}, {})", text(name(when)), text(&when.value)));
        call(format!(".required_when(&[{}])", list(pairs)));
    }
    if !field.values.is_empty() {
        call(format!(".values(&[{}])", texts(&field.values)));
    }
    match &field.kind {
        ArgKind::CommaList { wrap: Some(key) } => call(format!(".wrap({})", text(key))),
        ArgKind::Objects { force } if !force.is_empty() => {
            let pairs = force.iter().map(|(key, value)| format!("({}, {})", text(key), text(&value.to_string())));
            call(format!(".force(&[{}])", list(pairs)));
        }
        _ => {}
    }
    match field.style {
        Style::Plain => {}
        style => call(format!(".encode(rt::Encode::{style:?})")),
    }
    if let Some(since) = &field.since {
        call(format!(".since({})", text(since)));
    }
    if let Some(instead) = &field.deprecated {
        call(format!(".deprecated({})", text(instead)));
    }
    if let Some(why) = &field.addition {
        call(format!(".addition({})", text(why)));
    }
    if !field.doc.is_empty() {
        call(format!(".doc({})", text(&field.doc)));
    }
    row
}

fn kind(field: &Field) -> &'static str {
    match &field.kind {
        ArgKind::Text => "Text",
        ArgKind::Integer => "Integer",
        ArgKind::Number => "Number",
        ArgKind::Boolean => "Boolean",
        ArgKind::Time => "Time",
        ArgKind::CommaList { .. } => "CommaList",
        ArgKind::Strings => "Strings",
        ArgKind::Object => "Object",
        ArgKind::Objects { .. } => "Objects",
        ArgKind::Json => "Json",
        ArgKind::List => "List",
        ArgKind::Integers => "Integers",
        ArgKind::Numbers => "Numbers",
        ArgKind::Date => "Date",
        ArgKind::DateTime => "DateTime",
        ArgKind::File => "File",
    }
}

/// Where the value of one field goes.
#[derive(Default)]
struct Places {
    /// The call that says where it goes in any case.
    own: Option<String>,
    /// The selector that decides, and the constructor of each of its cases.
    selector: Option<usize>,
    cases: Vec<String>,
}

impl Places {
    fn of(function: &Function, position: usize) -> Self {
        let mut places = Self::default();
        for param in function.params.iter().filter(|param| param.field == position) {
            places.selector = param.selector;
        }
        if places.selector.is_none() {
            places.own = function.path_placeholder(position).map(|name| format!("path({})", text(name)));
        }
        // In the order of the selector's values, whatever kind of place each has.
        let values = places.selector.and_then(|selector| function.fields.get(selector));
        for value in values.into_iter().flat_map(|selector| &selector.values) {
            let selected = |when: &Condition| Some(when.field) == places.selector && when.value == *value;
            for route in function.routes.iter().filter(|route| route.when.as_ref().is_some_and(selected)) {
                places.cases.push(format!("rt::Case::route({}, {})", text(value), text(&route.template)));
            }
            for item in &function.query {
                if matches!(&item.source, Source::Case { field, when } if *field == position && selected(when)) {
                    places.cases.push(format!("rt::Case::query({}, {})", text(value), text(&item.key)));
                }
            }
            for (keys, source) in body_sources(function) {
                if matches!(source, Source::Case { field, when } if *field == position && selected(when)) {
                    places.cases.push(format!("rt::Case::body({}, &[{}])", text(value), texts(&keys)));
                }
            }
        }
        for item in &function.query {
            if matches!(item.source, Source::Field(field) if field == position) {
                places.own = Some(format!("query({})", text(&item.key)));
            }
        }
        for (name, _) in
            function.headers.iter().filter(|(_, source)| matches!(source, Source::Field(field) if *field == position))
        {
            places.own = Some(format!("header({})", text(name)));
        }
        for (keys, source) in body_sources(function) {
            if matches!(source, Source::Field(field) if *field == position) {
                places.own = Some(format!("body(&[{}])", texts(&keys)));
            }
        }
        places
    }
}

/// The constructors of the constants: those of the query first.
fn constants(function: &Function) -> Vec<String> {
    let with = |field: &Option<usize>| match field.and_then(|field| function.fields.get(field)) {
        Some(field) => format!(".with({})", text(&field.name)),
        None => String::new(),
    };
    let plain = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let query = function.query.iter().filter_map(|item| match &item.source {
        Source::Const { value, with: field } => {
            Some(format!("rt::Constant::query({}, {}){}", text(&item.key), text(&plain(value)), with(field)))
        }
        _ => None,
    });
    let body = body_sources(function).into_iter().filter_map(|(keys, source)| match source {
        Source::Const { value, with: field } => {
            Some(format!("rt::Constant::body(&[{}], {}){}", texts(&keys), text(&value.to_string()), with(field)))
        }
        _ => None,
    });
    let header = function.headers.iter().filter_map(|(name, source)| match source {
        Source::Const { value, with: field } => {
            Some(format!("rt::Constant::header({}, {}){}", text(name), text(&plain(value)), with(field)))
        }
        _ => None,
    });
    query.chain(header).chain(body).collect()
}

/// The values of the body with their keys from the outermost.
fn body_sources(function: &Function) -> Vec<(Vec<String>, &Source)> {
    let mut sources = Vec::new();
    sources.extend(function.complete_body.iter().map(|source| (Vec::new(), source)));
    collect(function.body.as_deref().unwrap_or_default(), &mut Vec::new(), &mut sources);
    sources
}

fn collect<'a>(nodes: &'a [BodyNode], keys: &mut Vec<String>, sources: &mut Vec<(Vec<String>, &'a Source)>) {
    for node in nodes {
        keys.push(node.key.clone());
        match &node.value {
            BodyValue::Source(source) => sources.push((keys.clone(), source)),
            BodyValue::Object(nodes) => collect(nodes, keys, sources),
        }
        keys.pop();
    }
}

fn returns(returns: &Returns) -> String {
    match returns {
        Returns::Empty => "rt::Returns::Empty".to_owned(),
        Returns::Text => "rt::Returns::Text".to_owned(),
        Returns::Bytes => "rt::Returns::Bytes".to_owned(),
        Returns::Redirect => "rt::Returns::Redirect".to_owned(),
        Returns::Json { kind: TypeRef::List(_), spec_type, paging } => {
            format!("rt::Returns::List({}, &[], {})", text(spec_type), optional_paging(paging.as_ref()))
        }
        Returns::Json { spec_type, .. } => format!("rt::Returns::Json({})", text(spec_type)),
        Returns::Model { name, list: Some(list), paging, .. } => {
            format!("rt::Returns::List({}, &[{}], {})", text(name), texts(&list.keys), optional_paging(paging.as_ref()))
        }
        Returns::Model { name, unwrap: Some(key), .. } => {
            format!("rt::Returns::Unwrap({}, {})", text(name), text(key))
        }
        Returns::Model { name, .. } => format!("rt::Returns::Object({})", text(name)),
    }
}

fn optional_paging(found: Option<&Paging>) -> String {
    found.map_or_else(|| "None".to_owned(), |found| format!("Some({})", paging(found)))
}

/// How further items are fetched.
fn paging(paging: &Paging) -> String {
    let keys = |keys: &[String]| format!("&[{}]", texts(keys));
    let member = |member: &Option<Vec<String>>| {
        member.as_ref().map_or_else(|| "None".to_owned(), |member| format!("Some({})", keys(member)))
    };
    let next = match &paging.next {
        Next::Member(found) => format!("rt::Next::Member({})", keys(found)),
        Next::Link(relation) => format!("rt::Next::Link({})", text(relation)),
        Next::LastItem(key, more) => format!("rt::Next::LastItem({}, {})", text(key), member(more)),
        Next::Page(first, last) => format!("rt::Next::Page({first}, {})", member(last)),
        Next::Offset(total) => format!("rt::Next::Offset({})", member(total)),
    };
    let mut out = match (&paging.goes, &paging.next) {
        (Some(Goes::Query(key)), _) => format!("rt::Paging::place({next}, rt::Goes::Query({}))", text(key)),
        (Some(Goes::Body(found)), _) => format!("rt::Paging::place({next}, rt::Goes::Body({}))", keys(found)),
        (None, Next::Link(relation)) => format!("rt::Paging::link({})", text(relation)),
        (None, Next::Member(found)) => format!("rt::Paging::address({})", keys(found)),
        // The checks see to it that the others have a place to go.
        (None, _) => format!("rt::Paging::place({next}, rt::Goes::Query(\"\"))"),
    };
    if paging.ends_when_empty {
        out.push_str(".ends_when_empty()");
    }
    if let Some(idle) = paging.idle {
        out.push_str(&format!(".idle({idle})"));
    }
    if let Some((field, most)) = &paging.size {
        out.push_str(&format!(".size({}, {most})", text(field)));
    }
    if let Some((items, beyond)) = &paging.reaches {
        let beyond = beyond.as_ref().map_or_else(|| "None".to_owned(), |beyond| format!("Some({})", text(beyond)));
        out.push_str(&format!(".reaches({items}, {beyond})"));
    }
    out
}
