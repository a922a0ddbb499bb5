#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod api;
mod emulator;
mod engine;
mod faults;
mod json;
mod protocol;
mod regular_file;
mod routing;
mod server;
mod settings;
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
