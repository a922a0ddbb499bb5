//! The doors to the engine: a loopback server, and a transport inside the process.

mod body;
mod gone;
mod in_process;
mod server;
mod shaped;
mod state_file;
mod unread;
mod webhooks;

pub use in_process::InProcess;
pub(crate) use server::{listen, serve};
pub(crate) use state_file::StateFile;
pub(crate) use webhooks::deliver;
