//! The envelope of a notification.

use super::Item;
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
        Ok(Self { envelope: from_json(body)?, body: Bytes::copy_from_slice(body) })
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
