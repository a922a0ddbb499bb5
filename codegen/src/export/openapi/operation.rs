//! Functions as operations.

use super::schema::{any, array, doc, map, object, of_type, own_enum, reference, type_schema, with};
use super::security;
use crate::base::json::Json;
use crate::model::facts;
use crate::model::{
    Api, ArgKind, BodyValue, Example, Field, Function, ParamType, PathPart, Resource, Returns, Role, Route, Source,
    Style,
};
use crate::spec::keywords::RetryClass;

/// The paths of a function, each with its operation.
pub fn operations(api: &Api, resource: &Resource, function: &Function) -> Vec<(String, Json)> {
    let context = Context { api, resource, function };
    let cases = function.routes.iter().filter(|route| route.when.is_some()).count();
    let is_complete = |route: &Route| route.when.is_some() || cases == 0 || context.has_other_cases();
    let routes = function.routes.iter().filter(|route| is_complete(route));
    routes.map(|route| (route.template.replace("{+", "{"), context.operation(route))).collect()
}

/// A function that is being rendered.
pub struct Context<'a> {
    pub api: &'a Api,
    pub resource: &'a Resource,
    pub function: &'a Function,
}

impl Context<'_> {
    pub fn field(&self, at: usize) -> Option<&Field> {
        self.function.fields.get(at)
    }

    /// Whether a selector sends its value elsewhere than to a path, in some case.
    fn has_other_cases(&self) -> bool {
        let in_path = self.function.routes.iter().filter(|route| route.when.is_some()).count();
        let selector = self.function.routes.iter().find_map(|route| Some(route.when.as_ref()?.field));
        selector.and_then(|selector| self.field(selector)).is_none_or(|field| field.values.len() > in_path)
    }

    pub fn is_credential(&self, value: &BodyValue) -> bool {
        match value {
            BodyValue::Source(Source::Field(at)) => self.field(*at).is_some_and(|field| field.role == Role::Credential),
            _ => false,
        }
    }

    fn operation(&self, route: &Route) -> Json {
        let function = self.function;
        let case = route.when.as_ref().map(|when| when.value.as_str());
        let id = match case {
            Some(case) => format!("{}_{case}", function.name),
            None => function.name.clone(),
        };
        let example = function.examples.first().filter(|example| self.takes(route, example));
        let mut members = vec![
            ("operationId", Json::text(id)),
            ("tags", Json::Array(vec![Json::text(&self.resource.name)])),
            ("summary", Json::text(&function.doc)),
        ];
        members.extend(doc(function.warning.as_deref()));
        let parameters = self.parameters(route);
        if !parameters.is_empty() {
            members.push(("parameters", Json::Array(parameters)));
        }
        let body = self.request_body(example.and_then(|example| example.request.body.as_ref()));
        members.extend(body.map(|body| ("requestBody", body)));
        members.push(("responses", self.responses(example)));
        members.extend(function.deprecated.as_ref().map(|_| ("deprecated", Json::Bool(true))));
        members.extend(security::of_function(self.api, function).map(|security| ("security", security)));
        let retry = match function.retry.class {
            RetryClass::Safe => "safe",
            RetryClass::Idempotent => "idempotent",
            RetryClass::Never => "never",
        };
        members.push(("x-retry", Json::text(retry)));
        members.extend(function.since.as_ref().map(|since| ("x-since", Json::text(since))));
        members.extend(function.returns.paging().map(|paging| ("x-paging", Json::text(paging.shown()))));
        if let Some(groups) = function.needed_groups(str::to_owned) {
            members.push(("x-needs", Json::text(groups)));
        }
        if !function.failed_when.is_empty() {
            members.push(("x-failed-when", Json::Object(function.failed_when.clone())));
        }
        object(members)
    }

    /// Whether an example goes this way.
    fn takes(&self, route: &Route, example: &Example) -> bool {
        let chosen = |at: usize| {
            let name = &self.field(at)?.name;
            example.args.iter().find(|(given, _)| given == name).and_then(|(_, value)| value.as_str())
        };
        route.when.as_ref().is_none_or(|when| chosen(when.field) == Some(when.value.as_str()))
    }

    fn parameters(&self, route: &Route) -> Vec<Json> {
        let in_path: Vec<usize> = route.parts.iter().filter_map(PathPart::field).collect();
        let names = route.template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        let names = names.map(|name| name.trim_start_matches('+'));
        let mut parameters: Vec<Json> =
            names.zip(&in_path).map(|(name, field)| self.parameter("path", name, *field, true)).collect();
        for item in &self.function.query {
            match &item.source {
                Source::Field(at) if self.field(*at).is_some_and(|field| field.role == Role::Credential) => {}
                Source::Field(at) => {
                    let required = self.field(*at).is_some_and(|field| field.required);
                    parameters.push(self.parameter("query", &item.key, *at, required));
                }
                // The other ways of a field that is in the path.
                Source::Case { field, .. } if in_path.contains(field) => {}
                Source::Case { field, .. } => parameters.push(self.parameter("query", &item.key, *field, false)),
                Source::Const { value, with } => parameters.push(constant("query", &item.key, value, with.is_none())),
            }
        }
        for (name, source) in &self.function.headers {
            match source {
                Source::Field(at) | Source::Case { field: at, .. } => {
                    parameters.push(self.parameter("header", name, *at, false));
                }
                Source::Const { value, with } => parameters.push(constant("header", name, value, with.is_none())),
            }
        }
        parameters
    }

    fn parameter(&self, place: &str, name: &str, at: usize, required: bool) -> Json {
        let field = self.field(at);
        let mut members = vec![("name", Json::text(name)), ("in", Json::text(place))];
        members.extend(doc(field.map(|field| field.doc.as_str())));
        members.push(("required", Json::Bool(required)));
        members.extend(field.and_then(|field| field.deprecated.as_ref()).map(|_| ("deprecated", Json::Bool(true))));
        match field.map_or(Style::Plain, |field| field.style) {
            Style::Comma => members.push(("explode", Json::Bool(false))),
            Style::Repeat | Style::Brackets => members.push(("explode", Json::Bool(true))),
            Style::JsonText => {
                let media = object([("schema", self.schema(at))]);
                members.push(("content", object([("application/json", media)])));
                return object(members);
            }
            Style::Plain => {}
        }
        members.push(("schema", self.schema(at)));
        members.extend(field.and_then(|field| field.since.as_ref()).map(|since| ("x-since", Json::text(since))));
        object(members)
    }

    /// The type of an argument on the wire.
    pub fn schema(&self, at: usize) -> Json {
        let param = self.function.params.iter().find(|param| param.field == at);
        let Some(field) = self.field(at) else { return any() };
        let schema = match (&field.kind, param.map(|param| &param.kind)) {
            (_, Some(ParamType::Enum { rust, shared: true })) => reference(rust),
            (_, Some(ParamType::Enum { rust, shared: false })) => reference(&own_enum(self.resource, rust)),
            (_, Some(ParamType::Object { item: Some(item) })) => reference(item),
            (_, Some(ParamType::Objects { item: Some(item) })) => array(reference(item)),
            (ArgKind::Text, _) => of_type("string", None),
            (ArgKind::Integer, _) => of_type("integer", Some("int64")),
            (ArgKind::Time, _) => of_type("integer", Some("timestamp")),
            (ArgKind::Number, _) => of_type("number", Some("double")),
            (ArgKind::Boolean, _) => of_type("boolean", None),
            (ArgKind::CommaList { wrap: Some(key) }, _) => {
                array(super::schema::properties(vec![(key.clone(), of_type("string", None))], Vec::new()))
            }
            (ArgKind::CommaList { wrap: None } | ArgKind::Strings, _) => array(of_type("string", None)),
            (ArgKind::Integers, _) => array(of_type("integer", Some("int64"))),
            (ArgKind::Numbers, _) => array(of_type("number", Some("double"))),
            (ArgKind::List, _) => array(any()),
            (ArgKind::Object, _) => map(any()),
            (ArgKind::Objects { .. }, _) => array(map(any())),
            (ArgKind::Json, _) => any(),
            (ArgKind::Date, _) => of_type("string", Some("date")),
            (ArgKind::DateTime, _) => of_type("string", Some("date-time")),
            (ArgKind::File, _) => of_type("string", Some("binary")),
        };
        let facts = field.facts.iter().map(|(name, value)| {
            let key = match name.as_str() {
                facts::MIN => "minimum",
                facts::MAX => "maximum",
                facts::MIN_LENGTH => "minLength",
                facts::MAX_LENGTH => "maxLength",
                facts::MIN_ITEMS => "minItems",
                facts::MAX_ITEMS => "maxItems",
                facts::PATTERN => "pattern",
                _ => "default",
            };
            (key, value.clone())
        });
        with(schema, facts.collect())
    }

    fn responses(&self, example: Option<&Example>) -> Json {
        let content = |content_type: &str, schema: Json| {
            let example = example.and_then(|example| example.response.as_ref()).map(|found| ("example", found.clone()));
            Some(object([(content_type, object([("schema", schema)].into_iter().chain(example)))]))
        };
        let content = match &self.function.returns {
            Returns::Empty | Returns::Redirect => None,
            Returns::Text => content("text/plain", of_type("string", None)),
            Returns::Bytes => content("application/octet-stream", of_type("string", Some("binary"))),
            Returns::Json { kind, .. } => content("application/json", type_schema(kind)),
            Returns::Model { rust, .. } => content("application/json", reference(rust)),
        };
        let response = |description: &str, content: Option<Json>| {
            let description = ("description", Json::text(description));
            object([description].into_iter().chain(content.map(|content| ("content", content))))
        };
        let mut responses: Vec<(String, Json)> = Vec::new();
        for status in &self.function.status {
            responses.push((status.to_string(), response("Success.", content.clone())));
        }
        responses.push(("4XX".to_owned(), response("An error.", None)));
        Json::Object(responses)
    }
}

/// A parameter with one value.
fn constant(place: &str, name: &str, value: &Json, required: bool) -> Json {
    object([
        ("name", Json::text(name)),
        ("in", Json::text(place)),
        ("required", Json::Bool(required)),
        ("schema", object([("enum", Json::Array(vec![value.clone()]))])),
    ])
}
