//! Operations → functions: names, arguments, responses.

use super::body;
use super::draft::{Field, Function, Place, Type};
use super::names;
use super::operation::{FunctionNames, Operation, function_name, method_name};
use super::package::Servers;
use super::parameters::{self, Argument, Parameter};
use super::path::PathOf;
use super::responses;
use super::security::{OperationAuth, Security};
use super::shapes::Shapes;
use super::text;
use super::view::{entries_of, flag, head, items_of, text, text_of};
use crate::base::json::Json;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use std::collections::BTreeSet;

/// The methods that a function can have.
const VERBS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// All operations that can be functions, in the order of the file. Others are reported.
pub fn all<'d>(shapes: &mut Shapes<'d>) -> Vec<Operation<'d>> {
    let mut found = Vec::new();
    let root = shapes.document.root;
    for (path, item) in entries_of(root, "paths") {
        if path.starts_with("x-") {
            continue;
        }
        let item = match shapes.document.resolve(item) {
            Ok(resolved) => resolved.node,
            Err(dangling) => {
                let message = format!("`{}` leads nowhere: this path is left out", dangling.reference);
                shapes.notes.note(Code::DanglingReference, dangling.span, message);
                continue;
            }
        };
        for (verb, node) in super::view::entries(item) {
            if VERBS.contains(&verb.as_str()) {
                if !entries_of(node, "callbacks").is_empty() {
                    shapes.notes.note(
                        Code::NotImported,
                        verb.span,
                        "callbacks are requests to you: they are no functions",
                    );
                }
                found.push(Operation { verb, path, item, node });
            } else if ["head", "options", "trace"].contains(&verb.as_str()) {
                let message = format!("a function cannot have the method {}: it is left out", verb.to_uppercase());
                shapes.notes.note(Code::NotImported, verb.span, message);
            }
        }
    }
    if let Some((name, _)) = entries_of(root, "webhooks").first() {
        shapes.notes.note(Code::NotImported, name.span, "webhooks are requests to you: they are no functions");
    }
    found
}

/// What all functions need.
pub struct Context<'a> {
    pub security: &'a Security,
    pub servers: &'a mut Servers,
    pub names: &'a mut FunctionNames,
    /// The header that picks a version, which is no argument.
    pub version_header: Option<&'a str>,
}

/// The resource of an operation: its first tag, else the first segment of its path that says something.
pub fn resource(operation: &Operation) -> String {
    let tag = items_of(operation.node, "tags").first().and_then(text);
    let segment = operation.path.split('/').find(|segment| {
        let is_version =
            segment.len() <= 4 && segment.starts_with('v') && segment[1..].starts_with(|c: char| c.is_ascii_digit());
        !segment.is_empty() && !segment.starts_with('{') && !is_version && *segment != "api"
    });
    match tag.map(names::snake).or_else(|| segment.map(names::snake)) {
        Some(name) if ["index", "models", "con", "prn", "aux", "nul"].contains(&name.as_str()) => format!("{name}_api"),
        Some(name) => name.chars().take(60).collect(),
        None => "root".to_owned(),
    }
}

/// The function of an operation.
pub fn function<'d>(
    shapes: &mut Shapes<'d>,
    operation: &Operation<'d>,
    parameters: &[Parameter<'d>],
    resource: &str,
    context: &mut Context,
) -> Function {
    let node = operation.node;
    let name = function_name(shapes, operation, context.names);
    let method = method_name(shapes, &name, resource, operation.verb.span, context.names);
    let mut path = PathOf::new(shapes, operation.path);
    let (mut fields, mut constants) = (Vec::new(), std::mem::take(&mut path.constants));
    for parameter in parameters.iter().filter(|parameter| Some(parameter.name) != context.version_header) {
        if parameter.place == "path" && !path.has(parameter.name) {
            let message = format!("the path has no placeholder `{{{}}}`: the parameter is left out", parameter.name);
            shapes.notes.note(Code::PathParameter, head(parameter.node), message);
            continue;
        }
        let is_misplaced = parameter.place != "path"
            && path.has(parameter.name)
            && !parameters.iter().any(|other| other.place == "path" && other.name == parameter.name);
        let moved = Parameter { place: "path", ..*parameter };
        if is_misplaced {
            let message =
                format!("`{}` fills the placeholder of the path, not the {}", parameter.name, parameter.place);
            shapes.notes.note(Code::PathParameter, head(parameter.node), message);
        }
        match parameters::argument(shapes, if is_misplaced { &moved } else { parameter }, &name) {
            Argument::Fields(found) => fields.extend(found),
            Argument::Constant(constant) => constants.push(constant),
            Argument::None => {}
        }
    }
    for placeholder in &path.names {
        let name = names::name(placeholder);
        if fields.iter().any(|field: &Field| field.place == Place::Path && field.name == name) {
            continue;
        }
        let message = format!("no parameter declares `{{{placeholder}}}`: it becomes a required text");
        shapes.notes.note(Code::PathParameter, operation.path.span, message);
        fields.push(path_field(placeholder, operation.path.span));
    }
    // Path, query and header arguments in this order, each as the document has them.
    fields.sort_by_key(|field| match field.place {
        Place::Path => 0,
        Place::Query(_) => 1,
        Place::Header(_) => 2,
        Place::Body(_) => 3,
    });
    let mut body = body::read(shapes, node, &name);
    let is_root = |field: &Field| field.place == Place::Body(String::new());
    fields.append(&mut body.fields);
    constants.append(&mut body.constants);
    let response = responses::read(shapes, node, &name);
    let (list, paging) = super::paging::recognise(shapes, node, &fields, &response);
    if let Some(pointer) = paging.as_ref().and_then(|paging| paging.get("body")).and_then(Json::as_str) {
        body::expand(shapes, node, &name, &mut fields, pointer);
    }
    distinguish(shapes, context.security, &mut fields);
    fields.iter_mut().filter(|field| field.doc.is_empty()).for_each(|field| field.doc = destination_doc(field));
    let auth = match context.security.of_operation(&shapes.document, node) {
        OperationAuth::Default => None,
        OperationAuth::None => Some("none".to_owned()),
        OperationAuth::Named(name) => Some(name),
    };
    let examples = super::examples::calls(&fields, &body.examples, &response, fields.iter().any(is_root), head(node));
    Function {
        span: operation.verb.span,
        doc: Some(text::summary_and_description(text_of(node, "summary"), text_of(node, "description")))
            .filter(|doc| !doc.is_empty())
            .unwrap_or_else(|| format!("`{} {}`", operation.verb.to_uppercase(), path.text)),
        verb: operation.verb.to_uppercase(),
        path: path.text,
        auth,
        server: context.servers.of_operation(operation.item, node, &mut shapes.notes),
        body_as: body.body_as,
        content_type: body.content_type,
        returns: response.returns,
        list,
        also: Vec::new(),
        paging,
        status: response.status,
        deprecated: flag(node, "deprecated").then(|| "The API marks it as deprecated.".to_owned()),
        since: None,
        retry: None,
        retry_with: None,
        needs: None,
        warning: None,
        constants,
        fields,
        examples,
        name,
        method,
    }
}

fn path_field(placeholder: &str, span: Span) -> Field {
    Field { required: true, ..Field::new(span, names::name(placeholder), Type::String, Place::Path) }
}

/// Arguments with one name get the place in front: `body_id` beside `id` of the path. The credential has a name, too.
fn distinguish(shapes: &mut Shapes, security: &Security, fields: &mut [Field]) {
    let mut taken: BTreeSet<String> = security.fields().collect();
    for field in fields {
        let wanted = field.name.clone();
        if taken.insert(wanted.clone()) {
            continue;
        }
        let place = match &field.place {
            Place::Path => "path",
            Place::Query(_) => "query",
            Place::Header(_) => "header",
            Place::Body(_) => "body",
        };
        while !taken.insert(field.name.clone()) {
            field.name = format!("{place}_{}", field.name);
        }
        let message = format!("another argument is named `{wanted}`: this one is `{}`", field.name);
        shapes.notes.note(Code::DerivedName, field.span, message);
    }
}

/// What a resource is: the description of its tag.
pub fn resource_doc(document: &super::document::Document, operation: &Operation) -> String {
    let Some(tag) = items_of(operation.node, "tags").first().and_then(text) else {
        return format!("Functions below `/{}`.", operation.path.split('/').nth(1).unwrap_or_default());
    };
    let tags = items_of(document.root, "tags");
    let described =
        tags.iter().find(|node| text_of(node, "name") == Some(tag)).and_then(|node| text_of(node, "description"));
    text::prose(described.unwrap_or(tag))
}

/// What an argument is, where the document does not say it: where it goes.
fn destination_doc(field: &Field) -> String {
    match &field.place {
        Place::Path => format!("Placeholder `{{{}}}` of the path.", field.name),
        Place::Query(key) => format!("Query parameter `{key}`."),
        Place::Header(name) => format!("Header `{name}`."),
        Place::Body(pointer) if pointer.is_empty() => "The body.".to_owned(),
        Place::Body(pointer) => format!("Member `{}` of the body.", pointer.trim_start_matches('/')),
    }
}
