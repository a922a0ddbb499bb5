//! Webhooks: verify the signature over the raw body, then decode the notification.
//!
//! ```
//! use intercom_client::webhooks::{self, Item, Notification};
//!
//! /// `body` are the bytes as received: JSON that was parsed and serialized again has another signature.
//! fn receive(secret: &str, headers: &http::HeaderMap, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//!     webhooks::verify(secret, body, headers)?;
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

mod error;
#[cfg(feature = "axum-0-8")]
mod extractor;
mod header;
mod item;
mod json;
#[cfg(feature = "tower-0-5")]
mod layer;
mod notification;
#[cfg(any(feature = "axum-0-8", feature = "tower-0-5"))]
mod rejection;
mod secret;
mod signature;
#[cfg(feature = "v2")]
pub mod v2;

pub use error::SignatureError;
#[cfg(feature = "axum-0-8")]
pub use extractor::VerifiedNotification;
pub use header::{SIGNATURE_HEADER, SignatureHeader};
pub use item::Item;
#[cfg(feature = "tower-0-5")]
pub use layer::{VerifySignature, VerifySignatureLayer};
pub use notification::Notification;
#[cfg(any(feature = "axum-0-8", feature = "tower-0-5"))]
pub use rejection::WebhookRejection;
pub use secret::WebhookSecret;
pub use signature::verify;
