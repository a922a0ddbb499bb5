//! Subscriptions and notifications.

use crate::json::JsonObject;
use crate::workspace::model::Workspace;
use crate::workspace::records::webhook::{DeliveryFailure, Notification, Subscription};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Serialize)]
pub struct SubscriptionView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    created_at: i64,
    updated_at: i64,
    service_type: &'static str,
    app_id: &'a str,
    url: &'a str,
    #[serde(rename = "self")]
    own: String,
    topics: &'a [String],
    active: bool,
    metadata: SubscriptionMetadata<'a>,
    hub_secret: Option<&'a str>,
    mode: &'static str,
    links: SubscriptionLinks,
    notes: [(); 0],
}

#[derive(Serialize)]
struct SubscriptionMetadata<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    event_names: &'a [String],
}

#[derive(Serialize)]
struct SubscriptionLinks {
    sent: String,
    retry: String,
    errors: String,
}

pub fn subscription_view<'a>(
    workspace: &'a Workspace,
    base_url: &str,
    subscription: &'a Subscription,
) -> SubscriptionView<'a> {
    let own = format!("{base_url}/subscriptions/{}", subscription.id);
    SubscriptionView {
        kind: "notification_subscription",
        id: &subscription.id,
        created_at: subscription.created_at,
        updated_at: subscription.updated_at,
        service_type: "web",
        app_id: &workspace.info.id_code,
        url: &subscription.url,
        topics: &subscription.topics,
        active: subscription.active,
        metadata: SubscriptionMetadata { event_names: &subscription.event_names },
        hub_secret: subscription.hub_secret.as_deref(),
        mode: "point",
        links: SubscriptionLinks {
            sent: format!("{own}/sent"),
            retry: format!("{own}/retry"),
            errors: format!("{own}/error"),
        },
        notes: [],
        own,
    }
}

/// A notification as it is sent, and as feeds return it.
#[derive(Serialize)]
pub struct NotificationView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    topic: &'a str,
    app_id: &'a str,
    created_at: i64,
    first_sent_at: Option<i64>,
    delivery_attempts: u32,
    delivery_status: &'static str,
    delivered_at: i64,
    data: NotificationData<'a>,
    links: JsonObject,
    /// The API has no URL of a single notification.
    #[serde(rename = "self")]
    own: Option<&'a str>,
    /// In feeds of failed deliveries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_request: Option<ExchangeView<'a>>,
}

#[derive(Serialize)]
struct NotificationData<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    item: &'a RawValue,
}

pub fn notification_view<'a>(workspace: &'a Workspace, notification: &'a Notification) -> NotificationView<'a> {
    NotificationView {
        kind: "notification_event",
        id: &notification.id,
        topic: &notification.topic,
        app_id: &workspace.info.id_code,
        created_at: notification.created_at,
        first_sent_at: notification.first_sent_at,
        delivery_attempts: notification.attempts,
        delivery_status: match (notification.delivered_at, notification.attempts, notification.due) {
            (Some(_), ..) => "delivered",
            (None, _, Some(_)) | (None, 0, None) => "pending",
            (None, _, None) => "failed",
        },
        delivered_at: notification.delivered_at.unwrap_or_default(),
        data: NotificationData { kind: "notification_event_data", item: &notification.item },
        links: JsonObject::new(),
        own: None,
        http_request: None,
    }
}

/// The request of a failed delivery and its response.
#[derive(Serialize)]
pub struct ExchangeView<'a> {
    request_method: &'static str,
    request_uri: &'a str,
    request_headers: JsonObject,
    request_entity: &'a str,
    response_status_code: u16,
    response_headers: JsonObject,
    response_entity: &'a str,
}

pub fn exchange_view<'a>(subscription: &'a Subscription, failure: &'a DeliveryFailure) -> ExchangeView<'a> {
    let object = |headers: &[(String, String)]| {
        headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
    };
    ExchangeView {
        request_method: "POST",
        request_uri: &subscription.url,
        request_headers: object(&failure.request_headers),
        request_entity: &failure.request_entity,
        response_status_code: failure.status.unwrap_or_default(),
        response_headers: object(&failure.headers),
        response_entity: &failure.text,
    }
}
