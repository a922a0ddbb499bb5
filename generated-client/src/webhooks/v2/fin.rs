//! What Fin's agent API delivers.

use crate::v2::types::{FinAgentCsatRequestedEvent, FinAgentRepliedEvent, FinAgentStatusUpdatedEvent};
use crate::webhooks::json::Members;
use api_client_runtime::__private::Redacted;
use api_client_runtime::{JsonError, Value, from_json};
use std::fmt;

/// An event of Fin's agent API, by its `event_name`. The document does not say how these are signed:
/// [`verify`](super::super::verify) is for notifications.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum FinEvent {
    /// `fin_status_updated`
    StatusUpdated(Box<FinAgentStatusUpdatedEvent>),
    /// `fin_replied`
    Replied(Box<FinAgentRepliedEvent>),
    /// `csat_requested`
    CsatRequested(Box<FinAgentCsatRequestedEvent>),
    /// Another event as JSON.
    Other(Value),
}

impl FinEvent {
    /// Decodes a body.
    ///
    /// # Errors
    ///
    /// The body is no JSON, or not that of its event.
    pub fn parse(body: &[u8]) -> Result<Self, JsonError> {
        Ok(match Members::of(body).text("event_name").as_deref() {
            Some("fin_status_updated") => Self::StatusUpdated(Box::new(from_json(body)?)),
            Some("fin_replied") => Self::Replied(Box::new(from_json(body)?)),
            Some("csat_requested") => Self::CsatRequested(Box::new(from_json(body)?)),
            _ => Self::Other(from_json(body)?),
        })
    }
}

impl fmt::Debug for FinEvent {
    /// Redacts personal data, as the models do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StatusUpdated(event) => event.fmt(f),
            Self::Replied(event) => event.fmt(f),
            Self::CsatRequested(event) => event.fmt(f),
            Self::Other(event) => f.debug_tuple("Other").field(&Redacted(&Some(event))).finish(),
        }
    }
}
