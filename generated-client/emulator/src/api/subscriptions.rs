//! Webhook subscriptions and their feeds.

use crate::api::list::{Limits, List, PageQuery};
use crate::api::views::webhook::{exchange_view, notification_view, subscription_view};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::delivery_queue::PING;
use crate::workspace::records::webhook::{Notification, Subscription};
use crate::workspace::rules;
use http::StatusCode;
use serde::Serialize;
use std::collections::HashSet;

/// The attributes of a request; absent ones are none.
struct Attributes {
    url: Option<String>,
    topics: Option<Vec<String>>,
    event_names: Option<Vec<String>>,
    hub_secret: Option<String>,
    active: Option<bool>,
}

impl Attributes {
    fn read(body: &JsonObject) -> Result<Self, ApiError> {
        let url = body.string("url")?;
        url.as_deref().map_or(Ok(()), rules::webhook_url)?;
        if body.string("service_type")?.is_some_and(|kind| kind != "web") {
            return Err(ApiError::invalid_parameter("service_type", "service_type must be web"));
        }
        let mut topics = body.strings("topics")?;
        topics.as_deref().map_or(Ok(()), rules::topics)?;
        // Known topics only, so few remain; every event asks for each of them.
        let mut seen = HashSet::new();
        topics.iter_mut().for_each(|topics| topics.retain(|topic| seen.insert(topic.clone())));
        let event_names = match body.object("metadata")? {
            Some(metadata) => metadata.strings("event_names")?,
            None => None,
        };
        if event_names.as_ref().is_some_and(|names| names.len() > MAX_EVENT_NAMES) {
            let message = format!("at most {MAX_EVENT_NAMES} event names are allowed");
            return Err(ApiError::invalid_parameter("metadata.event_names", message));
        }
        let (hub_secret, active) = (body.string("hub_secret")?, body.boolean("active")?);
        Ok(Self { url, topics, event_names, hub_secret, active })
    }
}

const MAX_SUBSCRIPTIONS: usize = 250;
/// Of one subscription. Not a limit of the API: every event is compared with all of them.
const MAX_EVENT_NAMES: usize = 1_000;

/// `POST /subscriptions`.
pub fn create(call: &mut Call<'_>) -> HandlerResult {
    let attributes = Attributes::read(call.body())?;
    let url = attributes.url.ok_or_else(|| ApiError::missing_parameter("url", "url is missing"))?;
    let topics = attributes.topics.ok_or_else(|| ApiError::missing_parameter("topics", "topics is missing"))?;
    if call.workspace.subscriptions.len() >= MAX_SUBSCRIPTIONS {
        let message = format!("at most {MAX_SUBSCRIPTIONS} subscriptions are allowed");
        return Err(ApiError::invalid_parameter("subscriptions", message));
    }
    let subscription = Subscription {
        id: format!("nsub_{}", call.workspace.ids.uuid()),
        created_at: call.now,
        updated_at: call.now,
        url,
        topics,
        active: attributes.active.unwrap_or(true),
        event_names: attributes.event_names.unwrap_or_default(),
        hub_secret: attributes.hub_secret,
    };
    let response = ApiResponse::json(&subscription_view(call.workspace, call.base_url, &subscription));
    call.workspace.subscriptions.add(subscription)?;
    response
}

/// `POST /subscriptions/{id}`; SDKs also use `PUT`.
pub fn update(call: &mut Call<'_>) -> HandlerResult {
    let attributes = Attributes::read(call.body())?;
    let (id, now) = (call.path_param(0), call.now);
    let subscription = call.workspace.subscriptions.get_mut(id).ok_or_else(|| ApiError::not_found("Subscription"))?;
    subscription.updated_at = now;
    subscription.url = attributes.url.unwrap_or_else(|| subscription.url.clone());
    if let Some(topics) = attributes.topics {
        subscription.topics = topics;
    }
    if let Some(names) = attributes.event_names {
        subscription.event_names = names;
    }
    if attributes.hub_secret.is_some() {
        subscription.hub_secret = attributes.hub_secret;
    }
    match attributes.active {
        Some(true) => subscription.active = true,
        Some(false) => call.workspace.deactivate(id),
        None => {}
    }
    get_by_id(call)
}

/// `GET /subscriptions/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    let subscription =
        call.workspace.subscriptions.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Subscription"))?;
    ApiResponse::json(&subscription_view(call.workspace, call.base_url, subscription))
}

/// `GET /subscriptions`.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let all = &call.workspace.subscriptions;
    let shown =
        query.slice(all.iter()).into_iter().map(|it| subscription_view(call.workspace, call.base_url, it)).collect();
    let pages = query.pages(call, all.len());
    ApiResponse::json(&List::new("notification_subscription.list", "items", shown).pages(pages))
}

/// `DELETE /subscriptions/{id}`, with its notifications.
pub fn delete(call: &mut Call<'_>) -> HandlerResult {
    let subscription =
        call.workspace.subscriptions.remove(call.path_param(0)).ok_or_else(|| ApiError::not_found("Subscription"))?;
    let own = call.workspace.notifications.iter().filter(|it| it.subscription == subscription.id);
    for id in own.map(|notification| notification.id.clone()).collect::<Vec<_>>() {
        call.workspace.notifications.remove(&id);
    }
    Ok(ApiResponse::empty(StatusCode::OK))
}

/// `POST /subscriptions/{id}/ping`: a test notification, sent whatever the topics.
pub fn ping(call: &mut Call<'_>) -> HandlerResult {
    let subscription = call
        .workspace
        .subscriptions
        .get(call.path_param(0))
        .ok_or_else(|| ApiError::not_found("Subscription"))?
        .clone();
    if let Some(item) = call.webhook_item(&Ping { kind: PING, message: "a test of this subscription" }) {
        call.workspace.notify(call.now, &subscription.id, PING, item);
    }
    ApiResponse::json(&subscription_view(call.workspace, call.base_url, &subscription))
}

/// `GET /subscriptions/{id}/sent`.
pub fn sent(call: &mut Call<'_>) -> HandlerResult {
    feed(call, |notification| notification.attempts > 0, false)
}

/// `GET /subscriptions/{id}/retry`: failed notifications that wait for a retry.
pub fn retries(call: &mut Call<'_>) -> HandlerResult {
    feed(call, |notification| notification.failure.is_some() && notification.due.is_some(), true)
}

/// `GET /subscriptions/{id}/error`.
pub fn errors(call: &mut Call<'_>) -> HandlerResult {
    feed(call, |notification| notification.failure.is_some(), true)
}

/// The notifications of a subscription, newest first.
fn feed(call: &Call<'_>, is_listed: fn(&Notification) -> bool, with_request: bool) -> HandlerResult {
    let subscription =
        call.workspace.subscriptions.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Subscription"))?;
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let own = |it: &&Notification| it.subscription == subscription.id && is_listed(it);
    let found: Vec<&Notification> = call.workspace.notifications.iter().rev().filter(own).collect();
    let total = found.len();
    let shown = query.slice(found.into_iter()).into_iter().map(|notification| {
        let failure = notification.failure.as_ref().filter(|_| with_request);
        let mut view = notification_view(call.workspace, notification);
        view.http_request = failure.map(|failure| exchange_view(subscription, failure));
        view
    });
    ApiResponse::json(&List::new("notification.list", "notifications", shown.collect()).pages(query.pages(call, total)))
}

#[derive(Serialize)]
struct Ping {
    #[serde(rename = "type")]
    kind: &'static str,
    message: &'static str,
}
