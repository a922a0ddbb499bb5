//! The commands as a maintainer and a CI job run them, and the rules that hold for all sources.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod commands;
mod diff;
mod floors;
mod import;
mod import_table;
mod manifests;
mod new;
mod support;
mod words;
