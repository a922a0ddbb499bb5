//! The records of a workspace.

pub mod account;
pub mod company;
pub mod conversation;
pub mod job;
pub mod label;
pub mod person;
pub mod webhook;
