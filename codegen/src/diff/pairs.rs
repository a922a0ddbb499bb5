//! Functions that are the same on both sides, whatever their names.

use crate::model::{Api, Function, Resource, Returns};
use std::collections::BTreeMap;

/// A function with its surroundings.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    pub api: &'a Api,
    pub resource: &'a Resource,
    pub function: &'a Function,
}

impl Found<'_> {
    /// `users.create_by_email`
    pub fn subject(&self) -> String {
        format!("{}.{}", self.resource.name, self.function.method)
    }
}

pub fn all_functions(api: &Api) -> Vec<Found<'_>> {
    api.functions().map(|(resource, function)| Found { api, resource, function }).collect()
}

/// Whether two functions are the same under different names.
type Rule<'r> = &'r dyn Fn(&Found, &Found) -> bool;

/// Functions that are the same on both sides: of one table name; else of one resource and method; else of one request.
pub fn pair<'a>(
    before: &[Found<'a>],
    after: &[Found<'a>],
    resource_of: impl Fn(&Found) -> String,
) -> Vec<(Found<'a>, Found<'a>)> {
    let names = |side: &[Found<'a>]| {
        side.iter().map(|found| (found.function.name.as_str(), *found)).collect::<BTreeMap<&str, Found>>()
    };
    let (old_names, new_names) = (names(before), names(after));
    let mut pairs: Vec<(Found, Found)> = Vec::new();
    let mut gone = Vec::new();
    for old in before {
        match new_names.get(old.function.name.as_str()) {
            Some(new) => pairs.push((*old, *new)),
            None => gone.push(*old),
        }
    }
    let mut come: Vec<Found> =
        after.iter().filter(|new| !old_names.contains_key(new.function.name.as_str())).copied().collect();
    let rules: [Rule; 2] = [
        &|old, new| resource_of(old) == new.resource.name && old.function.method == new.function.method,
        &|old, new| same_request(old.function, new.function),
    ];
    for rule in rules {
        gone.retain(|old| match come.iter().position(|new| rule(old, new)) {
            Some(at) => {
                pairs.push((*old, come.remove(at)));
                false
            }
            None => true,
        });
    }
    pairs
}

fn same_request(old: &Function, new: &Function) -> bool {
    let fields = |function: &Function| function.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    let model = |function: &Function| match &function.returns {
        Returns::Empty => String::new(),
        Returns::Model { rust, .. } => rust.clone(),
        other => format!("{other:?}"),
    };
    old.http == new.http && old.path == new.path && fields(old) == fields(new) && model(old) == model(new)
}
