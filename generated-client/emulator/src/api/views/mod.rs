//! Records as answers show them.

mod admin;
mod company;
mod conversation;
mod event;
mod job;
mod label;
mod note;
mod person;
mod webhook;

pub(crate) use admin::{admin, team};
pub(crate) use company::company;
pub(crate) use conversation::{Display, conversation};
pub(crate) use event::event;
pub(crate) use job::job;
pub(crate) use label::{segment, tag};
pub(crate) use note::note;
pub(crate) use person::{person, person_stub};
pub(crate) use webhook::{notification, subscription};
