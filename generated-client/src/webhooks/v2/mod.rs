//! Notifications of API 2.x, with the features `webhooks` and `v2`.
//!
//! Envelope and signature are those of 1.x: [`verify`](super::verify), the extractor and the layer serve both. Topics and items
//! differ.
//!
//! ```
//! use intercom_client::webhooks::Notification;
//! use intercom_client::webhooks::v2::{Item, Topic};
//!
//! fn receive(notification: &Notification) -> Result<(), intercom_client::JsonError> {
//!     match (Topic::of(notification), Item::of(notification)?) {
//!         (Some(Topic::TicketStateUpdated), Item::Ticket(ticket)) => println!("{:?}", ticket.ticket_state),
//!         (_, Item::Contact(contact)) => println!("{:?}", contact.id),
//!         _ => {}
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Items of `….deleted` contain little more than ids. What Fin delivers has no envelope: [`FinEvent`].

mod fin;
mod item;
mod topic;

pub use fin::FinEvent;
pub use item::{Association, Item};
pub use topic::Topic;
