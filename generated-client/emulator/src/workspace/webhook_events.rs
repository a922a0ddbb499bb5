//! Events of the workspace become notifications for the subscriptions to their topic.

use super::model::Workspace;
use super::records::webhook::{Notification, Subscription};
use super::rules;
use serde_json::value::RawValue;

/// The maximum number of settled notifications that are kept for the feeds.
const MAX_SETTLED_NOTIFICATIONS: usize = 1_000;

/// An event that subscriptions are notified of.
pub struct WebhookEvent {
    pub topic: &'static str,
    pub item: Box<RawValue>,
    /// The name of the submitted event, for the topic of events.
    pub event_name: Option<String>,
}

impl Workspace {
    /// Queues a notification for each subscription to the event.
    pub fn notify_subscribers(&mut self, now: i64, event: &WebhookEvent) {
        let subscriptions = self.subscriptions.iter().filter(|subscription| is_subscribed(subscription, event));
        for id in subscriptions.map(|subscription| subscription.id.clone()).collect::<Vec<_>>() {
            self.notify(now, &id, event.topic, event.item.clone());
        }
    }

    /// Queues a notification for one subscription, whatever its topics.
    pub fn notify(&mut self, now: i64, subscription: &str, topic: &str, item: Box<RawValue>) {
        let notification = Notification {
            id: format!("notif_{}", self.ids.uuid()),
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
        // Generated ids are unique.
        if self.notifications.add(notification).is_err() {
            return;
        }
        if self.notifications.len() > MAX_SETTLED_NOTIFICATIONS {
            let oldest = self.notifications.oldest_settled().map(|oldest| oldest.id.clone());
            if let Some(oldest) = oldest {
                self.notifications.remove(&oldest);
            }
        }
    }
}

fn is_subscribed(subscription: &Subscription, event: &WebhookEvent) -> bool {
    let matches_name = match &event.event_name {
        Some(name) => {
            subscription.event_names.is_empty()
                || subscription.event_names.iter().any(|known| rules::is_event_name(known, name))
        }
        None => true,
    };
    subscription.active && matches_name && subscription.topics.iter().any(|topic| covers(topic, event.topic))
}

/// A subscription to a group covers all its topics: `user` covers `user.created`.
fn covers(subscribed: &str, topic: &str) -> bool {
    subscribed == "all"
        || subscribed == topic
        || topic.strip_prefix(subscribed).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use serde_json::value::to_raw_value;

    #[test]
    fn settled_notifications_are_bounded_and_queued_ones_are_kept() {
        let mut workspace = Workspace::default();
        let mut notify = |settled: bool| {
            workspace.notify(0, "nsub", "ping", to_raw_value("item").unwrap());
            if settled {
                let due = workspace.notifications.queue_of("nsub").map(|it| it.id.clone()).collect::<Vec<_>>();
                due.iter().for_each(|id| workspace.notifications.change(id, |it| it.due = None).unwrap());
            }
            workspace.notifications.len()
        };
        let counts: Vec<usize> = (0..MAX_SETTLED_NOTIFICATIONS + 5).map(|_| notify(true)).collect();
        assert_eq!(counts.iter().max(), Some(&MAX_SETTLED_NOTIFICATIONS));
        assert_eq!(counts.last(), Some(&MAX_SETTLED_NOTIFICATIONS));
        let counts: Vec<usize> = (0..MAX_SETTLED_NOTIFICATIONS + 5).map(|_| notify(false)).collect();
        assert_eq!(counts.last(), Some(&(MAX_SETTLED_NOTIFICATIONS + 5)));
    }

    #[test]
    fn group_covers_its_topics() {
        assert!(covers("user", "user.created"));
        assert!(covers("conversation", "conversation.user.replied"));
        assert!(covers("all", "company.created"));
        assert!(covers("user.created", "user.created"));
        assert!(!covers("user", "users.created"));
        assert!(!covers("user.created", "user.deleted"));
    }
}
