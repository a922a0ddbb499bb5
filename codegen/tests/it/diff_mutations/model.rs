//! Every key of the model, for every function, field, type and value.

use super::table::{API, ENUM, FIELD, FUNCTION, INPUT, MODEL, Mutation, OWN_ENUM, PARAM};
use super::{build, spec};
use codegen::Api;
use codegen::diff::diff;
use codegen::model::ParamType;
use std::collections::{BTreeMap, BTreeSet};

/// The model as a tree of keys and values.
fn tree(api: &Api) -> serde_json::Value {
    serde_json::to_value(api).unwrap()
}

/// The keys that differ between two trees, without positions: `resources.functions.fields.doc`.
fn touched(old: &serde_json::Value, new: &serde_json::Value, at: &str, found: &mut BTreeSet<String>) {
    use serde_json::Value;
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for key in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
                let none = Value::Null;
                touched(old.get(key).unwrap_or(&none), new.get(key).unwrap_or(&none), &format!("{at}.{key}"), found);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            old.iter().zip(new).for_each(|(old, new)| touched(old, new, at, found));
        }
        _ if old != new => {
            found.insert(at.to_owned());
        }
        _ => {}
    }
}

/// All keys of a tree, without positions.
fn keys(value: &serde_json::Value, at: &str, found: &mut BTreeSet<String>) {
    use serde_json::Value;
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| keys(value, &format!("{at}.{key}"), found)),
        Value::Array(items) => items.iter().for_each(|item| keys(item, at, found)),
        _ => {
            found.insert(at.to_owned());
        }
    }
}

/// Keys that no user sees, or that cannot change by themselves.
const EXEMPT: &[(&str, &str)] = &[
    (".package.source", "the name of a file, shown in headers"),
    (".resources.source", "the name of a file, shown in headers"),
    (".types.source", "the name of a file, shown in headers"),
    (".types.rust_module", "a private module: its items are exported one level up"),
    (".types.inputs.fields.spec_type", "how the spec writes `kind`, spaces included"),
    (".types.models.fields.spec_type", "how the spec writes `kind`, spaces included"),
    (".resources.functions.returns.Model.binding", "a variable of snippets; follows the model's name"),
    (".resources.functions.fields.values", "the values of an enum, which has rows of its own"),
    (".resources.functions.params.kind.Selector.argument", "follows the enum's name"),
    (".types.enums.argument", "follows the enum's name"),
    (".resources.enums.argument", "an enum of one function has none"),
    (".resources.enums.name", "the field's name"),
    (".resources.enums.doc", "the field's description"),
    (".resources.enums.rust_name", "follows the method's and the field's name"),
    (".resources.functions.returns.Model.list", "its Rust field follows the key"),
];

/// Mutations of what follows from something else: the spec cannot change it alone.
const NOT_ALONE: [&str; 6] = [": path:", ": template:", ": sent as:", ": route selector:", ": required:", ": list:"];

/// What the mutations showed.
#[derive(Default)]
struct Stats {
    tried: usize,
    silent: Vec<String>,
    unknown: Vec<String>,
    covered: BTreeSet<String>,
    seen: BTreeMap<&'static str, usize>,
}

impl Stats {
    /// Tries mutations of one part of a model: `find` returns the part.
    fn try_all<T>(&mut self, api: &Api, subject: &str, mutations: &[Mutation<T>], find: impl Fn(&mut Api) -> &mut T) {
        for (name, mutate) in mutations {
            let mut changed = api.clone();
            if !mutate(find(&mut changed)) {
                continue;
            }
            let what = format!("{subject}: {name}");
            self.tried += 1;
            let comparison = diff(api, &changed);
            if comparison.rows.is_empty() {
                self.silent.push(what.clone());
            }
            for row in comparison.rows.iter().filter(|row| row.what.contains("no rule knows")) {
                self.unknown.push(format!("{what}: {}", row.subject));
            }
            assert_eq!(comparison.rows.is_empty(), diff(&changed, api).rows.is_empty(), "{what}, reversed");
            // A few of each are enough to know what it touches.
            let seen = self.seen.entry(name).or_default();
            *seen += 1;
            if *seen <= 20 {
                touched(&tree(api), &tree(&changed), "", &mut self.covered);
            }
        }
    }
}

#[test]
fn changes_of_every_model_key_have_rows() {
    let api = build(&spec()).expect("the product's spec");
    let mut stats = Stats::default();
    stats.try_all(&api, "api", API, |api| api);
    // Each function and each type in a model of its own: the others would only take time.
    let without_types = Api { types: Vec::new(), ..api.clone() };
    for resource in &api.resources {
        for function in &resource.functions {
            let mut alone = resource.clone();
            alone.functions.retain(|other| other.name == function.name);
            let small = Api { resources: vec![alone], ..without_types.clone() };
            stats.try_all(&small, &function.name, FUNCTION, |api| &mut api.resources[0].functions[0]);
            // Every third field: functions of a resource take much the same ones.
            for (i, field) in function.fields.iter().enumerate().skip(resource.functions.len() % 3).step_by(3) {
                let subject = format!("{}.{}", function.name, field.name);
                stats.try_all(&small, &subject, FIELD, |api| &mut api.resources[0].functions[0].fields[i]);
            }
            for (p, param) in function.params.iter().enumerate() {
                let subject = format!("{} {}", function.name, param.rust_name);
                stats.try_all(&small, &subject, PARAM, |api| &mut api.resources[0].functions[0].params[p]);
                // Name and description of an own enum are those of the field, which is held to them above.
                let own = resource.enums.iter().position(|own| match &param.kind {
                    ParamType::Enum { rust, shared: false } | ParamType::Selector { rust, shared: false, .. } => {
                        own.rust_name == *rust
                    }
                    _ => false,
                });
                if let Some(e) = own {
                    stats.try_all(&small, &subject, OWN_ENUM, |api| &mut api.resources[0].enums[e]);
                }
            }
        }
    }
    let without_functions = Api { resources: Vec::new(), types: Vec::new(), ..api.clone() };
    for file in &api.types {
        let small = Api { types: vec![file.clone()], ..without_functions.clone() };
        for (m, model) in file.models.iter().enumerate() {
            stats.try_all(&small, &model.name, MODEL, |api| &mut api.types[0].models[m]);
        }
        for (i, input) in file.inputs.iter().enumerate() {
            stats.try_all(&small, &input.name, INPUT, |api| &mut api.types[0].inputs[i]);
        }
        for (e, definition) in file.enums.iter().enumerate() {
            stats.try_all(&small, &definition.name, ENUM, |api| &mut api.types[0].enums[e]);
            stats.try_all(&small, &definition.name, OWN_ENUM, |api| &mut api.types[0].enums[e]);
        }
    }
    let Stats { tried, silent, unknown, covered, .. } = stats;
    println!("{tried} changes of the model tried; {} met the net", unknown.len());
    assert!(tried > 4_000, "{tried}");
    assert!(silent.is_empty(), "silent: {silent:#?}");
    // The net is for what no rule knows: only what cannot change by itself may meet it.
    let missed: Vec<&String> =
        unknown.iter().filter(|what| !NOT_ALONE.iter().any(|known| what.contains(known))).collect();
    assert!(missed.is_empty(), "no rule knows: {missed:#?}");
    let mut all = BTreeSet::new();
    keys(&tree(&api), "", &mut all);
    let exempt: BTreeSet<String> = EXEMPT.iter().map(|(key, _)| (*key).to_owned()).collect();
    let untouched: Vec<&String> = all
        .difference(&exempt)
        .filter(|key| !covered.iter().any(|c| *c == **key || key.starts_with(&format!("{c}."))))
        .collect();
    assert!(untouched.is_empty(), "keys of the model that no mutation touches: {untouched:#?}");
}
