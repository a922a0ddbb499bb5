//! What a spec defines.

use super::schema::{enum_schema, input_schema, model_schema, object, own_enum};
use super::security;
use crate::base::json::Json;
use crate::model::Api;

/// What a spec defines: schemas and security schemes.
pub fn components(api: &Api) -> Json {
    let mut schemas: Vec<(String, Json)> = Vec::new();
    for file in &api.types {
        schemas.extend(file.models.iter().map(|model| (model.rust_name.clone(), model_schema(model))));
        schemas.extend(file.inputs.iter().map(|input| (input.rust_name.clone(), input_schema(input))));
        // A selector is no value of its own.
        let enums = file.enums.iter().filter(|one| !one.selector);
        schemas.extend(enums.map(|one| (one.rust_name.clone(), enum_schema(one))));
    }
    for resource in &api.resources {
        let enums = resource.enums.iter().filter(|one| !one.selector);
        schemas.extend(enums.map(|one| (own_enum(resource, &one.rust_name), enum_schema(one))));
    }
    object([("schemas", Json::Object(schemas)), ("securitySchemes", Json::Object(security::schemes(api)))])
}
