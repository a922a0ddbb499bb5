//! The envelope of a notification.

use super::item::Item;
use crate::types::{WebhookNotification, WebhookTopic};
use api_client_runtime::{JsonError, from_json};
use bytes::Bytes;
use std::fmt;
use std::ops::Deref;

/// A notification: the fields of its envelope ([`WebhookNotification`]) and its item.
#[derive(Clone)]
pub struct Notification {
    envelope: WebhookNotification,
    body: Bytes,
}

impl Notification {
    /// Decodes a notification. [Verify](super::verify) the body first.
    ///
    /// # Errors
    ///
    /// The body is not the JSON of a notification. Unknown topics, items and keys are no errors.
    pub fn parse(body: &[u8]) -> Result<Self, JsonError> {
        Self::try_from(Bytes::copy_from_slice(body))
    }

    /// The body as received: what was signed.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether the JSON says that it is a notification: by its type, or by a topic.
    #[cfg(feature = "axum-0-8")]
    pub(super) fn is_envelope(&self) -> bool {
        self.envelope.topic.is_some() || self.envelope.r#type.as_deref() == Some("notification_event")
    }

    /// Returns the topic. Unknown topics are [`WebhookTopic::Other`].
    #[must_use]
    pub fn topic(&self) -> Option<&WebhookTopic> {
        self.envelope.topic.as_ref()
    }

    /// Decodes the item by its `type`, or by the topic where it has none. An item of an unknown type is [`Item::Other`].
    ///
    /// # Errors
    ///
    /// The item does not decode as its type; `data.item` contains it as JSON.
    pub fn item(&self) -> Result<Item, JsonError> {
        // From the bytes, not from the envelope's JSON: ids keep all their digits.
        Item::read(&self.body, self.topic())
    }
}

impl TryFrom<Bytes> for Notification {
    type Error = JsonError;

    /// Decodes as [`parse`](Self::parse) does, without a copy of the body.
    fn try_from(body: Bytes) -> Result<Self, JsonError> {
        Ok(Self { envelope: from_json(&body)?, body })
    }
}

impl Deref for Notification {
    type Target = WebhookNotification;

    fn deref(&self) -> &WebhookNotification {
        &self.envelope
    }
}

impl fmt::Debug for Notification {
    /// Prints the envelope, which redacts personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Notification").field(&self.envelope).finish()
    }
}
