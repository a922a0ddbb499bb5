//! Names that would be one in Rust, or none: arguments and members get a Rust name of their own; enums of arguments that would have the name of a builder become shared ones.

use super::draft::{Definition, Draft, EnumValue, Shape, Type};
use super::names::{self, Taken};
use crate::base::json::Json;
use heck::ToUpperCamelCase;
use std::collections::BTreeSet;

/// Makes shared enums of those of arguments whose own would have a name that is taken, or values that would be equal in Rust.
pub fn resolve(draft: &mut Draft) {
    for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        let mut taken = Taken::default();
        for field in &mut function.fields {
            field.rust = rust_name(&field.name, &mut taken);
        }
    }
    for definition in &mut draft.types {
        let mut taken = Taken::default();
        if let Shape::Model(members) | Shape::Input(members) = &mut definition.shape {
            members.iter_mut().for_each(|member| member.rust = rust_name(&member.name, &mut taken));
        }
    }
    let mut types = Taken::default();
    draft.types.iter().for_each(|one| {
        types.take(&one.name);
    });
    let mut shared = Vec::new();
    for resource in &mut draft.resources {
        let methods = resource.functions.iter().map(|function| function.method.to_upper_camel_case());
        let mut taken: BTreeSet<String> = methods.chain([resource.name.to_upper_camel_case()]).collect();
        for function in &mut resource.functions {
            let method = function.method.clone();
            for field in
                function.fields.iter_mut().filter(|field| !field.values.is_empty() && field.kind == Type::String)
            {
                let texts: Vec<String> = field.values.iter().filter_map(Json::as_str).map(str::to_owned).collect();
                let own = format!("{method}_{}", field.name).to_upper_camel_case();
                let mut variants = BTreeSet::new();
                let are_distinct = texts
                    .iter()
                    .all(|text| variants.insert(text.to_upper_camel_case()) && names::of_value(text).is_none());
                if are_distinct && taken.insert(own) {
                    continue;
                }
                let name = types.take_free(&names::of_member(&names::pascal(&function.name), &field.name));
                let values = super::shapes::enums::rust_names(&texts).into_iter();
                let values = values.map(|(value, rust)| EnumValue { value, rust, since: None });
                shared.push(Definition {
                    span: field.span,
                    name: name.clone(),
                    doc: format!("Known values of `{}`.", field.name),
                    standalone: false,
                    shape: Shape::Enum(values.collect()),
                });
                field.kind = Type::Named(name);
                field.values.clear();
            }
        }
    }
    draft.types.extend(shared);
}

/// The Rust name of a wire name that is none, or that another one has.
fn rust_name(name: &str, taken: &mut Taken) -> Option<String> {
    let wanted = if names::is_name(name) { name.to_owned() } else { names::snake(name) };
    let free = taken.take_free(&wanted);
    (free != name).then_some(free)
}
