//! Records as they appear in responses.

pub mod admin;
pub mod avatar;
pub mod company;
pub mod conversation;
pub mod date;
pub mod event;
pub mod job;
pub mod label;
pub mod note;
pub mod person;
pub mod reference;
pub mod webhook;
