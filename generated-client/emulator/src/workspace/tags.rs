//! Tags, with an index by name: each record of seed data looks its tags up by name, so this must not be a scan.

use crate::workspace::records::label::Tag;
use crate::workspace::table::{DuplicateKey, Table};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashMap;

/// The tags of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    table: Table<Tag>,
    /// Names in lower case with their ids.
    by_name: HashMap<String, String>,
}

impl Tags {
    /// Adds a tag. Fails if its id exists.
    pub fn add(&mut self, tag: Tag) -> Result<(), DuplicateKey> {
        let (name, id) = (tag.name.to_lowercase(), tag.id.clone());
        self.table.add(tag)?;
        // A state with two tags of one name is rejected after all of it was read.
        self.by_name.entry(name).or_insert(id);
        Ok(())
    }

    /// Finds a tag by name, ignoring case.
    pub fn by_name(&self, name: &str) -> Option<&Tag> {
        self.table.get(self.by_name.get(&name.to_lowercase())?)
    }

    /// Renames a tag; the caller ensures that no other one has the name.
    pub fn rename(&mut self, id: &str, name: &str) -> Option<Tag> {
        let tag = self.table.get_mut(id)?;
        self.by_name.remove(&tag.name.to_lowercase());
        name.clone_into(&mut tag.name);
        self.by_name.insert(name.to_lowercase(), tag.id.clone());
        Some(tag.clone())
    }

    pub fn remove(&mut self, id: &str) -> Option<Tag> {
        let tag = self.table.remove(id)?;
        self.by_name.remove(&tag.name.to_lowercase());
        Some(tag)
    }

    pub fn get(&self, id: &str) -> Option<&Tag> {
        self.table.get(id)
    }

    /// Equal numbers mean equal records.
    pub fn revision(&self) -> u64 {
        self.table.revision()
    }

    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// In insertion order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Tag> {
        self.table.iter()
    }
}

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tags = Self::default();
        for tag in Vec::<Tag>::deserialize(deserializer)? {
            tags.add(tag).map_err(serde::de::Error::custom)?;
        }
        Ok(tags)
    }
}
