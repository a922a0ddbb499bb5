//! The slots of connections. A connection that only waits because of a fault keeps its slot until another connection needs it: then
//! the one that has waited longest is reset, so that faults cannot keep others out.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// All slots.
pub struct Slots {
    free: Arc<Semaphore>,
    waiting: Mutex<Waiting>,
    /// Notified when a connection starts to wait.
    has_waiting: Notify,
}

#[derive(Default)]
struct Waiting {
    /// In the order in which they started to wait.
    resets: BTreeMap<u64, Arc<Notify>>,
    next: u64,
}

/// The slot of one connection.
pub struct Slot {
    slots: Arc<Slots>,
    reset: Arc<Notify>,
    _permit: OwnedSemaphorePermit,
}

/// As long as this exists, its connection waits because of a fault.
pub struct FaultWait {
    slots: Arc<Slots>,
    number: u64,
}

impl Slots {
    pub fn new(count: usize) -> Arc<Self> {
        Arc::new(Self { free: Arc::new(Semaphore::new(count)), waiting: Mutex::default(), has_waiting: Notify::new() })
    }

    /// Takes a slot; if none is free, resets the connection that has waited longest. Only one task takes slots.
    pub async fn take(self: &Arc<Self>) -> Option<Slot> {
        let slot = |permit| Slot { slots: Arc::clone(self), reset: Arc::default(), _permit: permit };
        if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
            return Some(slot(permit));
        }
        let mut has_reset = self.reset_oldest();
        let permit = Arc::clone(&self.free).acquire_owned();
        tokio::pin!(permit);
        loop {
            tokio::select! {
                permit = &mut permit => return permit.ok().map(slot),
                () = self.has_waiting.notified(), if !has_reset => has_reset = self.reset_oldest(),
            }
        }
    }

    /// Returns whether there was one.
    fn reset_oldest(&self) -> bool {
        let oldest = self.lock().resets.pop_first();
        oldest.is_some_and(|(_, reset)| {
            reset.notify_one();
            true
        })
    }

    /// Nothing panics while it is locked.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    /// States that the connection waits because of a fault.
    pub fn wait(&self) -> FaultWait {
        let mut waiting = self.slots.lock();
        let number = waiting.next;
        waiting.next = number.saturating_add(1);
        waiting.resets.insert(number, Arc::clone(&self.reset));
        drop(waiting);
        self.slots.has_waiting.notify_one();
        FaultWait { slots: Arc::clone(&self.slots), number }
    }

    /// Waits until another connection needs the slot.
    pub async fn is_needed(&self) {
        self.reset.notified().await;
    }
}

impl Drop for FaultWait {
    fn drop(&mut self) {
        self.slots.lock().resets.remove(&self.number);
    }
}
