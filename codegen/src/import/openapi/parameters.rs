//! Parameters of paths, queries and headers → arguments.

use super::document::Document;
use super::draft::{Constant, Field, Place, Type};
use super::names;
use super::schema::Schema;
use super::schema::limits::report_of_argument;
use super::shapes::Shapes;
use super::shapes::typed::{Mode, Owner, member_doc};
use super::text;
use super::view::{entries_of, flag, flag_or, get, head, items_of, text_of};
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::format::node::Node;

/// Headers that the client sets by itself; OpenAPI says that parameters of these names are ignored.
const OWN_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// A parameter of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'d> {
    /// What defines it.
    pub node: &'d Node,
    /// The wire name.
    pub name: &'d str,
    /// `path`, `query`, `header` or `cookie`.
    pub place: &'d str,
}

/// The parameters of an operation: those of its path, replaced by its own.
pub fn collect<'d>(shapes: &mut Shapes<'d>, item: &'d Node, operation: &'d Node) -> Vec<Parameter<'d>> {
    let mut found: Vec<Parameter<'d>> = Vec::new();
    for node in items_of(item, "parameters").iter().chain(items_of(operation, "parameters")) {
        let node = match shapes.document.resolve(node) {
            Ok(resolved) => resolved.node,
            Err(dangling) => {
                let message = format!("`{}` leads nowhere: this parameter is left out", dangling.reference);
                shapes.notes.note(Code::DanglingReference, dangling.span, message);
                continue;
            }
        };
        let (Some(name), Some(place)) = (text_of(node, "name"), text_of(node, "in")) else {
            let message = "a parameter needs `name` and `in`: it is left out";
            shapes.notes.note(Code::ParameterStyle, head(node), message);
            continue;
        };
        let parameter = Parameter { node, name, place };
        match found.iter_mut().find(|known| known.name == name && known.place == place) {
            Some(known) => *known = parameter,
            None => found.push(parameter),
        }
    }
    found
}

/// What a parameter becomes.
pub enum Argument {
    /// Arguments; several for an object whose members are query keys.
    Fields(Vec<Field>),
    /// A value that is always sent.
    Constant(Constant),
    /// Nothing.
    None,
}

/// The arguments of a parameter.
pub fn argument<'d>(shapes: &mut Shapes<'d>, parameter: &Parameter<'d>, function: &str) -> Argument {
    let Parameter { node, name, place } = *parameter;
    let content = entries_of(node, "content").first();
    let schema = content.and_then(|(_, media)| get(media, "schema")).or_else(|| get(node, "schema"));
    if place == "header" && OWN_HEADERS.contains(&name.to_lowercase().as_str()) {
        return own_header(shapes, parameter, schema);
    }
    let owner = Owner::new(&names::pascal(function), name);
    let Some(schema) = schema else {
        shapes.notes.note(Code::UntypedSchema, head(node), format!("the parameter `{name}` has no schema: it is text"));
        return Argument::Fields(vec![field(shapes, parameter, Type::String, None)]);
    };
    if place == "query" && content.is_none() {
        let read = shapes.read(schema);
        if read.is_object() && !read.members.is_empty() {
            if read.is_union {
                let message = format!("the members of all alternatives of `{name}` are arguments: pass those of one");
                shapes.notes.note(Code::SumAsJson, head(node), message);
            }
            return object(shapes, parameter, &read, function);
        }
    }
    let typed = shapes.typed(schema, &owner, Mode::Request);
    if let Some(value) = typed.constant.clone().filter(|_| flag(node, "required") && place != "path") {
        return match destination(shapes, parameter) {
            Some(place) => Argument::Constant(Constant { place, value }),
            None => Argument::None,
        };
    }
    let typed = if typed.values.is_empty() || !matches!(typed.kind, Type::List(_)) {
        typed
    } else {
        shapes.named(schema, &owner, Mode::Request)
    };
    let mut field = field(shapes, parameter, typed.kind.clone(), Some(&typed.schema));
    if matches!(field.place, Place::Body(_)) {
        return Argument::None;
    }
    field.values = typed.values.clone();
    if field.doc.is_empty() {
        field.doc = member_doc(&typed);
    }
    field.encode = encoding(shapes, parameter, &typed.kind, content.is_some());
    if matches!(field.kind, Type::Map(_) | Type::Json | Type::Named(_))
        && field.encode.is_none()
        && typed.schema.values.is_none()
    {
        field.encode = Some("json_text");
        if !matches!(field.kind, Type::Json) || !typed.schema.sums.is_empty() {
            let message = format!("`{name}` is an object and nothing says how it is written: it is sent as JSON text");
            shapes.notes.note(Code::ParameterStyle, head(node), message);
        }
    }
    Argument::Fields(vec![field])
}

/// The header `Accept` with one value is a constant; others are the client's.
fn own_header<'d>(shapes: &mut Shapes<'d>, parameter: &Parameter<'d>, schema: Option<&'d Node>) -> Argument {
    let value = schema.map(|schema| shapes.read(schema)).and_then(|schema| match schema.values.as_deref() {
        Some([one]) => Some(one.to_json()),
        _ => None,
    });
    match value {
        Some(value) if parameter.name.eq_ignore_ascii_case("accept") => {
            Argument::Constant(Constant { place: Place::Header(parameter.name.to_owned()), value })
        }
        _ => {
            let message = format!("the client sets the header `{}`: it is no argument", parameter.name);
            shapes.notes.note(Code::ReservedHeader, head(parameter.node), message);
            Argument::None
        }
    }
}

/// Where a parameter goes; `None` for cookies.
fn destination<'d>(shapes: &mut Shapes<'d>, parameter: &Parameter<'d>) -> Option<Place> {
    Some(match parameter.place {
        "path" => Place::Path,
        "query" => Place::Query(parameter.name.to_owned()),
        "header" => Place::Header(parameter.name.to_owned()),
        other => {
            let message = format!(
                "the parameter `{}` goes into a {other}, which a call does not have: it is left out",
                parameter.name
            );
            shapes.notes.note(Code::ParameterStyle, head(parameter.node), message);
            return None;
        }
    })
}

fn field<'d>(shapes: &mut Shapes<'d>, parameter: &Parameter<'d>, kind: Type, schema: Option<&Schema<'d>>) -> Field {
    let Parameter { node, name, place } = *parameter;
    let place_of = destination(shapes, parameter);
    if let Some(schema) = schema {
        report_of_argument(schema, name, &mut shapes.notes);
    }
    let sample = sample(&shapes.document, node).or_else(|| schema.and_then(|schema| schema.example).map(Node::to_json));
    let name = if place == "path" { names::name(name) } else { name.to_owned() };
    let kind = match kind {
        Type::Secret | Type::File if place == "path" => Type::String,
        kind => kind,
    };
    Field {
        required: place == "path" || flag(node, "required"),
        default: schema.and_then(|schema| schema.default).map(Node::to_json),
        min: schema.and_then(|schema| schema.min).map(str::to_owned),
        max: schema.and_then(|schema| schema.max).map(str::to_owned),
        pattern: schema.and_then(|schema| schema.pattern).map(str::to_owned),
        deprecated: flag(node, "deprecated") || schema.is_some_and(|schema| schema.deprecated),
        doc: text_of(node, "description").map(text::prose).unwrap_or_default(),
        sample,
        // A cookie has no place: the caller drops it.
        ..Field::new(head(node), name, kind, place_of.unwrap_or(Place::Body(String::new())))
    }
}

/// The example of a parameter.
fn sample<'d>(document: &Document<'d>, node: &'d Node) -> Option<Json> {
    if let Some(example) = get(node, "example") {
        return Some(example.to_json());
    }
    let (_, first) = entries_of(node, "examples").first()?;
    get(document.resolve(first).ok()?.node, "value").map(Node::to_json)
}

/// How a list or an object is written in a path, a query or a header.
fn encoding(shapes: &mut Shapes, parameter: &Parameter, kind: &Type, is_json: bool) -> Option<&'static str> {
    let Parameter { node, name, place } = *parameter;
    if is_json {
        return Some("json_text");
    }
    if !matches!(kind, Type::List(_) | Type::Map(_)) {
        return None;
    }
    let style = text_of(node, "style").unwrap_or(if place == "query" { "form" } else { "simple" });
    let is_exploded = flag_or(node, "explode", style == "form");
    match (style, kind) {
        ("deepObject", _) => Some("brackets"),
        ("form", Type::List(_)) if is_exploded => Some("repeat"),
        ("form" | "simple", Type::List(_)) => Some("comma"),
        (_, Type::List(_)) => {
            let message =
                format!("`{name}` is written in style `{style}`, which a call does not have: it is sent with commas");
            shapes.notes.note(Code::ParameterStyle, get(node, "style").map_or(head(node), |style| style.span), message);
            Some("comma")
        }
        _ => None,
    }
}

/// An object in the query: `filter[name]=…`, or its members as keys of their own.
fn object<'d>(shapes: &mut Shapes<'d>, parameter: &Parameter<'d>, schema: &Schema<'d>, function: &str) -> Argument {
    let Parameter { node, name, .. } = *parameter;
    let style = text_of(node, "style").unwrap_or("form");
    let is_exploded = flag_or(node, "explode", style == "form");
    if style == "form" && !is_exploded {
        let message = format!("`{name}` is an object without `explode`: it is sent as JSON text");
        shapes.notes.note(Code::ParameterStyle, head(node), message);
        let mut field = field(shapes, parameter, Type::Json, Some(schema));
        field.encode = Some("json_text");
        return Argument::Fields(vec![field]);
    }
    let is_deep = style == "deepObject";
    let mut fields = Vec::new();
    for (key, member) in &schema.members {
        let owner = Owner::new(&names::pascal(function), key);
        let typed = shapes.of_member(key, member, schema, &owner, Mode::Request);
        let wire = if is_deep { format!("{name}[{}]", key.value) } else { key.value.clone() };
        let mut inner = field(shapes, parameter, typed.kind.clone(), Some(&typed.schema));
        if matches!(typed.kind, Type::List(_)) {
            inner.encode = Some(if is_deep { "brackets" } else { "repeat" });
        } else if matches!(typed.kind, Type::Map(_) | Type::Json)
            || (typed.schema.is_object() && !typed.schema.members.is_empty())
        {
            inner.encode = Some(if is_deep { "brackets" } else { "json_text" });
        }
        inner.span = key.span;
        inner.name = if is_deep { format!("{}_{}", names::name(name), names::name(key)) } else { key.value.clone() };
        inner.place = Place::Query(wire);
        inner.required = flag(node, "required") && schema.requires(key);
        inner.values = typed.values.clone();
        inner.doc = member_doc(&typed);
        inner.sample = typed.schema.example.map(Node::to_json);
        fields.push(inner);
    }
    Argument::Fields(fields)
}
