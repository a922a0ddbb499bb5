//! The tests of the emulator, through its public API.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod arbitrary;
mod connections;
mod control;
mod coverage;
mod errors;
mod faults;
mod large_bodies;
mod library;
mod limits;
mod matching;
mod named_files;
mod raw_http;
mod rendered;
mod state;
mod state_file;
mod state_file_safety;
mod transports;
mod webhooks;
mod yaml_errors;
