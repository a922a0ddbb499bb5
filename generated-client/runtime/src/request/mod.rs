//! A call before it is sent: arguments, options, and the request that they make.

pub mod arg;
pub mod args;
pub mod call;
pub mod chunks;
pub mod dynamic;
pub mod encode;
pub mod endpoint;
#[cfg(feature = "examples")]
pub mod example;
pub mod file;
pub mod for_loop;
pub mod input;
pub mod newer;
pub mod pending;
pub mod prepared;
