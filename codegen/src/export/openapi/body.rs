//! The body of a request.

use super::operation::Context;
use super::schema::{any, doc, object, properties, with};
use crate::base::json::Json;
use crate::model::{BodyAs, BodyNode, BodyValue, Source};

impl Context<'_> {
    /// The body of the requests, if they have one.
    pub fn request_body(&self, example: Option<&Json>) -> Option<Json> {
        let function = self.function;
        let (schema, is_required) = match (&function.complete_body, &function.body) {
            (Some(source), _) => (self.source(source), self.is_always_sent(&BodyValue::Source(source.clone()))),
            (None, Some(nodes)) if !nodes.is_empty() => {
                (self.members(nodes), nodes.iter().any(|node| self.is_always_sent(&node.value)))
            }
            _ => return None,
        };
        let content_type = match &function.body_as {
            BodyAs::Json => "application/json",
            BodyAs::Form => "application/x-www-form-urlencoded",
            BodyAs::Multipart => "multipart/form-data",
            BodyAs::Raw(content_type) => content_type,
        };
        let example = example.filter(|_| function.body_as == BodyAs::Json).map(|example| ("example", example.clone()));
        let media = object([("schema", schema)].into_iter().chain(example));
        Some(object([("required", Json::Bool(is_required)), ("content", object([(content_type, media)]))]))
    }

    fn members(&self, nodes: &[BodyNode]) -> Json {
        // A member that several cases fill stands once.
        let mut members: Vec<(String, Json)> = Vec::new();
        for node in nodes.iter().filter(|node| !self.is_credential(&node.value)) {
            if !members.iter().any(|(known, _)| *known == node.key) {
                members.push((node.key.clone(), self.member(&node.value)));
            }
        }
        let required = nodes.iter().filter(|node| self.is_always_sent(&node.value)).map(|node| node.key.clone());
        properties(members, required.collect())
    }

    fn member(&self, value: &BodyValue) -> Json {
        match value {
            BodyValue::Object(nodes) => self.members(nodes),
            BodyValue::Source(source) => self.source(source),
        }
    }

    fn source(&self, source: &Source) -> Json {
        match source {
            Source::Const { value, .. } => object([("enum", Json::Array(vec![value.clone()]))]),
            Source::Field(at) | Source::Case { field: at, .. } => match self.field(*at) {
                Some(field) => {
                    let nullable = field.nullable.then_some(("nullable", Json::Bool(true)));
                    let deprecated = field.deprecated.as_ref().map(|_| ("deprecated", Json::Bool(true)));
                    let more = doc(Some(&field.doc)).into_iter().chain(nullable).chain(deprecated).collect();
                    with(self.schema(*at), more)
                }
                None => any(),
            },
        }
    }

    fn is_always_sent(&self, value: &BodyValue) -> bool {
        match value {
            BodyValue::Source(Source::Field(field)) => self.field(*field).is_some_and(|field| field.required),
            BodyValue::Source(Source::Case { .. }) => false,
            BodyValue::Source(Source::Const { with, .. }) => with.is_none(),
            BodyValue::Object(nodes) => nodes.iter().any(|node| self.is_always_sent(&node.value)),
        }
    }
}
