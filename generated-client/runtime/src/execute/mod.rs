//! Sending a call: attempts, waits, retries, and what became of it.

pub mod download;
pub mod draft;
pub mod opened;
pub mod operation;
pub mod random;
pub mod run;
pub mod status;
pub mod streamed;
pub mod trace;
