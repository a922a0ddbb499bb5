//! Records of one kind, in the order in which they were made, found by id.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// The insertion number of a record; never reused.
pub type Seq = u64;

/// A record with an id.
pub trait Record {
    /// The name of the list of these records, for messages.
    const LIST: &'static str;

    fn id(&self) -> &str;
}

/// A key that another record has.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DuplicateKey {
    pub list: &'static str,
    /// The name of the key: `id`, `user_id`.
    pub key: &'static str,
    pub value: String,
}

impl fmt::Display for DuplicateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: duplicate {} `{}`", self.list, self.key, self.value)
    }
}

impl From<DuplicateKey> for String {
    fn from(taken: DuplicateKey) -> Self {
        taken.to_string()
    }
}

/// Records of one kind, in insertion order. Serialized as a list.
#[derive(Clone, Debug)]
pub struct Table<T> {
    /// Boxed: the map's nodes, about half of them empty, would be large and would move records as they fill.
    records: BTreeMap<Seq, Box<T>>,
    by_id: HashMap<String, Seq>,
    next: Seq,
    /// Incremented when a record may change.
    revision: u64,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { records: BTreeMap::new(), by_id: HashMap::new(), next: 0, revision: 0 }
    }
}

impl<T: Record> Table<T> {
    /// Adds a record after all others. Fails if its id exists.
    pub fn add(&mut self, record: T) -> Result<Seq, DuplicateKey> {
        if self.by_id.contains_key(record.id()) {
            return Err(DuplicateKey { list: T::LIST, key: "id", value: record.id().to_owned() });
        }
        let seq = self.next;
        self.next = seq.saturating_add(1);
        self.count_change();
        self.by_id.insert(record.id().to_owned(), seq);
        self.records.insert(seq, Box::new(record));
        Ok(seq)
    }

    pub fn get(&self, id: &str) -> Option<&T> {
        self.at(*self.by_id.get(id)?)
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.at_mut(*self.by_id.get(id)?)
    }

    pub fn seq(&self, id: &str) -> Option<Seq> {
        self.by_id.get(id).copied()
    }

    pub fn at(&self, seq: Seq) -> Option<&T> {
        self.records.get(&seq).map(Box::as_ref)
    }

    pub fn at_mut(&mut self, seq: Seq) -> Option<&mut T> {
        self.count_change();
        self.records.get_mut(&seq).map(Box::as_mut)
    }

    pub fn remove(&mut self, id: &str) -> Option<T> {
        let seq = self.by_id.remove(id)?;
        self.count_change();
        self.records.remove(&seq).map(|record| *record)
    }

    /// Equal numbers mean equal records.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    fn count_change(&mut self) {
        self.revision = self.revision.saturating_add(1);
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// In insertion order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.records.values().map(Box::as_ref)
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.count_change();
        self.records.values_mut().map(Box::as_mut)
    }

    /// With their insertion numbers.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Seq, &T)> {
        self.records.iter().map(|(seq, record)| (*seq, record.as_ref()))
    }

    /// Those inserted after a number, with their numbers.
    pub fn after(&self, seq: Option<Seq>) -> impl Iterator<Item = (Seq, &T)> {
        let start = seq.map_or(0, |seq| seq.saturating_add(1));
        self.records.range(start..).map(|(seq, record)| (*seq, record.as_ref()))
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.records.values())
    }
}

impl<'de, T: Record + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::default();
        for record in Vec::<T>::deserialize(deserializer)? {
            table.add(record).map_err(serde::de::Error::custom)?;
        }
        Ok(table)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Thing(String);

    impl Record for Thing {
        const LIST: &'static str = "things";

        fn id(&self) -> &str {
            &self.0
        }
    }

    #[test]
    fn insertion_order_survives_serialization() {
        let mut table = Table::default();
        for id in ["c", "a", "b"] {
            table.add(Thing(id.to_owned())).unwrap();
        }
        table.remove("a");
        let text = serde_json::to_string(&table).unwrap();
        assert_eq!(text, r#"["c","b"]"#);
        let again: Table<Thing> = serde_json::from_str(&text).unwrap();
        assert_eq!(again.iter().map(Record::id).collect::<Vec<_>>(), ["c", "b"]);
        assert_eq!(again.after(again.seq("c")).count(), 1);
        let duplicate = "things: duplicate id `a`";
        let error = serde_json::from_str::<Table<Thing>>(r#"["a","a"]"#).unwrap_err().to_string();
        assert!(error.starts_with(duplicate), "{error}");
        assert_eq!(table.add(Thing("b".to_owned())).unwrap_err().to_string(), duplicate.replace("`a`", "`b`"));
        assert_eq!(table.len(), 2);
    }
}
