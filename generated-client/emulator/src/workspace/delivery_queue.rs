//! Which notifications are sent next.

use crate::workspace::model::Workspace;
use crate::workspace::records::webhook::Notification;
use crate::workspace::table::Seq;

/// The topic of a test notification; inactive subscriptions receive it too.
pub const PING: &str = "ping";

impl Workspace {
    /// The next notification of each subscription that is due at `now` (milliseconds of the emulator's clock), with its
    /// insertion number.
    pub fn due(&self, now: i64) -> impl Iterator<Item = (Seq, &Notification)> {
        self.notifications.next_of_each(now, |it| self.is_accepted(it))
    }

    /// Whether the notification's subscription accepts it.
    pub fn is_accepted(&self, notification: &Notification) -> bool {
        let subscription = self.subscriptions.get(&notification.subscription);
        subscription.is_some_and(|subscription| subscription.active || notification.topic == PING)
    }

    /// Deactivates a subscription and empties its queue, even if it is activated again later. Drops notifications that were
    /// never sent, since no feed shows them; those that wait for a retry have failed.
    pub fn deactivate(&mut self, subscription: &str) {
        let Some(found) = self.subscriptions.get_mut(subscription) else { return };
        found.active = false;
        let queued = self.notifications.queue_of(subscription).filter(|it| it.topic != PING);
        for (id, attempts) in queued.map(|it| (it.id.clone(), it.attempts)).collect::<Vec<_>>() {
            if attempts == 0 {
                self.notifications.remove(&id);
            } else {
                self.notifications.change(&id, |it| it.due = None);
            }
        }
    }
}
