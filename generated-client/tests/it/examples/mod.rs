//! The examples run: against the emulator, and the export against a workspace of several pages, killed at every request.
//!
//! `cargo test` builds the examples of this package before its tests, so the programs are there and fresh.

mod browser;
mod export;
mod program;
mod servers;
mod simple;
mod workspace;

use std::collections::BTreeSet;

/// Those that a test of this folder runs.
const RUN: [&str; 8] = [
    "events",
    "export_conversations",
    "oauth_install",
    "quickstart",
    "scroll_users",
    "sync_customers",
    "upsert_company_tag",
    "webhook_receiver",
];

#[test]
fn no_example_is_left_out() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples")).unwrap();
    let names = folder.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), RUN.map(str::to_owned).into());
}
