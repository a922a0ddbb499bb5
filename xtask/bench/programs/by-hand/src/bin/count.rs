//! The same program with an allocator that counts.
#![forbid(unsafe_code)]

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), harness::Failed> {
    harness::run::<by_hand::Client>(Some(ALLOCATOR))
}
