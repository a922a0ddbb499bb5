//! Runs the built command against the emulator and against scripted servers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod call;
mod docs;
mod dry_run;
mod emulator;
mod files;
mod functions;
mod import;
mod lists;
mod mcp;
mod support;
mod tls;
mod tools;
mod v2;
mod verbs;
