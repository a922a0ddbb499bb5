//! An optional limiter on the client's side, shared by clones: calls wait for their window instead of running into 429.
//!
//! The server's headers say how many calls a window allows and when it ends. Until the first answer, one call goes ahead and
//! the others wait for what it learns. A call that is under way when a window ends may arrive in the next one, so it counts
//! there.

use super::clock::Clock;
use super::response::RateLimit;
use super::server_time::ServerTime;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Waiting for what another call learns is cheap, and short next to any window.
const GLANCE: Duration = Duration::from_millis(20);

/// A window's length until one has been seen from its start.
const WINDOW: Duration = Duration::from_secs(10);

/// Counts the calls of the current window.
#[derive(Debug)]
pub(super) struct Limiter {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    window: Option<Window>,
    under_way: u64,
    /// The server does not tell of a limit: there is nothing to keep to.
    untold: bool,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    limit: u64,
    /// Calls that count in this window.
    used: u64,
    ends: Instant,
}

/// A place in the window; given back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    limiter: Arc<Limiter>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.limiter.lock();
        state.under_way = state.under_way.saturating_sub(1);
    }
}

impl Limiter {
    pub(super) fn new() -> Self {
        Self { state: Mutex::new(State::default()) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place in the window, or how long to wait before asking again.
    pub(super) fn acquire(self: &Arc<Self>, clock: &dyn Clock) -> Result<Permit, Duration> {
        let now = clock.now();
        let mut state = self.lock();
        let (under_way, untold) = (state.under_way, state.untold);
        match &mut state.window {
            None if under_way > 0 && !untold => return Err(GLANCE),
            None => {}
            Some(window) => {
                if now >= window.ends {
                    window.used = under_way;
                    window.ends = now + WINDOW;
                }
                if window.used >= window.limit {
                    return Err(window.ends.saturating_duration_since(now).max(GLANCE));
                }
                window.used += 1;
            }
        }
        state.under_way += 1;
        Ok(Permit { limiter: Arc::clone(self) })
    }

    /// Learns from an answer.
    pub(super) fn learn(&self, rate: Option<RateLimit>, server: &ServerTime, clock: &dyn Clock) {
        let told = rate.and_then(|rate| Some((rate.limit?, rate.remaining?)));
        let mut state = self.lock();
        let (Some((limit, remaining)), Some(left)) = (told, server.until_window()) else {
            state.untold = true;
            return;
        };
        let ends = clock.now() + left;
        // The server has not seen all that is under way, this answer's own call aside.
        let used = limit.saturating_sub(remaining).saturating_add(state.under_way.saturating_sub(1));
        state.window = Some(match state.window {
            // Another answer of the same window: the server's clock has whole seconds.
            Some(known)
                if ends <= known.ends + Duration::from_secs(1) && known.ends <= ends + Duration::from_secs(1) =>
            {
                Window { limit, used: known.used.max(used), ends: known.ends.max(ends) }
            }
            // An answer of a window that is over here.
            Some(known) if ends < known.ends => known,
            _ => Window { limit, used, ends },
        });
    }
}
