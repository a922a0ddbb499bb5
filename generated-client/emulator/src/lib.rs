#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

// Numbers come from states, seed data, rules, settings and requests, so arithmetic is checked wherever they go.
#[deny(clippy::arithmetic_side_effects)]
mod api;
mod emulator;
mod engine;
#[deny(clippy::arithmetic_side_effects)]
mod faults;
mod json;
#[deny(clippy::arithmetic_side_effects)]
mod protocol;
mod regular_file;
mod routing;
#[deny(clippy::arithmetic_side_effects)]
mod server;
mod settings;
#[deny(clippy::arithmetic_side_effects)]
mod workspace;
mod yaml;

pub use emulator::{Emulator, EmulatorBuilder, Snapshot};
pub use faults::active::FAULT_HEADER;
pub use faults::fault::{Fault, Reset};
pub use faults::rule::{FaultRule, FaultRulesError};
pub use protocol::headers::RESPONSE_SOURCE_HEADER;
pub use protocol::rate_limit::RateLimit;
pub use protocol::recorded_request::RecordedRequest;
pub use server::in_process::InProcess;
pub use settings::Settings;
pub use workspace::clock::Clock;
pub use workspace::seed::{Seed, SeedError};
