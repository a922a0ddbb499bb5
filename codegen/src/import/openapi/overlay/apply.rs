//! Applies corrections to what was read from a document. One that names nothing, or changes nothing, is an error.

use super::corrections::Correction;
use super::targets::{Target, find};
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::Diagnostic;
use crate::format::node::{Node, NodeKind};
use crate::import::openapi::draft::{Constant, Draft, Field, Function, Member, Place, Resource, Returns, Shape, Type};
use crate::import::openapi::names;
use crate::import::openapi::usage::members;
use crate::import::openapi::view::{flag, get, text, text_of};

/// Applies corrections in their order.
///
/// # Errors
///
/// Each correction that changes nothing.
pub fn apply(draft: &mut Draft, corrections: &[Correction]) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    for correction in corrections.iter().filter(|correction| correction.change != "keep") {
        let error = |message: String| Diagnostic::new(Code::OverlayAction, correction.span, message);
        let targets = match find(draft, correction.at) {
            Ok(targets) => targets,
            Err(unknown) => {
                errors.push(error(format!("`{unknown}` names nothing in the document")));
                continue;
            }
        };
        // Positions of what is removed move those behind: the last one first.
        let results: Vec<Result<bool, String>> =
            targets.iter().rev().map(|target| change(draft, *target, correction)).collect();
        // A pattern may also name what the change does not fit: one that it fits is enough.
        if let Some(problem) = results.iter().rev().find_map(|result| result.as_ref().err())
            && results.iter().all(Result::is_err)
        {
            errors.push(error(problem.clone()));
            continue;
        }
        let changed = results.contains(&Ok(true));
        if !changed {
            let message =
                format!("`{}` of `{}` changes nothing: the document says so already", correction.change, correction.at);
            errors.push(error(message).help("remove the entry"));
        }
    }
    draft.resources.retain(|resource| !resource.functions.is_empty());
    for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        fit_examples(function);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The document's examples were written for its own types: a number is a text where a correction says so.
fn fit_examples(function: &mut Function) {
    for (name, value) in function.examples.iter_mut().flat_map(|example| &mut example.args) {
        let is_text = |field: &Field| field.name == *name && matches!(field.kind, Type::String | Type::Id);
        if let Json::Number(digits) = value
            && function.fields.iter().any(is_text)
        {
            *value = Json::String(std::mem::take(digits));
        }
    }
}

/// Makes one change; whether anything is different now.
fn change(draft: &mut Draft, target: Target, correction: &Correction) -> Result<bool, String> {
    let unfit = || Err(format!("`{}` does not fit what `{}` names", correction.change, correction.at));
    match (target, correction.change) {
        (Target::Function(resource, position), "resource") => {
            move_function(draft, resource, position, correction.value)
        }
        (Target::Function(resource, position), "drop") => {
            draft.resources[resource].functions.remove(position);
            Ok(true)
        }
        (Target::Function(resource, position), _) => {
            change_function(&mut draft.resources[resource].functions[position], correction)
        }
        (Target::Field(resource, position, field), "drop") => {
            draft.resources[resource].functions[position].fields.remove(field);
            Ok(true)
        }
        (Target::Field(resource, position, field), _) => {
            change_field(&mut draft.resources[resource].functions[position].fields[field], correction)
        }
        (Target::Type(position), "rename" | "as") => rename(draft, position, correction),
        (Target::Type(position), "doc") => set(&mut draft.types[position].doc, text_value(correction)?),
        (Target::Member(position, member), "drop") => match &mut draft.types[position].shape {
            Shape::Model(members) | Shape::Input(members) => {
                members.remove(member);
                Ok(true)
            }
            Shape::Enum(_) => unfit(),
        },
        (Target::Member(position, member), "also") => also_of_member(draft, position, member, correction),
        (Target::Member(position, member), _) => match &mut draft.types[position].shape {
            Shape::Model(members) | Shape::Input(members) => change_member(&mut members[member], correction),
            Shape::Enum(_) => unfit(),
        },
        _ => unfit(),
    }
}

/// The other keys of a model's list: those of all functions that return it as a list under this member.
fn also_of_member(draft: &mut Draft, position: usize, member: usize, correction: &Correction) -> Result<bool, String> {
    let also = texts_value(correction)?;
    let definition = &draft.types[position];
    let name = definition.name.clone();
    let Some(key) = members(definition).nth(member).map(|member| member.name.clone()) else {
        return Ok(false);
    };
    let returns_it = |function: &&mut Function| {
        function.list.as_ref() == Some(&key)
            && matches!(&function.returns, Returns::Value(Type::Named(returned)) if *returned == name)
    };
    let functions = draft.resources.iter_mut().flat_map(|resource| &mut resource.functions).filter(returns_it);
    let mut changed = None;
    for function in functions {
        changed = Some(set(&mut function.also, also.clone())? || changed == Some(true));
    }
    changed.ok_or_else(|| format!("no function returns the list `{key}` of `{name}`: say `list` first"))
}

fn change_function(function: &mut Function, correction: &Correction) -> Result<bool, String> {
    match correction.change {
        "name" => set(&mut function.name, name_value(correction)?),
        "method" => set(&mut function.method, name_value(correction)?),
        "doc" => set(&mut function.doc, text_value(correction)?),
        "warning" => set(&mut function.warning, Some(text_value(correction)?)),
        "list" => set(&mut function.list, Some(text_value(correction)?)),
        "also" => set(&mut function.also, texts_value(correction)?),
        "retry" => set(&mut function.retry, Some(text_value(correction)?)),
        "retry_with" => set(&mut function.retry_with, Some(text_value(correction)?)),
        "needs" => set(&mut function.needs, Some(correction.value.to_json())),
        "paging" => set(&mut function.paging, Some(correction.value.to_json())),
        "response" => {
            let stated = text_value(correction)?;
            let returns = match stated.as_str() {
                "empty" | "Empty" => Returns::Empty,
                "text" | "Text" => Returns::Text,
                "bytes" | "Bytes" => Returns::Bytes,
                "redirect" | "Redirect" => Returns::Redirect,
                other => Returns::Value(Type::parse(other).ok_or_else(|| format!("`{other}` is not a type"))?),
            };
            set(&mut function.returns, returns)
        }
        "add" => add(function, correction.value),
        other => Err(format!("`{other}` does not fit a function")),
    }
}

fn change_field(field: &mut Field, correction: &Correction) -> Result<bool, String> {
    match correction.change {
        "type" => set(&mut field.kind, type_value(correction)?),
        "required" => set(&mut field.required, bool_value(correction)?),
        "nullable" => set(&mut field.nullable, bool_value(correction)?),
        "pii" => set(&mut field.pii, bool_value(correction)?),
        "secret" => set(&mut field.secret, bool_value(correction)?),
        "doc" => set(&mut field.doc, text_value(correction)?),
        "name" => set(&mut field.name, name_value(correction)?),
        "enum" => match correction.value.to_json() {
            Json::Array(values) => set(&mut field.values, values),
            _ => Err("`enum` is a list of values".to_owned()),
        },
        other => Err(format!("`{other}` does not fit an argument")),
    }
}

fn change_member(member: &mut Member, correction: &Correction) -> Result<bool, String> {
    match correction.change {
        "type" => set(&mut member.kind, type_value(correction)?),
        "required" => set(&mut member.required, bool_value(correction)?),
        "nullable" => set(&mut member.nullable, bool_value(correction)?),
        "pii" => set(&mut member.pii, bool_value(correction)?),
        "secret" => set(&mut member.kind, if bool_value(correction)? { Type::Secret } else { Type::String }),
        "doc" => set(&mut member.doc, text_value(correction)?),
        other => Err(format!("`{other}` does not fit a member")),
    }
}

/// Adds an argument, `{ query: starting_after, type: string, doc: … }`, or what is always sent, `{ header: Accept, value: … }`.
fn add(function: &mut Function, value: &Node) -> Result<bool, String> {
    let place = ["query", "header", "body"].into_iter().find_map(|key| Some((key, text_of(value, key)?)));
    let (key, wire) = place.ok_or("`add` needs `query`, `header` or `body`")?;
    let place = match key {
        "query" => Place::Query(wire.to_owned()),
        "header" => Place::Header(wire.to_owned()),
        _ if wire.starts_with('/') => Place::Body(wire.to_owned()),
        _ => Place::Body(format!("/{wire}")),
    };
    if let Some(constant) = get(value, "value").map(Node::to_json) {
        let is_known = function.constants.iter().any(|known| known.place == place && known.value == constant);
        function.constants.push(Constant { place, value: constant });
        return Ok(!is_known);
    }
    if function.fields.iter().any(|field| field.place == place) {
        return Ok(false);
    }
    let kind = text_of(value, "type").unwrap_or("string");
    let kind = Type::parse(kind).ok_or_else(|| format!("`{kind}` is not a type"))?;
    let name = text_of(value, "name").unwrap_or_else(|| wire.rsplit('/').next().unwrap_or(wire)).to_owned();
    let mut field = Field::new(value.span, name, kind, place);
    field.required = flag(value, "required");
    field.doc = text_of(value, "doc").unwrap_or_default().to_owned();
    function.fields.push(field);
    Ok(true)
}

fn move_function(draft: &mut Draft, resource: usize, position: usize, value: &Node) -> Result<bool, String> {
    let name = text(value).filter(|name| names::is_name(name)).ok_or("a resource is a name")?;
    if draft.resources[resource].name == name {
        return Ok(false);
    }
    let function = draft.resources[resource].functions.remove(position);
    match draft.resources.iter_mut().find(|known| known.name == name) {
        Some(known) => known.functions.push(function),
        None => {
            let doc = format!("Functions of `{name}`.");
            draft.resources.push(Resource { name: name.to_owned(), doc, functions: vec![function] });
        }
    }
    Ok(true)
}

/// Renames a type; with `as`, the other type must exist, and this one is dropped.
fn rename(draft: &mut Draft, position: usize, correction: &Correction) -> Result<bool, String> {
    let (old, new) = (draft.types[position].name.clone(), name_value(correction)?);
    if old == new {
        return Ok(false);
    }
    let exists = draft.types.iter().any(|definition| definition.name == new);
    match (correction.change, exists) {
        ("as", false) => return Err(format!("there is no type `{new}`")),
        ("rename", true) => return Err(format!("there is a type `{new}` already")),
        _ => {}
    }
    for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        if let Returns::Value(kind) = &mut function.returns {
            kind.rename(&old, &new);
        }
        function.fields.iter_mut().for_each(|field| field.kind.rename(&old, &new));
    }
    for definition in &mut draft.types {
        if let Shape::Model(members) | Shape::Input(members) = &mut definition.shape {
            members.iter_mut().for_each(|member| member.kind.rename(&old, &new));
        }
    }
    if correction.change == "as" {
        draft.types.remove(position);
    } else {
        draft.types[position].name = new;
    }
    Ok(true)
}

fn set<T: PartialEq>(place: &mut T, value: T) -> Result<bool, String> {
    let changed = *place != value;
    *place = value;
    Ok(changed)
}

fn text_value(correction: &Correction) -> Result<String, String> {
    text(correction.value).map(str::to_owned).ok_or_else(|| format!("`{}` is a text", correction.change))
}

/// A text, or several.
fn texts_value(correction: &Correction) -> Result<Vec<String>, String> {
    let texts = match &correction.value.kind {
        NodeKind::List(items) => items.iter().map(|item| text(item).map(str::to_owned)).collect::<Option<Vec<_>>>(),
        _ => text(correction.value).map(|text| vec![text.to_owned()]),
    };
    texts.ok_or_else(|| format!("`{}` is a key, or a list of keys", correction.change))
}

fn name_value(correction: &Correction) -> Result<String, String> {
    let name = text_value(correction)?;
    if names::is_name(&name) { Ok(name) } else { Err(format!("`{name}` is not a name")) }
}

fn type_value(correction: &Correction) -> Result<Type, String> {
    let stated = text_value(correction)?;
    Type::parse(&stated).ok_or_else(|| format!("`{stated}` is not a type"))
}

fn bool_value(correction: &Correction) -> Result<bool, String> {
    match correction.value.to_json() {
        Json::Bool(value) => Ok(value),
        _ => Err(format!("`{}` is true or false", correction.change)),
    }
}
