//! Conversations, those that are put off in the order in which they wake as well.

use super::records::Conversation;
use super::table::{Seq, Table, Taken};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// The conversations of a workspace. Every change goes through `add`, `change` and `remove`, which keep the order of waking.
#[derive(Clone, Debug, Default)]
pub struct Conversations {
    table: Table<Conversation>,
    /// When each one wakes that sleeps: whether one is due is asked with every request, and must not be a walk over all.
    asleep: BTreeSet<(i64, Seq)>,
}

impl Conversations {
    /// Adds a conversation. One whose id is taken is refused.
    pub fn add(&mut self, conversation: Conversation) -> Result<(), Taken> {
        let until = conversation.snoozed_until;
        let seq = self.table.add(conversation)?;
        self.asleep.extend(until.map(|until| (until, seq)));
        Ok(())
    }

    pub fn remove(&mut self, id: &str) -> Option<Conversation> {
        let seq = self.table.seq(id)?;
        let conversation = self.table.remove(id)?;
        if let Some(until) = conversation.snoozed_until {
            self.asleep.remove(&(until, seq));
        }
        Some(conversation)
    }

    /// Changes a conversation; the order of waking follows.
    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut Conversation) -> R) -> Option<R> {
        let seq = self.table.seq(id)?;
        let conversation = self.table.at_mut(seq)?;
        let before = conversation.snoozed_until;
        let result = change(conversation);
        let after = conversation.snoozed_until;
        if before != after {
            if let Some(until) = before {
                self.asleep.remove(&(until, seq));
            }
            self.asleep.extend(after.map(|until| (until, seq)));
        }
        Some(result)
    }

    /// Whether none is put off.
    pub fn none_sleeps(&self) -> bool {
        self.asleep.is_empty()
    }

    /// When the next one wakes, and its id.
    pub fn next_to_wake(&self) -> Option<(i64, &str)> {
        let (until, seq) = *self.asleep.first()?;
        Some((until, &self.table.at(seq)?.id))
    }

    pub fn get(&self, id: &str) -> Option<&Conversation> {
        self.table.get(id)
    }

    /// Ids of the conversations of a person.
    pub fn ids_of(&self, person: &str) -> Vec<String> {
        self.iter().filter(|conversation| conversation.person == person).map(|own| own.id.clone()).collect()
    }

    /// In the order of making.
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
        let sleeping = table.entries().filter_map(|(seq, it)| it.snoozed_until.map(|until| (until, seq)));
        let asleep = sleeping.collect();
        Ok(Self { table, asleep })
    }
}
