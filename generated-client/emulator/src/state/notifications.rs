//! Notifications, those that are to be sent in the order of their sending as well.

use super::records::Notification;
use super::table::{Seq, Table, Taken};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// The notifications of a workspace. Every change goes through `add`, `change` and `remove`, which keep the queues: what is
/// to be sent next is asked with every delivery, and must not be a walk over all.
#[derive(Clone, Debug, Default)]
pub struct Notifications {
    table: Table<Notification>,
    /// By subscription; none is empty.
    queues: BTreeMap<String, Queue>,
    /// Those with nothing to be sent, in the order of making.
    settled: BTreeSet<Seq>,
}

/// What is to be sent to one subscription: when, and the place in the order of making. What failed waits apart from the
/// rest: each of the two is made in the order in which it becomes due, both together are not, and what was made first goes
/// out first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Queue {
    new: BTreeSet<(i64, Seq)>,
    failed: BTreeSet<(i64, Seq)>,
}

impl Queue {
    fn part(&mut self, has_failed: bool) -> &mut BTreeSet<(i64, Seq)> {
        if has_failed { &mut self.failed } else { &mut self.new }
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.failed.is_empty()
    }
}

impl Notifications {
    /// Adds a notification. One whose id is taken is refused.
    pub fn add(&mut self, notification: Notification) -> Result<(), Taken> {
        let place = Place::of(&notification);
        let seq = self.table.add(notification)?;
        self.enter(place, seq);
        Ok(())
    }

    pub fn remove(&mut self, id: &str) -> Option<Notification> {
        let seq = self.table.seq(id)?;
        let notification = self.table.remove(id)?;
        self.leave(&Place::of(&notification), seq);
        Some(notification)
    }

    /// Changes a notification; the queues follow.
    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut Notification) -> R) -> Option<R> {
        let seq = self.table.seq(id)?;
        let notification = self.table.at_mut(seq)?;
        let before = Place::of(notification);
        let result = change(notification);
        let after = Place::of(notification);
        if before != after {
            self.leave(&before, seq);
            self.enter(after, seq);
        }
        Some(result)
    }

    /// What each subscription is sent next, of what is wanted and due by now, with its place in the order of making.
    pub fn next_of_each(
        &self,
        now: i64,
        is_wanted: impl Fn(&Notification) -> bool,
    ) -> impl Iterator<Item = (Seq, &Notification)> {
        self.queues.values().filter_map(move |queue| {
            let first = |part: &BTreeSet<(i64, Seq)>| {
                let mut due = part.range(..=(now, Seq::MAX)).filter_map(|(_, seq)| Some((*seq, self.table.at(*seq)?)));
                due.find(|(_, notification)| is_wanted(notification))
            };
            let firsts = [first(&queue.new), first(&queue.failed)];
            firsts.into_iter().flatten().min_by_key(|(seq, _)| *seq)
        })
    }

    /// All that is to be sent to a subscription, now or later.
    pub fn queue_of(&self, subscription: &str) -> impl Iterator<Item = &Notification> {
        let queue = self.queues.get(subscription).into_iter();
        queue.flat_map(|queue| queue.new.iter().chain(&queue.failed)).filter_map(|(_, seq)| self.table.at(*seq))
    }

    /// The one that was made first of those with nothing to be sent.
    pub fn oldest_settled(&self) -> Option<&Notification> {
        self.table.at(*self.settled.first()?)
    }

    pub fn get(&self, id: &str) -> Option<&Notification> {
        self.table.get(id)
    }

    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// In the order of making.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Notification> {
        self.table.iter()
    }

    fn enter(&mut self, place: Place, seq: Seq) {
        match place {
            Place::Settled => {
                self.settled.insert(seq);
            }
            Place::Queued { subscription, has_failed, due } => {
                self.queues.entry(subscription).or_default().part(has_failed).insert((due, seq));
            }
        }
    }

    fn leave(&mut self, place: &Place, seq: Seq) {
        match place {
            Place::Settled => {
                self.settled.remove(&seq);
            }
            Place::Queued { subscription, has_failed, due } => {
                let Some(queue) = self.queues.get_mut(subscription) else { return };
                queue.part(*has_failed).remove(&(*due, seq));
                if queue.is_empty() {
                    self.queues.remove(subscription);
                }
            }
        }
    }
}

/// Where a notification is found.
#[derive(Eq, PartialEq)]
enum Place {
    Settled,
    Queued { subscription: String, has_failed: bool, due: i64 },
}

impl Place {
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
        let places: Vec<_> = table.entries().map(|(seq, notification)| (Place::of(notification), seq)).collect();
        let mut notifications = Self { table, ..Self::default() };
        for (place, seq) in places {
            notifications.enter(place, seq);
        }
        Ok(notifications)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::state::records::Failure;
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

    /// Of two subscriptions: `a` has `a1` and `a2`, `b` has `b1`; `old` is settled.
    fn some() -> Notifications {
        let mut all = Notifications::default();
        for (id, subscription, due) in
            [("old", "a", None), ("a1", "a", Some(10)), ("b1", "b", Some(10)), ("a2", "a", Some(20))]
        {
            all.add(notification(id, subscription, due)).unwrap();
        }
        all
    }

    fn fail(all: &mut Notifications, id: &str, due: i64) {
        all.change(id, |it| (it.due, it.failure) = (Some(due), Some(Failure::default()))).unwrap();
    }

    fn next(all: &Notifications, now: i64) -> Vec<&str> {
        all.next_of_each(now, |_| true).map(|(_, it)| it.id.as_str()).collect()
    }

    /// The queues are those that a walk over all gives, and those of a workspace that is loaded again.
    fn in_step(all: &Notifications) {
        let mut walked = Notifications::default();
        for (seq, it) in all.table.entries() {
            walked.enter(Place::of(it), seq);
        }
        assert_eq!((&all.queues, &all.settled), (&walked.queues, &walked.settled));
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
    fn the_queues_follow_every_change() {
        let mut all = some();
        in_step(&all);
        assert_eq!((next(&all, 9), next(&all, 10)), (vec![], vec!["a1", "b1"]));
        assert!(all.add(notification("a1", "c", Some(0))).is_err());
        in_step(&all);

        all.change("a1", |it| it.due = None).unwrap();
        in_step(&all);
        assert_eq!((next(&all, 10), next(&all, 20)), (vec!["b1"], vec!["a2", "b1"]));
        fail(&mut all, "b1", 70);
        in_step(&all);
        assert_eq!((next(&all, 69), next(&all, 70)), (vec!["a2"], vec!["a2", "b1"]));
        // Whatever is changed.
        all.change("b1", |it| it.subscription = "a".to_owned()).unwrap();
        in_step(&all);
        assert_eq!(all.queue_of("a").map(|it| it.id.as_str()).collect::<Vec<_>>(), ["a2", "b1"]);
        assert_eq!(all.queue_of("b").count(), 0);

        assert_eq!(all.oldest_settled().unwrap().id, "old");
        all.remove("old").unwrap();
        in_step(&all);
        assert_eq!(all.oldest_settled().unwrap().id, "a1");
        for id in ["a1", "a2", "b1"] {
            all.remove(id).unwrap();
            in_step(&all);
        }
        assert!(all.remove("a1").is_none() && all.change("a1", |_| ()).is_none());
        assert!(all.queues.is_empty() && all.settled.is_empty());
    }

    #[test]
    fn what_was_made_first_goes_first_though_it_failed() {
        let mut all = some();
        fail(&mut all, "a1", 70);
        assert_eq!(next(&all, 69), ["a2", "b1"]);
        assert_eq!(next(&all, 70), ["a1", "b1"]);
    }

    #[test]
    fn what_is_not_wanted_holds_up_nothing() {
        let all = some();
        let wanted: Vec<_> = all.next_of_each(20, |it| it.id != "a1").map(|(_, it)| it.id.as_str()).collect();
        assert_eq!(wanted, ["a2", "b1"]);
    }
}
