//! The item of a notification of API 2.x.

use super::topic::Topic;
use crate::v2::types::{Admin, Article, Call, Company, Contact, Conversation, DataEvent, Tag, Ticket, Visitor};
use crate::webhooks::json::{Members, data_item};
use crate::webhooks::notification::Notification;
use api_client_runtime::__private::{Lenient, Redacted};
use api_client_runtime::{JsonError, Value, from_json};
use std::fmt;

/// The item of a notification. Items of some topics, such as `contact.deleted`, contain little more than ids.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Item {
    /// A contact, user or lead.
    Contact(Box<Contact>),
    /// A conversation.
    Conversation(Box<Conversation>),
    /// A company.
    Company(Box<Company>),
    /// A ticket.
    Ticket(Box<Ticket>),
    /// An admin.
    Admin(Box<Admin>),
    /// An article.
    Article(Box<Article>),
    /// A visitor.
    Visitor(Box<Visitor>),
    /// A data event.
    Event(Box<DataEvent>),
    /// A call.
    Call(Box<Call>),
    /// A contact and what it got or lost: a tag, a company, a conversation, a ticket.
    Association(Box<Association>),
    /// A test notification: its message.
    Ping(Option<String>),
    /// An item of another type as JSON; null when there is no item.
    Other(Value),
}

/// A contact and what it got or lost; each is there if the notification has it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Association {
    /// The contact.
    pub contact: Option<Contact>,
    /// The tag.
    pub tag: Option<Tag>,
    /// The company.
    pub company: Option<Company>,
    /// The conversation.
    pub conversation: Option<Conversation>,
    /// The ticket.
    pub ticket: Option<Ticket>,
}

impl Topic {
    /// The topic of a notification.
    #[must_use]
    pub fn of(notification: &Notification) -> Option<Self> {
        notification.topic().map(|topic| Self::from(topic.as_str()))
    }
}

impl Item {
    /// Decodes the item of a notification by its `type`, or by the topic where it has none.
    ///
    /// # Errors
    ///
    /// The item does not decode as its type; `data.item` contains it as JSON.
    pub fn of(notification: &Notification) -> Result<Self, JsonError> {
        let Some(item) = data_item(notification.body()) else { return Ok(Self::Other(Value::Null)) };
        let members = Members::of(item);
        let item_type = members.text("type");
        let topic = notification.topic().map(|topic| topic.as_str());
        // The part before the first dot: `contact.user.created` is about a contact.
        let by_topic = || topic.and_then(|topic| topic.split('.').next());
        if let Some(association) = Association::read(item_type.as_deref(), &members)? {
            return Ok(Self::Association(Box::new(association)));
        }
        Ok(match item_type.as_deref().or_else(by_topic) {
            Some("contact" | "user" | "lead") => Self::Contact(boxed(item)?),
            Some("conversation") => Self::Conversation(boxed(item)?),
            Some("company") => Self::Company(boxed(item)?),
            Some("ticket") => Self::Ticket(boxed(item)?),
            Some("admin") => Self::Admin(boxed(item)?),
            Some("article") => Self::Article(boxed(item)?),
            Some("visitor") => Self::Visitor(boxed(item)?),
            Some("event") => Self::Event(boxed(item)?),
            Some("call") => Self::Call(boxed(item)?),
            Some("ping") => Self::Ping(members.text("message")),
            _ => Self::Other(from_json(item)?),
        })
    }
}

impl Association {
    /// An item that has a contact beside something else, and is neither.
    fn read(item_type: Option<&str>, item: &Members<'_>) -> Result<Option<Self>, JsonError> {
        let is_itself = matches!(item_type, Some("contact" | "company" | "conversation" | "ticket"));
        let others = ["tag", "company", "conversation", "ticket"];
        if is_itself || item.object("contact").is_none() || others.iter().all(|key| item.object(key).is_none()) {
            return Ok(None);
        }
        Ok(Some(Self {
            contact: part(item, "contact")?,
            tag: part(item, "tag")?,
            company: part(item, "company")?,
            conversation: part(item, "conversation")?,
            ticket: part(item, "ticket")?,
        }))
    }
}

fn part<T: Lenient>(item: &Members<'_>, key: &str) -> Result<Option<T>, JsonError> {
    item.object(key).map(from_json).transpose()
}

fn boxed<T: Lenient>(json: &[u8]) -> Result<Box<T>, JsonError> {
    from_json(json).map(Box::new)
}

impl fmt::Debug for Item {
    /// Redacts personal data, as the models do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contact(item) => item.fmt(f),
            Self::Conversation(item) => item.fmt(f),
            Self::Company(item) => item.fmt(f),
            Self::Ticket(item) => item.fmt(f),
            Self::Admin(item) => item.fmt(f),
            Self::Article(item) => item.fmt(f),
            Self::Visitor(item) => item.fmt(f),
            Self::Event(item) => item.fmt(f),
            Self::Call(item) => item.fmt(f),
            Self::Association(item) => item.fmt(f),
            Self::Ping(message) => f.debug_tuple("Ping").field(message).finish(),
            // It may contain personal data.
            Self::Other(item) => f.debug_tuple("Other").field(&Redacted(&Some(item))).finish(),
        }
    }
}
