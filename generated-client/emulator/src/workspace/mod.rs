//! The state: one workspace with its records, its clock and its seed data. Knows nothing of HTTP.

pub mod clock;
pub mod companies;
pub mod conversations;
pub mod delivery_queue;
pub mod digest;
pub mod event_metadata;
pub mod html;
pub mod ids;
mod invariants;
mod lock_file;
pub mod model;
pub mod notifications;
pub mod people;
pub mod records;
pub mod rendered;
pub mod rules;
pub mod seed;
mod segment_rules;
pub mod sorted_people;
pub mod state_file;
pub mod table;
pub mod tags;
pub mod webhook_events;
