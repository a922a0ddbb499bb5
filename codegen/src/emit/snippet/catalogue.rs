//! The model as snippets and the try-it page read it.

use crate::model::{
    Api, ArgKind, BasicPart, BodyAs, BodyNode, BodyValue, Condition, Credential, EnumDef, Function, Goes, Next, Paging,
    Param, ParamType, PathPart, Resource, Returns, Role, Source, Style, TypeRef,
};
use crate::spec::keywords::Nesting;
use api_client_snippets::catalogue as to;

/// The catalogue of a whole API.
#[must_use]
pub fn of(api: &Api) -> to::Catalogue {
    let mut catalogue = package(api);
    for (resource, function) in api.functions() {
        add(api, resource, function, &mut catalogue);
    }
    catalogue
}

/// The catalogue of one function.
#[must_use]
pub fn of_function(api: &Api, resource: &Resource, function: &Function) -> to::Catalogue {
    let mut catalogue = package(api);
    add(api, resource, function, &mut catalogue);
    catalogue
}

fn add(api: &Api, resource: &Resource, function: &Function, catalogue: &mut to::Catalogue) {
    for param in &function.params {
        let (path, shared, rust) = match &param.kind {
            ParamType::Enum { rust, shared } | ParamType::Selector { rust, shared, .. } => {
                (path(resource, rust, *shared), *shared, rust)
            }
            _ => continue,
        };
        let named = |definition: &&EnumDef| definition.rust_name == *rust;
        let definition = if shared {
            api.types.iter().flat_map(|file| &file.enums).find(named)
        } else {
            resource.enums.iter().find(named)
        };
        let variants = definition.iter().flat_map(|definition| &definition.variants).map(|variant| to::Variant {
            value: variant.value.clone(),
            rust: variant.rust_name.clone(),
            constructor: variant.rust_constructor.clone(),
        });
        catalogue.enums.insert(path, variants.collect());
    }
    catalogue.functions.push(function_of(resource, function));
}

fn path(resource: &Resource, rust: &str, shared: bool) -> String {
    format!("{}::{rust}", if shared { "types" } else { &resource.rust_module })
}

fn package(api: &Api) -> to::Catalogue {
    let package = &api.package;
    to::Catalogue {
        name: package.name.clone(),
        library: package.crate_name.clone(),
        program: package.command(),
        env: package.env.clone(),
        servers: package
            .servers
            .iter()
            .map(|own| to::Server { name: own.name.clone(), url: own.url.clone() })
            .collect(),
        auth: package
            .auth
            .iter()
            .map(|scheme| to::Scheme {
                name: scheme.name.clone(),
                credentials: scheme.credentials.iter().filter_map(credential).collect(),
            })
            .collect(),
        values: package
            .values
            .iter()
            .map(|value| to::Given { name: value.name.clone(), variable: value.variable.clone() })
            .collect(),
        version: package.version.as_ref().map(|version| (version.header.clone(), version.default.clone())),
        headers: package.headers.clone(),
        ..to::Catalogue::default()
    }
}

fn credential(credential: &Credential) -> Option<to::Credential> {
    let half = |half: &BasicPart| match half {
        BasicPart::Field(field) => to::Half { field: field.clone(), ..to::Half::default() },
        BasicPart::Text(text) => to::Half { text: text.clone(), ..to::Half::default() },
    };
    match credential {
        Credential::Header { field, header, scheme } => {
            Some(to::Credential { header: header.clone(), scheme: scheme.clone(), field: field.clone(), basic: None })
        }
        Credential::Basic { user, password } => {
            Some(to::Credential { basic: Some((half(user), half(password))), ..to::Credential::default() })
        }
        Credential::Field(_) => None,
    }
}

fn function_of(resource: &Resource, function: &Function) -> to::Function {
    let (open, scheme) = match &function.auth {
        crate::model::Auth::None => (true, None),
        crate::model::Auth::Default => (false, None),
        crate::model::Auth::Scheme(name) => (false, Some(name.clone())),
    };
    let (body_as, content_type) = match &function.body_as {
        BodyAs::Json => ("", ""),
        BodyAs::Form => ("form", ""),
        BodyAs::Multipart => ("multipart", ""),
        BodyAs::Raw(content_type) => ("raw", content_type.as_str()),
    };
    let (returns, binding, list, paging_of) = returns(&function.returns);
    to::Function {
        name: function.name.clone(),
        resource: resource.name.clone(),
        rust_module: resource.rust_module.clone(),
        rust_method: function.rust.method.clone(),
        http: function.http.as_str().to_owned(),
        draft: function.draft,
        routes: function
            .routes
            .iter()
            .map(|route| to::Route {
                when: route.when.as_ref().map(condition),
                parts: route.parts.iter().map(path_part).collect(),
            })
            .collect(),
        query: function.query.iter().map(|item| sent(&item.key, &item.source)).collect(),
        headers: function.headers.iter().map(|(name, source)| sent(name, source)).collect(),
        body: function.body.as_ref().map(|nodes| nodes.iter().map(node).collect()),
        complete_body: function.complete_body.as_ref().map(source),
        body_as: body_as.to_owned(),
        content_type: content_type.to_owned(),
        dots: function.nesting == Nesting::Dots,
        fields: function.fields.iter().map(field).collect(),
        params: function.params.iter().map(|own| param(resource, own)).collect(),
        scheme,
        open,
        server: function.server.clone().unwrap_or_default(),
        returns: returns.to_owned(),
        binding,
        list,
        paging: paging_of.map(paging),
        needs: function.needs.clone(),
        examples: function
            .examples
            .iter()
            .map(|example| to::Example {
                args: crate::base::json::Json::Object(example.args.clone()).to_string(),
                status: example.status,
            })
            .collect(),
    }
}

type Shown<'a> = (&'static str, String, Option<Vec<String>>, Option<&'a Paging>);

fn returns(returns: &Returns) -> Shown<'_> {
    match returns {
        Returns::Empty => ("empty", String::new(), None, None),
        Returns::Text => ("text", "text".to_owned(), None, None),
        Returns::Bytes => ("bytes", "bytes".to_owned(), None, None),
        Returns::Redirect => ("redirect", "redirect".to_owned(), None, None),
        Returns::Json { kind: TypeRef::List(_), paging, .. } => {
            ("items", "items".to_owned(), Some(Vec::new()), paging.as_ref())
        }
        Returns::Json { paging, .. } => ("value", "value".to_owned(), None, paging.as_ref()),
        Returns::Model { binding, list, paging, .. } => {
            ("model", binding.clone(), list.as_ref().map(|list| list.keys.clone()), paging.as_ref())
        }
    }
}

fn paging(paging: &Paging) -> to::Paging {
    let (by, keys, first) = match &paging.next {
        Next::Member(keys) => ("member", keys.clone(), 0),
        Next::Link(relation) => ("link", vec![relation.clone()], 0),
        Next::LastItem(key, _) => ("last", vec![key.clone()], 0),
        Next::Page(first, keys) => ("page", keys.clone().unwrap_or_default(), *first),
        Next::Offset(keys) => ("offset", keys.clone().unwrap_or_default(), 0),
    };
    let (query, body) = match &paging.goes {
        None => (String::new(), Vec::new()),
        Some(Goes::Query(key)) => (key.clone(), Vec::new()),
        Some(Goes::Body(keys)) => (String::new(), keys.clone()),
    };
    to::Paging { by: by.to_owned(), keys, first, query, body }
}

fn condition(condition: &Condition) -> (usize, String) {
    (condition.field, condition.value.clone())
}

fn path_part(part: &PathPart) -> to::PathPart {
    match part {
        PathPart::Text(text) => to::PathPart { text: text.clone(), ..to::PathPart::default() },
        PathPart::Field(field) => to::PathPart { field: Some(*field), ..to::PathPart::default() },
        PathPart::Segments(field) => to::PathPart { field: Some(*field), segments: true, ..to::PathPart::default() },
    }
}

fn sent(key: &str, from: &Source) -> to::Sent {
    to::Sent { key: key.to_owned(), source: source(from), members: None }
}

fn node(node: &BodyNode) -> to::Sent {
    match &node.value {
        BodyValue::Source(from) => sent(&node.key, from),
        BodyValue::Object(nodes) => to::Sent {
            key: node.key.clone(),
            members: Some(nodes.iter().map(self::node).collect()),
            ..to::Sent::default()
        },
    }
}

fn source(source: &Source) -> to::Source {
    match source {
        Source::Field(field) => to::Source { field: Some(*field), ..to::Source::default() },
        Source::Case { field, when } => {
            to::Source { field: Some(*field), when: Some(condition(when)), ..to::Source::default() }
        }
        Source::Const { value, with } => {
            to::Source { value: Some(value.to_string()), with: *with, ..to::Source::default() }
        }
    }
}

fn field(field: &crate::model::Field) -> to::Field {
    let (kind, wrap, force) = match &field.kind {
        ArgKind::Text => ("text", None, &[][..]),
        ArgKind::Integer => ("integer", None, &[][..]),
        ArgKind::Number => ("number", None, &[][..]),
        ArgKind::Boolean => ("boolean", None, &[][..]),
        ArgKind::Time => ("time", None, &[][..]),
        ArgKind::CommaList { wrap } => ("comma_list", wrap.clone(), &[][..]),
        ArgKind::Strings => ("strings", None, &[][..]),
        ArgKind::Object => ("object", None, &[][..]),
        ArgKind::Objects { force } => ("objects", None, force.as_slice()),
        ArgKind::Json => ("json", None, &[][..]),
        ArgKind::List => ("list", None, &[][..]),
        ArgKind::Integers => ("integers", None, &[][..]),
        ArgKind::Numbers => ("numbers", None, &[][..]),
        ArgKind::Date => ("date", None, &[][..]),
        ArgKind::DateTime => ("date_time", None, &[][..]),
        ArgKind::File => ("file", None, &[][..]),
    };
    let style = match field.style {
        Style::Plain => "",
        Style::Comma => "comma",
        Style::Repeat => "repeat",
        Style::Brackets => "brackets",
        Style::JsonText => "json_text",
    };
    to::Field {
        name: field.name.clone(),
        kind: kind.to_owned(),
        wrap,
        force: force.iter().map(|(key, value)| (key.clone(), value.to_string())).collect(),
        style: style.to_owned(),
        required: field.required,
        required_when: field.required_when.iter().map(condition).collect(),
        values: field.values.clone(),
        nullable: field.nullable,
        credential: field.role == Role::Credential,
        variable: field.role == Role::Variable,
        selects: match field.role {
            Role::Selector { selects } => Some(selects),
            _ => None,
        },
        secret: field.secret,
    }
}

fn param(resource: &Resource, param: &Param) -> to::Param {
    let (kind, path) = match &param.kind {
        ParamType::Text => ("text", String::new()),
        ParamType::Integer => ("integer", String::new()),
        ParamType::Number => ("number", String::new()),
        ParamType::Boolean => ("boolean", String::new()),
        ParamType::Time => ("time", String::new()),
        ParamType::DateTime => ("date_time", String::new()),
        ParamType::Date => ("date", String::new()),
        ParamType::Json => ("json", String::new()),
        ParamType::File => ("file", String::new()),
        ParamType::Strings => ("strings", String::new()),
        ParamType::Integers => ("integers", String::new()),
        ParamType::Numbers => ("numbers", String::new()),
        ParamType::List => ("list", String::new()),
        ParamType::Object { .. } => ("object", String::new()),
        ParamType::Objects { .. } => ("objects", String::new()),
        ParamType::Enum { rust, shared } => ("enum", path(resource, rust, *shared)),
        ParamType::Selector { rust, shared, .. } => ("selector", path(resource, rust, *shared)),
    };
    to::Param {
        rust: param.rust_name.clone(),
        field: param.field,
        selector: param.selector,
        kind: kind.to_owned(),
        path,
        required: param.required,
    }
}
