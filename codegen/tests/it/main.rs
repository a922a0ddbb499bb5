//! The generator's integration tests: one binary, so that it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod broken;
mod constructs;
mod determinism;
mod diagnostic_formats;
mod diff;
mod diff_mutations;
mod drafts;
mod export_openapi;
mod frames;
mod import;
mod import_history;
mod import_openapi;
mod import_overlay;
mod import_print;
mod inserted_field;
mod invariants;
mod limits;
mod loader;
mod no_api;
mod personal_data;
mod reference_models;
mod reference_tables;
mod rule_docs;
mod scale;
mod schema;
mod semver_checks;
mod snippets;
mod support;
mod untrusted;
mod unusual;
mod write;
mod write_safety;
