//! Notifications that are still to be sent.

use super::World;
use super::records::Notification;

/// The topic of a test, which is sent to subscriptions that are not active too.
pub const PING: &str = "ping";

impl World {
    /// Those that are to be sent by now (milliseconds of the emulator's clock), in the order of making.
    pub fn due(&self, now: i64) -> impl Iterator<Item = &Notification> {
        let is_due = move |it: &&Notification| it.due.is_some_and(|due| due <= now);
        self.notifications.iter().filter(is_due).filter(|it| self.is_wanted(it))
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
        let mut never_sent = Vec::new();
        let own = |it: &&mut Notification| it.subscription == subscription && it.topic != PING && it.due.is_some();
        for notification in self.notifications.iter_mut().filter(own) {
            notification.due = None;
            if notification.attempts == 0 {
                never_sent.push(notification.id.clone());
            }
        }
        for id in never_sent {
            self.notifications.remove(&id);
        }
    }
}
