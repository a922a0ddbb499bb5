//! Ids as Intercom makes them, counted: the same requests get the same ids in every run.

use serde::{Deserialize, Serialize};

/// Where the counting stands.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Ids {
    /// Tells workspaces apart: part of every id that is not a plain number.
    pub seed: u32,
    objects: u64,
    uuids: u64,
    numbers: u64,
}

/// The first of the plain numbers, so that a test does not take one for a count.
const FIRST_NUMBER: u64 = 100_001;

impl Ids {
    pub fn new(seed: u32) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Twenty-four hexadecimal digits: people, companies, segments.
    pub fn object(&mut self) -> String {
        self.objects += 1;
        format!("{:08x}{:016x}", 0x5bc4_7b80_u32 ^ self.seed, self.objects)
    }

    /// A UUID of version 4 by its form: user ids of leads, events, subscriptions.
    pub fn uuid(&mut self) -> String {
        self.uuids += 1;
        format!("{:08x}-0000-4000-8000-{:012x}", self.seed, self.uuids)
    }

    /// A plain number as text: tags, notes, messages, conversations and their parts.
    pub fn number(&mut self) -> String {
        self.numbers += 1;
        (FIRST_NUMBER + self.numbers - 1).to_string()
    }
}
