//! The input and the output of a handler.

use super::api_error::ApiError;
use super::recorded_request::RecordedRequest;
use super::version::Version;
use crate::json::{JsonObject, as_object};
use crate::workspace::model::Workspace;
use crate::workspace::webhook_events::WebhookEvent;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use std::sync::LazyLock;

/// One request to a handler, with the workspace that it reads and changes.
pub struct Call<'a> {
    pub workspace: &'a mut Workspace,
    pub request: &'a RecordedRequest,
    pub version: Version,
    /// Unix seconds.
    pub now: i64,
    /// Scheme and host that the caller used, for addresses in responses.
    pub base_url: &'a str,
    /// The segments of the path that the route leaves open.
    pub path_params: Vec<&'a str>,
    /// What subscriptions are notified of.
    pub events: Vec<WebhookEvent>,
}

impl<'a> Call<'a> {
    /// An open segment of the path, which the route guarantees.
    pub fn path_param(&self, position: usize) -> &'a str {
        self.path_params.get(position).copied().unwrap_or_default()
    }

    /// A value of the query; an empty one counts as absent.
    pub fn query(&self, key: &str) -> Option<&'a str> {
        self.request.query_value(key).filter(|value| !value.is_empty())
    }

    /// A value of the query that identifies something. Rejects a blank one: it would select everything.
    pub fn query_identifier(&self, key: &str) -> Result<Option<&'a str>, ApiError> {
        match self.request.query_value(key) {
            Some(name) if name.trim().is_empty() => Err(ApiError::invalid_parameter(key, format!("{key} is empty"))),
            name => Ok(name),
        }
    }

    /// The body; empty if there is none.
    pub fn body(&self) -> &'a JsonObject {
        static EMPTY: LazyLock<JsonObject> = LazyLock::new(JsonObject::new);
        self.request.json.as_ref().and_then(as_object).unwrap_or(&EMPTY)
    }

    /// The item of a notification; none if there are no subscriptions.
    pub fn webhook_item(&self, item: &impl Serialize) -> Option<Box<RawValue>> {
        if self.workspace.subscriptions.is_empty() { None } else { to_raw_value(item).ok() }
    }

    /// Notifies the subscriptions to a topic once the handler is done.
    pub fn emit(&mut self, topic: &'static str, item: Option<Box<RawValue>>) {
        self.events.extend(item.map(|item| WebhookEvent { topic, item, event_name: None }));
    }

    /// Notifies the subscriptions to a submitted event of this name.
    pub fn emit_event(&mut self, item: Option<Box<RawValue>>, name: String) {
        self.events.extend(item.map(|item| WebhookEvent { topic: "event.created", item, event_name: Some(name) }));
    }
}
