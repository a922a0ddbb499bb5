//! Webhooks: verify the signature over the raw body, then decode the notification.
//!
//! ```
//! use intercom_client::webhooks::{self, Item, Notification};
//!
//! /// `signature` is the header `X-Hub-Signature`, `body` the bytes as received: JSON that was parsed and serialized again
//! /// has another signature.
//! fn receive(secret: &str, signature: Option<&[u8]>, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//!     webhooks::verify(secret, body, signature)?;
//!     let notification = Notification::parse(body)?;
//!     match notification.item()? {
//!         Item::Conversation(conversation) => println!("{:?}: {:?}", notification.topic(), conversation.id),
//!         Item::User(user) => println!("{:?}: {:?}", notification.topic(), user.id),
//!         _ => {}
//!     }
//!     Ok(())
//! }
//! ```
//!
//! The secret is `hub_secret` of the subscription for webhooks of the classic API, and the app's client secret for those
//! that are set up in the Developer Hub. Respond with a 2xx status within 5 seconds and process the notification afterwards.
//! After any other response or a timeout, Intercom delivers it once more after a minute; 410 ends the subscription, and 429
//! slows it down. Store the ids of processed notifications, so that a second delivery does no harm.
//!
#![doc = include_str!("../../docs/webhooks.md")]

mod item;
mod notification;
mod signature;

pub use item::Item;
pub use notification::Notification;
pub use signature::{SIGNATURE_HEADER, SignatureError, verify};
