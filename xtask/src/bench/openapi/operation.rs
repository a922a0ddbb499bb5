//! Functions as operations.

use super::errors;
use super::schema::{
    any, array, boolean, described, integer, local_enum, map, number, object, reference, text, type_schema,
};
use codegen::model::{
    ArgKind, Auth, BodyNode, BodyValue, Field, Function, ParamType, PathPart, Resource, Returns, Role, Source,
};
use serde_json::{Map, Value, json};

/// The path and the operation of a function.
pub fn operation(resource: &Resource, function: &Function) -> (String, Value) {
    let context = Context { resource, function };
    // The last route has no condition; one before it names the object in the path.
    let route = function.routes.first();
    let template = route.map_or(&function.path, |route| &route.template).clone();
    let in_path = route.into_iter().flat_map(|route| &route.parts).filter_map(PathPart::field);
    let in_path = in_path.collect::<Vec<_>>();
    let names = template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    let mut parameters: Vec<Value> =
        names.zip(&in_path).map(|(name, field)| context.parameter("path", name, *field, true)).collect();
    let (query, headers) = (function.query.iter(), function.headers.iter());
    parameters.extend(query.filter_map(|item| match &item.source {
        Source::Field(field) => Some(context.parameter("query", &item.key, *field, context.is_required(*field))),
        // The other routes of a field that is in the path.
        Source::Case { field, .. } if in_path.contains(field) => None,
        Source::Case { field, .. } => Some(context.parameter("query", &item.key, *field, false)),
        // A caller does not pass it.
        Source::Const { .. } => None,
    }));
    parameters.extend(headers.filter_map(|(name, source)| match source {
        Source::Field(field) => Some(context.parameter("header", name, *field, false)),
        Source::Case { .. } | Source::Const { .. } => None,
    }));
    let selectors = function
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.role, Role::Selector { selects } if !in_path.contains(&selects)));
    parameters.extend(selectors.map(|(index, field)| context.parameter("query", &field.name, index, false)));
    let mut operation = json!({
        "operationId": function.name,
        "tags": [resource.name],
        "summary": function.doc,
        "parameters": parameters,
        "responses": responses(function),
    });
    if let Some(body) = function.body.as_ref().filter(|nodes| !nodes.is_empty()) {
        let schema = context.body(body);
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    if function.auth == Auth::None {
        operation["security"] = json!([]);
    }
    (template, operation)
}

/// The successes of a function, and its error.
fn responses(function: &Function) -> Map<String, Value> {
    let success = match &function.returns {
        Returns::Empty | Returns::Redirect => json!({ "description": "Done." }),
        Returns::Text => json!({ "description": "Done.", "content": { "text/plain": { "schema": text() } } }),
        Returns::Bytes => {
            let bytes = json!({ "type": "string", "format": "binary" });
            json!({ "description": "Done.", "content": { "application/octet-stream": { "schema": bytes } } })
        }
        Returns::Json { kind, .. } => {
            json!({ "description": "Done.", "content": { "application/json": { "schema": type_schema(kind) } } })
        }
        Returns::Model { rust, .. } => {
            json!({ "description": "Done.", "content": { "application/json": { "schema": reference(rust) } } })
        }
    };
    let mut responses: Map<_, _> = function.status.iter().map(|status| (status.to_string(), success.clone())).collect();
    if responses.is_empty() {
        responses.insert("200".to_owned(), success);
    }
    responses.insert("4XX".to_owned(), errors::response());
    responses
}

/// A function that is being rendered.
struct Context<'a> {
    resource: &'a Resource,
    function: &'a Function,
}

impl Context<'_> {
    fn field(&self, index: usize) -> Option<&Field> {
        self.function.fields.get(index)
    }

    fn is_required(&self, index: usize) -> bool {
        self.field(index).is_some_and(|field| field.required)
    }

    fn parameter(&self, location: &str, name: &str, field: usize, required: bool) -> Value {
        let doc = self.field(field).map_or("", |field| &field.doc);
        json!({ "in": location, "name": name, "required": required, "description": doc, "schema": self.schema(field) })
    }

    /// The type of an argument on the wire.
    fn schema(&self, index: usize) -> Value {
        let param = self.function.params.iter().find(|param| param.field == index);
        let Some(field) = self.field(index) else { return any() };
        match (&field.kind, param.map(|param| &param.kind)) {
            (_, Some(ParamType::Enum { rust, shared: true })) => reference(rust),
            (_, Some(ParamType::Enum { rust, shared: false })) => reference(&local_enum(self.resource, rust)),
            (_, Some(ParamType::Objects { item: Some(item) })) => array(reference(item)),
            (ArgKind::Text, _) if !field.values.is_empty() && matches!(field.role, Role::Selector { .. }) => {
                json!({ "type": "string", "enum": field.values })
            }
            (ArgKind::Text, _) => text(),
            (ArgKind::Json, _) => any(),
            (ArgKind::List, _) => array(any()),
            (ArgKind::Integers, _) => array(integer()),
            (ArgKind::Numbers, _) => array(number()),
            (ArgKind::Date, _) => json!({ "type": "string", "format": "date" }),
            (ArgKind::DateTime, _) => json!({ "type": "string", "format": "date-time" }),
            (ArgKind::File, _) => json!({ "type": "string", "format": "binary" }),
            (ArgKind::Integer | ArgKind::Time, _) => integer(),
            (ArgKind::Number, _) => number(),
            (ArgKind::Boolean, _) => boolean(),
            (ArgKind::CommaList { wrap: Some(key) }, _) => array(object([(key.clone(), text())], &[])),
            (ArgKind::CommaList { wrap: None } | ArgKind::Strings, _) => array(text()),
            (ArgKind::Object, _) => map(any()),
            (ArgKind::Objects { .. }, _) => array(map(any())),
        }
    }

    fn body(&self, nodes: &[BodyNode]) -> Value {
        let required: Vec<String> =
            nodes.iter().filter(|node| self.is_always_sent(&node.value)).map(|node| node.key.clone()).collect();
        object(nodes.iter().map(|node| (node.key.clone(), self.body_value(&node.value))), &required)
    }

    fn body_value(&self, value: &BodyValue) -> Value {
        match value {
            BodyValue::Object(nodes) => self.body(nodes),
            BodyValue::Source(Source::Field(field) | Source::Case { field, .. }) => {
                described(self.schema(*field), self.field(*field).map_or("", |field| &field.doc))
            }
            BodyValue::Source(Source::Const { value, .. }) => match value.as_str() {
                Some(constant) => json!({ "type": "string", "enum": [constant] }),
                None => any(),
            },
        }
    }

    fn is_always_sent(&self, value: &BodyValue) -> bool {
        match value {
            BodyValue::Source(Source::Field(field)) => self.is_required(*field),
            BodyValue::Source(Source::Case { .. }) => false,
            BodyValue::Source(Source::Const { with, .. }) => with.is_none(),
            BodyValue::Object(nodes) => nodes.iter().any(|node| self.is_always_sent(&node.value)),
        }
    }
}
