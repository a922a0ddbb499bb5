//! The state of an emulator behind its one lock.

use super::request_log::RequestLog;
use crate::api::conversations::snooze;
use crate::api::routes::{ROUTES, Route};
use crate::faults::active::ActiveFaults;
use crate::protocol::apis::Api;
use crate::protocol::rate_limit::RateLimitWindow;
use crate::protocol::recorded_request::RecordedRequest;
use crate::protocol::version::Version;
use crate::routing::function_table::candidates;
use crate::routing::router::Router;
use crate::settings::Settings;
use crate::workspace::clock::RunningClock;
use crate::workspace::model::Workspace;
use crate::workspace::seed::{Seed, SeedError};
use crate::workspace::state_file::StateFile;
use intercom_client::Example;
use intercom_client::examples::EXAMPLES;
use intercom_client::schema::Function;
use intercom_client::{Client, FUNCTIONS};
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What all transports share.
pub struct Engine {
    pub router: Router<&'static Route>,
    pub settings: Settings,
    /// The version of requests that name none.
    pub default_version: Version,
    /// Where the workspace is kept, if it is.
    pub state_file: Option<Arc<StateFile>>,
    seed: Seed,
    state: Mutex<EngineState>,
    pub log: RequestLog,
    pub faults: ActiveFaults,
    last_id: AtomicU64,
    /// Wakes the task that delivers notifications.
    pub deliveries: Notify,
    /// Wakes those who wait until all deliveries are settled.
    pub settled: Notify,
    /// How often the state was locked.
    #[cfg(test)]
    pub locks: AtomicU64,
    /// Called with each request that is decoded and checked, before the state is locked.
    #[cfg(test)]
    pub on_decoded: std::sync::OnceLock<testing::OnDecoded>,
}

/// What requests change.
pub struct EngineState {
    pub workspace: Workspace,
    pub clock: RunningClock,
    pub window: RateLimitWindow,
    /// Incremented when another workspace replaces this one: deliveries of the old one do not concern the new one, even if
    /// ids are equal.
    pub generation: u64,
    /// Ids of subscriptions with a delivery in flight.
    pub in_flight: HashSet<String>,
    /// Incremented by every change of the workspace.
    pub changes: u64,
}

impl EngineState {
    fn new(mut workspace: Workspace, settings: &Settings) -> Self {
        let mut clock = RunningClock::new(settings.clock);
        // Time does not go back with a restart, even if the clock was advanced or another clock is set.
        if let Some(saved_at) = workspace.saved_at.take().filter(|saved_at| *saved_at > clock.seconds()) {
            clock.set(saved_at);
        }
        let window = RateLimitWindow::new(settings.rate_limit);
        Self { workspace, clock, window, generation: 0, in_flight: HashSet::new(), changes: 0 }
    }

    /// Runs the timers that are due; returns whether one was.
    pub fn tick(&mut self, version: Version) -> bool {
        // Usually nothing is snoozed, and the clock need not be read.
        if !self.workspace.conversations.has_snoozed() {
            return false;
        }
        let woken = snooze::wake_due(&mut self.workspace, version, self.clock.seconds());
        self.changes = self.changes.saturating_add(woken);
        woken > 0
    }

    pub fn count_change(&mut self) {
        self.changes = self.changes.saturating_add(1);
    }

    /// Whether no notification is due or in flight.
    pub fn is_settled(&self) -> bool {
        self.in_flight.is_empty() && self.workspace.due(self.clock.millis()).next().is_none()
    }
}

/// API 2.x has no handlers. Made by the first request that names one of its versions.
#[cfg(feature = "v2")]
static V2: std::sync::LazyLock<Router<&'static Route>> = std::sync::LazyLock::new(|| {
    use intercom_client::v2;
    Router::new(candidates(v2::FUNCTIONS, v2::examples::EXAMPLES), std::iter::empty())
});

impl Engine {
    /// The endpoints of an API.
    pub fn router_of(&self, api: Api) -> &Router<&'static Route> {
        match api {
            Api::V1 => &self.router,
            #[cfg(feature = "v2")]
            Api::V2 => &V2,
        }
    }

    /// An engine with default seed and settings, which are valid.
    pub fn with_defaults() -> Self {
        Self::new(Settings::default(), Seed::default())
            .unwrap_or_else(|_| Self::with_workspace(Settings::default(), Seed::default(), Workspace::default()))
    }

    /// An engine with the workspace of a seed.
    pub fn new(settings: Settings, seed: Seed) -> Result<Self, SeedError> {
        let workspace = seed_workspace(&seed, &settings)?;
        Ok(Self::with_workspace(settings, seed, workspace))
    }

    pub fn with_workspace(settings: Settings, seed: Seed, workspace: Workspace) -> Self {
        Self::with_tables(settings, seed, workspace, (FUNCTIONS, EXAMPLES), ROUTES)
    }

    fn with_tables(
        settings: Settings,
        seed: Seed,
        workspace: Workspace,
        (functions, examples): (&'static [&'static Function], &'static [Example<Client>]),
        routes: &'static [Route],
    ) -> Self {
        let handlers = routes.iter().map(|route| (route.method, route.path, route));
        Self {
            router: Router::new(candidates(functions, examples), handlers),
            default_version: settings.api_version(),
            state: Mutex::new(EngineState::new(workspace, &settings)),
            log: RequestLog::default(),
            faults: ActiveFaults::new(settings.seed),
            last_id: AtomicU64::new(0),
            deliveries: Notify::new(),
            settled: Notify::new(),
            settings,
            state_file: None,
            seed,
            #[cfg(test)]
            locks: AtomicU64::new(0),
            #[cfg(test)]
            on_decoded: std::sync::OnceLock::new(),
        }
    }

    /// Locks the state. Nothing panics while it is locked; if something did, the workspace would still be usable.
    pub fn lock(&self) -> MutexGuard<'_, EngineState> {
        #[cfg(test)]
        self.locks.fetch_add(1, Ordering::Relaxed);
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the due timers, then a function on the state.
    pub fn with_state<R>(&self, run: impl FnOnce(&mut EngineState) -> R) -> R {
        let mut state = self.lock();
        let has_woken = state.tick(self.default_version);
        let result = run(&mut state);
        drop(state);
        if has_woken {
            self.deliveries.notify_one();
        }
        result
    }

    /// As [`Engine::change`], if a condition is met; returns whether it is.
    fn change_if(&self, is_met: impl FnOnce(&EngineState) -> bool, change: impl FnOnce(&mut EngineState)) -> bool {
        let mut state = self.lock();
        if !is_met(&state) {
            return false;
        }
        change(&mut state);
        state.tick(self.default_version);
        state.count_change();
        drop(state);
        self.deliveries.notify_one();
        true
    }

    /// Changes the state, then runs the timers that are due.
    pub fn change<R>(&self, change: impl FnOnce(&mut EngineState) -> R) -> R {
        let mut state = self.lock();
        let result = change(&mut state);
        state.tick(self.default_version);
        state.count_change();
        drop(state);
        self.deliveries.notify_one();
        result
    }

    /// Resets the workspace to the seed and the clock to its start; clears requests, counts and the scroll.
    pub fn reset(&self) -> Result<(), SeedError> {
        let workspace = seed_workspace(&self.seed, &self.settings)?;
        self.log.clear();
        self.last_id.store(0, Ordering::Relaxed);
        self.faults.restart();
        // The old state is dropped after the lock is released: that takes long for a large workspace.
        drop(self.change(|state| {
            let (changes, generation) = (state.changes, state.generation.saturating_add(1));
            let fresh = EngineState { changes, generation, ..EngineState::new(workspace, &self.settings) };
            std::mem::replace(state, fresh)
        }));
        Ok(())
    }

    /// Adds seed data to the workspace: all of it, or nothing. Works on a copy, without the lock, so that large seed data keeps no
    /// request waiting; starts again if the workspace changes meanwhile.
    pub fn add(&self, seed: &Seed) -> Result<(), SeedError> {
        const MAX_COPIES: usize = 3;
        for _ in 0..MAX_COPIES {
            let (copy, changes, now) =
                self.with_state(|state| (state.workspace.clone(), state.changes, state.clock.seconds()));
            let mut added = seed.add_to(copy, now)?;
            let is_current = self
                .change_if(|state| state.changes == changes, |state| std::mem::swap(&mut state.workspace, &mut added));
            if is_current {
                return Ok(());
            }
        }
        // It changes all the time.
        self.change(|state| {
            state.workspace = seed.add_to(state.workspace.clone(), state.clock.seconds())?;
            Ok(())
        })
    }

    /// Replaces the workspace. The clock stays.
    pub fn restore(&self, workspace: Workspace) {
        drop(self.change(|state| {
            state.generation = state.generation.saturating_add(1);
            state.in_flight.clear();
            std::mem::replace(&mut state.workspace, workspace)
        }));
    }

    /// The id of the next request. Ids are counted, so that they are equal in every run.
    pub fn next_id(&self) -> String {
        const MIN_DIGITS: &str = "000000";
        let number = (self.last_id.fetch_add(1, Ordering::Relaxed) + 1).to_string();
        ["emulator-", MIN_DIGITS.get(number.len()..).unwrap_or_default(), &number].concat()
    }

    /// Reports a finished request and keeps it.
    pub fn record(&self, mut request: RecordedRequest) {
        if self.settings.on_request.is_set() {
            request.expand_headers();
            self.settings.on_request.call(&request);
        }
        self.log.add(request);
    }
}

fn seed_workspace(seed: &Seed, settings: &Settings) -> Result<Workspace, SeedError> {
    seed.workspace(RunningClock::new(settings.clock).seconds(), settings.seed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
pub mod testing {
    use super::*;

    pub type OnDecoded = Box<dyn Fn(&RecordedRequest) + Send + Sync>;

    /// An engine without handlers: to it, every function is one that was just added to the spec.
    pub fn without_handlers(settings: Settings, examples: &'static [Example<Client>]) -> Engine {
        let workspace = seed_workspace(&Seed::default(), &settings).unwrap();
        Engine::with_tables(settings, Seed::default(), workspace, (FUNCTIONS, examples), &[])
    }
}
