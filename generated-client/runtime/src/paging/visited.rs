//! The pages that a stream has read, to find one that leads back to them.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// The targets of pages, a number of 64 bits each: a stream of a million pages stays small, and takes two pages for one once in
/// millions of such streams.
#[derive(Debug, Default)]
pub(crate) struct Visited {
    hasher: RandomState,
    targets: HashSet<u64>,
}

impl Visited {
    pub(crate) fn add(&mut self, target: &str) {
        self.targets.insert(self.hasher.hash_one(target));
    }

    pub(crate) fn has(&self, target: &str) -> bool {
        self.targets.contains(&self.hasher.hash_one(target))
    }
}
