//! Simulated time for many tasks that use sockets on several threads: it passes when all of them wait, and for a server too.

use intercom_client::time::{Clock, Sleep};
use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

/// The clock; clones are the same clock.
#[derive(Clone)]
pub struct SharedTime {
    state: Arc<Mutex<State>>,
    passes: Arc<dyn Fn(Duration) + Send + Sync>,
}

struct State {
    begin: (Instant, SystemTime),
    elapsed: Duration,
    /// Tasks that have not ended.
    tasks: usize,
    /// Those of them that wait, by the number of their wait: until when, and how to wake them.
    waiting: BTreeMap<u64, (Duration, Waker)>,
    next_wait: u64,
}

impl SharedTime {
    /// Starts at a unix time. `passes` is called for each step.
    pub fn new(unix: u64, tasks: usize, passes: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        let begin = (Instant::now(), SystemTime::UNIX_EPOCH + Duration::from_secs(unix));
        let state = State { begin, elapsed: Duration::ZERO, tasks, waiting: BTreeMap::new(), next_wait: 0 };
        Self { state: Arc::new(Mutex::new(state)), passes: Arc::new(passes) }
    }

    /// A task has ended: the others do not wait for it.
    pub fn task_ended(&self) {
        let mut state = self.state.lock().unwrap();
        state.tasks -= 1;
        self.pass_if_all_wait(&mut state);
    }

    /// Goes on to the end of the shortest wait. Nothing is under way then: whoever is not waiting has ended.
    fn pass_if_all_wait(&self, state: &mut State) {
        let Some(first) = state.waiting.values().map(|(until, _)| *until).min() else { return };
        if state.waiting.len() < state.tasks {
            return;
        }
        // Whole milliseconds, as the server has them.
        let millis = u64::try_from((first - state.elapsed).as_millis()).unwrap() + 1;
        let step = Duration::from_millis(millis);
        state.elapsed += step;
        (self.passes)(step);
        let now = state.elapsed;
        state.waiting.retain(|_, (until, waker)| {
            let is_due = *until <= now;
            if is_due {
                waker.wake_by_ref();
            }
            !is_due
        });
    }
}

impl fmt::Debug for SharedTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedTime").finish_non_exhaustive()
    }
}

impl Clock for SharedTime {
    fn now(&self) -> Instant {
        let state = self.state.lock().unwrap();
        state.begin.0 + state.elapsed
    }

    fn system(&self) -> SystemTime {
        let state = self.state.lock().unwrap();
        state.begin.1 + state.elapsed
    }

    fn sleep(&self, time: Duration) -> Sleep {
        let mut state = self.state.lock().unwrap();
        state.next_wait += 1;
        Box::pin(Wait { clock: self.clone(), number: state.next_wait, until: state.elapsed + time })
    }
}

struct Wait {
    clock: SharedTime,
    number: u64,
    until: Duration,
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state.lock().unwrap();
        if state.elapsed < self.until {
            state.waiting.insert(self.number, (self.until, context.waker().clone()));
            self.clock.pass_if_all_wait(&mut state);
        }
        if state.elapsed < self.until { Poll::Pending } else { Poll::Ready(()) }
    }
}
