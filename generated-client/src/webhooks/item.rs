//! The item of a notification.

use super::json::{Members, data_item};
use crate::types::{Company, ContactTag, Conversation, Event, Lead, Ping, User, UserTag, Visitor, WebhookTopic};
use api_client_runtime::__private::{Lenient, Redacted};
use api_client_runtime::{JsonError, Value, from_json};
use std::fmt;

/// The item of a notification. Items of some topics, such as `user.deleted`, contain little more than ids.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Item {
    /// A user.
    User(Box<User>),
    /// A lead, which the API calls a contact.
    Lead(Box<Lead>),
    /// A visitor.
    Visitor(Box<Visitor>),
    /// A company.
    Company(Box<Company>),
    /// A conversation, as a rule with the newest part only.
    Conversation(Box<Conversation>),
    /// An event.
    Event(Box<Event>),
    /// A user and the tag that they got or lost.
    UserTag(Box<UserTag>),
    /// A lead and the tag that they got or lost.
    ContactTag(Box<ContactTag>),
    /// A test notification.
    Ping(Box<Ping>),
    /// An item of an unknown type as JSON; null when there is no item.
    Other(Value),
}

impl Item {
    /// Decodes the item of a notification's body.
    pub(super) fn read(body: &[u8], topic: Option<&WebhookTopic>) -> Result<Self, JsonError> {
        let Some(json) = data_item(body) else { return Ok(Self::Other(Value::Null)) };
        let item_type = Members::of(json).text("type");
        Ok(match item_type.as_deref().or_else(|| topic.and_then(type_by_topic)) {
            Some("user") => Self::User(boxed(json)?),
            Some("contact" | "lead") => Self::Lead(boxed(json)?),
            Some("visitor") => Self::Visitor(boxed(json)?),
            Some("company") => Self::Company(boxed(json)?),
            Some("conversation") => Self::Conversation(boxed(json)?),
            Some("event") => Self::Event(boxed(json)?),
            Some("user_tag") => Self::UserTag(boxed(json)?),
            Some("contact_tag") => Self::ContactTag(boxed(json)?),
            Some("ping") => Self::Ping(boxed(json)?),
            _ => Self::Other(from_json(json)?),
        })
    }
}

impl fmt::Debug for Item {
    /// Redacts personal data, as the models do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(item) => item.fmt(f),
            Self::Lead(item) => item.fmt(f),
            Self::Visitor(item) => item.fmt(f),
            Self::Company(item) => item.fmt(f),
            Self::Conversation(item) => item.fmt(f),
            Self::Event(item) => item.fmt(f),
            Self::UserTag(item) => item.fmt(f),
            Self::ContactTag(item) => item.fmt(f),
            Self::Ping(item) => item.fmt(f),
            // It may contain personal data.
            Self::Other(item) => f.debug_tuple("Other").field(&Redacted(&Some(item))).finish(),
        }
    }
}

/// The type of an item without a `type`.
fn type_by_topic(topic: &WebhookTopic) -> Option<&'static str> {
    use WebhookTopic as Topic;
    Some(match topic {
        Topic::ConversationUserCreated
        | Topic::ConversationUserReplied
        | Topic::ConversationAdminReplied
        | Topic::ConversationAdminSingleCreated
        | Topic::ConversationAdminAssigned
        | Topic::ConversationAdminNoted
        | Topic::ConversationAdminClosed
        | Topic::ConversationAdminOpened
        | Topic::ConversationAdminSnoozed
        | Topic::ConversationAdminUnsnoozed
        | Topic::ConversationPartTagCreated
        | Topic::ConversationDeleted => "conversation",
        Topic::UserCreated | Topic::UserDeleted | Topic::UserUnsubscribed | Topic::UserEmailUpdated => "user",
        Topic::UserTagCreated | Topic::UserTagDeleted => "user_tag",
        Topic::ContactCreated | Topic::ContactSignedUp | Topic::ContactAddedEmail => "contact",
        Topic::ContactTagCreated | Topic::ContactTagDeleted => "contact_tag",
        Topic::VisitorSignedUp => "visitor",
        Topic::CompanyCreated => "company",
        Topic::EventCreated => "event",
        Topic::Ping => "ping",
        _ => return None,
    })
}

fn boxed<T: Lenient>(json: &[u8]) -> Result<Box<T>, JsonError> {
    from_json(json).map(Box::new)
}
