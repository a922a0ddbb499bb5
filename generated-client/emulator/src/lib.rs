#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

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
