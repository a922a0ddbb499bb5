//! Users, leads and visitors, found by what names them.

use super::records::{Person, PersonKind};
use super::table::{Seq, Table};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The people of a workspace. Every change goes through `add`, `change` and `remove`, which keep the indices.
#[derive(Clone, Debug, Default)]
pub struct People {
    table: Table<Person>,
    by_user_id: HashMap<(PersonKind, String), BTreeSet<Seq>>,
    by_email: HashMap<(PersonKind, String), BTreeSet<Seq>>,
    by_company: HashMap<String, BTreeSet<Seq>>,
    by_tag: HashMap<String, BTreeSet<Seq>>,
    counts: HashMap<PersonKind, usize>,
    /// Raised by every change: what was worked out before is stale then.
    generation: u64,
    sorted: Option<Sorted>,
}

/// The people of one kind, sorted; kept, because a walk over pages asks for it again and again.
#[derive(Clone, Debug)]
struct Sorted {
    generation: u64,
    kind: PersonKind,
    by: SortKey,
    people: Arc<[Seq]>,
}

/// What lists of people can be sorted by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SortKey {
    Created,
    LastRequest,
    SignedUp,
    Updated,
}

impl SortKey {
    pub fn of(self, person: &Person) -> Option<i64> {
        match self {
            Self::Created => Some(person.created_at),
            Self::LastRequest => person.last_request_at,
            Self::SignedUp => person.signed_up_at,
            Self::Updated => Some(person.updated_at),
        }
    }
}

impl People {
    pub fn add(&mut self, person: Person) {
        self.remove(&person.id.clone());
        self.generation += 1;
        *self.counts.entry(person.kind).or_default() += 1;
        let keys = Keys::of(&person);
        let seq = self.table.add(person);
        self.index(&keys, seq);
    }

    pub fn remove(&mut self, id: &str) -> Option<Person> {
        let seq = self.table.seq(id)?;
        let person = self.table.remove(id)?;
        self.generation += 1;
        if let Some(count) = self.counts.get_mut(&person.kind) {
            *count = count.saturating_sub(1);
        }
        self.unindex(&Keys::of(&person), seq);
        Some(person)
    }

    /// Changes a person; the indices follow.
    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut Person) -> R) -> Option<R> {
        let seq = self.table.seq(id)?;
        let person = self.table.at_mut(seq)?;
        let (before, kind) = (Keys::of(person), person.kind);
        let result = change(person);
        let (after, now) = (Keys::of(person), person.kind);
        self.generation += 1;
        if kind != now {
            if let Some(count) = self.counts.get_mut(&kind) {
                *count = count.saturating_sub(1);
            }
            *self.counts.entry(now).or_default() += 1;
        }
        if before != after {
            self.unindex(&before, seq);
            self.index(&after, seq);
        }
        Some(result)
    }

    pub fn get(&self, id: &str) -> Option<&Person> {
        self.table.get(id)
    }

    pub fn at(&self, seq: Seq) -> Option<&Person> {
        self.table.at(seq)
    }

    pub fn count(&self, kind: PersonKind) -> usize {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    pub fn by_user_id(&self, kind: PersonKind, user_id: &str) -> Option<&Person> {
        let found = self.by_user_id.get(&(kind, user_id.to_owned()))?;
        found.first().and_then(|seq| self.table.at(*seq))
    }

    /// All of a kind that have an address, oldest first.
    pub fn by_email(&self, kind: PersonKind, email: &str) -> Vec<&Person> {
        let found = self.by_email.get(&(kind, email.to_lowercase()));
        found.into_iter().flatten().filter_map(|seq| self.table.at(*seq)).collect()
    }

    /// The users and leads of a company, oldest first.
    pub fn of_company(&self, company: &str) -> impl ExactSizeIterator<Item = Seq> + '_ {
        members(&self.by_company, company)
    }

    /// Those with a tag, oldest first.
    pub fn of_tag(&self, tag: &str) -> impl ExactSizeIterator<Item = Seq> + '_ {
        members(&self.by_tag, tag)
    }

    /// In the order of making.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.table.iter()
    }

    pub fn entries(&self) -> impl Iterator<Item = (Seq, &Person)> {
        self.table.entries()
    }

    /// Those made after a place.
    pub fn after(&self, seq: Option<Seq>) -> impl Iterator<Item = (Seq, &Person)> {
        self.table.after(seq)
    }

    /// All of a kind in ascending order; equal ones in the order of making, those without the value first.
    pub fn sorted(&mut self, kind: PersonKind, by: SortKey) -> Arc<[Seq]> {
        if let Some(known) = &self.sorted
            && (known.generation, known.kind, known.by) == (self.generation, kind, by)
        {
            return Arc::clone(&known.people);
        }
        let mut keyed: Vec<(Option<i64>, Seq)> = self
            .table
            .entries()
            .filter(|(_, person)| person.kind == kind)
            .map(|(seq, person)| (by.of(person), seq))
            .collect();
        keyed.sort_unstable();
        let people: Arc<[Seq]> = keyed.into_iter().map(|(_, seq)| seq).collect();
        self.sorted = Some(Sorted { generation: self.generation, kind, by, people: Arc::clone(&people) });
        people
    }

    fn index(&mut self, keys: &Keys, seq: Seq) {
        if let Some(key) = &keys.user_id {
            self.by_user_id.entry(key.clone()).or_default().insert(seq);
        }
        if let Some(key) = &keys.email {
            self.by_email.entry(key.clone()).or_default().insert(seq);
        }
        for company in &keys.companies {
            self.by_company.entry(company.clone()).or_default().insert(seq);
        }
        for tag in &keys.tags {
            self.by_tag.entry(tag.clone()).or_default().insert(seq);
        }
    }

    fn unindex(&mut self, keys: &Keys, seq: Seq) {
        if let Some(key) = &keys.user_id {
            forget(&mut self.by_user_id, key, seq);
        }
        if let Some(key) = &keys.email {
            forget(&mut self.by_email, key, seq);
        }
        for company in &keys.companies {
            forget(&mut self.by_company, company, seq);
        }
        for tag in &keys.tags {
            forget(&mut self.by_tag, tag, seq);
        }
    }
}

fn members<'a>(index: &'a HashMap<String, BTreeSet<Seq>>, key: &str) -> impl ExactSizeIterator<Item = Seq> + 'a {
    static NOBODY: BTreeSet<Seq> = BTreeSet::new();
    index.get(key).unwrap_or(&NOBODY).iter().copied()
}

fn forget<K: Eq + std::hash::Hash>(index: &mut HashMap<K, BTreeSet<Seq>>, key: &K, seq: Seq) {
    if let Some(found) = index.get_mut(key) {
        found.remove(&seq);
        if found.is_empty() {
            index.remove(key);
        }
    }
}

/// What a person is found by.
#[derive(PartialEq)]
struct Keys {
    user_id: Option<(PersonKind, String)>,
    email: Option<(PersonKind, String)>,
    companies: Vec<String>,
    tags: Vec<String>,
}

impl Keys {
    fn of(person: &Person) -> Self {
        Self {
            user_id: person.user_id.clone().map(|user_id| (person.kind, user_id)),
            email: person.email.as_ref().map(|email| (person.kind, email.to_lowercase())),
            companies: person.companies.clone(),
            tags: person.tags.clone(),
        }
    }
}

impl Serialize for People {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for People {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::<Person>::deserialize(deserializer)?;
        let mut people = Self::default();
        for person in table.iter() {
            people.add(person.clone());
        }
        Ok(people)
    }
}
