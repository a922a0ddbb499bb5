//! Notifications, with a queue for each subscription.

use crate::workspace::records::webhook::Notification;
use crate::workspace::table::{DuplicateKey, Seq, Table};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// The notifications of a workspace. Every change goes through `add`, `change` and `remove`, which update the queues: each
/// delivery asks for the next notification, so this must not be a scan.
#[derive(Clone, Debug, Default)]
pub struct Notifications {
    table: Table<Notification>,
    /// By subscription id; none of them is empty.
    queues: BTreeMap<String, Queue>,
    /// Notifications that are not queued, in insertion order.
    settled: BTreeSet<Seq>,
}

/// The queue of one subscription: due times with insertion numbers. Retries wait apart from new notifications: each of the
/// two sets becomes due in insertion order, both together do not, and the notification that was created first is sent first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Queue {
    new: BTreeSet<(i64, Seq)>,
    retries: BTreeSet<(i64, Seq)>,
}

impl Queue {
    fn set(&mut self, has_failed: bool) -> &mut BTreeSet<(i64, Seq)> {
        if has_failed { &mut self.retries } else { &mut self.new }
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.retries.is_empty()
    }
}

impl Notifications {
    /// Adds a notification. Fails if its id exists.
    pub fn add(&mut self, notification: Notification) -> Result<(), DuplicateKey> {
        let position = Position::of(&notification);
        let seq = self.table.add(notification)?;
        self.insert_at(position, seq);
        Ok(())
    }

    pub fn remove(&mut self, id: &str) -> Option<Notification> {
        let seq = self.table.seq(id)?;
        let notification = self.table.remove(id)?;
        self.remove_from(&Position::of(&notification), seq);
        Some(notification)
    }

    /// Changes a notification and updates the queues.
    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut Notification) -> R) -> Option<R> {
        let seq = self.table.seq(id)?;
        let notification = self.table.at_mut(seq)?;
        let before = Position::of(notification);
        let result = change(notification);
        let after = Position::of(notification);
        if before != after {
            self.remove_from(&before, seq);
            self.insert_at(after, seq);
        }
        Some(result)
    }

    /// The first notification of each subscription that is accepted and due, with its insertion number.
    pub fn next_of_each(
        &self,
        now: i64,
        is_accepted: impl Fn(&Notification) -> bool,
    ) -> impl Iterator<Item = (Seq, &Notification)> {
        self.queues.values().filter_map(move |queue| {
            let first = |set: &BTreeSet<(i64, Seq)>| {
                let mut due = set.range(..=(now, Seq::MAX)).filter_map(|(_, seq)| Some((*seq, self.table.at(*seq)?)));
                due.find(|(_, notification)| is_accepted(notification))
            };
            let firsts = [first(&queue.new), first(&queue.retries)];
            firsts.into_iter().flatten().min_by_key(|(seq, _)| *seq)
        })
    }

    /// All queued notifications of a subscription, due now or later.
    pub fn queue_of(&self, subscription: &str) -> impl Iterator<Item = &Notification> {
        let queue = self.queues.get(subscription).into_iter();
        queue.flat_map(|queue| queue.new.iter().chain(&queue.retries)).filter_map(|(_, seq)| self.table.at(*seq))
    }

    /// The oldest notification that is not queued.
    pub fn oldest_settled(&self) -> Option<&Notification> {
        self.table.at(*self.settled.first()?)
    }

    pub fn get(&self, id: &str) -> Option<&Notification> {
        self.table.get(id)
    }

    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// In insertion order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Notification> {
        self.table.iter()
    }

    fn insert_at(&mut self, position: Position, seq: Seq) {
        match position {
            Position::Settled => {
                self.settled.insert(seq);
            }
            Position::Queued { subscription, has_failed, due } => {
                self.queues.entry(subscription).or_default().set(has_failed).insert((due, seq));
            }
        }
    }

    fn remove_from(&mut self, position: &Position, seq: Seq) {
        match position {
            Position::Settled => {
                self.settled.remove(&seq);
            }
            Position::Queued { subscription, has_failed, due } => {
                let Some(queue) = self.queues.get_mut(subscription) else { return };
                queue.set(*has_failed).remove(&(*due, seq));
                if queue.is_empty() {
                    self.queues.remove(subscription);
                }
            }
        }
    }
}

/// The index that contains a notification.
#[derive(Eq, PartialEq)]
enum Position {
    Settled,
    Queued { subscription: String, has_failed: bool, due: i64 },
}

impl Position {
    fn of(notification: &Notification) -> Self {
        notification.due.map_or(Self::Settled, |due| Self::Queued {
            subscription: notification.subscription.clone(),
            has_failed: notification.failure.is_some(),
            due,
        })
    }
}

impl Serialize for Notifications {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.table.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Notifications {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::<Notification>::deserialize(deserializer)?;
        let positions: Vec<_> = table.entries().map(|(seq, notification)| (Position::of(notification), seq)).collect();
        let mut notifications = Self { table, ..Self::default() };
        for (position, seq) in positions {
            notifications.insert_at(position, seq);
        }
        Ok(notifications)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::workspace::records::webhook::DeliveryFailure;
    use serde_json::value::to_raw_value;

    fn notification(id: &str, subscription: &str, due: Option<i64>) -> Notification {
        Notification {
            id: id.to_owned(),
            subscription: subscription.to_owned(),
            topic: "user.created".to_owned(),
            created_at: 0,
            item: to_raw_value("item").unwrap(),
            attempts: 0,
            first_sent_at: None,
            delivered_at: None,
            due,
            failure: None,
        }
    }

    /// Subscription `a` has `a1` and `a2`, `b` has `b1`; `old` is settled.
    fn example() -> Notifications {
        let mut all = Notifications::default();
        for (id, subscription, due) in
            [("old", "a", None), ("a1", "a", Some(10)), ("b1", "b", Some(10)), ("a2", "a", Some(20))]
        {
            all.add(notification(id, subscription, due)).unwrap();
        }
        all
    }

    fn fail(all: &mut Notifications, id: &str, due: i64) {
        all.change(id, |it| (it.due, it.failure) = (Some(due), Some(DeliveryFailure::default()))).unwrap();
    }

    fn next(all: &Notifications, now: i64) -> Vec<&str> {
        all.next_of_each(now, |_| true).map(|(_, it)| it.id.as_str()).collect()
    }

    /// The queues equal queues built from a scan, and survive serialization.
    fn assert_consistent(all: &Notifications) {
        let mut rebuilt = Notifications::default();
        for (seq, it) in all.table.entries() {
            rebuilt.insert_at(Position::of(it), seq);
        }
        assert_eq!((&all.queues, &all.settled), (&rebuilt.queues, &rebuilt.settled));
        let text = serde_json::to_string(all).unwrap();
        assert_eq!(text, serde_json::to_string(&all.table).unwrap());
        let loaded: Notifications = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&loaded).unwrap(), text);
        for now in [0, 10, 20, 70, 100] {
            assert_eq!(next(&loaded, now), next(all, now));
        }
        assert_eq!(loaded.oldest_settled().map(|it| &it.id), all.oldest_settled().map(|it| &it.id));
        assert!(all.queues.values().all(|queue| !queue.is_empty()));
    }

    #[test]
    fn queues_follow_every_change() {
        let mut all = example();
        assert_consistent(&all);
        assert_eq!((next(&all, 9), next(&all, 10)), (vec![], vec!["a1", "b1"]));
        assert!(all.add(notification("a1", "c", Some(0))).is_err());
        assert_consistent(&all);

        all.change("a1", |it| it.due = None).unwrap();
        assert_consistent(&all);
        assert_eq!((next(&all, 10), next(&all, 20)), (vec!["b1"], vec!["a2", "b1"]));
        fail(&mut all, "b1", 70);
        assert_consistent(&all);
        assert_eq!((next(&all, 69), next(&all, 70)), (vec!["a2"], vec!["a2", "b1"]));
        // A change of the subscription moves it to another queue.
        all.change("b1", |it| it.subscription = "a".to_owned()).unwrap();
        assert_consistent(&all);
        assert_eq!(all.queue_of("a").map(|it| it.id.as_str()).collect::<Vec<_>>(), ["a2", "b1"]);
        assert_eq!(all.queue_of("b").count(), 0);

        assert_eq!(all.oldest_settled().unwrap().id, "old");
        all.remove("old").unwrap();
        assert_consistent(&all);
        assert_eq!(all.oldest_settled().unwrap().id, "a1");
        for id in ["a1", "a2", "b1"] {
            all.remove(id).unwrap();
            assert_consistent(&all);
        }
        assert!(all.remove("a1").is_none() && all.change("a1", |_| ()).is_none());
        assert!(all.queues.is_empty() && all.settled.is_empty());
    }

    #[test]
    fn older_retry_is_sent_before_newer_notification() {
        let mut all = example();
        fail(&mut all, "a1", 70);
        assert_eq!(next(&all, 69), ["a2", "b1"]);
        assert_eq!(next(&all, 70), ["a1", "b1"]);
    }

    #[test]
    fn unaccepted_notification_does_not_block_the_queue() {
        let all = example();
        let accepted: Vec<_> = all.next_of_each(20, |it| it.id != "a1").map(|(_, it)| it.id.as_str()).collect();
        assert_eq!(accepted, ["a2", "b1"]);
    }
}
