//! Webhook subscriptions and their notifications.

use crate::workspace::table::Record;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Subscription {
    pub id: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub url: String,
    pub topics: Vec<String>,
    pub active: bool,
    pub event_names: Vec<String>,
    pub hub_secret: Option<String>,
}

/// A notification of one subscription, sent or queued.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Notification {
    pub id: String,
    /// The id of the subscription.
    pub subscription: String,
    pub topic: String,
    pub created_at: i64,
    pub item: Box<RawValue>,
    pub attempts: u32,
    pub first_sent_at: Option<i64>,
    pub delivered_at: Option<i64>,
    /// The time of the next attempt, in milliseconds of the emulator's clock; none once it is settled.
    pub due: Option<i64>,
    pub failure: Option<DeliveryFailure>,
}

/// The result of the last failed attempt to deliver a notification.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct DeliveryFailure {
    /// The body as sent, so that its signature can be verified.
    pub request_entity: String,
    pub request_headers: Vec<(String, String)>,
    /// None if there was no response.
    pub status: Option<u16>,
    pub headers: Vec<(String, String)>,
    /// The start of the response body, or why there was no response.
    pub text: String,
}

impl Record for Subscription {
    const LIST: &'static str = "subscriptions";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Record for Notification {
    const LIST: &'static str = "notifications";

    fn id(&self) -> &str {
        &self.id
    }
}
