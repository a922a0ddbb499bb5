//! Ids as Intercom makes them, counted: the same requests get the same ids in every run.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where the counting stands.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Ids {
    /// Tells workspaces apart: part of every id that is not a plain number.
    pub seed: u32,
    objects: u64,
    uuids: u64,
    numbers: u64,
    /// Ids that others gave and that the counting would come to. Follows from the records, so that it is not kept.
    #[serde(skip)]
    reserved: BTreeSet<String>,
}

/// The first of the plain numbers, so that a test does not take one for a count.
const FIRST_NUMBER: u64 = 100_001;

impl Ids {
    pub fn new(seed: u32) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Twenty-four hexadecimal digits: people, companies, segments.
    pub fn object(&mut self) -> String {
        loop {
            self.objects += 1;
            let id = format!("{}{:016x}", self.object_prefix(), self.objects);
            if !self.reserved.remove(&id) {
                return id;
            }
        }
    }

    /// A UUID of version 4 by its form: user ids of leads, events, subscriptions.
    pub fn uuid(&mut self) -> String {
        loop {
            self.uuids += 1;
            let id = format!("{}{:012x}", self.uuid_prefix(), self.uuids);
            if !self.reserved.remove(&id) {
                return id;
            }
        }
    }

    /// A plain number as text: tags, notes, messages, conversations and their parts.
    pub fn number(&mut self) -> String {
        loop {
            self.numbers += 1;
            let id = (FIRST_NUMBER + self.numbers - 1).to_string();
            if !self.reserved.remove(&id) {
                return id;
            }
        }
    }

    /// Keeps an id that was not drawn here from being drawn later.
    pub fn reserve(&mut self, id: &str) {
        // Some have a word before them: `job_…`, `nsub_…`.
        let id = id.rsplit('_').next().unwrap_or(id);
        if self.is_to_come(id) {
            self.reserved.insert(id.to_owned());
        }
    }

    fn is_to_come(&self, id: &str) -> bool {
        let beyond = |prefix: String, count: u64| {
            let digits = id.strip_prefix(&prefix);
            digits.and_then(|digits| u64::from_str_radix(digits, 16).ok()).is_some_and(|number| number > count)
        };
        id.parse::<u64>().is_ok_and(|number| number >= FIRST_NUMBER.saturating_add(self.numbers))
            || beyond(self.object_prefix(), self.objects)
            || beyond(self.uuid_prefix(), self.uuids)
    }

    fn object_prefix(&self) -> String {
        format!("{:08x}", 0x5bc4_7b80_u32 ^ self.seed)
    }

    fn uuid_prefix(&self) -> String {
        format!("{:08x}-0000-4000-8000-", self.seed)
    }
}
