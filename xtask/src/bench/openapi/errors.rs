//! Errors of the API as a schema and as a response.

use super::schema::{array, object, reference, text};
use codegen::model::ErrorShape;
use serde_json::{Value, json};

/// The name of the schema.
pub const NAME: &str = "ApiErrors";

/// The body of a response that is not a success.
pub fn schema(shape: Option<&ErrorShape>) -> Value {
    let Some(shape) = shape else { return object([], &[]) };
    let keys = shape.code.iter().chain([&shape.message, &shape.field]);
    let error = object(keys.map(|key| (key.clone(), text())), &[]);
    let members = [("type".to_owned(), text()), (shape.request_id.clone(), text()), (shape.list.clone(), array(error))];
    object(members, &[])
}

/// The response of all operations that is not a success.
pub fn response() -> Value {
    json!({ "description": "An error.", "content": { "application/json": { "schema": reference(NAME) } } })
}
