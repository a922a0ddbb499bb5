//! Users, leads and visitors, with indexes by user id, email, company and tag.

use crate::workspace::records::person::{Person, PersonKind};
use crate::workspace::rendered::RenderedPeople;
use crate::workspace::sorted_people::{SortKey, SortPosition, SortedPeople};
use crate::workspace::table::{DuplicateKey, Seq, Table};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The people of a workspace. Every change goes through `add`, `change` and `remove`, which update the indexes.
#[derive(Clone, Debug, Default)]
pub struct People {
    table: Table<Person>,
    by_user_id: HashMap<(PersonKind, String), BTreeSet<Seq>>,
    by_email: HashMap<(PersonKind, String), BTreeSet<Seq>>,
    by_company: HashMap<String, BTreeSet<Seq>>,
    by_tag: HashMap<String, BTreeSet<Seq>>,
    counts: HashMap<PersonKind, usize>,
    sorted: Option<SortedPeople>,
    pub rendered: RenderedPeople,
}

impl People {
    /// Adds a person. Fails if the id or the user id exists.
    pub fn add(&mut self, person: Person) -> Result<(), DuplicateKey> {
        let (kind, list) = (person.kind, person.kind.list());
        if let Some(user_id) = person.user_id.as_ref().filter(|user_id| self.has_user_id(kind, user_id)) {
            return Err(DuplicateKey { list, key: "user_id", value: user_id.clone() });
        }
        let keys = IndexKeys::of(&person);
        let seq = self.table.add(person).map_err(|duplicate| DuplicateKey { list, ..duplicate })?;
        self.count_up(kind);
        self.index(&keys, seq);
        if let (Some(sorted), Some(person)) = (&mut self.sorted, self.table.at(seq)) {
            let position = sorted.position(person, seq);
            sorted.replace(None, position);
        }
        Ok(())
    }

    /// Whether a user id exists. Leads and visitors share their user ids: a visitor who becomes a lead keeps it.
    fn has_user_id(&self, kind: PersonKind, user_id: &str) -> bool {
        let kinds: &[PersonKind] = match kind {
            PersonKind::User => &[PersonKind::User],
            PersonKind::Lead | PersonKind::Visitor => &[PersonKind::Lead, PersonKind::Visitor],
        };
        kinds.iter().any(|kind| self.by_user_id(*kind, user_id).is_some())
    }

    pub fn remove(&mut self, id: &str) -> Option<Person> {
        let seq = self.table.seq(id)?;
        let person = self.table.remove(id)?;
        self.rendered.forget(seq);
        if let Some(sorted) = &mut self.sorted {
            let position = sorted.position(&person, seq);
            sorted.replace(position, None);
        }
        if let Some(count) = self.counts.get_mut(&person.kind) {
            *count = count.saturating_sub(1);
        }
        self.unindex(&IndexKeys::of(&person), seq);
        Some(person)
    }

    /// Changes a person and updates the indexes.
    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut Person) -> R) -> Option<R> {
        let seq = self.table.seq(id)?;
        let person = self.table.at_mut(seq)?;
        self.rendered.forget(seq);
        let (before, kind) = (IndexKeys::of(person), person.kind);
        let old_position = self.sorted.as_ref().and_then(|sorted| sorted.position(person, seq));
        let result = change(person);
        let (after, now) = (IndexKeys::of(person), person.kind);
        if let Some(sorted) = &mut self.sorted {
            let new_position = sorted.position(person, seq);
            sorted.replace(old_position, new_position);
        }
        if kind != now {
            if let Some(count) = self.counts.get_mut(&kind) {
                *count = count.saturating_sub(1);
            }
            self.count_up(now);
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

    pub fn seq(&self, id: &str) -> Option<Seq> {
        self.table.seq(id)
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

    /// All people of a kind with an email address, in insertion order.
    pub fn by_email(&self, kind: PersonKind, email: &str) -> Vec<&Person> {
        let found = self.by_email.get(&(kind, email.to_lowercase()));
        found.into_iter().flatten().filter_map(|seq| self.table.at(*seq)).collect()
    }

    /// The first of them.
    pub fn first_by_email(&self, kind: PersonKind, email: &str) -> Option<&Person> {
        let first = self.by_email.get(&(kind, email.to_lowercase()))?.first()?;
        self.table.at(*first)
    }

    /// Before many changes: each of them would move people in the sorted list. The next request for a list sorts again.
    pub fn forget_order(&mut self) {
        self.sorted = None;
    }

    /// The users and leads of a company, in insertion order.
    pub fn of_company(&self, company: &str) -> impl ExactSizeIterator<Item = Seq> + '_ {
        members(&self.by_company, company)
    }

    /// The people with a tag, in insertion order.
    pub fn of_tag(&self, tag: &str) -> impl ExactSizeIterator<Item = Seq> + '_ {
        members(&self.by_tag, tag)
    }

    /// In insertion order.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.table.iter()
    }

    pub fn entries(&self) -> impl Iterator<Item = (Seq, &Person)> {
        self.table.entries()
    }

    /// Those inserted after a number, with their numbers.
    pub fn after(&self, seq: Option<Seq>) -> impl Iterator<Item = (Seq, &Person)> {
        self.table.after(seq)
    }

    /// All people of a kind in ascending order: those without the value first, equal ones in insertion order.
    pub fn sorted(&mut self, kind: PersonKind, by: SortKey) -> Arc<Vec<SortPosition>> {
        if let Some(positions) = self.sorted.as_ref().and_then(|sorted| sorted.positions(kind, by)) {
            return positions;
        }
        let sorted = SortedPeople::new(kind, by, self.table.entries());
        let positions = sorted.all();
        self.sorted = Some(sorted);
        positions
    }

    fn count_up(&mut self, kind: PersonKind) {
        let count = self.counts.entry(kind).or_default();
        *count = count.saturating_add(1);
    }

    fn index(&mut self, keys: &IndexKeys, seq: Seq) {
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

    fn unindex(&mut self, keys: &IndexKeys, seq: Seq) {
        if let Some(key) = &keys.user_id {
            remove_from(&mut self.by_user_id, key, seq);
        }
        if let Some(key) = &keys.email {
            remove_from(&mut self.by_email, key, seq);
        }
        for company in &keys.companies {
            remove_from(&mut self.by_company, company, seq);
        }
        for tag in &keys.tags {
            remove_from(&mut self.by_tag, tag, seq);
        }
    }
}

fn members<'a>(index: &'a HashMap<String, BTreeSet<Seq>>, key: &str) -> impl ExactSizeIterator<Item = Seq> + 'a {
    static NOBODY: BTreeSet<Seq> = BTreeSet::new();
    index.get(key).unwrap_or(&NOBODY).iter().copied()
}

fn remove_from<K: Eq + std::hash::Hash>(index: &mut HashMap<K, BTreeSet<Seq>>, key: &K, seq: Seq) {
    if let Some(found) = index.get_mut(key) {
        found.remove(&seq);
        if found.is_empty() {
            index.remove(key);
        }
    }
}

/// The keys of a person in the indexes.
#[derive(PartialEq)]
struct IndexKeys {
    user_id: Option<(PersonKind, String)>,
    email: Option<(PersonKind, String)>,
    companies: Vec<String>,
    tags: Vec<String>,
}

impl IndexKeys {
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
        let mut people = Self::default();
        for person in Vec::<Person>::deserialize(deserializer)? {
            people.add(person).map_err(serde::de::Error::custom)?;
        }
        Ok(people)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_list_follows_every_change() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut people = People::default();
        for step in 0..2_000 {
            let id = random.u8(..40).to_string();
            let kind = if random.bool() { PersonKind::User } else { PersonKind::Lead };
            let last_request_at = random.bool().then(|| random.i64(..9));
            match random.u8(..4) {
                0 => drop(people.remove(&id)),
                1 => {
                    people.remove(&id);
                    assert_eq!(people.add(Person { kind, id, last_request_at, ..Person::default() }), Ok(()));
                }
                _ => drop(people.change(&id, |person| (person.kind, person.last_request_at) = (kind, last_request_at))),
            }
            let cached = people.sorted(PersonKind::User, SortKey::LastRequest);
            let mut fresh = People { sorted: None, ..people.clone() };
            assert_eq!(cached, fresh.sorted(PersonKind::User, SortKey::LastRequest), "step {step}");
        }
        assert!(people.count(PersonKind::User) > 0);
    }
}
