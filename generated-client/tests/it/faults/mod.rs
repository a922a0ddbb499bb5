//! What the client does when things go wrong, case by case. `cargo xtask regen` lists the cases in `FAULTS.md`, with these tests'
//! names, which start with the number of their case.

mod cancelling;
mod clocks;
mod decoding;
mod emulated;
mod http;
mod identifiers;
mod input;
mod limiter;
mod load;
mod network;
mod paging;
mod proxies;
mod redirects;
mod responses;
mod retry_after;
mod secrets;
mod tls;
mod upserts;
mod waits;

use crate::support::canary::EMAIL;
use intercom_client::types::PersonRef;
use intercom_client::{Client, leads, users};

/// A call that may be repeated, with personal data in its URL.
pub fn find(client: &Client) -> users::Get {
    client.users().get(PersonRef::email(EMAIL))
}

/// A call that must not be repeated once it may have been processed, with personal data in its body.
pub fn create(client: &Client) -> leads::Create {
    client.leads().create().email(EMAIL)
}

/// What both calls can read.
const PERSON: &str = r#"{"type":"user","id":"6a1f0c2be4b0d94c5e7a1101"}"#;
