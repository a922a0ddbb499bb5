//! An Intercom on your own machine, for tests, demos and trying things out: no account, no network.
//!
//! It keeps state as API 1.x does: what you create you can find, list, tag, message and delete, and the counts agree. Its
//! routes, required fields, types and enums come from the same spec as the client, by [`intercom_client::FUNCTIONS`]; what it
//! refuses, it refuses in the API's own error shape.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! let emulator = intercom_emulator::Emulator::start().await?;
//! let client = intercom_client::Client::builder().base_url(emulator.url()).access_token("any").build()?;
//! client.users().create_by_email("ines@kiln.example").await?;
//! assert_eq!(client.counts().app_totals().await?.user.and_then(|user| user.count), Some(1));
//! assert_eq!(emulator.requests()[0].function_name(), Some("createUserByEmail"));
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! - [`Emulator::in_process`] needs no socket; [`Emulator::start`] listens on a free port of 127.0.0.1; the command
//!   `intercom emulator` serves other programs.
//! - [`Seed`] is what a workspace begins with, [`Emulator::snapshot`] and [`Emulator::restore`] go back, and
//!   [`Emulator::advance`] moves the clock, which stands still by default: the same requests give the same answers.
//! - [`FaultRule`] lets requests fail: with a status, slowly, cut off, reset, or not at all.
//! - Below `/__emulator/` the same can be had over HTTP.

mod api;
pub mod demo;
mod door;
mod emulator;
mod engine;
mod faults;
mod json;
mod routing;
mod seed;
mod settings;
mod state;
mod yaml;

pub use door::InProcess;
pub use emulator::{Emulator, EmulatorBuilder, Snapshot};
pub use engine::{RateLimit, Received};
pub use faults::{FAULT_HEADER, Fault, FaultRule, FaultRulesError, Reset, When};
pub use seed::{Seed, SeedError};
pub use settings::Settings;
pub use state::Clock;
