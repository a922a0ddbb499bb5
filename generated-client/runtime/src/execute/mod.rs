//! Sending a call: attempts, waits, retries, and what became of it.

pub mod draft;
pub mod operation;
pub mod run;
pub mod status;
pub mod trace;
