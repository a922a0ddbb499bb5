//! The pages that a stream has read, to find one that leads back to them.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// The targets of pages, a number of 64 bits each: a stream of a million pages stays small, and takes two pages for one once in
/// millions of such streams.
#[derive(Debug, Default)]
pub(crate) struct Visited {
    hasher: RandomState,
    /// In order.
    targets: Vec<u64>,
}

impl Visited {
    pub(crate) fn add(&mut self, target: &str) {
        let target = self.hasher.hash_one(target);
        if let Err(at) = self.targets.binary_search(&target) {
            self.targets.insert(at, target);
        }
    }

    pub(crate) fn has(&self, target: &str) -> bool {
        self.targets.binary_search(&self.hasher.hash_one(target)).is_ok()
    }
}
