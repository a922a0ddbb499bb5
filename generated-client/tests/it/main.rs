//! The client's tests: one binary, so that it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod arbitrary;
mod blocking;
mod compile_errors;
mod examples;
mod faults;
mod from_json;
mod futures;
mod reference_decode;
mod reference_wire;
mod reports;
mod retry_classes;
mod round_trip;
mod schema_mutations;
mod support;
mod timestamps;
mod tracing;
mod v2;
mod webhook_headers;
mod webhook_items;
mod webhook_servers;
mod webhook_signature;
mod wire;
