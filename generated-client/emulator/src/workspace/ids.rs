//! Ids in Intercom's formats. They are counted, so that the same requests get the same ids in every run.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The counters.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Ids {
    /// Part of every id that is not a plain number; distinguishes workspaces.
    pub seed: u32,
    objects: u64,
    uuids: u64,
    numbers: u64,
    /// Ids of seed data that the counters have not reached yet. Derived from the records, so it is not serialized.
    #[serde(skip)]
    reserved: BTreeSet<String>,
}

/// The first of the plain numbers; large, so that a test cannot confuse an id with a count.
const FIRST_NUMBER: u64 = 100_001;

impl Ids {
    pub fn new(seed: u32) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Twenty-four to_hex digits: people, companies, segments.
    pub fn object(&mut self) -> String {
        loop {
            self.objects += 1;
            let id = format!("{}{:016x}", self.object_prefix(), self.objects);
            if !self.reserved.remove(&id) {
                return id;
            }
        }
    }

    /// The form of a UUID of version 4: user ids of leads, events, subscriptions.
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

    /// Never generates this id later.
    pub fn reserve(&mut self, id: &str) {
        // Some ids have a prefix: `job_…`, `nsub_…`.
        let id = id.rsplit('_').next().unwrap_or(id);
        if self.is_ahead(id) {
            self.reserved.insert(id.to_owned());
        }
    }

    fn is_ahead(&self, id: &str) -> bool {
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

/// A display name for a lead or visitor without a name: a colour and a thing, as Intercom generates them.
pub fn pseudonym(id: &str) -> String {
    const COLOURS: [&str; 6] = ["Amber", "Crimson", "Indigo", "Olive", "Teal", "Violet"];
    const THINGS: [&str; 5] = ["Bell", "Kettle", "Kite", "Lamp", "Teapot"];
    let hash = id.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    let pick = |names: &[&'static str], at: usize| names.get(at % names.len()).copied().unwrap_or_default();
    format!("{} {}", pick(&COLOURS, hash), pick(&THINGS, hash / COLOURS.len()))
}
