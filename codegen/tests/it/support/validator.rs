//! A validator of the JSON Schema keywords that `spec.schema.json` uses, and of no others: an unknown keyword panics.
//!
//! A whole validator would bring some forty crates into each test build for these dozen keywords.

use codegen::base::json::Json;

/// Whether a value fits a schema; `root` contains what `$ref` refers to.
pub fn fits(value: &Json, schema: &Json, root: &Json) -> bool {
    let Json::Object(keywords) = schema else { panic!("not a schema: {schema}") };
    keywords.iter().all(|(keyword, limit)| match keyword.as_str() {
        "$schema" | "$defs" | "title" | "description" | "examples" => true,
        "$ref" => fits(value, definition(limit, root), root),
        "type" => is(value, limit.as_str().expect("a type")),
        "const" => value == limit,
        "minimum" => number(value).is_none_or(|value| value >= number(limit).expect("a number")),
        "maximum" => number(value).is_none_or(|value| value <= number(limit).expect("a number")),
        "anyOf" => list(limit).iter().any(|schema| fits(value, schema, root)),
        "oneOf" => list(limit).iter().filter(|schema| fits(value, schema, root)).count() == 1,
        "items" => !matches!(value, Json::Array(_)) || list(value).iter().all(|item| fits(item, limit, root)),
        "required" => list(limit)
            .iter()
            .all(|key| !matches!(value, Json::Object(_)) || value.get(key.as_str().expect("a key")).is_some()),
        "properties" => {
            members(limit).iter().all(|(key, schema)| value.get(key).is_none_or(|value| fits(value, schema, root)))
        }
        "additionalProperties" => members(value)
            .iter()
            .filter(|(key, _)| schema.get("properties").and_then(|known| known.get(key)).is_none())
            .all(|(_, value)| *limit != Json::Bool(false) && fits(value, limit, root)),
        other => panic!("this validator does not know `{other}`"),
    })
}

/// The definition that a `$ref` points to.
pub fn definition<'a>(reference: &Json, root: &'a Json) -> &'a Json {
    let name = reference.as_str().and_then(|text| text.strip_prefix("#/$defs/")).expect("a definition");
    root.get("$defs").and_then(|defs| defs.get(name)).unwrap_or_else(|| panic!("no definition of {name}"))
}

fn is(value: &Json, kind: &str) -> bool {
    match kind {
        "string" => matches!(value, Json::String(_)),
        "boolean" => matches!(value, Json::Bool(_)),
        "integer" => number(value).is_some_and(|number| number.fract() == 0.0),
        "number" => matches!(value, Json::Number(_)),
        "array" => matches!(value, Json::Array(_)),
        "object" => matches!(value, Json::Object(_)),
        other => panic!("this validator does not know the type `{other}`"),
    }
}

fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(digits) => Some(digits.parse().expect("a number")),
        _ => None,
    }
}

fn list(value: &Json) -> &[Json] {
    match value {
        Json::Array(items) => items,
        _ => &[],
    }
}

fn members(value: &Json) -> &[(String, Json)] {
    match value {
        Json::Object(members) => members,
        _ => &[],
    }
}
