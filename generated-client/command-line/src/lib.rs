#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod call;
mod command;
mod dry_run;
mod exit_error;
mod functions;
mod input;
pub mod output;
mod program;
mod reindent;
mod resolve;
mod run;
mod settings;
pub mod terminal;

pub use exit_error::ExitError;
pub use program::Program;
