//! Conversations, with an index of the snoozed ones by the time when they wake.

use crate::workspace::records::conversation::Conversation;
use crate::workspace::table::{DuplicateKey, Seq, Table};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// The conversations of a workspace. Every change goes through `add`, `change` and `remove`, which update the index.
#[derive(Clone, Debug, Default)]
pub struct Conversations {
    table: Table<Conversation>,
    /// Every request asks whether a conversation is due, so this must not be a scan.
    snoozed: BTreeSet<(i64, Seq)>,
}

impl Conversations {
    /// Adds a conversation. Fails if its id exists.
    pub fn add(&mut self, conversation: Conversation) -> Result<(), DuplicateKey> {
        let until = conversation.snoozed_until;
        let seq = self.table.add(conversation)?;
        self.snoozed.extend(until.map(|until| (until, seq)));
        Ok(())
    }

    pub fn remove(&mut self, id: &str) -> Option<Conversation> {
        let seq = self.table.seq(id)?;
        let conversation = self.table.remove(id)?;
        if let Some(until) = conversation.snoozed_until {
            self.snoozed.remove(&(until, seq));
        }
        Some(conversation)
    }

    /// Changes a conversation and updates the index.
    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut Conversation) -> R) -> Option<R> {
        let seq = self.table.seq(id)?;
        let conversation = self.table.at_mut(seq)?;
        let before = conversation.snoozed_until;
        let result = change(conversation);
        let after = conversation.snoozed_until;
        if before != after {
            if let Some(until) = before {
                self.snoozed.remove(&(until, seq));
            }
            self.snoozed.extend(after.map(|until| (until, seq)));
        }
        Some(result)
    }

    pub fn has_snoozed(&self) -> bool {
        !self.snoozed.is_empty()
    }

    /// When the next conversation wakes, and its id.
    pub fn next_to_wake(&self) -> Option<(i64, &str)> {
        let (until, seq) = *self.snoozed.first()?;
        Some((until, &self.table.at(seq)?.id))
    }

    pub fn get(&self, id: &str) -> Option<&Conversation> {
        self.table.get(id)
    }

    /// Ids of the conversations of a person.
    pub fn ids_of(&self, person: &str) -> Vec<String> {
        self.iter().filter(|conversation| conversation.person == person).map(|own| own.id.clone()).collect()
    }

    /// In insertion order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Conversation> {
        self.table.iter()
    }

    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Seq, &Conversation)> {
        self.table.entries()
    }
}

impl Serialize for Conversations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Conversations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::<Conversation>::deserialize(deserializer)?;
        let snoozed = table.entries().filter_map(|(seq, it)| it.snoozed_until.map(|until| (until, seq)));
        let snoozed = snoozed.collect();
        Ok(Self { table, snoozed })
    }
}
