//! A clock that waits without waiting: it notes each wait and is that much later at once.

use intercom_client::time::{Clock, Sleep};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

/// Unix seconds at which the clock starts: Fri, 28 Sep 2018 10:20:00 GMT.
pub const START: u64 = 1_538_130_000;

/// The clock; clones are the same clock.
#[derive(Clone, Debug)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    now: Instant,
    system: SystemTime,
    waits: Vec<Duration>,
}

impl ManualClock {
    /// At its start, whatever the time is.
    pub fn new() -> Self {
        let system = SystemTime::UNIX_EPOCH + Duration::from_secs(START);
        Self { state: Arc::new(Mutex::new(State { now: Instant::now(), system, waits: Vec::new() })) }
    }

    /// The waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.state.lock().unwrap().waits.clone()
    }

    /// Time passes.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state.lock().unwrap();
        state.now += time;
        state.system += time;
    }

    /// Someone sets the system's clock; the other one does not care.
    pub fn set_system(&self, unix: u64) {
        self.state.lock().unwrap().system = SystemTime::UNIX_EPOCH + Duration::from_secs(unix);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.state.lock().unwrap().now
    }

    fn system(&self) -> SystemTime {
        self.state.lock().unwrap().system
    }

    fn sleep(&self, time: Duration) -> Sleep {
        self.state.lock().unwrap().waits.push(time);
        self.advance(time);
        // A wait is a place where a call can be cancelled, however short it is.
        Box::pin(tokio::task::yield_now())
    }
}
