//! Time that stands still while sockets work, and passes when the test says so: however slow the machine is, nothing times out
//! before it.

use std::sync::mpsc;
use std::time::{Duration, Instant};

/// tokio's clock, held. For tests with `start_paused`, whose clock would leap over responses that are on their way.
pub struct HeldTime {
    /// A blocking task waits for its end: as long as there is one, tokio does not move the clock.
    _hold: mpsc::Sender<()>,
}

impl HeldTime {
    /// Stops the clock of the runtime.
    pub fn new() -> Self {
        let (hold, held) = mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || held.recv());
        Self { _hold: hold }
    }

    /// Time passes.
    pub async fn pass(&self, time: Duration) {
        tokio::time::advance(time).await;
    }
}

/// Waits for something that happens for certain, in the runtime or outside of it, by no clock of the runtime's.
pub async fn until(mut happened: impl FnMut() -> bool) {
    // Not a measure of anything: a test that would never end fails.
    let end = Instant::now() + Duration::from_secs(120);
    while !happened() {
        assert!(Instant::now() < end, "it did not come to that");
        tokio::task::yield_now().await;
        std::thread::sleep(Duration::from_micros(100));
    }
}
