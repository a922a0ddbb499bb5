//! No change of the product's spec passes in silence: every key of the model, for every function, field, type and value,
//! and a sample of the spec's lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use codegen::diff::{Sides, Version, diff, human};
use codegen::json::Json;
use codegen::model::{
    ArgKind, BodyNode, BodyValue, Condition, EnumDef, Field, Function, HttpMethod, Model, ParamType, PathPart, Returns,
    Role, Source, TypeRef,
};
use codegen::{Api, Diagnostics, Sources, SpecFolder, check, load, lower};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1")
}

fn lowered(path: &Path) -> Option<Api> {
    let folder = SpecFolder { path: path.to_owned(), label: "spec/v1".to_owned() };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let spec = load(&folder, &mut sources, &mut diagnostics)?;
    let verdict = check(&spec, &mut diagnostics);
    lower(&spec, &verdict, &sources, &mut diagnostics).filter(|_| !diagnostics.has_errors())
}

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

/// A change of one thing; `false` when there is nothing of the kind.
type Mutation<T> = (&'static str, fn(&mut T) -> bool);

fn text(value: &mut String) -> bool {
    value.push_str("_x");
    true
}

fn maybe(value: &mut Option<String>) -> bool {
    *value = match value {
        Some(_) => None,
        None => Some("x".to_owned()),
    };
    true
}

fn source_of(nodes: &mut [BodyNode]) -> Option<&mut BodyNode> {
    nodes.first_mut()
}

fn with_source(function: &mut Function, change: impl Fn(&mut Source) -> bool + Copy) -> bool {
    fn walk(nodes: &mut [BodyNode], change: impl Fn(&mut Source) -> bool + Copy) -> bool {
        nodes.iter_mut().any(|node| match &mut node.value {
            BodyValue::Source(source) => change(source),
            BodyValue::Object(inner) => walk(inner, change),
        })
    }
    function.query.iter_mut().any(|item| change(&mut item.source))
        || function.body.as_mut().is_some_and(|nodes| walk(nodes, change))
}

const FUNCTION: &[Mutation<Function>] = &[
    ("name", |f| text(&mut f.name)),
    ("method", |f| text(&mut f.method)),
    ("rust method", |f| text(&mut f.rust.method)),
    ("rust builder", |f| text(&mut f.rust.builder)),
    ("rust static", |f| text(&mut f.rust.table)),
    ("doc", |f| text(&mut f.doc)),
    ("http", |f| {
        f.http = if f.http == HttpMethod::Patch { HttpMethod::Put } else { HttpMethod::Patch };
        true
    }),
    ("path", |f| text(&mut f.path)),
    ("route text", |f| {
        f.routes.iter_mut().any(|route| {
            route.parts.push(PathPart::Text("/x".to_owned()));
            text(&mut route.template)
        })
    }),
    ("template", |f| f.routes.iter_mut().any(|route| text(&mut route.template))),
    ("route field", |f| {
        let count = f.fields.len();
        f.routes.iter_mut().flat_map(|route| &mut route.parts).any(|part| match part {
            PathPart::Field(field) => {
                *field = (*field + 1) % count;
                true
            }
            PathPart::Text(_) => false,
        })
    }),
    ("route value", |f| f.routes.iter_mut().filter_map(|r| r.when.as_mut()).any(|when| text(&mut when.value))),
    ("route selector", |f| {
        f.routes.iter_mut().filter_map(|r| r.when.as_mut()).any(|when| {
            when.field = 0;
            true
        })
    }),
    ("route gone", |f| f.routes.len() > 1 && f.routes.pop().is_some()),
    ("query key", |f| f.query.iter_mut().any(|item| text(&mut item.key))),
    ("query gone", |f| f.query.pop().is_some()),
    ("query reversed", |f| {
        f.query.reverse();
        f.query.len() > 1
    }),
    ("header", |f| {
        f.headers.push(("X-Extra".to_owned(), f.fields.len() - 1));
        !f.fields.is_empty() && f.fields.last().is_some_and(|field| field.role == Role::Plain)
    }),
    ("body key", |f| f.body.as_mut().and_then(|nodes| source_of(nodes)).is_some_and(|node| text(&mut node.key))),
    ("body gone", |f| f.body.take().is_some()),
    ("body reversed", |f| {
        f.body.as_mut().is_some_and(|nodes| {
            nodes.reverse();
            nodes.len() > 1
        })
    }),
    ("constant", |f| {
        with_source(f, |source| match source {
            Source::Const { value, .. } => {
                *value = Json::text("other");
                true
            }
            _ => false,
        })
    }),
    ("constant with", |f| {
        with_source(f, |source| match source {
            Source::Const { with, .. } => {
                *with = if with.is_none() { Some(0) } else { None };
                true
            }
            _ => false,
        })
    }),
    ("source field", |f| {
        let credential = |position: usize| f.fields.get(position).is_some_and(|f| f.role == Role::Credential);
        let plain: Vec<usize> = (0..f.fields.len()).filter(|position| !credential(*position)).collect();
        let (first, last) = (plain.first().copied().unwrap_or(0), plain.last().copied().unwrap_or(0));
        first != last
            && with_source(f, |source| match source {
                Source::Field(field) | Source::Case { field, .. } => {
                    *field = if *field == first { last } else { first };
                    true
                }
                Source::Const { .. } => false,
            })
    }),
    ("case value", |f| {
        with_source(f, |source| match source {
            Source::Case { when, .. } => text(&mut when.value),
            _ => false,
        })
    }),
    ("case selector", |f| {
        with_source(f, |source| match source {
            Source::Case { when, .. } => {
                when.field = 0;
                true
            }
            _ => false,
        })
    }),
    ("auth", |f| {
        f.auth = !f.auth;
        true
    }),
    ("retry", |f| {
        f.retry.class = if f.retry.class == "Never" { "Safe" } else { "Never" };
        true
    }),
    ("retry between safe and idempotent", |f| {
        let change = f.retry.class == "Safe";
        f.retry.class = if change { "Idempotent" } else { f.retry.class };
        change
    }),
    ("retry unless", |f| {
        f.retry.unless.push((f.fields.len().saturating_sub(1), Json::Bool(true)));
        true
    }),
    ("retry with", |f| {
        f.retry.with = if f.retry.with.is_none() { Some(f.fields.len().saturating_sub(1)) } else { None };
        true
    }),
    ("returns", |f| {
        f.returns = match f.returns {
            Returns::Empty => Returns::Model {
                name: "User".to_owned(),
                rust: "User".to_owned(),
                binding: "user".to_owned(),
                unwrap: None,
                list: None,
                paging: None,
            },
            Returns::Model { .. } => Returns::Empty,
        };
        true
    }),
    ("returns another", |f| match &mut f.returns {
        Returns::Model { name, rust, .. } => text(name) && text(rust),
        Returns::Empty => false,
    }),
    ("returns rust", |f| match &mut f.returns {
        Returns::Model { rust, .. } => text(rust),
        Returns::Empty => false,
    }),
    ("unwrap", |f| match &mut f.returns {
        Returns::Model { unwrap, .. } => maybe(unwrap),
        Returns::Empty => false,
    }),
    ("list", |f| match &mut f.returns {
        Returns::Model { list, .. } => {
            *list = list.take().is_none().then(|| ("x".to_owned(), "x".to_owned()));
            true
        }
        Returns::Empty => false,
    }),
    ("paging", |f| match &mut f.returns {
        Returns::Model { paging, .. } => {
            *paging = if paging.is_none() { Some("Scroll") } else { None };
            true
        }
        Returns::Empty => false,
    }),
    ("status", |f| {
        f.status.push(299);
        true
    }),
    ("addition", |f| maybe(&mut f.addition)),
    ("warning", |f| maybe(&mut f.warning)),
    ("example gone", |f| f.examples.pop().is_some()),
    ("example argument", |f| {
        f.examples.iter_mut().any(|example| {
            example.args.push(("extra".to_owned(), Json::Null));
            true
        })
    }),
    ("example path", |f| f.examples.iter_mut().any(|example| text(&mut example.request.path))),
    ("example query", |f| {
        f.examples.iter_mut().any(|example| {
            example.request.query.push(("x".to_owned(), "x".to_owned()));
            true
        })
    }),
    ("example body", |f| {
        f.examples.iter_mut().any(|example| {
            example.request.body = Some(Json::text("x"));
            true
        })
    }),
    ("example answer", |f| {
        f.examples.iter_mut().any(|example| {
            example.response = Some(Json::text("x"));
            true
        })
    }),
    ("example status", |f| {
        f.examples.iter_mut().any(|example| {
            example.status = 299;
            true
        })
    }),
    ("argument gone", |f| {
        let position = f.fields.len().saturating_sub(1);
        f.params.retain(|param| param.field != position);
        f.fields.pop().is_some()
    }),
    ("arguments reversed", |f| {
        // Positions in the rest of the function stay: it is now about other fields.
        f.fields.reverse();
        f.fields.len() > 1
    }),
];

const FIELD: &[Mutation<Field>] = &[
    ("name", |f| text(&mut f.name)),
    ("table type", |f| text(&mut f.table_type)),
    ("doc", |f| text(&mut f.doc)),
    ("note", |f| maybe(&mut f.note)),
    ("addition", |f| maybe(&mut f.addition)),
    ("required", |f| {
        f.required = !f.required;
        true
    }),
    ("required when", |f| {
        f.required_when.push(Condition { field: 0, value: "x".to_owned() });
        true
    }),
    ("kind", |f| {
        f.kind = if f.kind == ArgKind::Boolean { ArgKind::Number } else { ArgKind::Boolean };
        true
    }),
    ("wrap", |f| match &mut f.kind {
        ArgKind::CommaList { wrap } => maybe(wrap),
        _ => false,
    }),
    ("force", |f| match &mut f.kind {
        ArgKind::Objects { force } => {
            force.push(("x".to_owned(), Json::Null));
            true
        }
        _ => false,
    }),
    ("role", |f| {
        f.role = if f.role == Role::Credential { Role::Plain } else { Role::Credential };
        true
    }),
    ("selects", |f| match &mut f.role {
        Role::Selector { selects } => {
            *selects = 0;
            true
        }
        _ => false,
    }),
    ("sent as", |f| text(&mut f.sent_as)),
    ("secret", |f| {
        f.secret = !f.secret;
        true
    }),
    ("pii", |f| {
        f.pii = !f.pii;
        true
    }),
];

const MODEL: &[Mutation<Model>] = &[
    ("name", |m| text(&mut m.name)),
    ("rust name", |m| text(&mut m.rust_name)),
    ("doc", |m| text(&mut m.doc)),
    ("example", |m| {
        m.example = Some(Json::text("x"));
        true
    }),
    ("field gone", |m| m.fields.pop().is_some()),
    ("fields reversed", |m| {
        m.fields.reverse();
        m.fields.len() > 1
    }),
    ("key", |m| m.fields.iter_mut().all(|f| text(&mut f.wire_name)) && !m.fields.is_empty()),
    ("rust field", |m| m.fields.iter_mut().all(|f| text(&mut f.rust_name)) && !m.fields.is_empty()),
    ("type", |m| {
        m.fields.iter_mut().all(|f| {
            f.kind = TypeRef::Map(Box::new(f.kind.clone()));
            true
        }) && !m.fields.is_empty()
    }),
    ("named type", |m| {
        m.fields.iter_mut().any(|f| match &mut f.kind {
            TypeRef::Model { name, rust } | TypeRef::Enum { name, rust } => text(name) && text(rust),
            TypeRef::List(inner) | TypeRef::Map(inner) => match &mut **inner {
                TypeRef::Model { name, rust } | TypeRef::Enum { name, rust } => text(name) && text(rust),
                other => {
                    *other = TypeRef::Secret;
                    true
                }
            },
            _ => false,
        })
    }),
    ("listing", |m| {
        m.listing = m.listing.take().is_none().then(|| ("x".to_owned(), TypeRef::Json));
        true
    }),
    ("listing of another", |m| m.listing.as_mut().is_some_and(|(field, _)| text(field))),
    ("field doc", |m| m.fields.iter_mut().all(|f| maybe(&mut f.doc)) && !m.fields.is_empty()),
    ("field pii", |m| {
        m.fields.iter_mut().all(|f| {
            f.pii = !f.pii;
            true
        }) && !m.fields.is_empty()
    }),
];

const ENUM: &[Mutation<EnumDef>] =
    &[("name", |e| text(&mut e.name)), ("rust name", |e| text(&mut e.rust_name)), ("doc", |e| text(&mut e.doc))];

const OWN_ENUM: &[Mutation<EnumDef>] = &[
    ("selector", |e| {
        e.selector = !e.selector;
        true
    }),
    ("value gone", |e| e.variants.pop().is_some()),
    ("values reversed", |e| {
        e.variants.reverse();
        e.variants.len() > 1
    }),
    ("value", |e| e.variants.iter_mut().any(|v| text(&mut v.value))),
    ("variant", |e| e.variants.iter_mut().any(|v| text(&mut v.rust_name))),
    ("constructor", |e| e.variants.iter_mut().any(|v| text(&mut v.rust_constructor))),
    ("value doc", |e| e.variants.iter_mut().any(|v| maybe(&mut v.doc))),
];

const API: &[Mutation<Api>] = &[
    ("name", |a| text(&mut a.package.name)),
    ("doc", |a| text(&mut a.package.doc)),
    ("crate", |a| text(&mut a.package.crate_name)),
    ("module", |a| text(&mut a.package.module)),
    ("runtime", |a| text(&mut a.package.runtime)),
    ("env", |a| text(&mut a.package.env)),
    ("server name", |a| a.package.servers.iter_mut().any(|s| text(&mut s.name))),
    ("server url", |a| a.package.servers.iter_mut().any(|s| text(&mut s.url))),
    ("server doc", |a| a.package.servers.iter_mut().any(|s| text(&mut s.doc))),
    ("server gone", |a| a.package.servers.pop().is_some()),
    ("servers swapped", |a| {
        a.package.servers.swap(0, 1);
        true
    }),
    ("last servers swapped", |a| {
        a.package.servers.swap(1, 2);
        true
    }),
    ("auth gone", |a| a.package.auth.take().is_some()),
    ("auth field", |a| a.package.auth.as_mut().is_some_and(|auth| text(&mut auth.field))),
    ("auth header", |a| a.package.auth.as_mut().is_some_and(|auth| text(&mut auth.header))),
    ("auth scheme", |a| a.package.auth.as_mut().is_some_and(|auth| text(&mut auth.scheme))),
    ("version gone", |a| a.package.version.take().is_some()),
    ("version header", |a| a.package.version.as_mut().is_some_and(|v| text(&mut v.header))),
    ("version default", |a| a.package.version.as_mut().is_some_and(|v| text(&mut v.default))),
    ("version known", |a| a.package.version.as_mut().is_some_and(|v| v.known.pop().is_some())),
    ("version doc", |a| a.package.version.as_mut().is_some_and(|v| text(&mut v.doc))),
    ("header name", |a| a.package.headers.iter_mut().any(|(name, _)| text(name))),
    ("header value", |a| a.package.headers.iter_mut().any(|(_, value)| text(value))),
    ("error kind", |a| text(&mut a.package.errors.kind)),
    ("error list", |a| text(&mut a.package.errors.list)),
    ("error code", |a| a.package.errors.code.pop().is_some()),
    ("error code more", |a| {
        a.package.errors.code.push("x".to_owned());
        true
    }),
    ("error message", |a| text(&mut a.package.errors.message)),
    ("error field", |a| text(&mut a.package.errors.field)),
    ("error request", |a| text(&mut a.package.errors.request_id)),
    ("limit gone", |a| a.package.rate_limit.take().is_some()),
    ("limit", |a| a.package.rate_limit.as_mut().is_some_and(|l| text(&mut l.limit))),
    ("remaining", |a| a.package.rate_limit.as_mut().is_some_and(|l| text(&mut l.remaining))),
    ("reset", |a| a.package.rate_limit.as_mut().is_some_and(|l| text(&mut l.reset))),
    ("page gone", |a| a.package.pages.pop().is_some()),
    ("page name", |a| a.package.pages.iter_mut().any(|p| text(&mut p.name))),
    ("page title", |a| a.package.pages.iter_mut().any(|p| text(&mut p.title))),
    ("page text", |a| a.package.pages.iter_mut().any(|p| text(&mut p.text))),
    ("resource name", |a| a.resources.iter_mut().any(|r| text(&mut r.name))),
    ("resource module", |a| a.resources.iter_mut().any(|r| text(&mut r.rust_module))),
    ("resource handle", |a| a.resources.iter_mut().any(|r| text(&mut r.rust_type))),
    ("resource doc", |a| a.resources.iter_mut().any(|r| text(&mut r.doc))),
    ("resource warning", |a| a.resources.iter_mut().any(|r| maybe(&mut r.warning))),
    ("resource gone", |a| a.resources.pop().is_some()),
    ("resources reversed", |a| {
        a.resources.reverse();
        true
    }),
    ("functions reversed", |a| {
        a.resources[1].functions.reverse();
        true
    }),
    ("function gone", |a| a.resources[1].functions.pop().is_some()),
    ("type gone", |a| a.types.iter_mut().any(|file| file.models.pop().is_some())),
    ("types reversed", |a| {
        a.types.reverse();
        true
    }),
    ("enum gone", |a| a.types.iter_mut().any(|file| file.enums.pop().is_some())),
];

/// Keys that no user sees, or that cannot change by themselves.
const EXEMPT: &[(&str, &str)] = &[
    (".package.source", "the name of a file, shown in headers"),
    (".resources.source", "the name of a file, shown in headers"),
    (".types.source", "the name of a file, shown in headers"),
    (".types.rust_module", "a private module: its items are exported one level up"),
    (".types.models.fields.spec_type", "how the spec writes `kind`, spaces included"),
    (".resources.functions.returns.Model.binding", "a variable of snippets; follows the model's name"),
    (".resources.functions.fields.values", "the values of an enum, which has rows of its own"),
    (".resources.enums.name", "the field's name"),
    (".resources.enums.doc", "the field's description"),
    (".resources.enums.rust_name", "follows the method's and the field's name"),
    (".resources.functions.returns.Model.list", "its Rust field follows the key"),
];

/// What is held while mutations are tried.
#[derive(Default)]
struct Held {
    tried: usize,
    silent: Vec<String>,
    unknown: Vec<String>,
    covered: BTreeSet<String>,
    seen: BTreeMap<&'static str, usize>,
}

impl Held {
    /// Tries mutations of one part of a model: `find` gives the part.
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
fn no_change_of_the_model_is_silent() {
    let api = lowered(&spec()).expect("the product's spec");
    let mut held = Held::default();
    held.try_all(&api, "api", API, |api| api);
    // Each function and each type in a model of its own: the others would only take time.
    let without_types = Api { types: Vec::new(), ..api.clone() };
    for resource in &api.resources {
        for function in &resource.functions {
            let mut alone = resource.clone();
            alone.functions.retain(|other| other.name == function.name);
            let small = Api { resources: vec![alone], ..without_types.clone() };
            held.try_all(&small, &function.name, FUNCTION, |api| &mut api.resources[0].functions[0]);
            // Every third field: functions of a resource take much the same ones.
            for (i, field) in function.fields.iter().enumerate().skip(resource.functions.len() % 3).step_by(3) {
                let subject = format!("{}.{}", function.name, field.name);
                held.try_all(&small, &subject, FIELD, |api| &mut api.resources[0].functions[0].fields[i]);
            }
            for (p, param) in function.params.iter().enumerate() {
                let subject = format!("{} {}", function.name, param.rust_name);
                held.try_all(&small, &subject, PARAM, |api| &mut api.resources[0].functions[0].params[p]);
                // Name and description of an own enum are those of the field, which is held to them above.
                let own = resource.enums.iter().position(|own| match &param.kind {
                    ParamType::Enum { rust, shared: false } | ParamType::Selector { rust, shared: false } => {
                        own.rust_name == *rust
                    }
                    _ => false,
                });
                if let Some(e) = own {
                    held.try_all(&small, &subject, OWN_ENUM, |api| &mut api.resources[0].enums[e]);
                }
            }
        }
    }
    let without_functions = Api { resources: Vec::new(), types: Vec::new(), ..api.clone() };
    for file in &api.types {
        let small = Api { types: vec![file.clone()], ..without_functions.clone() };
        for (m, model) in file.models.iter().enumerate() {
            held.try_all(&small, &model.name, MODEL, |api| &mut api.types[0].models[m]);
        }
        for (e, definition) in file.enums.iter().enumerate() {
            held.try_all(&small, &definition.name, ENUM, |api| &mut api.types[0].enums[e]);
            held.try_all(&small, &definition.name, OWN_ENUM, |api| &mut api.types[0].enums[e]);
        }
    }
    let Held { tried, silent, unknown, covered, .. } = held;
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

/// Mutations of what follows from something else: the spec cannot change it alone.
const NOT_ALONE: [&str; 6] = [": path:", ": template:", ": sent as:", ": route selector:", ": required:", ": list:"];

const PARAM: &[Mutation<codegen::model::Param>] = &[
    ("rust name", |p| text(&mut p.rust_name) && !p.required),
    ("kind", |p| {
        p.kind = if p.kind == ParamType::Boolean { ParamType::Number } else { ParamType::Boolean };
        true
    }),
    ("enum", |p| match &mut p.kind {
        ParamType::Enum { rust, shared: true } | ParamType::Selector { rust, shared: true } => text(rust),
        _ => false,
    }),
    ("shared", |p| match &mut p.kind {
        ParamType::Enum { shared, .. } | ParamType::Selector { shared, .. } => {
            *shared = !*shared;
            true
        }
        _ => false,
    }),
];

/// The model without what no user sees.
fn visible(api: &Api) -> String {
    let mut api = api.clone();
    api.package.source.clear();
    api.resources.iter_mut().for_each(|resource| resource.source.clear());
    api.types.iter_mut().for_each(|file| file.source.clear());
    format!("{api:?}")
}

/// Resources that have every construct between them; all of them would take minutes.
const KEPT: [&str; 3] = ["messages", "tags", "visitors"];

/// `package.yaml` with only these resources.
fn only_kept(package: &str) -> String {
    let (head, rest) = package.split_once("\nresources:\n").unwrap();
    let end = rest.find("\npages:").map_or(rest.len(), |at| at + 1);
    let kept = rest[..end].split_inclusive("\n").fold((String::new(), false), |(text, keep), line| {
        let keep = line.strip_prefix("  - name: ").map_or(keep, |name| KEPT.contains(&name.trim()));
        (if keep { text + line } else { text }, keep)
    });
    format!("{head}\nresources:\n{}{}", kept.0, &rest[end..])
}

#[test]
fn no_change_of_a_line_is_silent() {
    let scratch = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for folder in ["", "functions", "types"] {
        fs::create_dir_all(scratch.path().join(folder)).unwrap();
        for entry in fs::read_dir(spec().join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            let file = entry.file_name().unwrap().to_string_lossy().into_owned();
            let left_out = folder == "functions" && !KEPT.iter().any(|kept| file == format!("{kept}.yaml"));
            if entry.is_file() && !left_out {
                let name = Path::new(folder).join(file);
                fs::copy(&entry, scratch.path().join(&name)).unwrap();
                files.push(name);
            }
        }
    }
    files.sort();
    let package = scratch.path().join("package.yaml");
    fs::write(&package, only_kept(&fs::read_to_string(&package).unwrap())).unwrap();
    let before = lowered(scratch.path()).unwrap();
    let plain = visible(&before);
    let (mut loaded, mut same, mut refused) = (0, 0, 0);
    for name in files {
        let path = scratch.path().join(&name);
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        // Every eleventh line, in one way each: the whole would take minutes.
        for (round, at) in (0..lines.len()).step_by(11).enumerate() {
            let line = lines[at];
            let mut ways: Vec<Option<String>> = vec![None];
            for (from, to) in [
                ("required: true, ", ""),
                ("doc: ", "doc: Not "),
                ("type: string", "type: id"),
                ("value: ", "value: x"),
                ("body: /", "body: /x"),
                ("name: ", "name: x"),
            ] {
                ways.extend(line.contains(from).then(|| Some(line.replacen(from, to, 1))));
            }
            let way = &ways[(round + 1) % ways.len()];
            let mut changed: Vec<&str> = lines.clone();
            match way {
                Some(line) => changed[at] = line,
                None => drop(changed.remove(at)),
            }
            fs::write(&path, changed.join("\n")).unwrap();
            let Some(after) = lowered(scratch.path()) else {
                refused += 1;
                continue;
            };
            let comparison = diff(&before, &after);
            loaded += 1;
            let is_same = visible(&after) == plain;
            same += usize::from(is_same);
            let sides = Sides { old: "before".to_owned(), new: "after".to_owned() };
            let shown = human(&comparison, &comparison.verdict(&Version::parse("0.1.0").unwrap()), &sides);
            assert_eq!(comparison.rows.is_empty(), is_same, "{} line {}: {shown}", name.display(), at + 1);
            assert!(!shown.contains("no rule knows"), "{} line {}: {shown}", name.display(), at + 1);
            assert!(comparison.rows.iter().all(|row| !row.reason.is_empty()), "{shown}");
        }
        fs::write(&path, &text).unwrap();
    }
    println!("{loaded} changed specs load ({same} mean the same), {refused} are refused");
    assert!(loaded - same > 40, "too few changes load: {loaded} of which {same} mean the same");
}
