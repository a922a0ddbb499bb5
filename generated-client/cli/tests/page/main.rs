//! The try-it page in headless Chromium, with the emulator behind it. Without Chromium and its driver the tests say so and
//! pass; `NEEDS_CHROMIUM` makes their absence an error. `SCREENSHOTS` names a folder for the pictures of the docs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod browser;
mod times;
mod trouble;
mod visit;
