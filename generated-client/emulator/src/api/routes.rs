//! Which request goes to which handler.

use super::{
    admins, companies, conversations, counts, events, jobs, leads, messages, notes, oauth, segments, subscriptions,
    tags, users, visitors,
};
use crate::engine::{Call, Handled};

/// A handler.
pub(crate) type Handler = fn(&mut Call<'_>) -> Handled;

/// A path that is answered.
pub(crate) struct Route {
    pub method: &'static str,
    /// Segments; `*` takes any text.
    pub path: &'static [&'static str],
    pub handler: Handler,
    /// Keys of query or body that stand for what the tables' functions need: one of them is enough, as in the API.
    pub or: &'static [&'static str],
}

const fn route(method: &'static str, path: &'static [&'static str], handler: Handler) -> Route {
    Route { method, path, handler, or: &[] }
}

impl Route {
    const fn or(mut self, keys: &'static [&'static str]) -> Self {
        self.or = keys;
        self
    }

    /// The segments that the route leaves open, if the path is its own.
    pub fn open<'a>(&self, segments: &'a [String]) -> Option<Vec<&'a str>> {
        if self.path.len() != segments.len() {
            return None;
        }
        let mut open = Vec::new();
        for (own, segment) in self.path.iter().zip(segments) {
            match *own {
                "*" if !segment.is_empty() => open.push(segment.as_str()),
                own if own == segment => {}
                _ => return None,
            }
        }
        Some(open)
    }
}

/// All routes; the first one that fits is taken. The tables' functions use most of them, SDKs of API 1.x the rest.
pub(crate) static ROUTES: &[Route] = &[
    route("POST", &["auth", "eagle", "token"], oauth::token),
    // Users
    route("POST", &["users"], users::upsert).or(&["id"]),
    route("GET", &["users"], users::get),
    route("DELETE", &["users"], users::delete).or(&["id"]),
    route("GET", &["users", "scroll"], users::scroll),
    route("GET", &["users", "*"], users::get_by_id),
    route("DELETE", &["users", "*"], users::delete),
    route("POST", &["user_delete_requests"], users::request_deletion),
    // Leads
    route("POST", &["contacts"], leads::upsert),
    route("GET", &["contacts"], leads::get),
    route("DELETE", &["contacts"], leads::delete).or(&["id"]),
    route("POST", &["contacts", "convert"], leads::convert),
    route("GET", &["contacts", "scroll"], leads::scroll),
    route("GET", &["contacts", "*"], leads::get_by_id),
    route("PUT", &["contacts", "*"], leads::update_by_id),
    route("DELETE", &["contacts", "*"], leads::delete),
    // Visitors
    route("GET", &["visitors"], visitors::get),
    route("PUT", &["visitors"], visitors::update).or(&["id"]),
    route("POST", &["visitors"], visitors::update).or(&["id"]),
    route("DELETE", &["visitors"], visitors::delete).or(&["id"]),
    route("POST", &["visitors", "convert"], visitors::convert),
    route("GET", &["visitors", "*"], visitors::get_by_id),
    route("PUT", &["visitors", "*"], visitors::update_by_id),
    route("DELETE", &["visitors", "*"], visitors::delete),
    // Companies
    route("POST", &["companies"], companies::upsert).or(&["id", "company_id"]),
    route("GET", &["companies"], companies::get).or(&["name"]),
    route("GET", &["companies", "scroll"], companies::scroll),
    route("GET", &["companies", "*"], companies::get_by_id),
    route("DELETE", &["companies", "*"], companies::delete),
    route("GET", &["companies", "*", "users"], companies::users),
    // Admins
    route("GET", &["admins"], admins::list),
    route("GET", &["me"], admins::me),
    route("GET", &["admins", "*"], admins::get_by_id),
    route("PUT", &["admins", "*", "away"], admins::away),
    route("GET", &["teams"], admins::teams),
    route("GET", &["teams", "*"], admins::team),
    // Tags and segments
    route("POST", &["tags"], tags::save),
    route("GET", &["tags"], tags::list),
    route("GET", &["tags", "*"], tags::get_by_id),
    route("PUT", &["tags", "*"], tags::update_by_id),
    route("DELETE", &["tags", "*"], tags::delete),
    route("GET", &["segments"], segments::list),
    route("GET", &["segments", "*"], segments::get_by_id),
    // Notes and events
    route("POST", &["notes"], notes::create).or(&["id", "user_id", "email"]),
    route("GET", &["notes"], notes::list).or(&["intercom_user_id"]),
    route("GET", &["notes", "*"], notes::get_by_id),
    route("POST", &["events"], events::submit).or(&["id", "email"]),
    route("GET", &["events"], events::list).or(&["email", "intercom_user_id"]),
    // Counts
    route("GET", &["counts"], counts::get),
    // Messages and conversations
    route("POST", &["messages"], messages::create),
    route("GET", &["conversations"], conversations::list).or(&["id"]),
    route("GET", &["conversations", "*"], conversations::get_by_id),
    route("PUT", &["conversations", "*"], conversations::update),
    route("POST", &["conversations", "*"], conversations::update),
    route("POST", &["conversations", "last", "reply"], conversations::reply_to_last).or(&["user_id", "email"]),
    route("POST", &["conversations", "*", "reply"], conversations::reply),
    route("PUT", &["conversations", "*", "reply"], conversations::update),
    // Subscriptions
    route("POST", &["subscriptions"], subscriptions::create),
    route("GET", &["subscriptions"], subscriptions::list),
    route("GET", &["subscriptions", "*"], subscriptions::get_by_id),
    route("POST", &["subscriptions", "*"], subscriptions::update).or(&["topics", "active", "hub_secret", "url"]),
    route("PUT", &["subscriptions", "*"], subscriptions::update),
    route("DELETE", &["subscriptions", "*"], subscriptions::delete),
    route("GET", &["subscriptions", "*", "sent"], subscriptions::sent),
    route("GET", &["subscriptions", "*", "retry"], subscriptions::retries),
    route("GET", &["subscriptions", "*", "error"], subscriptions::errors),
    route("GET", &["subscriptions", "*", "errors"], subscriptions::errors),
    route("POST", &["subscriptions", "*", "ping"], subscriptions::ping),
    // Bulk jobs
    route("POST", &["bulk", "users"], jobs::users),
    route("POST", &["bulk", "contacts"], jobs::leads),
    route("POST", &["bulk", "events"], jobs::events),
    route("GET", &["jobs", "*"], jobs::get_by_id),
    route("POST", &["jobs", "*"], jobs::update),
    route("GET", &["jobs", "*", "error"], jobs::errors),
];
