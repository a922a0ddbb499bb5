//! API 2.x.

mod groups;
mod operations;
mod reports;
mod responses;
mod search;
mod shared;
mod stub;
mod tables;
mod upsert;
mod upstream;
mod webhooks;
mod wire;
