//! The handlers of all routes.

use crate::api::conversations::{list as conversation_list, reply, show};
use crate::api::{
    admins, companies, counts, events, jobs, leads, messages, notes, oauth, segments, subscriptions, tags, users,
    visitors,
};
use crate::protocol::call::Call;
use crate::protocol::response::HandlerResult;

pub type Handler = fn(&mut Call<'_>) -> HandlerResult;

/// A method and a path with a handler.
pub struct Route {
    pub method: &'static str,
    /// `*` stands for a parameter.
    pub path: &'static str,
    pub handler: Handler,
    /// Keys of query or body, one of which is enough in place of what the functions of the spec require.
    pub alternatives: &'static [&'static str],
}

const fn route(method: &'static str, path: &'static str, handler: Handler) -> Route {
    Route { method, path, handler, alternatives: &[] }
}

impl Route {
    const fn or(mut self, keys: &'static [&'static str]) -> Self {
        self.alternatives = keys;
        self
    }

    /// Whether it changes the workspace; a scroll does too.
    pub fn changes_state(&self) -> bool {
        self.method != "GET" || self.path.ends_with("/scroll")
    }
}

/// All routes, in any order: the most specific one is used. Functions of the spec use most of them, SDKs of API 1.x the rest.
/// `COVERAGE.md` is made from this table and the tests.
pub static ROUTES: &[Route] = &[
    route("POST", "/auth/eagle/token", oauth::token),
    // Users
    route("POST", "/users", users::upsert).or(&["id"]),
    route("GET", "/users", users::get),
    route("DELETE", "/users", users::delete).or(&["id"]),
    route("GET", "/users/scroll", users::scroll),
    route("GET", "/users/*", users::get_by_id),
    route("DELETE", "/users/*", users::delete),
    route("POST", "/user_delete_requests", users::request_deletion),
    // Leads
    route("POST", "/contacts", leads::upsert),
    route("GET", "/contacts", leads::get),
    route("DELETE", "/contacts", leads::delete).or(&["id"]),
    route("POST", "/contacts/convert", leads::convert),
    route("GET", "/contacts/scroll", leads::scroll),
    route("GET", "/contacts/*", leads::get_by_id),
    route("PUT", "/contacts/*", leads::update_by_id),
    route("DELETE", "/contacts/*", leads::delete),
    // Visitors
    route("GET", "/visitors", visitors::get),
    route("PUT", "/visitors", visitors::update).or(&["id"]),
    route("POST", "/visitors", visitors::update).or(&["id"]),
    route("DELETE", "/visitors", visitors::delete).or(&["id"]),
    route("POST", "/visitors/convert", visitors::convert),
    route("GET", "/visitors/*", visitors::get_by_id),
    route("PUT", "/visitors/*", visitors::update_by_id),
    route("DELETE", "/visitors/*", visitors::delete),
    // Companies
    route("POST", "/companies", companies::upsert).or(&["id", "company_id"]),
    route("GET", "/companies", companies::get).or(&["name"]),
    route("GET", "/companies/scroll", companies::scroll),
    route("GET", "/companies/*", companies::get_by_id),
    route("DELETE", "/companies/*", companies::delete),
    route("GET", "/companies/*/users", companies::users),
    // Admins
    route("GET", "/admins", admins::list),
    route("GET", "/me", admins::me),
    route("GET", "/admins/*", admins::get_by_id),
    route("PUT", "/admins/*/away", admins::away),
    route("GET", "/teams", admins::teams),
    route("GET", "/teams/*", admins::team),
    // Tags and segments
    route("POST", "/tags", tags::save),
    route("GET", "/tags", tags::list),
    route("GET", "/tags/*", tags::get_by_id),
    route("PUT", "/tags/*", tags::update_by_id),
    route("DELETE", "/tags/*", tags::delete),
    route("GET", "/segments", segments::list),
    route("GET", "/segments/*", segments::get_by_id),
    // Notes and events
    route("POST", "/notes", notes::create).or(&["id", "user_id", "email"]),
    route("GET", "/notes", notes::list).or(&["intercom_user_id"]),
    route("GET", "/notes/*", notes::get_by_id),
    route("POST", "/events", events::submit).or(&["id", "email"]),
    route("GET", "/events", events::list).or(&["email", "intercom_user_id"]),
    // Counts
    route("GET", "/counts", counts::get),
    // Messages and conversations
    route("POST", "/messages", messages::create),
    route("GET", "/conversations", conversation_list::list).or(&["id"]),
    route("GET", "/conversations/*", show::get_by_id),
    route("PUT", "/conversations/*", show::update),
    route("POST", "/conversations/*", show::update),
    route("POST", "/conversations/last/reply", reply::reply_to_last).or(&["user_id", "email"]),
    route("POST", "/conversations/*/reply", reply::reply),
    route("PUT", "/conversations/*/reply", show::update),
    route("POST", "/conversations/*/run_assignment_rules", show::run_assignment_rules),
    // Subscriptions
    route("POST", "/subscriptions", subscriptions::create),
    route("GET", "/subscriptions", subscriptions::list),
    route("GET", "/subscriptions/*", subscriptions::get_by_id),
    route("POST", "/subscriptions/*", subscriptions::update).or(&["topics", "active", "hub_secret", "url"]),
    route("PUT", "/subscriptions/*", subscriptions::update),
    route("DELETE", "/subscriptions/*", subscriptions::delete),
    route("GET", "/subscriptions/*/sent", subscriptions::sent),
    route("GET", "/subscriptions/*/retry", subscriptions::retries),
    route("GET", "/subscriptions/*/error", subscriptions::errors),
    route("GET", "/subscriptions/*/errors", subscriptions::errors),
    route("POST", "/subscriptions/*/ping", subscriptions::ping),
    // Bulk jobs
    route("POST", "/bulk/users", jobs::users),
    route("POST", "/bulk/contacts", jobs::leads),
    route("POST", "/bulk/events", jobs::events),
    route("GET", "/jobs/*", jobs::get_by_id),
    route("POST", "/jobs/*", jobs::update),
    route("GET", "/jobs/*/error", jobs::errors),
];
