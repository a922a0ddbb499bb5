//! The clients of real tables: method, address, headers and body of each call, as the documentation of its API has them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod examples;
mod freshdesk;
#[path = "../../../../../../generated-client/tests/it/support/recorder.rs"]
mod recorder;
mod stripe;
mod telegram;
