//! State and manners of every resource, through the door without a socket.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

#[macro_use]
mod scenario;

mod admins;
mod companies;
mod conversations;
mod counts;
mod events;
mod jobs;
mod leads;
mod manners;
mod messages;
mod notes;
mod oauth;
mod paging;
mod property;
mod scroll;
mod segments;
mod snapshot;
mod subscriptions;
mod table;
mod tags;
mod users;
mod versions;
mod visitors;

use scenario::Scenario;

/// All scenarios, for the coverage table.
const ALL: &[&[Scenario]] = &[
    admins::SCENARIOS,
    companies::SCENARIOS,
    conversations::SCENARIOS,
    counts::SCENARIOS,
    events::SCENARIOS,
    jobs::SCENARIOS,
    leads::SCENARIOS,
    messages::SCENARIOS,
    notes::SCENARIOS,
    oauth::SCENARIOS,
    paging::SCENARIOS,
    scroll::SCENARIOS,
    segments::SCENARIOS,
    snapshot::SCENARIOS,
    subscriptions::SCENARIOS,
    tags::SCENARIOS,
    users::SCENARIOS,
    versions::SCENARIOS,
    visitors::SCENARIOS,
];
