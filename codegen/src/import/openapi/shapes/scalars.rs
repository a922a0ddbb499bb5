//! Scalars: the type of a spec for a type and a format of a schema.

use crate::import::openapi::draft::Type;
use crate::import::openapi::schema::Schema;

/// The scalar that a schema is, `None` for objects, lists and unknown types.
pub fn scalar(kind: &str, format: Option<&str>) -> Option<Type> {
    Some(match (kind, format) {
        ("string", Some("date-time")) => Type::DateTime,
        ("string", Some("date")) => Type::Date,
        ("string", Some("password")) => Type::Secret,
        ("string", _) => Type::String,
        ("integer" | "number", Some(format)) if is_unix_time(format) => Type::Time,
        ("integer", _) => Type::Integer,
        ("number", Some("int32" | "int64")) => Type::Integer,
        ("number", _) => Type::Number,
        ("boolean", _) => Type::Boolean,
        _ => return None,
    })
}

/// Formats of numbers that are seconds since 1970.
fn is_unix_time(format: &str) -> bool {
    ["date-time", "timestamp", "unix-time", "unixtime", "unix_time", "unix-timestamp"].contains(&format)
}

/// The scalar that alternatives of scalars are, where one reads them all.
pub fn of_alternatives(branches: &[Schema]) -> Option<Type> {
    let mut kinds = Vec::new();
    for branch in branches {
        if branch.values.is_some() || branch.types.is_empty() || !branch.sums.is_empty() {
            return None;
        }
        for kind in &branch.types {
            kinds.push(scalar(kind, branch.format)?);
        }
    }
    let all = |allowed: &[Type]| kinds.iter().all(|kind| allowed.contains(kind));
    let any = |wanted: &[Type]| kinds.iter().any(|kind| wanted.contains(kind));
    let first = kinds.first()?;
    if kinds.iter().all(|kind| kind == first) {
        return Some(first.clone());
    }
    if all(&[Type::Integer, Type::Number]) {
        return Some(Type::Number);
    }
    if any(&[Type::Time, Type::DateTime])
        && any(&[Type::Time, Type::Integer, Type::Number])
        && all(&[Type::Time, Type::DateTime, Type::String, Type::Integer, Type::Number])
    {
        return Some(Type::Time);
    }
    if all(&[Type::String, Type::DateTime, Type::Date, Type::Secret]) {
        return Some(Type::String);
    }
    all(&[Type::String, Type::Integer, Type::Number]).then_some(Type::Id)
}

/// The types of a schema that lists several: `type: [string, integer]`.
pub fn of_types(schema: &Schema) -> Option<Type> {
    let branches: Vec<Schema> = schema
        .types
        .iter()
        .map(|kind| Schema { types: vec![kind], format: schema.format, ..Schema::new(schema.span) })
        .collect();
    of_alternatives(&branches)
}

/// Whether a member's name says that its text identifies something.
pub fn is_id_name(name: &str) -> bool {
    name == "id" || name.ends_with("_id") || name.ends_with("Id")
}
