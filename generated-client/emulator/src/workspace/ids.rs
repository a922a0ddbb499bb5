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

/// A state with a larger counter is rejected. Twelve hexadecimal digits, as in a UUID, and room for as many ids again.
const MAX_COUNT: u64 = 1 << 47;

impl Ids {
    /// Why counters that were read are invalid: beyond the limit, ids would change their form, and in the end repeat.
    pub fn problem(&self) -> Option<String> {
        let counters = [("objects", self.objects), ("uuids", self.uuids), ("numbers", self.numbers)];
        let (name, count) = counters.into_iter().find(|(_, count)| *count > MAX_COUNT)?;
        Some(format!("ids: the counter `{name}` is {count}; at most {MAX_COUNT} is allowed"))
    }

    pub fn new(seed: u32) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Twenty-four to_hex digits: people, companies, segments.
    pub fn object(&mut self) -> String {
        loop {
            self.objects = next(self.objects);
            let mut id = String::with_capacity(24);
            push_hex(&mut id, u64::from(0x5bc4_7b80_u32 ^ self.seed), 8);
            push_hex(&mut id, self.objects, 16);
            if !self.reserved.remove(&id) {
                return id;
            }
        }
    }

    /// The form of a UUID of version 4: user ids of leads, events, subscriptions.
    pub fn uuid(&mut self) -> String {
        loop {
            self.uuids = next(self.uuids);
            let id = format!("{}{:012x}", self.uuid_prefix(), self.uuids);
            if !self.reserved.remove(&id) {
                return id;
            }
        }
    }

    /// A plain number as text: tags, notes, messages, conversations and their parts.
    pub fn number(&mut self) -> String {
        loop {
            let id = FIRST_NUMBER.saturating_add(self.numbers).to_string();
            self.numbers = next(self.numbers);
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
        match id.parse::<u64>() {
            Ok(number) if number >= FIRST_NUMBER.saturating_add(self.numbers) => true,
            _ => beyond(self.object_prefix(), self.objects) || beyond(self.uuid_prefix(), self.uuids),
        }
    }

    fn object_prefix(&self) -> String {
        format!("{:08x}", 0x5bc4_7b80_u32 ^ self.seed)
    }

    fn uuid_prefix(&self) -> String {
        format!("{:08x}-0000-4000-8000-", self.seed)
    }
}

/// Appends a number with this many digits: each user gets an id, and formatting it takes several times as long.
fn push_hex(id: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number.checked_shr(place.saturating_mul(4)).unwrap_or_default() & 15;
        id.extend(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 16)));
    }
}

/// Never reaches the end: counting up from `MAX_COUNT` takes longer than any process lives.
fn next(count: u64) -> u64 {
    count.saturating_add(1)
}

/// A display name for a lead or visitor without a name: a colour and a thing, as Intercom generates them.
pub fn pseudonym(id: &str) -> String {
    const COLOURS: [&str; 6] = ["Amber", "Crimson", "Indigo", "Olive", "Teal", "Violet"];
    const THINGS: [&str; 5] = ["Bell", "Kettle", "Kite", "Lamp", "Teapot"];
    let hash = id.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    let pick = |names: &[&'static str], at: usize| {
        at.checked_rem(names.len()).and_then(|at| names.get(at)).copied().unwrap_or_default()
    };
    let (colour, thing) = (pick(&COLOURS, hash), pick(&THINGS, hash.checked_div(COLOURS.len()).unwrap_or_default()));
    format!("{colour} {thing}")
}
