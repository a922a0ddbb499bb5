//! The function tables and models as an OpenAPI document, for the generators that the benches compare with: every function is
//! an operation, every argument a parameter or a member of the body, every model, input and enum a schema.
//!
//! OpenAPI knows neither selectors nor several functions on one route. A function with several routes is rendered with its
//! first one; a selector that is left is a parameter of the query. Where functions share method and path, all but the first have their
//! name appended to the path, which no bench calls.

mod errors;
mod operation;
mod schema;

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use crate::workspace::targets;
use codegen::{Api, Diagnostics, Drafts, Sources, build_model};
use operation::operation;
use schema::{enum_schema, input_schema, model_schema};
use serde_json::{Map, Value, json};

/// The version of OpenAPI that a generator reads.
#[derive(Clone, Copy, Debug)]
pub enum Version {
    V3_0,
    V3_1,
}

/// `cargo xtask bench openapi`: prints the document of the product's spec.
pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--3.1"], &[])?;
    let version = if args.has("--3.1") { Version::V3_1 } else { Version::V3_0 };
    output::line(&format!("{:#}", document(&product()?, version)));
    Ok(())
}

/// The model of the product's spec.
pub fn product() -> Result<Api, ExitError> {
    let product = targets().into_iter().find(|target| target.is_product);
    let spec = product.ok_or_else(|| ExitError::failure("there is no spec"))?.spec;
    build_model(&spec, Drafts::Rejected, &mut Sources::new(), &mut Diagnostics::default())
        .ok_or_else(|| ExitError::failure("the spec has errors: cargo xtask regen --check"))
}

/// Renders the document.
pub fn document(api: &Api, version: Version) -> Value {
    let (package, mut paths) = (&api.package, Map::new());
    for (resource, function) in api.functions() {
        let (template, operation) = operation(resource, function);
        let method = function.http.as_str().to_ascii_lowercase();
        let is_taken = paths.get(&template).is_some_and(|item: &Value| item.get(&method).is_some());
        let template = if is_taken { format!("{template}/{}", function.name) } else { template };
        paths.entry(template).or_insert_with(|| json!({}))[method] = operation;
    }
    let mut document = json!({
        "openapi": match version { Version::V3_0 => "3.0.3", Version::V3_1 => "3.1.0" },
        "info": { "title": package.name, "description": package.doc, "version": package.module },
        "servers": package.servers.iter().map(|server| json!({ "url": server.url, "description": server.doc })).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "schemas": schemas(api) },
    });
    if !package.auth.is_empty() {
        document["components"]["securitySchemes"] = json!({ "token": { "type": "http", "scheme": "bearer" } });
        document["security"] = json!([{ "token": [] }]);
    }
    document
}

fn schemas(api: &Api) -> Map<String, Value> {
    let mut schemas = Map::new();
    for file in &api.types {
        schemas.extend(file.models.iter().map(|model| (model.rust_name.clone(), model_schema(model))));
        schemas.extend(file.inputs.iter().map(|input| (input.rust_name.clone(), input_schema(input))));
        // A selector is no value of its own.
        let enums = file.enums.iter().filter(|one| !one.selector);
        schemas.extend(enums.map(|one| (one.rust_name.clone(), enum_schema(one))));
    }
    for resource in &api.resources {
        let enums = resource.enums.iter().filter(|one| !one.selector);
        schemas.extend(enums.map(|one| (schema::local_enum(resource, &one.rust_name), enum_schema(one))));
    }
    schemas.insert(errors::NAME.to_owned(), errors::schema(api.package.errors.first()));
    schemas
}

#[cfg(test)]
mod tests;
