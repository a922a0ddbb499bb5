//! Notifications that are still to be sent.

use super::World;
use super::records::Notification;
use super::table::Seq;

/// The topic of a test, which is sent to subscriptions that are not active too.
pub const PING: &str = "ping";

impl World {
    /// What each subscription is to be sent next, if it is due by now (milliseconds of the emulator's clock), with its place
    /// in the order of making.
    pub fn due(&self, now: i64) -> impl Iterator<Item = (Seq, &Notification)> {
        self.notifications.next_of_each(now, |it| self.is_wanted(it))
    }

    /// Whether a notification has a subscription that takes it.
    pub fn is_wanted(&self, notification: &Notification) -> bool {
        let subscription = self.subscriptions.get(&notification.subscription);
        subscription.is_some_and(|subscription| subscription.active || notification.topic == PING)
    }

    /// Nothing more is sent to a subscription, whether it becomes active again or not. What was never sent is forgotten, as
    /// no feed shows it; what was waiting for another attempt has failed.
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
