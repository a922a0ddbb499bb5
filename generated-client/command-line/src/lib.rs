#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod arguments;
mod auth;
mod call;
mod choose;
mod command;
mod confirm;
mod docs;
mod doctor;
mod download;
mod dry_run;
mod error;
mod exit_error;
mod export;
mod functions;
mod generate;
mod import;
mod input;
mod keyring;
mod list;
mod mcp;
mod names;
mod options;
pub mod output;
mod profiles;
mod program;
mod progress;
mod raw_list;
mod reindent;
mod remarks;
mod render;
mod resolve;
mod run;
mod safety;
mod serve;
mod server;
mod settings;
mod snippet;
pub mod terminal;
mod trace;
mod variable;
mod wait;

pub use exit_error::ExitError;
pub use program::{Api, Calls, Emulator, OtherCall, Program};
