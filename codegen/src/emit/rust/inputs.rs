//! Inputs in Rust: objects that are built by name.

use super::doc::doc_text;
use super::format::{block, format_long};
use super::layout::{Code, Function, Link};
use super::names::{allow_arguments, deprecated, literal, plain};
use super::setter::{Setter, clear, mapped};
use crate::emit::text;
use crate::model::{Input, InputField, InputKind};
use std::collections::BTreeSet;

/// The items of an input. `here` are the types of the same file.
pub fn items(input: &Input, here: &BTreeSet<&str>) -> Vec<String> {
    let name = &input.rust_name;
    let docs = [text::inline(&input.doc), String::new(), "Any JSON object can stand in its place.".to_owned()];
    let mut members: Vec<String> = match input.by[..] {
        [] => vec![constructor(input, "new", None, here)],
        _ => {
            let by = input.by.iter().filter_map(|by| input.fields.get(*by));
            by.map(|field| constructor(input, &field.rust_name, Some(field), here)).collect()
        }
    };
    let is_setter = |(position, field): &(usize, &InputField)| {
        field.kind.is_some() && !field.required && !input.by.contains(position)
    };
    members.extend(input.fields.iter().enumerate().filter(is_setter).flat_map(|(_, field)| setter(field, here)));
    let is_empty = input.by.is_empty() && !input.fields.iter().any(|field| field.required);
    let default = is_empty.then(|| {
        let code = "    fn default() -> Self {\n        Self::new()\n    }\n".to_owned();
        format_long(block(&format!("impl Default for {name}"), &[code]))
    });
    let definition = format_long(format!(
        "{}#[derive(Clone)]\n#[must_use = \"an input does nothing until a call takes it\"]\npub struct \
         {name}(rt::Input);\n",
        doc_text(docs, 0)
    ));
    let members = block(&format!("impl {name}"), &members);
    [definition, members, format!("rt::input!({name});\n")].into_iter().chain(default).collect()
}

/// A function that starts an object: from what identifies it, and from its required fields.
fn constructor(input: &Input, name: &str, by: Option<&InputField>, here: &BTreeSet<&str>) -> String {
    let required =
        input.fields.iter().filter(|field| field.required && by.is_none_or(|by| by.wire_name != field.wire_name));
    let fields: Vec<&InputField> = by.into_iter().chain(required).collect();
    let constants = input.fields.iter().filter_map(|field| {
        let (key, value) = (literal(&field.wire_name), field.constant.as_ref()?.to_string());
        Some(Link::Method("constant", vec![Code::Text(key), Code::Text(literal(&value))]))
    });
    let mut lines = match by {
        Some(by) => field_doc(by),
        None => vec!["An object of this kind.".to_owned()],
    };
    if fields.len() > usize::from(by.is_some()) {
        lines.extend([String::new(), "# Arguments".to_owned(), String::new()]);
        lines.extend(fields.iter().map(|field| {
            let docs = field.doc.as_deref().map(text::one_line).unwrap_or_default();
            format!("- `{}`: {docs}", plain(&field.rust_name)).trim_end_matches(": ").to_owned()
        }));
    }
    let params = fields.iter().filter_map(|field| {
        let kind = param_type(field.kind.as_ref()?, here);
        Some(format!("{}: {kind}", field.rust_name))
    });
    let sets: Vec<Link> = constants.chain(fields.iter().map(|field| set(field, here))).collect();
    let new = Code::Call("rt::Input::new".to_owned(), Vec::new());
    let value = if sets.is_empty() { new } else { Code::Chain(Box::new(new), sets) };
    Function {
        head: doc_text(lines, 4) + allow_arguments(fields.len()),
        name: name.to_owned(),
        params: params.collect(),
        returns: "Self".to_owned(),
        lets: Vec::new(),
        body: Some(Code::call("Self", value)),
    }
    .format()
}

/// The members that set a field.
fn setter(field: &InputField, here: &BTreeSet<&str>) -> Vec<String> {
    let kind = field.kind.as_ref().map(|kind| param_type(kind, here)).unwrap_or_default();
    let setter = Setter {
        head: doc_text(field_doc(field), 4) + &deprecated(field.deprecated.as_deref()),
        name: &field.rust_name,
        kind,
        split: None,
        set: vec![set(field, here)],
        has_maybe: field.deprecated.is_none(),
    };
    let mut members = setter.format();
    if field.nullable {
        members.push(clear(&field.rust_name, &field.wire_name, literal(&field.wire_name)));
    }
    members
}

fn field_doc(field: &InputField) -> Vec<String> {
    let docs = field.doc.as_deref().map(text::inline);
    let mut lines = vec![docs.unwrap_or_else(|| format!("The key {}.", text::code(&field.wire_name)))];
    lines.extend(field.since.as_deref().into_iter().flat_map(|since| [String::new(), text::since(since)]));
    lines
}

fn param_type(kind: &InputKind, here: &BTreeSet<&str>) -> String {
    let known = match kind {
        InputKind::Text | InputKind::Date => "impl Into<String>",
        InputKind::Boolean => "bool",
        InputKind::Integer => "impl rt::IntoInteger",
        InputKind::Number => "f64",
        InputKind::Time | InputKind::DateTime => "impl Into<rt::Timestamp>",
        InputKind::Integers => "impl IntoIterator<Item = impl rt::IntoInteger>",
        InputKind::Numbers => "impl IntoIterator<Item = f64>",
        InputKind::List => "impl IntoIterator<Item = impl Into<rt::Value>>",
        InputKind::Json | InputKind::Object => "impl Into<rt::Value>",
        InputKind::Strings => "impl IntoIterator<Item = impl Into<String>>",
        InputKind::Input(rust) | InputKind::Enum(rust) => return format!("impl Into<{}>", type_path(rust, here)),
        InputKind::Inputs(rust) => return format!("impl IntoIterator<Item = impl Into<{}>>", type_path(rust, here)),
    };
    known.to_owned()
}

/// A type of this file, or of another one by way of the parent module.
fn type_path(rust: &str, here: &BTreeSet<&str>) -> String {
    if here.contains(rust) { rust.to_owned() } else { format!("super::{rust}") }
}

/// The call that sets a field.
fn set(field: &InputField, here: &BTreeSet<&str>) -> Link {
    let into = |rust: &str| format!("Into::<{}>::into", type_path(rust, here));
    let name = Code::text(&field.rust_name);
    let (constructor, value) = match field.kind.as_ref() {
        None | Some(InputKind::Text) => ("text", name),
        Some(InputKind::Boolean) => ("boolean", name),
        Some(InputKind::Integer) => ("integer", name),
        Some(InputKind::Number) => ("number", name),
        Some(InputKind::Time) => ("time", name),
        Some(InputKind::DateTime) => ("datetime", name),
        Some(InputKind::Date) => ("date", name),
        Some(InputKind::Integers) => ("integers", name),
        Some(InputKind::Numbers) => ("numbers", name),
        Some(InputKind::List) => ("list", name),
        Some(InputKind::Json) => ("json", name),
        Some(InputKind::Object) => ("object", name),
        Some(InputKind::Strings) => ("strings", name),
        Some(InputKind::Input(rust)) => ("input", Code::call(into(rust), name)),
        Some(InputKind::Inputs(rust)) => ("inputs", mapped(&field.rust_name, into(rust))),
        Some(InputKind::Enum(rust)) => ("text", Code::call(into(rust), name)),
    };
    Link::Method(
        "set",
        vec![Code::Text(literal(&field.wire_name)), Code::call(format!("rt::Arg::{constructor}"), value)],
    )
}
