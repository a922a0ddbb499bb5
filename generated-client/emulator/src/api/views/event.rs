//! Events.

use crate::json::JsonObject;
use crate::workspace::records::person::{Event, Person};
use serde::Serialize;

#[derive(Serialize)]
pub struct EventView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    event_name: &'a str,
    created_at: i64,
    user_id: Option<&'a str>,
    email: Option<&'a str>,
    intercom_user_id: &'a str,
    metadata: &'a JsonObject,
}

pub fn event_view<'a>(person: &'a Person, event: &'a Event) -> EventView<'a> {
    EventView {
        kind: "event",
        id: &event.id,
        event_name: &event.event_name,
        created_at: event.created_at,
        user_id: person.user_id.as_deref(),
        email: person.email.as_deref(),
        intercom_user_id: &person.id,
        metadata: &event.metadata,
    }
}
