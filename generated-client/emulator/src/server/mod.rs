//! The transports of the engine: a server on loopback, a transport inside the process, and the delivery of webhooks.

mod body;
pub mod delivery;
mod disconnect;
pub mod in_process;
pub mod listener;
mod malformed;
mod slots;
mod socket;
mod webhook_request;
