//! From a request to its answer, whatever door it came through.

mod call;
pub(crate) mod control;
pub(crate) mod error_list;
pub(crate) mod guard;
mod log;
mod notify;
mod rate;
mod read;
mod received;
mod reply;
mod respond;
mod version;
mod wake;

pub(crate) use call::{Call, Members};
pub(crate) use error_list::Refusal;
pub(crate) use log::Log;
pub use rate::RateLimit;
pub(crate) use rate::Standing;
pub use received::Received;
pub(crate) use reply::{JSON, Reply};
pub(crate) use version::Version;

use crate::Settings;
use crate::api::{ROUTES, Route};
use crate::faults::Faults;
use crate::routing::Catalogue;
use crate::seed::Seed;
use crate::state::{Time, World};
use intercom_client::FUNCTIONS;
use intercom_client::examples::EXAMPLES;
use rate::Window;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What a handler gives.
pub(crate) type Handled = Result<Reply, Refusal>;

/// The header that carries the id of a request.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// What all doors share.
pub(crate) struct Engine {
    catalogue: Catalogue,
    routes: &'static [Route],
    pub settings: Settings,
    seed: Seed,
    state: Mutex<State>,
    pub log: Log,
    pub faults: Faults,
    last_id: AtomicU64,
    /// Wakes the one who delivers notifications.
    pub deliveries: Notify,
    /// Wakes those who wait until nothing is left to deliver.
    pub settled: Notify,
}

/// What changes from request to request.
pub(crate) struct State {
    pub world: World,
    pub time: Time,
    window: Window,
    /// Raised whenever another workspace is put in the place of this one: what is on its way from the one before is none of
    /// its business, though it may have the same ids.
    pub generation: u64,
    /// Ids of the subscriptions to which something is on its way right now.
    pub in_flight: HashSet<String>,
    /// Raised by every change of the workspace.
    pub changes: u64,
}

impl State {
    fn new(mut world: World, settings: &Settings) -> Self {
        let mut time = Time::new(settings.clock);
        // Time does not go back with a restart, whether the clock was set forward or another one is asked for.
        if let Some(saved_at) = world.saved_at.take().filter(|saved_at| *saved_at > time.seconds()) {
            time.set(saved_at);
        }
        let window = Window::new(settings.rate_limit);
        Self { world, time, window, generation: 0, in_flight: HashSet::new(), changes: 0 }
    }
}

impl Engine {
    /// An engine with the default seed and settings, which fit each other.
    pub fn bare() -> Self {
        let (settings, seed) = (Settings::default(), Seed::default());
        let world = seed.world(&settings).unwrap_or_else(|_| World::bare());
        Self::with_world(settings, seed, world)
    }

    /// An engine whose workspace is the seed's.
    pub fn new(settings: Settings, seed: Seed) -> Result<Self, crate::seed::SeedError> {
        let world = seed.world(&settings)?;
        Ok(Self::with_world(settings, seed, world))
    }

    pub fn with_world(settings: Settings, seed: Seed, world: World) -> Self {
        Self {
            catalogue: Catalogue::new(FUNCTIONS, EXAMPLES),
            routes: ROUTES,
            state: Mutex::new(State::new(world, &settings)),
            log: Log::default(),
            faults: Faults::new(settings.seed),
            last_id: AtomicU64::new(0),
            deliveries: Notify::new(),
            settled: Notify::new(),
            settings,
            seed,
        }
    }

    /// Nothing panics while the lock is held; if it did, a workspace half changed would still be one.
    /// Whoever looks sees what the clock has done meanwhile.
    pub fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if wake::wake(&mut state, self.settings.api_version()) {
            self.deliveries.notify_one();
        }
        state
    }

    /// Takes the workspace back to the seed's, the clock to its beginning, and forgets requests, scrolls and counts.
    pub fn reset(&self) -> Result<(), crate::seed::SeedError> {
        let world = self.seed.world(&self.settings)?;
        let mut state = self.state();
        let (changes, generation) = (state.changes, state.generation + 1);
        *state = State { changes, generation, ..State::new(world, &self.settings) };
        drop(state);
        self.log.clear();
        self.last_id.store(0, Ordering::Relaxed);
        self.faults.restart();
        self.changed();
        Ok(())
    }

    /// Adds seed data to the workspace; all of it or nothing.
    pub fn add(&self, seed: &Seed) -> Result<(), crate::seed::SeedError> {
        let mut state = self.state();
        let now = state.time.seconds();
        seed.add_to(&mut state.world, now)?;
        drop(state);
        self.changed();
        Ok(())
    }

    /// Puts another workspace in the place of this one. The clock stays.
    pub fn restore(&self, world: World) {
        let mut state = self.state();
        state.world = world;
        state.generation += 1;
        state.in_flight.clear();
        drop(state);
        self.changed();
    }

    /// Counted, so that the same requests get the same ids in every run.
    pub fn next_id(&self) -> String {
        format!("emulator-{:06}", self.last_id.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// How often the workspace has changed.
    pub fn changes(&self) -> u64 {
        self.state().changes
    }

    pub fn changed(&self) {
        self.state().changes += 1;
        self.deliveries.notify_one();
    }

    /// Whether no notification is due or on its way.
    pub fn is_settled(&self) -> bool {
        let state = self.state();
        let now = state.time.millis();
        state.in_flight.is_empty() && state.world.due(now).next().is_none()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn answer(engine: &Engine, target: &str) -> (u16, String) {
        let request = http::Request::get(target).header("host", "localhost").header("authorization", "Bearer any");
        let (head, ()) = request.body(()).unwrap().into_parts();
        let response = engine.respond(&head, Ok(Bytes::new())).response;
        (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
    }

    #[test]
    fn a_function_of_the_spec_without_a_handler_is_501_and_says_so() {
        let engine = Engine { routes: &[], ..Engine::bare() };
        let (status, body) = answer(&engine, "/admins");
        assert_eq!(status, 501);
        assert!(body.contains("not_implemented") && body.contains("getAdmins"), "{body}");
        assert_eq!(answer(&engine, "/nothing").0, 404);
        assert_eq!(answer(&Engine::bare(), "/admins").0, 200);
    }
}
