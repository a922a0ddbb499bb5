//! Webhook subscriptions and their feeds.

use super::list::{Limits, List, PageQuery};
use super::shape::{Shape, shape};
use super::{rules, views};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::queue::PING;
use crate::state::records::{Failure, Notification, Object, Subscription};
use http::StatusCode;
use serde_json::Value;

/// What `POST /subscriptions` and its changes say; what is absent is none.
struct Wanted {
    url: Option<String>,
    topics: Option<Vec<String>>,
    event_names: Option<Vec<String>>,
    hub_secret: Option<String>,
    active: Option<bool>,
}

impl Wanted {
    fn read(body: &Object) -> Result<Self, Refusal> {
        let url = body.text("url")?;
        url.as_deref().map_or(Ok(()), rules::webhook_url)?;
        if body.text("service_type")?.is_some_and(|kind| kind != "web") {
            return Err(Refusal::invalid("service_type", "service_type must be web".to_owned()));
        }
        let topics = body.texts("topics")?;
        topics.as_deref().map_or(Ok(()), rules::topics)?;
        let event_names = match body.object("metadata")? {
            Some(metadata) => metadata.texts("event_names")?,
            None => None,
        };
        let (hub_secret, active) = (body.text("hub_secret")?, body.boolean("active")?);
        Ok(Self { url, topics, event_names, hub_secret, active })
    }
}

/// Of one workspace.
const MOST_SUBSCRIPTIONS: usize = 250;

/// `POST /subscriptions`.
pub(crate) fn create(call: &mut Call<'_>) -> Handled {
    let wanted = Wanted::read(call.body())?;
    let url = wanted.url.ok_or_else(|| Refusal::missing_parameter("url", "url is missing".to_owned()))?;
    let topics = wanted.topics.ok_or_else(|| Refusal::missing_parameter("topics", "topics is missing".to_owned()))?;
    if call.world.subscriptions.len() >= MOST_SUBSCRIPTIONS {
        let message = format!("there are at most {MOST_SUBSCRIPTIONS} subscriptions");
        return Err(Refusal::invalid("subscriptions", message));
    }
    let subscription = Subscription {
        id: format!("nsub_{}", call.world.ids.uuid()),
        created_at: call.now,
        updated_at: call.now,
        url,
        topics,
        active: wanted.active.unwrap_or(true),
        event_names: wanted.event_names.unwrap_or_default(),
        hub_secret: wanted.hub_secret,
    };
    let view = views::subscription(call.world, call.base, &subscription);
    call.world.subscriptions.add(subscription)?;
    Reply::json(&view)
}

/// `POST /subscriptions/{id}`; SDKs also put it.
pub(crate) fn update(call: &mut Call<'_>) -> Handled {
    let wanted = Wanted::read(call.body())?;
    let (id, now) = (call.segment(0), call.now);
    let subscription = call.world.subscriptions.get_mut(id).ok_or_else(|| Refusal::no("Subscription"))?;
    subscription.updated_at = now;
    subscription.url = wanted.url.unwrap_or_else(|| subscription.url.clone());
    if let Some(topics) = wanted.topics {
        subscription.topics = topics;
    }
    if let Some(names) = wanted.event_names {
        subscription.event_names = names;
    }
    if wanted.hub_secret.is_some() {
        subscription.hub_secret = wanted.hub_secret;
    }
    match wanted.active {
        Some(true) => subscription.active = true,
        Some(false) => call.world.deactivate(id),
        None => {}
    }
    get_by_id(call)
}

/// `GET /subscriptions/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    let subscription = call.world.subscriptions.get(call.segment(0)).ok_or_else(|| Refusal::no("Subscription"))?;
    Reply::json(&views::subscription(call.world, call.base, subscription))
}

/// `GET /subscriptions`.
pub(crate) fn list(call: &mut Call<'_>) -> Handled {
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let all = &call.world.subscriptions;
    let shown = query.cut(all.iter()).into_iter().map(|it| views::subscription(call.world, call.base, it)).collect();
    let pages = query.pages(call, all.len());
    Reply::json(&List::new("notification_subscription.list", "items", shown).pages(pages))
}

/// `DELETE /subscriptions/{id}`: what was not delivered yet never is.
pub(crate) fn delete(call: &mut Call<'_>) -> Handled {
    let subscription = call.world.subscriptions.remove(call.segment(0)).ok_or_else(|| Refusal::no("Subscription"))?;
    let own = call.world.notifications.iter().filter(|it| it.subscription == subscription.id);
    for id in own.map(|notification| notification.id.clone()).collect::<Vec<_>>() {
        call.world.notifications.remove(&id);
    }
    Ok(Reply::empty(StatusCode::OK))
}

/// `POST /subscriptions/{id}/ping`: a test notification, sent whatever the topics.
pub(crate) fn ping(call: &mut Call<'_>) -> Handled {
    let subscription =
        call.world.subscriptions.get(call.segment(0)).ok_or_else(|| Refusal::no("Subscription"))?.clone();
    if let Some(item) = call.written(&shape! {"type": PING, "message": "a test of this subscription"}) {
        call.notify(&subscription.id, PING, item);
    }
    Reply::json(&views::subscription(call.world, call.base, &subscription))
}

/// `GET /subscriptions/{id}/sent`.
pub(crate) fn sent(call: &mut Call<'_>) -> Handled {
    feed(call, |notification| notification.attempts > 0, false)
}

/// `GET /subscriptions/{id}/retry`: what failed and is to be sent again.
pub(crate) fn retries(call: &mut Call<'_>) -> Handled {
    feed(call, |notification| notification.failure.is_some() && notification.due.is_some(), true)
}

/// `GET /subscriptions/{id}/error`.
pub(crate) fn errors(call: &mut Call<'_>) -> Handled {
    feed(call, |notification| notification.failure.is_some(), true)
}

/// The notifications of a subscription, the newest first.
fn feed(call: &Call<'_>, shows: fn(&Notification) -> bool, with_request: bool) -> Handled {
    let subscription = call.world.subscriptions.get(call.segment(0)).ok_or_else(|| Refusal::no("Subscription"))?;
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let own = |it: &&Notification| it.subscription == subscription.id && shows(it);
    let found: Vec<&Notification> = call.world.notifications.iter().rev().filter(own).collect();
    let total = found.len();
    let shown = query.cut(found.into_iter()).into_iter().map(|notification| {
        let view = views::notification(call.world, notification);
        match &notification.failure {
            Some(failure) if with_request => view.with("http_request", exchange(subscription, failure)),
            _ => view,
        }
    });
    Reply::json(&List::new("notification.list", "notifications", shown.collect()).pages(query.pages(call, total)))
}

/// The request of a delivery that failed, and what came of it.
fn exchange(subscription: &Subscription, failure: &Failure) -> Shape {
    let object = |headers: &[(String, String)]| {
        headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect::<Object>()
    };
    shape! {
        "request_method": "POST",
        "request_uri": subscription.url.as_str(),
        "request_headers": object(&failure.request_headers),
        "request_entity": failure.request_entity.as_str(),
        "response_status_code": failure.status.unwrap_or_default(),
        "response_headers": object(&failure.headers),
        "response_entity": failure.text.as_str(),
    }
}
