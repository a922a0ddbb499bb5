//! Models, inputs and enums as schemas.

use crate::base::json::Json;
use crate::model::{EnumDef, Input, InputKind, Model, Resource, TypeRef};

/// An object of these members.
pub fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Json)>) -> Json {
    Json::Object(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

/// A schema of one type, perhaps with a format.
pub fn of_type(kind: &str, format: Option<&str>) -> Json {
    let format = format.map(|format| ("format", Json::text(format)));
    object([("type", Json::text(kind))].into_iter().chain(format))
}

/// A list.
pub fn array(items: Json) -> Json {
    object([("type", Json::text("array")), ("items", items)])
}

/// An object with free keys.
pub fn map(values: Json) -> Json {
    object([("type", Json::text("object")), ("additionalProperties", values)])
}

/// Any JSON.
pub fn any() -> Json {
    Json::Object(Vec::new())
}

/// A component.
pub fn reference(name: &str) -> Json {
    object([("$ref", Json::text(format!("#/components/schemas/{name}")))])
}

/// An object with these properties.
pub fn properties(members: Vec<(String, Json)>, required: Vec<String>) -> Json {
    let mut schema = vec![("type", Json::text("object")), ("properties", Json::Object(members))];
    if !required.is_empty() {
        schema.push(("required", Json::Array(required.iter().map(Json::text).collect())));
    }
    object(schema)
}

/// The same schema with further keys. OpenAPI 3.0 has none beside a reference, which therefore stands in an `allOf`.
pub fn with(schema: Json, more: Vec<(&str, Json)>) -> Json {
    if more.is_empty() {
        return schema;
    }
    let members = match schema {
        Json::Object(members) if !members.iter().any(|(key, _)| key == "$ref") => members,
        reference => vec![("allOf".to_owned(), Json::Array(vec![reference]))],
    };
    Json::Object(members.into_iter().chain(more.into_iter().map(|(key, value)| (key.to_owned(), value))).collect())
}

/// The description, if there is one.
pub fn doc(text: Option<&str>) -> Option<(&'static str, Json)> {
    text.filter(|text| !text.trim().is_empty()).map(|text| ("description", Json::text(text)))
}

/// The name of an enum of one resource's functions.
pub fn own_enum(resource: &Resource, name: &str) -> String {
    format!("{}{name}", resource.rust_type)
}

/// A shared enum, or one of a function.
pub fn enum_schema(one: &EnumDef) -> Json {
    let values = one.variants.iter().map(|variant| Json::text(&variant.value)).collect();
    let dated =
        one.variants.iter().filter_map(|variant| Some((variant.value.clone(), Json::text(variant.since.as_ref()?))));
    let dated: Vec<(String, Json)> = dated.collect();
    let dated = (!dated.is_empty()).then_some(("x-since", Json::Object(dated)));
    let members = doc(Some(&one.doc)).into_iter().chain([("enum", Json::Array(values))]).chain(dated);
    with(of_type("string", None), members.collect())
}

/// A model.
pub fn model_schema(model: &Model) -> Json {
    let members = model.fields.iter().map(|field| {
        let deprecated = field.deprecated.as_ref().map(|_| ("deprecated", Json::Bool(true)));
        let since = field.since.as_ref().map(|since| ("x-since", Json::text(since)));
        // Null counts as absent, as everywhere in responses.
        let more = doc(field.doc.as_deref()).into_iter().chain([("nullable", Json::Bool(true))]);
        (field.wire_name.clone(), with(type_schema(&field.kind), more.chain(deprecated).chain(since).collect()))
    });
    let example = model.example.as_ref().map(|example| ("example", example.clone()));
    with(properties(members.collect(), Vec::new()), doc(Some(&model.doc)).into_iter().chain(example).collect())
}

/// The schema of a value of a response.
pub fn type_schema(kind: &TypeRef) -> Json {
    match kind {
        TypeRef::String | TypeRef::Id => of_type("string", None),
        TypeRef::Secret => of_type("string", Some("password")),
        TypeRef::DateTime => of_type("string", Some("date-time")),
        TypeRef::Date => of_type("string", Some("date")),
        TypeRef::Boolean => of_type("boolean", None),
        TypeRef::Integer => of_type("integer", Some("int64")),
        TypeRef::Time => of_type("integer", Some("timestamp")),
        TypeRef::Number => of_type("number", Some("double")),
        TypeRef::Json => any(),
        TypeRef::List(item) => array(type_schema(item)),
        TypeRef::Map(value) => map(type_schema(value)),
        TypeRef::Model { rust, .. } | TypeRef::Enum { rust, .. } => reference(rust),
    }
}

/// An input.
pub fn input_schema(input: &Input) -> Json {
    let members = input.fields.iter().map(|field| {
        let kind = match (&field.kind, &field.constant) {
            (Some(kind), _) => input_type(kind),
            (None, Some(constant)) => object([("enum", Json::Array(vec![constant.clone()]))]),
            (None, None) => any(),
        };
        let nullable = field.nullable.then_some(("nullable", Json::Bool(true)));
        let deprecated = field.deprecated.as_ref().map(|_| ("deprecated", Json::Bool(true)));
        let since = field.since.as_ref().map(|since| ("x-since", Json::text(since)));
        let more = doc(field.doc.as_deref()).into_iter().chain(nullable).chain(deprecated).chain(since);
        (field.wire_name.clone(), with(kind, more.collect()))
    });
    let required = input.fields.iter().filter(|field| field.required || field.kind.is_none());
    let required = required.map(|field| field.wire_name.clone()).collect();
    with(properties(members.collect(), required), doc(Some(&input.doc)).into_iter().collect())
}

fn input_type(kind: &InputKind) -> Json {
    match kind {
        InputKind::Text => of_type("string", None),
        InputKind::DateTime => of_type("string", Some("date-time")),
        InputKind::Date => of_type("string", Some("date")),
        InputKind::Boolean => of_type("boolean", None),
        InputKind::Integer => of_type("integer", Some("int64")),
        InputKind::Time => of_type("integer", Some("timestamp")),
        InputKind::Number => of_type("number", Some("double")),
        InputKind::Json => any(),
        InputKind::Object => map(any()),
        InputKind::Strings => array(of_type("string", None)),
        InputKind::Integers => array(of_type("integer", Some("int64"))),
        InputKind::Numbers => array(of_type("number", Some("double"))),
        InputKind::List => array(any()),
        InputKind::Input(rust) | InputKind::Enum(rust) => reference(rust),
        InputKind::Inputs(rust) => array(reference(rust)),
    }
}
