//! Request bodies → arguments: the members of an object one by one, anything else as one argument.

use super::draft::{Constant, Field, Place, Type};
use super::names;
use super::schema::limits::report_of_argument;
use super::schema::{Additional, Schema};
use super::shapes::Shapes;
use super::shapes::typed::{Mode, Owner, Typed, member_doc};
use super::text;
use super::view::{entries_of, flag, get, head, text_of};
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::format::node::Node;

/// What a body is, and its arguments.
#[derive(Debug, Default)]
pub struct Body {
    /// `form` or `multipart`; JSON otherwise.
    pub body_as: Option<&'static str>,
    /// The content type of a body that is sent as it is.
    pub content_type: Option<String>,
    pub fields: Vec<Field>,
    pub constants: Vec<Constant>,
    /// Complete bodies that the document shows, the first one first, each with its name.
    pub examples: Vec<(String, Json)>,
}

/// Reads the body of an operation.
pub fn read<'d>(shapes: &mut Shapes<'d>, operation: &'d Node, function: &str) -> Body {
    let Some(node) = get(operation, "requestBody") else { return Body::default() };
    let node = match shapes.document.resolve(node) {
        Ok(resolved) => resolved.node,
        Err(dangling) => {
            let message = format!("`{}` leads nowhere: this body becomes `json`", dangling.reference);
            shapes.notes.note(Code::DanglingReference, dangling.span, message);
            return Body { fields: vec![complete(node, Type::Json, false, String::new())], ..Body::default() };
        }
    };
    let contents = entries_of(node, "content");
    let Some((kind, media)) = preferred(contents) else {
        shapes.notes.note(Code::ContentType, head(node), "this body has no content: nothing is sent");
        return Body::default();
    };
    let others: Vec<&str> =
        contents.iter().map(|(name, _)| name.as_str()).filter(|name| *name != kind.as_str()).collect();
    if !others.is_empty() {
        let message = format!("the body is sent as `{}`, not as {}", kind.value, others.join(", "));
        shapes.notes.note(Code::ContentType, kind.span, message);
    }
    let is_required = flag(node, "required");
    let doc = text_of(node, "description").map(text::prose).unwrap_or_default();
    let format = Format::of(kind);
    let mut body = Body { body_as: format.keyword(), examples: examples(shapes, media), ..Body::default() };
    let schema = get(media, "schema");
    if format == Format::Raw {
        body.content_type = Some(kind.value.clone());
        let is_text = kind.starts_with("text/") || is_xml(kind);
        let raw = if is_text { Type::String } else { Type::File };
        body.fields.push(complete(node, raw, is_required, doc));
        return body;
    }
    let owner = Owner::new(&names::pascal(function), "body");
    let Some(schema) = schema else {
        shapes.notes.note(Code::UntypedSchema, kind.span, "this body has no schema: it becomes `json`");
        body.fields.push(complete(node, Type::Json, is_required, doc));
        return body;
    };
    let read = shapes.read(schema);
    if read.members.is_empty() || !read.is_object() {
        let typed = shapes.named(schema, &owner, Mode::Request);
        let doc = if doc.is_empty() { member_doc(&typed) } else { doc };
        let mut field = complete(node, typed.kind, is_required, doc);
        field.sample = typed.schema.example.map(Node::to_json);
        body.fields.push(field);
        return body;
    }
    members(shapes, &read, &mut body, function, is_required);
    body.examples.extend(read.example.map(|example| (String::new(), example.to_json())));
    body
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Format {
    Json,
    Form,
    Multipart,
    Raw,
}

impl Format {
    fn of(content_type: &str) -> Self {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_lowercase();
        match kind.as_str() {
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" => Self::Multipart,
            kind if is_json(kind) => Self::Json,
            _ => Self::Raw,
        }
    }

    fn keyword(self) -> Option<&'static str> {
        match self {
            Self::Form => Some("form"),
            Self::Multipart => Some("multipart"),
            Self::Json | Self::Raw => None,
        }
    }
}

/// Whether a content type is JSON. `*/*` mostly means it.
pub fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    kind == "application/json"
        || kind == "*/*"
        || kind == "text/json"
        || kind.ends_with("+json")
        || kind.ends_with("/json")
}

fn is_xml(content_type: &str) -> bool {
    content_type.contains("xml")
}

/// JSON before a form, a form before files, files before anything else.
fn preferred(contents: &[(Spanned<String>, Node)]) -> Option<&(Spanned<String>, Node)> {
    let rank = |name: &str| match Format::of(name) {
        Format::Json if name.eq_ignore_ascii_case("application/json") => 0,
        Format::Json => 1,
        Format::Form => 2,
        Format::Multipart => 3,
        Format::Raw => 4,
    };
    contents.iter().min_by_key(|(name, _)| rank(name))
}

/// The argument that is the complete body.
fn complete(node: &Node, kind: Type, required: bool, doc: String) -> Field {
    let place = Place::Body(String::new());
    Field { required, doc, ..Field::new(head(node), "body".to_owned(), kind, place) }
}

/// An argument for each member of the object.
fn members<'d>(shapes: &mut Shapes<'d>, schema: &Schema<'d>, body: &mut Body, function: &str, is_required: bool) {
    if !matches!(schema.additional, Additional::Unstated | Additional::None) {
        let message = "this body may have members that it does not name: only those with a name are arguments";
        shapes.notes.note(Code::SumAsJson, schema.origin, message);
    }
    if schema.is_union {
        let message = "the members of all alternatives are arguments: pass those of one";
        shapes.notes.note(Code::SumAsJson, schema.origin, message);
    }
    if !schema.sums.is_empty() {
        let message = "the members of the alternatives are no arguments: only those beside them are";
        shapes.notes.note(Code::SumAsJson, schema.origin, message);
    }
    let prefix = names::pascal(function);
    for (key, node) in &schema.members {
        let owner = Owner::new(&prefix, key);
        let mut typed = shapes.of_member(key, node, schema, &owner, Mode::Request);
        if typed.schema.read_only {
            continue;
        }
        if body.body_as == Some("multipart") {
            typed.kind = file_kind(&typed);
        }
        let pointer = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        let required = is_required && schema.requires(key);
        if let Some(value) = typed.constant.clone().filter(|_| required) {
            body.constants.push(Constant { place: Place::Body(pointer), value });
            continue;
        }
        report_of_argument(&typed.schema, key, &mut shapes.notes);
        body.fields.push(member_field(&typed, key, pointer, required));
    }
    for (required, span) in &schema.required {
        let known = schema.members.iter().any(|(name, _)| name.value == *required);
        if !known && schema.sums.is_empty() {
            let message = format!("`{required}` is required and no property declares it");
            shapes.notes.note(Code::UnknownRequired, *span, message);
        }
    }
}

/// The argument of a member of the body.
fn member_field(typed: &Typed, key: &Spanned<String>, pointer: String, required: bool) -> Field {
    Field {
        required,
        values: typed.values.clone(),
        nullable: typed.schema.nullable,
        default: typed.schema.default.map(Node::to_json),
        min: typed.schema.min.map(str::to_owned),
        max: typed.schema.max.map(str::to_owned),
        pattern: typed.schema.pattern.map(str::to_owned),
        deprecated: typed.schema.deprecated,
        doc: member_doc(typed),
        sample: typed.schema.example.map(Node::to_json),
        ..Field::new(key.span, key.value.clone(), typed.kind.clone(), Place::Body(pointer))
    }
}

/// Replaces the argument that contains the place of a pointer, such as `/pagination/starting_after`, by the members of its
/// object: a stream of pages sets one of them.
pub fn expand<'d>(
    shapes: &mut Shapes<'d>,
    operation: &'d Node,
    function: &str,
    fields: &mut Vec<Field>,
    pointer: &str,
) {
    let Some((parent, _)) = pointer.rsplit_once('/').filter(|(parent, _)| !parent.is_empty()) else { return };
    let Some(at) = fields.iter().position(|field| field.place == Place::Body(parent.to_owned())) else { return };
    let body = get(operation, "requestBody").and_then(|body| shapes.document.resolve(body).ok());
    let contents = body.map_or(&[][..], |body| entries_of(body.node, "content"));
    let Some(schema) = preferred(contents).and_then(|(_, media)| get(media, "schema")) else { return };
    let name = parent.trim_start_matches('/');
    let schema = shapes.read(schema);
    let Some((_, node)) = schema.members.iter().find(|(key, _)| key.value == name) else { return };
    let object = shapes.read(node);
    let is_required = fields[at].required;
    let mut inner = Vec::new();
    for (key, node) in &object.members {
        let owner = Owner::new(&names::pascal(function), key);
        let typed = shapes.of_member(key, node, &object, &owner, Mode::Request);
        if typed.schema.read_only {
            continue;
        }
        let pointer = format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"));
        inner.push(member_field(&typed, key, pointer, is_required && object.requires(key)));
    }
    fields.splice(at..=at, inner);
}

/// The type of a part of a multipart form: bytes are a file.
fn file_kind(typed: &Typed) -> Type {
    let is_bytes = |format: Option<&str>| matches!(format, Some("binary" | "base64"));
    match &typed.kind {
        Type::String if is_bytes(typed.schema.format) => Type::File,
        Type::List(item) if **item == Type::String => {
            let format = typed.schema.items.and_then(|items| text_of(items, "format"));
            if is_bytes(format) { Type::list(Type::File) } else { typed.kind.clone() }
        }
        kind => kind.clone(),
    }
}

/// The complete bodies that a media type shows.
pub fn examples(shapes: &Shapes, media: &Node) -> Vec<(String, Json)> {
    let mut found: Vec<(String, Json)> =
        get(media, "example").map(|one| (String::new(), one.to_json())).into_iter().collect();
    for (name, node) in entries_of(media, "examples") {
        // An example that is a reference to a component.
        let value = match text_of(node, "$ref") {
            Some(reference) => shapes
                .document
                .follow(reference, node.span)
                .ok()
                .and_then(|to| get(to.node, "value").map(Node::to_json)),
            None => get(node, "value").map(Node::to_json),
        };
        found.extend(value.map(|value| (name.value.clone(), value)));
    }
    found
}
