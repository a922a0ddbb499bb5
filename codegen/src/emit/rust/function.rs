//! A function in Rust: the method of its resource's handle, and its builder.

use super::doc::doc_text;
use super::format::{block, format_long};
use super::layout::{self, Code, Link};
use super::names::{allow_arguments, deprecated, literal, plain};
use super::setter::{Setter, clear, mapped};
use super::types::response_type;
use crate::emit::snippet::Snippet;
use crate::emit::text;
use crate::model::{Function, Paging, Param, ParamType, Resource, Returns};

/// The method that starts a call.
pub fn method(resource: &Resource, function: &Function, example: Option<&Snippet>) -> String {
    let mut head = doc_text(docs(resource, function, example), 4);
    head.push_str(&alias(&function.name, &function.rust.method));
    head.push_str(&deprecated(function.deprecated.as_deref()));
    let start = Start {
        head,
        name: &function.rust.method,
        receiver: "&self",
        returns: function.rust.builder.clone(),
        call: "rt::Call::new",
        arguments: ["self.0".to_owned(), format!("&{}", function.rust.table)],
    };
    start.format(function)
}

/// A method that starts a call: it takes the required arguments.
pub struct Start<'a> {
    /// The lines of its docs, and its attributes.
    pub head: String,
    pub name: &'a str,
    pub receiver: &'a str,
    pub returns: String,
    /// The function that makes a call without arguments, and what it takes.
    pub call: &'a str,
    pub arguments: [String; 2],
}

impl Start<'_> {
    pub fn format(self, function: &Function) -> String {
        let required: Vec<&Param> = function.params.iter().filter(|param| param.required).collect();
        let mut head = self.head;
        head.push_str(allow_arguments(required.len() + 1));
        let builder = &function.rust.builder;
        let params = required.iter().map(|param| format!("{}: {}", param.rust_name, param_type(&param.kind)));
        let (mut lets, mut sets) = (Vec::new(), Vec::new());
        for param in &required {
            let (split, set) = set(function, builder, param);
            lets.extend(split);
            sets.extend(set);
        }
        let call = Code::Call(self.call.to_owned(), self.arguments.map(Code::Text).into());
        let call = if sets.is_empty() { call } else { Code::Chain(Box::new(call), sets) };
        layout::Function {
            head,
            name: self.name.to_owned(),
            params: [self.receiver.to_owned()].into_iter().chain(params).collect(),
            returns: self.returns,
            lets,
            body: Some(Code::call(builder, call)),
        }
        .format()
    }
}

/// The builder's type, its setters, and what all builders can do.
pub fn builder(function: &Function) -> Vec<String> {
    let name = &function.rust.builder;
    let setters = setters(function);
    let output = output(&function.returns);
    let mut items = vec![format_long(format!(
        "/// A call of `{}`.\n#[derive(Clone, Debug)]\n#[must_use = \"a call does nothing until it is sent: `.await` \
         it\"]\npub struct {name}(rt::Call);\n",
        function.name
    ))];
    if !setters.is_empty() {
        items.push(block(&format!("impl {name}"), &setters));
    }
    items.push(format!("rt::endpoint!({name} => {output});\n"));
    if matches!(function.returns, Returns::Bytes) {
        items.push(format!("rt::download!({name});\n"));
    }
    if let Some((field, chunk)) = function.fields.iter().find_map(|field| Some((&field.name, field.chunk?))) {
        items.push(format!("rt::chunked!({name} => {output}, {}, {chunk});\n", literal(field)));
    }
    if function.returns.paging().is_some() {
        items.push(format!("rt::pager!({name} => {output});\n"));
    }
    items
}

/// The setters of the optional arguments.
pub fn setters(function: &Function) -> Vec<String> {
    function.params.iter().filter(|param| !param.required).flat_map(|param| setter(function, param)).collect()
}

/// The members that set an argument.
fn setter(function: &Function, param: &Param) -> Vec<String> {
    let field = &function.fields[param.field];
    let mut lines: Vec<String> = Vec::new();
    for text in [Some(&field.doc), field.note.as_ref()].into_iter().flatten().filter(|text| !text.is_empty()) {
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push(text::inline(text));
    }
    if let Some(since) = &field.since {
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push(text::since(since));
    }
    if let Some(why) = &field.addition {
        lines.extend([String::new(), format!("Not in the function tables: {}", text::inline(why))]);
    }
    let mut head = doc_text(lines, 4);
    head.push_str(&alias(&field.name, &param.rust_name));
    head.push_str(&deprecated(field.deprecated.as_deref()));
    let (split, set) = set(function, "Self", param);
    let setter = Setter {
        head,
        name: &param.rust_name,
        kind: param_type(&param.kind),
        split,
        set,
        has_maybe: field.deprecated.is_none(),
    };
    let mut members = setter.format();
    if field.nullable {
        members.push(clear(&param.rust_name, &field.name, format!("rt::field!(Self, {})", literal(&field.name))));
    }
    members
}

/// The table's name, so that a search of the docs finds it; nothing when it is the Rust name.
fn alias(name: &str, rust_name: &str) -> String {
    if name == plain(rust_name) { String::new() } else { format!("    #[doc(alias = {})]\n", literal(name)) }
}

/// What a method's documentation says: the table's text, the request, the arguments, what it returns, its errors, an example.
fn docs(resource: &Resource, function: &Function, example: Option<&Snippet>) -> Vec<String> {
    let mut lines = vec![text::inline(&function.doc), String::new()];
    lines.push(if function.draft {
        text::DRAFT.to_owned()
    } else {
        format!("`{} {}`", function.http.as_str(), function.path)
    });
    if let Some(since) = &function.since {
        lines.extend([String::new(), text::since(since)]);
    }
    if let Some(why) = &function.addition {
        lines.extend([String::new(), format!("Not in the function tables: {}", text::inline(why))]);
    }
    let required: Vec<&Param> = function.params.iter().filter(|param| param.required).collect();
    if !required.is_empty() {
        lines.extend([String::new(), "# Arguments".to_owned(), String::new()]);
        lines.extend(required.iter().map(|param| argument(function, param)));
    }
    if let Some(groups) = function.needed_groups(text::code) {
        lines.extend([String::new(), format!("Needs {groups}.")]);
    }
    for warning in [&resource.warning, &function.warning].into_iter().flatten() {
        lines.extend([String::new(), "# Note".to_owned(), String::new(), text::inline(warning)]);
    }
    lines.extend([String::new(), "# Returns".to_owned(), String::new(), returned(&function.returns)]);
    lines.extend([String::new(), "# Errors".to_owned(), String::new(), errors(&function.returns)]);
    if let Some(example) = example {
        lines.extend([String::new(), "# Example".to_owned(), String::new(), "```no_run".to_owned()]);
        lines.extend(example.rustdoc().lines().map(str::to_owned));
        lines.push("```".to_owned());
    }
    lines
}

/// An item of the list of arguments: the table's text and what the spec adds to them.
fn argument(function: &Function, param: &Param) -> String {
    let field = &function.fields[param.field];
    let name = param.rust_name.trim_start_matches("r#");
    let texts = [Some(&field.doc), field.note.as_ref()].into_iter().flatten().filter(|text| !text.is_empty());
    let since = field.since.as_deref().map(text::since);
    let texts: Vec<String> = texts.map(|text| text::one_line(text)).chain(since).collect();
    if texts.is_empty() { format!("- `{name}`") } else { format!("- `{name}`: {}", texts.join(" ")) }
}

fn returned(returns: &Returns) -> String {
    match returns {
        Returns::Empty => "Nothing; a body of the response is ignored.".to_owned(),
        Returns::Text => "The text of the response.".to_owned(),
        Returns::Bytes => "The bytes of the response; `send_stream()` returns them as a stream.".to_owned(),
        Returns::Redirect => "The address that the response names; it is not followed.".to_owned(),
        Returns::Json { spec_type, paging: Some(paging), .. } => format!(
            "JSON, {}: the first page. `by_page()` and `by_item()` stream {}, `send_page()` returns a page with its cursor.",
            text::code(spec_type),
            streamed(paging)
        ),
        Returns::Json { spec_type, .. } => format!("JSON: {}.", text::code(spec_type)),
        Returns::Model { rust, list: Some(_), paging: Some(paging), .. } => format!(
            "A [`{rust}`](super::types::{rust}): the first page. `by_page()` and `by_item()` stream {}, `send_page()` \
             returns a page with its cursor.",
            streamed(paging)
        ),
        Returns::Model { rust, .. } => format!("A [`{rust}`](super::types::{rust})."),
    }
}

/// What streams of a list return.
fn streamed(paging: &Paging) -> String {
    match &paging.reaches {
        None => "the whole list".to_owned(),
        Some((items, None)) => format!("the first {items} items"),
        Some((items, Some(beyond))) => format!("the first {items} items ({} has all)", text::code(beyond)),
    }
}

fn errors(returns: &Returns) -> String {
    let all = "An [`Error`](crate::Error) when the call is sent: an argument is missing or invalid, no response came, or its \
               status is no success.";
    match returns {
        Returns::Model { unwrap: Some(_), .. } => {
            format!("{all} `is_not_found()` when nothing matches, `is_ambiguous()` when several objects do.")
        }
        _ => all.to_owned(),
    }
}

fn param_type(kind: &ParamType) -> String {
    let known = match kind {
        ParamType::Text | ParamType::Date => "impl Into<String>",
        ParamType::Integer => "impl rt::IntoInteger",
        ParamType::Number => "f64",
        ParamType::Boolean => "bool",
        ParamType::Time | ParamType::DateTime => "impl Into<rt::Timestamp>",
        ParamType::Json => "impl rt::IntoJson",
        ParamType::Object { item: None } => "impl Into<rt::Value>",
        ParamType::File => "impl Into<rt::File>",
        ParamType::Integers => "impl IntoIterator<Item = impl rt::IntoInteger>",
        ParamType::Numbers => "impl IntoIterator<Item = f64>",
        ParamType::List | ParamType::Objects { item: None } => "impl IntoIterator<Item = impl Into<rt::Value>>",
        ParamType::Strings => "impl IntoIterator<Item = impl Into<String>>",
        ParamType::Object { item: Some(item) } => return format!("impl Into<super::types::{item}>"),
        ParamType::Objects { item: Some(item) } => {
            return format!("impl IntoIterator<Item = impl Into<super::types::{item}>>");
        }
        ParamType::Enum { rust, shared } => return format!("impl Into<{}>", enum_path(rust, *shared)),
        ParamType::Selector { argument: Some(argument), .. } => return format!("impl super::types::{argument}"),
        ParamType::Selector { rust, shared, argument: None } => return enum_path(rust, *shared),
    };
    known.to_owned()
}

fn enum_path(rust: &str, shared: bool) -> String {
    if shared { format!("super::types::{rust}") } else { rust.to_owned() }
}

/// What must be done before the call is built, and the calls that set the argument.
fn set(function: &Function, builder: &str, param: &Param) -> (Option<(String, Code)>, Vec<Link>) {
    let field = |position: usize| {
        let name = function.fields.get(position).map_or("", |field| field.name.as_str());
        Code::text(format!("rt::field!({builder}, {})", literal(name)))
    };
    let link = |position: usize, value: Code| Link::Method("set", vec![field(position), value]);
    let argument = |constructor: &str, value: Code| Code::call(format!("rt::Arg::{constructor}"), value);
    let name = &param.rust_name;
    let into = |path: &str| format!("Into::<{path}>::into");
    let item_path = |item: &str| format!("super::types::{item}");
    let value = Code::text(name);
    let value = match &param.kind {
        ParamType::Text => argument("text", value),
        ParamType::Integer => argument("integer", value),
        ParamType::Number => argument("number", value),
        ParamType::Boolean => argument("boolean", value),
        ParamType::Time => argument("time", value),
        ParamType::DateTime => argument("datetime", value),
        ParamType::Date => argument("date", value),
        ParamType::Json => argument("json", value),
        ParamType::File => argument("file", value),
        ParamType::Integers => argument("integers", value),
        ParamType::Numbers => argument("numbers", value),
        ParamType::List => argument("list", value),
        ParamType::Strings => argument("strings", value),
        ParamType::Object { item: None } => argument("object", value),
        ParamType::Object { item: Some(item) } => argument("input", Code::call(into(&item_path(item)), value)),
        ParamType::Objects { item: None } => argument("objects", value),
        ParamType::Objects { item: Some(item) } => argument("inputs", mapped(name, into(&item_path(item)))),
        ParamType::Enum { rust, shared } => argument("text", Code::call(into(&enum_path(rust, *shared)), value)),
        ParamType::Selector { argument: own, .. } => {
            let parts = match own {
                Some(own) => Code::call(format!("super::types::{own}::into_parts"), value),
                None => Code::Chain(Box::new(value), vec![Link::Method("into_parts", Vec::new())]),
            };
            let part = |at: usize| argument("text", Code::text(format!("{name}.{at}")));
            let selector = param.selector.map(|selector| link(selector, part(0)));
            // The pair takes its parameter's name: any other could be that of another parameter.
            let sets = selector.into_iter().chain([link(param.field, part(1))]).collect();
            return (Some((name.clone(), parts)), sets);
        }
    };
    (None, vec![link(param.field, value)])
}

fn output(returns: &Returns) -> String {
    match returns {
        Returns::Empty => "()".to_owned(),
        Returns::Text => "String".to_owned(),
        Returns::Bytes => "rt::Bytes".to_owned(),
        Returns::Redirect => "rt::Redirect".to_owned(),
        Returns::Json { kind, .. } => response_type(kind),
        Returns::Model { rust, .. } => format!("super::types::{rust}"),
    }
}
