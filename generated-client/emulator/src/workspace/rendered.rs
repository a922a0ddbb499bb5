//! The JSON of unchanged people, kept so that a response copies it instead of serializing them again.

use super::table::Seq;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// When more is kept, all of it is dropped: a scroll through a large workspace must not double its memory.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// The JSON of a person as it is in a response.
#[derive(Clone, Debug)]
pub struct RenderedPerson(Arc<RawValue>);

impl RenderedPerson {
    pub fn json(&self) -> &str {
        self.0.get()
    }
}

impl Serialize for RenderedPerson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl From<Box<RawValue>> for RenderedPerson {
    fn from(json: Box<RawValue>) -> Self {
        Self(json.into())
    }
}

/// The version of a response's people: that of the API, and the revisions of all tables whose records are part of a person's JSON.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Edition {
    pub version: usize,
    pub revisions: [u64; 3],
}

/// The rendered people of a workspace, of one edition. A copy of the workspace starts without any.
#[derive(Debug, Default)]
pub struct RenderedPeople(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    edition: Edition,
    people: HashMap<Seq, RenderedPerson, BuildHasherDefault<SeqHasher>>,
    bytes: usize,
}

impl Clone for RenderedPeople {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl RenderedPeople {
    /// The JSON of people in their order. Renders those who are not kept, who are new or have changed.
    pub fn get<E>(
        &self,
        edition: Edition,
        people: impl Iterator<Item = Seq>,
        render: impl Fn(Seq) -> Result<Option<RenderedPerson>, E>,
    ) -> Result<Vec<RenderedPerson>, E> {
        // Nothing panics while it is locked.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.edition != edition {
            *kept = Kept { edition, ..Kept::default() };
        }
        let mut all = Vec::with_capacity(people.size_hint().0);
        for person in people {
            if let Some(known) = kept.people.get(&person) {
                all.push(known.clone());
            } else if let Some(rendered) = render(person)? {
                kept.add(person, &rendered);
                all.push(rendered);
            }
        }
        Ok(all)
    }

    /// Forgets a person who changes.
    pub fn forget(&mut self, person: Seq) {
        let kept = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = kept.people.remove(&person) {
            kept.bytes = kept.bytes.saturating_sub(old.json().len());
        }
    }
}

impl Kept {
    fn add(&mut self, person: Seq, rendered: &RenderedPerson) {
        let bytes = rendered.json().len();
        // One person with long attributes must not push out all others.
        if bytes > MAX_BYTES / 64 {
            return;
        }
        if self.bytes.saturating_add(bytes) > MAX_BYTES {
            *self = Self { edition: self.edition, ..Self::default() };
        }
        self.people.insert(person, rendered.clone());
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// Insertion numbers are counted here, so nobody can choose them to collide, and a multiplication spreads them well enough.
#[derive(Default)]
struct SeqHasher(u64);

impl Hasher for SeqHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64((*byte).into()));
    }

    fn write_u64(&mut self, number: u64) {
        /// 2^64 divided by the golden ratio.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let product = (self.0 ^ number).wrapping_mul(SPREAD);
        self.0 = product ^ (product >> 32);
    }
}
