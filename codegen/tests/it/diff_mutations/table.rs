//! Changes of one thing in the model: at least one for each of its keys.

use codegen::Api;
use codegen::base::http::HttpMethod;
use codegen::base::json::Json;
use codegen::model::{
    ArgKind, Auth, BasicPart, BodyAs, BodyNode, BodyValue, Condition, Credential, EnumDef, Existing, ExistingId,
    ExistingState, Field, Function, Goes, Group, Input, InputKind, ListOf, Model, Next, Paging, Param, ParamType,
    PathPart, Returns, Role, Source, Style, TypeRef,
};
use codegen::spec::keywords::{Nesting, RetryClass};
use codegen::spec::module_path::ModulePath;

/// A change of one thing; `false` when there is nothing of the kind.
pub type Mutation<T> = (&'static str, fn(&mut T) -> bool);

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

fn more(values: &mut Vec<String>) -> bool {
    values.push("x".to_owned());
    true
}

fn source_of(nodes: &mut [BodyNode]) -> Option<&mut BodyNode> {
    nodes.first_mut()
}

fn with_source(function: &mut Function, change: impl Fn(&mut Source) -> bool + Copy) -> bool {
    fn change_first(nodes: &mut [BodyNode], change: impl Fn(&mut Source) -> bool + Copy) -> bool {
        nodes.iter_mut().any(|node| match &mut node.value {
            BodyValue::Source(source) => change(source),
            BodyValue::Object(inner) => change_first(inner, change),
        })
    }
    function.query.iter_mut().any(|item| change(&mut item.source))
        || function.body.as_mut().is_some_and(|nodes| change_first(nodes, change))
}

/// Another way of paging.
fn numbered() -> Paging {
    Paging {
        name: None,
        next: Next::Page(1, None),
        goes: Some(Goes::Query("page".to_owned())),
        ends_when_empty: false,
        idle: None,
        size: None,
        reaches: None,
    }
}

/// Changes the first credential, which goes into a header.
fn with_credential(api: &mut Api, change: impl Fn(&mut String, &mut String, &mut String) -> bool) -> bool {
    match api.package.auth.first_mut().and_then(|scheme| scheme.credentials.first_mut()) {
        Some(Credential::Header { field, header, scheme }) => change(field, header, scheme),
        _ => false,
    }
}

pub const FUNCTION: &[Mutation<Function>] = &[
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
            PathPart::Field(field) | PathPart::Segments(field) => {
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
        f.headers.push(("X-Extra".to_owned(), Source::Field(f.fields.len() - 1)));
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
    ("server", |f| maybe(&mut f.server)),
    ("body as", |f| {
        f.body_as = if f.body_as == BodyAs::Form { BodyAs::Json } else { BodyAs::Form };
        true
    }),
    ("nesting", |f| {
        f.nesting = Nesting::Dots;
        true
    }),
    ("complete body", |f| {
        f.complete_body = Some(Source::Const { value: Json::Null, with: None });
        true
    }),
    ("needs", |f| {
        f.needs.push(vec![f.fields.len().saturating_sub(1)]);
        true
    }),
    ("failed when", |f| {
        f.failed_when.push(("ok".to_owned(), Json::Bool(false)));
        true
    }),
    ("deprecated", |f| maybe(&mut f.deprecated)),
    ("since", |f| maybe(&mut f.since)),
    ("returns a list by itself", |f| {
        f.returns = Returns::Json { kind: TypeRef::Json, spec_type: "json".to_owned(), paging: None };
        true
    }),
    ("auth", |f| {
        f.auth = if f.auth == Auth::None { Auth::Default } else { Auth::None };
        true
    }),
    ("retry", |f| {
        f.retry.class = if f.retry.class == RetryClass::Never { RetryClass::Safe } else { RetryClass::Never };
        true
    }),
    ("retry between safe and idempotent", |f| {
        let change = f.retry.class == RetryClass::Safe;
        f.retry.class = if change { RetryClass::Idempotent } else { f.retry.class };
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
            _ => Returns::Empty,
        };
        true
    }),
    ("returns another", |f| match &mut f.returns {
        Returns::Model { name, rust, .. } => text(name) && text(rust),
        _ => false,
    }),
    ("returns rust", |f| match &mut f.returns {
        Returns::Model { rust, .. } => text(rust),
        _ => false,
    }),
    ("unwrap", |f| match &mut f.returns {
        Returns::Model { unwrap, .. } => maybe(unwrap),
        _ => false,
    }),
    ("list", |f| match &mut f.returns {
        Returns::Model { list, .. } => {
            *list = list.take().is_none().then(|| ListOf {
                keys: vec!["x".to_owned()],
                rust: vec!["x".to_owned()],
                also: Vec::new(),
            });
            true
        }
        _ => false,
    }),
    ("list also", |f| match &mut f.returns {
        Returns::Model { list: Some(list), .. } => more(&mut list.also),
        _ => false,
    }),
    ("paging", |f| match &mut f.returns {
        Returns::Model { paging, .. } => {
            *paging = paging.take().is_none().then(numbered);
            true
        }
        _ => false,
    }),
    ("paging size", |f| match &mut f.returns {
        Returns::Model { paging: Some(paging), .. } => {
            paging.size = Some(("page".to_owned(), 7));
            true
        }
        _ => false,
    }),
    ("paging reaches", |f| match &mut f.returns {
        Returns::Model { paging: Some(paging), .. } => {
            paging.reaches = Some((7, None));
            true
        }
        _ => false,
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
    ("example response", |f| {
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

pub const FIELD: &[Mutation<Field>] = &[
    ("name", |f| text(&mut f.name)),
    ("table type", |f| {
        text(&mut f.table_type);
        true
    }),
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
    ("style", |f| {
        f.style = if f.style == Style::Comma { Style::Repeat } else { Style::Comma };
        true
    }),
    ("nullable", |f| {
        f.nullable = !f.nullable;
        true
    }),
    ("deprecated", |f| maybe(&mut f.deprecated)),
    ("since", |f| maybe(&mut f.since)),
    ("facts", |f| {
        f.facts.push(("default".to_owned(), Json::Null));
        true
    }),
    ("item", |f| f.item.is_some() && maybe(&mut f.item)),
    ("chunk", |f| {
        f.chunk = f.chunk.map_or(Some(7), |_| None);
        true
    }),
    ("chunk size", |f| {
        f.chunk.as_mut().is_some_and(|chunk| {
            *chunk += 1;
            true
        })
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

pub const MODEL: &[Mutation<Model>] = &[
    ("features", |m| more(&mut m.features)),
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
        m.listing = m.listing.take().is_none().then(|| (vec!["x".to_owned()], TypeRef::Json));
        true
    }),
    ("listing of another", |m| m.listing.as_mut().is_some_and(|(fields, _)| text(&mut fields[0]))),
    ("field doc", |m| m.fields.iter_mut().all(|f| maybe(&mut f.doc)) && !m.fields.is_empty()),
    ("field deprecated", |m| m.fields.iter_mut().all(|f| maybe(&mut f.deprecated)) && !m.fields.is_empty()),
    ("field since", |m| m.fields.iter_mut().all(|f| maybe(&mut f.since)) && !m.fields.is_empty()),
    ("field boxed", |m| {
        m.fields.iter_mut().all(|f| {
            f.is_boxed = !f.is_boxed;
            true
        }) && !m.fields.is_empty()
    }),
    ("field pii", |m| {
        m.fields.iter_mut().all(|f| {
            f.pii = !f.pii;
            true
        }) && !m.fields.is_empty()
    }),
];

pub const ENUM: &[Mutation<EnumDef>] = &[
    ("name", |e| text(&mut e.name)),
    ("rust name", |e| text(&mut e.rust_name)),
    ("doc", |e| text(&mut e.doc)),
    ("features", |e| more(&mut e.features)),
];

pub const OWN_ENUM: &[Mutation<EnumDef>] = &[
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
    ("value since", |e| e.variants.iter_mut().any(|v| maybe(&mut v.since))),
];

pub const API: &[Mutation<Api>] = &[
    ("group", |a| {
        a.package.groups.push(Group { feature: "x".to_owned(), doc: "y".to_owned() });
        true
    }),
    ("feature of a resource", |a| maybe(&mut a.resources[0].feature)),
    ("name", |a| text(&mut a.package.name)),
    ("doc", |a| text(&mut a.package.doc)),
    ("crate", |a| text(&mut a.package.crate_name)),
    ("module", |a| text(&mut a.package.module)),
    ("runtime", |a| {
        a.package.runtime = ModulePath::new(vec!["other_runtime".to_owned()]);
        true
    }),
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
    ("auth gone", |a| a.package.auth.pop().is_some()),
    ("auth name", |a| text(&mut a.package.auth[0].name)),
    ("auth field", |a| with_credential(a, |field, _, _| text(field))),
    ("auth header", |a| with_credential(a, |_, header, _| text(header))),
    ("auth scheme", |a| with_credential(a, |_, _, scheme| text(scheme))),
    ("auth more", |a| {
        a.package.auth[0].credentials.push(Credential::Field("x".to_owned()));
        true
    }),
    ("auth basic", |a| {
        let basic =
            Credential::Basic { user: BasicPart::Field("x".to_owned()), password: BasicPart::Text("y".to_owned()) };
        a.package.auth[0].credentials = vec![basic];
        true
    }),
    ("value name", |a| text(&mut a.package.values[0].name)),
    ("value variable", |a| text(&mut a.package.values[0].variable)),
    ("value doc", |a| maybe(&mut a.package.values[0].doc)),
    ("value kind", |a| {
        a.package.values[0].is_credential = false;
        true
    }),
    ("server default", |a| {
        a.package.servers[0].defaults.push(("x".to_owned(), "y".to_owned()));
        true
    }),
    ("failed when", |a| {
        a.package.failed_when.push(("ok".to_owned(), Json::Bool(false)));
        true
    }),
    ("advice code", |a| a.package.advice.iter_mut().any(|advice| text(&mut advice.code))),
    ("advice contains", |a| a.package.advice.iter_mut().any(|advice| text(&mut advice.contains))),
    ("advice text", |a| a.package.advice.iter_mut().any(|advice| text(&mut advice.say))),
    ("advice status", |a| {
        a.package.advice[0].status = Some(418);
        true
    }),
    ("advice existing", |a| {
        a.package.advice[0].existing = Some(Existing { state: ExistingState::Merged, id: ExistingId::Unknown });
        true
    }),
    ("error shape more", |a| {
        let shape = a.package.errors[0].clone();
        a.package.errors.push(shape);
        true
    }),
    ("version gone", |a| a.package.version.take().is_some()),
    ("version header", |a| a.package.version.as_mut().is_some_and(|v| text(&mut v.header))),
    ("version default", |a| a.package.version.as_mut().is_some_and(|v| text(&mut v.default))),
    ("version known", |a| a.package.version.as_mut().is_some_and(|v| v.known.pop().is_some())),
    ("version doc", |a| a.package.version.as_mut().is_some_and(|v| text(&mut v.doc))),
    ("header name", |a| a.package.headers.iter_mut().any(|(name, _)| text(name))),
    ("header value", |a| a.package.headers.iter_mut().any(|(_, value)| text(value))),
    ("error kind", |a| text(&mut a.package.errors[0].kind)),
    ("error list", |a| text(&mut a.package.errors[0].list)),
    ("error code", |a| a.package.errors[0].code.pop().is_some()),
    ("error code more", |a| {
        a.package.errors[0].code.push("x".to_owned());
        true
    }),
    ("error message", |a| text(&mut a.package.errors[0].message)),
    ("error field", |a| text(&mut a.package.errors[0].field)),
    ("error request", |a| text(&mut a.package.errors[0].request_id)),
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
    ("input gone", |a| a.types.iter_mut().any(|file| file.inputs.pop().is_some())),
    ("enum gone", |a| a.types.iter_mut().any(|file| file.enums.pop().is_some())),
];

pub const INPUT: &[Mutation<Input>] = &[
    ("features", |i| more(&mut i.features)),
    ("field deprecated", |i| i.fields.iter_mut().any(|f| maybe(&mut f.deprecated))),
    ("field since", |i| i.fields.iter_mut().any(|f| maybe(&mut f.since))),
    ("name", |i| text(&mut i.name)),
    ("rust name", |i| text(&mut i.rust_name)),
    ("doc", |i| text(&mut i.doc)),
    ("by", |i| {
        if i.by.pop().is_none() {
            i.by.push(0);
        }
        true
    }),
    ("field gone", |i| i.fields.pop().is_some_and(|_| i.by.iter().all(|by| *by < i.fields.len()))),
    ("fields reversed", |i| {
        i.fields.reverse();
        i.by.is_empty() && i.fields.len() > 1
    }),
    ("field name", |i| i.fields.iter_mut().any(|f| text(&mut f.wire_name))),
    ("field rust name", |i| i.fields.iter_mut().any(|f| text(&mut f.rust_name))),
    ("field doc", |i| i.fields.iter_mut().any(|f| maybe(&mut f.doc))),
    ("field nullable", |i| {
        i.fields.iter_mut().any(|f| {
            f.nullable = !f.nullable;
            true
        })
    }),
    ("field required", |i| {
        i.fields.iter_mut().filter(|f| f.kind.is_some()).any(|f| {
            f.required = !f.required;
            true
        })
    }),
    ("field kind", |i| {
        i.fields.iter_mut().filter(|f| f.kind.is_some()).any(|f| {
            f.kind = Some(if f.kind == Some(InputKind::Boolean) { InputKind::Number } else { InputKind::Boolean });
            true
        })
    }),
    ("field constant", |i| {
        i.fields.iter_mut().filter(|f| f.constant.is_some()).any(|f| {
            f.constant = Some(Json::String("other".to_owned()));
            true
        })
    }),
    ("field a constant", |i| {
        i.fields.iter_mut().filter(|f| f.kind.is_some() && !f.required).any(|f| {
            (f.kind, f.constant) = (None, Some(Json::Bool(true)));
            i.by.is_empty()
        })
    }),
];

pub const PARAM: &[Mutation<Param>] = &[
    ("rust name", |p| text(&mut p.rust_name) && !p.required),
    ("kind", |p| {
        p.kind = if p.kind == ParamType::Boolean { ParamType::Number } else { ParamType::Boolean };
        true
    }),
    ("enum", |p| match &mut p.kind {
        ParamType::Enum { rust, shared: true } | ParamType::Selector { rust, shared: true, .. } => text(rust),
        _ => false,
    }),
    ("item", |p| match &mut p.kind {
        ParamType::Objects { item } => maybe(item),
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
