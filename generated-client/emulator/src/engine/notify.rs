//! What happened becomes notifications for those who subscribed to it.

use super::call::{Call, Raised};
use crate::api::rules;
use crate::state::World;
use crate::state::records::{Notification, Subscription};
use serde_json::value::RawValue;

/// So many settled notifications are kept for the feeds.
const MOST_KEPT: usize = 1_000;

impl Call<'_> {
    /// An event of a person, for those who subscribed to its name.
    pub fn raise_event(&mut self, item: Option<Box<RawValue>>, name: String) {
        self.raised.extend(item.map(|item| Raised { topic: "event.created", item, event_name: Some(name) }));
    }

    /// A notification for one subscription, whatever its topics.
    pub fn notify(&mut self, subscription: &str, topic: &str, item: Box<RawValue>) {
        add(self.world, self.now, subscription, topic, item);
    }

    /// Makes the notifications of what happened.
    pub fn tell_subscribers(&mut self) {
        for raised in std::mem::take(&mut self.raised) {
            tell(self.world, self.now, raised);
        }
    }
}

/// Makes the notifications of one thing that happened.
pub(super) fn tell(world: &mut World, now: i64, raised: Raised) {
    let told = world.subscriptions.iter().filter(|subscription| wants(subscription, &raised));
    for subscription in told.map(|subscription| subscription.id.clone()).collect::<Vec<_>>() {
        add(world, now, &subscription, raised.topic, raised.item.clone());
    }
}

fn wants(subscription: &Subscription, raised: &Raised) -> bool {
    let named = match &raised.event_name {
        Some(name) => {
            subscription.event_names.is_empty()
                || subscription.event_names.iter().any(|known| rules::event_name(known).eq_ignore_ascii_case(name))
        }
        None => true,
    };
    subscription.active && named && subscription.topics.iter().any(|topic| covers(topic, raised.topic))
}

/// Topics of a subscription may be those of a group: `user` is all that begins with `user.`.
fn covers(subscribed: &str, topic: &str) -> bool {
    subscribed == "all"
        || subscribed == topic
        || topic.strip_prefix(subscribed).is_some_and(|rest| rest.starts_with('.'))
}

fn add(world: &mut World, now: i64, subscription: &str, topic: &str, item: Box<RawValue>) {
    let notification = Notification {
        id: format!("notif_{}", world.ids.uuid()),
        subscription: subscription.to_owned(),
        topic: topic.to_owned(),
        created_at: now,
        item,
        attempts: 0,
        first_sent_at: None,
        delivered_at: None,
        due: Some(now.saturating_mul(1_000)),
        failure: None,
    };
    // Ids that are drawn are not taken.
    if world.notifications.add(notification).is_err() {
        return;
    }
    if world.notifications.len() > MOST_KEPT {
        let oldest = world.notifications.oldest_settled().map(|old| old.id.clone());
        if let Some(oldest) = oldest {
            world.notifications.remove(&oldest);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use serde_json::value::to_raw_value;

    #[test]
    fn so_many_settled_notifications_are_kept_and_all_that_are_due() {
        let mut world = World::bare();
        let mut notify = |settled: bool| {
            add(&mut world, 0, "nsub", "ping", to_raw_value("item").unwrap());
            if settled {
                let due = world.notifications.queue_of("nsub").map(|it| it.id.clone()).collect::<Vec<_>>();
                due.iter().for_each(|id| world.notifications.change(id, |it| it.due = None).unwrap());
            }
            world.notifications.len()
        };
        let counts: Vec<usize> = (0..MOST_KEPT + 5).map(|_| notify(true)).collect();
        assert_eq!(counts.iter().max(), Some(&MOST_KEPT));
        assert_eq!(counts.last(), Some(&MOST_KEPT));
        let counts: Vec<usize> = (0..MOST_KEPT + 5).map(|_| notify(false)).collect();
        assert_eq!(counts.last(), Some(&(MOST_KEPT + 5)));
    }

    #[test]
    fn a_group_covers_its_topics() {
        assert!(covers("user", "user.created"));
        assert!(covers("conversation", "conversation.user.replied"));
        assert!(covers("all", "company.created"));
        assert!(covers("user.created", "user.created"));
        assert!(!covers("user", "users.created"));
        assert!(!covers("user.created", "user.deleted"));
    }
}
