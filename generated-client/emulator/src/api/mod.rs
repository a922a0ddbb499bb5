//! What the API does: a handler for each of its routes.

mod admins;
mod attributes;
mod companies;
mod conversations;
mod convert;
mod counts;
mod events;
mod find;
mod html;
mod jobs;
mod leads;
mod list;
mod messages;
mod notes;
mod oauth;
mod people;
mod routes;
pub(crate) mod rules;
mod scroll;
mod segments;
mod shape;
mod subscriptions;
mod tags;
mod users;
pub(crate) mod views;
mod visitors;

pub(crate) use html::paragraph;
pub(crate) use leads::pseudonym;
pub(crate) use routes::{ROUTES, Route};

use crate::engine::{Call, Refusal};

/// A flag of the query. SDKs spell it in several ways.
fn flag(call: &Call<'_>, key: &str) -> Result<Option<bool>, Refusal> {
    match call.query(key) {
        None => Ok(None),
        Some("true" | "True" | "1") => Ok(Some(true)),
        Some("false" | "False" | "0") => Ok(Some(false)),
        Some(_) => Err(Refusal::invalid(key, format!("{key} must be true or false"))),
    }
}

/// A direction of the query: whether it is ascending.
fn order(call: &Call<'_>, key: &str) -> Result<Option<bool>, Refusal> {
    match call.query(key) {
        None => Ok(None),
        Some("asc") => Ok(Some(true)),
        Some("desc") => Ok(Some(false)),
        Some(_) => Err(Refusal::invalid(key, format!("{key} must be asc or desc"))),
    }
}

/// The tag and the segment that a list is narrowed to. The tag is one that is there; segments are looked up by whose they are.
fn narrowed<'a>(call: &Call<'a>) -> Result<(Option<&'a str>, Option<&'a str>), Refusal> {
    let (tag, segment) = (call.named("tag_id")?, call.named("segment_id")?);
    if tag.is_some() && segment.is_some() {
        return Err(Refusal::invalid("segment_id", "tag_id and segment_id cannot be used together".to_owned()));
    }
    match tag {
        Some(id) if call.world.tags.get(id).is_none() => Err(Refusal::no("Tag")),
        _ => Ok((tag, segment)),
    }
}
