//! The behaviour of the API: a handler for each of its routes.

mod admins;
mod attributes;
mod companies;
pub mod conversations;
mod convert;
mod counts;
mod events;
mod jobs;
mod leads;
mod list;
mod memberships;
mod messages;
mod notes;
mod oauth;
mod people;
mod person_selector;
mod query;
pub mod routes;
mod scroll;
mod segments;
mod subscriptions;
mod tags;
mod users;
pub mod views;
mod visitors;
