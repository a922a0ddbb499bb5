//! The behaviour of every resource, through the transport inside the process. `Test::covers` names the functions that a test
//! covers; `COVERAGE.md` is made from these lines.

mod admins;
mod companies;
mod conversations;
mod counts;
mod events;
mod jobs;
mod leads;
mod messages;
mod notes;
mod oauth;
mod paging;
mod property;
mod scroll;
mod segments;
mod snapshot;
mod subscriptions;
mod tags;
mod users;
mod versions;
mod visitors;
mod webhook_items;
pub mod workspace;
