//! Users, leads and visitors, found by what names them.

use super::records::{Person, PersonKind};
use super::table::{Seq, Table, Taken};
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
    sorted: Option<Sorted>,
}

/// What a person is sorted by, and where the person is.
pub type Place = (Option<i64>, Seq);

/// The people of one kind, sorted; kept, because a walk over pages asks for it again and again. Every change follows.
#[derive(Clone, Debug)]
struct Sorted {
    kind: PersonKind,
    by: SortKey,
    places: Arc<Vec<Place>>,
}

impl Sorted {
    /// Where a person stands, if it is one of the kind.
    fn place(&self, person: &Person, seq: Seq) -> Option<Place> {
        (person.kind == self.kind).then(|| (self.by.of(person), seq))
    }

    fn replace(&mut self, before: Option<Place>, after: Option<Place>) {
        if before == after {
            return;
        }
        let places = Arc::make_mut(&mut self.places);
        if let Some(Ok(at)) = before.map(|place| places.binary_search(&place)) {
            places.remove(at);
        }
        if let Some((Err(at), place)) = after.map(|place| (places.binary_search(&place), place)) {
            places.insert(at, place);
        }
    }
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
    /// Adds a person. One whose id or user id is taken is refused.
    pub fn add(&mut self, person: Person) -> Result<(), Taken> {
        let (kind, list) = (person.kind, person.kind.list());
        if let Some(user_id) = person.user_id.as_ref().filter(|user_id| self.has_user_id(kind, user_id)) {
            return Err(Taken { list, key: "user_id", name: user_id.clone() });
        }
        let keys = Keys::of(&person);
        let seq = self.table.add(person).map_err(|taken| Taken { list, ..taken })?;
        *self.counts.entry(kind).or_default() += 1;
        self.index(&keys, seq);
        if let (Some(sorted), Some(person)) = (&mut self.sorted, self.table.at(seq)) {
            let place = sorted.place(person, seq);
            sorted.replace(None, place);
        }
        Ok(())
    }

    /// Whether somebody goes by a user id. Those of leads and visitors are of one sort: a visitor keeps it as a lead.
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
        if let Some(sorted) = &mut self.sorted {
            let place = sorted.place(&person, seq);
            sorted.replace(place, None);
        }
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
        let place = self.sorted.as_ref().and_then(|sorted| sorted.place(person, seq));
        let result = change(person);
        let (after, now) = (Keys::of(person), person.kind);
        if let Some(sorted) = &mut self.sorted {
            let new = sorted.place(person, seq);
            sorted.replace(place, new);
        }
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
    pub fn sorted(&mut self, kind: PersonKind, by: SortKey) -> Arc<Vec<Place>> {
        if let Some(known) = &self.sorted
            && (known.kind, known.by) == (kind, by)
        {
            return Arc::clone(&known.places);
        }
        let people = self.table.entries().filter(|(_, person)| person.kind == kind);
        let mut places: Vec<Place> = people.map(|(seq, person)| (by.of(person), seq)).collect();
        places.sort_unstable();
        let places = Arc::new(places);
        self.sorted = Some(Sorted { kind, by, places: Arc::clone(&places) });
        places
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
    fn what_is_kept_sorted_follows_every_change() {
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
            let kept = people.sorted(PersonKind::User, SortKey::LastRequest);
            let mut anew = People { sorted: None, ..people.clone() };
            assert_eq!(kept, anew.sorted(PersonKind::User, SortKey::LastRequest), "step {step}");
        }
        assert!(people.count(PersonKind::User) > 0);
    }
}
