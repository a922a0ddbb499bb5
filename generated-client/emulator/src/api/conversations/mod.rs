//! Conversations.

pub mod list;
pub mod reply;
pub mod show;
pub mod snooze;
