//! Models, inputs and enums as schemas.

use codegen::model::{EnumDef, Input, InputKind, Model, Resource, TypeRef};
use serde_json::{Map, Value, json};

pub fn text() -> Value {
    json!({ "type": "string" })
}

pub fn integer() -> Value {
    json!({ "type": "integer", "format": "int64" })
}

pub fn number() -> Value {
    json!({ "type": "number", "format": "double" })
}

pub fn boolean() -> Value {
    json!({ "type": "boolean" })
}

pub fn array(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// An object with free keys.
pub fn map(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

/// Any JSON.
pub fn any() -> Value {
    json!({})
}

pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An object with these members.
pub fn object(members: impl IntoIterator<Item = (String, Value)>, required: &[String]) -> Value {
    let mut schema = json!({ "type": "object", "properties": members.into_iter().collect::<Map<_, _>>() });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// The same schema with a description; OpenAPI 3.0 has none beside a reference.
pub fn described(mut schema: Value, doc: &str) -> Value {
    if !doc.is_empty() && schema.get("$ref").is_none() {
        schema["description"] = json!(doc);
    }
    schema
}

/// The name of an enum of one resource's functions.
pub fn local_enum(resource: &Resource, name: &str) -> String {
    format!("{}{name}", resource.rust_type)
}

pub fn enum_schema(one: &EnumDef) -> Value {
    let values: Vec<&str> = one.variants.iter().map(|variant| variant.value.as_str()).collect();
    described(json!({ "type": "string", "enum": values }), &one.doc)
}

pub fn model_schema(model: &Model) -> Value {
    let members = model.fields.iter().map(|field| {
        (field.wire_name.clone(), described(type_schema(&field.kind), field.doc.as_deref().unwrap_or_default()))
    });
    described(object(members, &[]), &model.doc)
}

pub fn type_schema(kind: &TypeRef) -> Value {
    match kind {
        TypeRef::String | TypeRef::Id | TypeRef::Secret => text(),
        TypeRef::Boolean => boolean(),
        TypeRef::Integer | TypeRef::Time => integer(),
        TypeRef::DateTime | TypeRef::Date => text(),
        TypeRef::Number => number(),
        TypeRef::Json => any(),
        TypeRef::List(item) => array(type_schema(item)),
        TypeRef::Map(value) => map(type_schema(value)),
        TypeRef::Model { rust, .. } | TypeRef::Enum { rust, .. } => reference(rust),
    }
}

pub fn input_schema(input: &Input) -> Value {
    let members = input.fields.iter().map(|field| {
        let kind = field.kind.as_ref().map_or_else(text, input_type_schema);
        (field.wire_name.clone(), described(kind, field.doc.as_deref().unwrap_or_default()))
    });
    let required = input.fields.iter().filter(|field| field.required).map(|field| field.wire_name.clone());
    described(object(members, &required.collect::<Vec<_>>()), &input.doc)
}

fn input_type_schema(kind: &InputKind) -> Value {
    match kind {
        InputKind::Text => text(),
        InputKind::Boolean => boolean(),
        InputKind::Integer | InputKind::Time => integer(),
        InputKind::Number => number(),
        InputKind::DateTime | InputKind::Date => text(),
        InputKind::Integers => array(integer()),
        InputKind::Numbers => array(number()),
        InputKind::List => array(any()),
        InputKind::Json => any(),
        InputKind::Object => map(any()),
        InputKind::Strings => array(text()),
        InputKind::Input(rust) | InputKind::Enum(rust) => reference(rust),
        InputKind::Inputs(rust) => array(reference(rust)),
    }
}
