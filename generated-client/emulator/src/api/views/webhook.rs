//! Subscriptions and notifications.

use crate::api::shape::{Shape, shape};
use crate::workspace::model::Workspace;
use crate::workspace::records::webhook::{Notification, Subscription};
use serde_json::Value;

pub fn subscription_view(workspace: &Workspace, base: &str, subscription: &Subscription) -> Shape {
    let own = format!("{base}/subscriptions/{}", subscription.id);
    let metadata = match subscription.event_names.is_empty() {
        true => shape! {},
        false => shape! {"event_names": subscription.event_names.clone()},
    };
    shape! {
        "type": "notification_subscription",
        "id": subscription.id.as_str(),
        "created_at": subscription.created_at,
        "updated_at": subscription.updated_at,
        "service_type": "web",
        "app_id": workspace.info.id_code.as_str(),
        "url": subscription.url.as_str(),
        "self": own.as_str(),
        "topics": subscription.topics.clone(),
        "active": subscription.active,
        "metadata": metadata,
        "hub_secret": subscription.hub_secret.as_deref(),
        "mode": "point",
        "links": shape! {
            "sent": format!("{own}/sent"),
            "retry": format!("{own}/retry"),
            "errors": format!("{own}/error"),
        },
        "notes": Vec::<Shape>::new(),
    }
}

/// A notification as it is sent, and as feeds show it.
pub fn notification_view(workspace: &Workspace, notification: &Notification) -> Shape {
    let status = match (notification.delivered_at, notification.attempts, notification.due) {
        (Some(_), ..) => "delivered",
        (None, _, Some(_)) | (None, 0, None) => "pending",
        (None, _, None) => "failed",
    };
    shape! {
        "type": "notification_event",
        "id": notification.id.as_str(),
        "topic": notification.topic.as_str(),
        "app_id": workspace.info.id_code.as_str(),
        "created_at": notification.created_at,
        "first_sent_at": notification.first_sent_at,
        "delivery_attempts": notification.attempts,
        "delivery_status": status,
        "delivered_at": notification.delivered_at.unwrap_or_default(),
        "data": shape! {"type": "notification_event_data", "item": notification.item.clone()},
        "links": shape! {},
        // The API has no address of a single one.
        "self": Value::Null,
    }
}
