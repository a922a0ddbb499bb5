//! The emulator, as programs use it.

use crate::engine::autosave;
use crate::engine::core::Engine;
use crate::faults::rule::FaultRule;
use crate::protocol::recorded_request::RecordedRequest;
use crate::server::in_process::InProcess;
use crate::server::{delivery, listener};
use crate::settings::{Settings, Token};
use crate::workspace::model::Workspace;
use crate::workspace::seed::{Seed, SeedError};
use crate::workspace::state_file::StateFile;
use intercom_client::{Client, ClientBuilder};
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// A running emulator with a workspace of its own. Dropping it closes its port and its connections, and writes its state file,
/// if it has one.
pub struct Emulator {
    /// None without a socket.
    address: Option<SocketAddr>,
    engine: Arc<Engine>,
    tasks: Vec<JoinHandle<()>>,
}

/// A copy of a workspace, which [`Emulator::restore`] takes.
#[derive(Clone)]
pub struct Snapshot(Workspace);

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snapshot(..)")
    }
}

/// Builds an [`Emulator`].
#[derive(Clone, Debug, Default)]
pub struct EmulatorBuilder {
    settings: Settings,
    seed: Seed,
    faults: Vec<FaultRule>,
    state_file: Option<PathBuf>,
}

impl EmulatorBuilder {
    /// Sets address, limits and clock.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Sets the initial contents of the workspace.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// Adds fault rules.
    #[must_use]
    pub fn faults(mut self, rules: impl IntoIterator<Item = FaultRule>) -> Self {
        self.faults.extend(rules);
        self
    }

    /// Keeps the workspace in a file: reads it if it exists, and writes it as the workspace changes.
    #[must_use]
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// Starts the emulator on a port.
    ///
    /// # Errors
    ///
    /// The port cannot be opened, for example because it is in use; the state file cannot be read or written, is locked by another
    /// emulator, or contains something else (it is left unchanged then); or the settings or the seed are invalid.
    pub async fn start(self) -> io::Result<Emulator> {
        let mut emulator = self.without_socket()?;
        let settings = &emulator.engine.settings;
        let listener = listener::listen((settings.host, settings.port).into())?;
        emulator.address = Some(listener.local_addr()?);
        emulator.tasks.push(tokio::spawn(listener::serve(listener, Arc::clone(&emulator.engine))));
        Ok(emulator)
    }

    /// Builds the emulator without a socket: only [`Emulator::client`] and [`Emulator::transport`] reach it. Delivers webhooks
    /// only if called inside a tokio runtime.
    ///
    /// # Errors
    ///
    /// As for [`EmulatorBuilder::start`], except for the port.
    pub fn without_socket(self) -> io::Result<Emulator> {
        let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidInput, message);
        if let Some(problem) = self.settings.problem() {
            return Err(invalid(problem));
        }
        if self.settings.durable && self.state_file.is_none() {
            return Err(invalid("a durable emulator needs a state file".to_owned()));
        }
        let file = self.state_file.map(StateFile::open).transpose()?.map(Arc::new);
        let saved = file.as_ref().map(|file| file.load()).transpose()?.flatten();
        let mut engine = match saved {
            Some(workspace) => Engine::with_workspace(self.settings, self.seed, workspace),
            None => Engine::new(self.settings, self.seed).map_err(|error| invalid(error.to_string()))?,
        };
        self.faults.into_iter().for_each(|rule| engine.faults.add(rule));
        // A file that cannot be written is reported now, not at the end.
        if let Some(file) = &file {
            autosave::save(&engine, file)?;
        }
        engine.state_file = file;
        Ok(Emulator::new(engine))
    }
}

impl Emulator {
    /// Without a socket; background tasks run only inside a tokio runtime.
    fn new(engine: Engine) -> Self {
        let engine = Arc::new(engine);
        let mut tasks = Vec::new();
        if let Ok(runtime) = Handle::try_current() {
            tasks.push(runtime.spawn(delivery::run(Arc::clone(&engine))));
            if let Some(file) = &engine.state_file {
                tasks.push(runtime.spawn(autosave::run(Arc::clone(&engine), Arc::clone(file))));
            }
        }
        Self { address: None, engine, tasks }
    }

    /// Starts an emulator with default settings on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// An emulator with default settings inside this process, without a socket.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # tokio::runtime::Runtime::new()?.block_on(async {
    /// let emulator = intercom_emulator::Emulator::in_process();
    /// let client = emulator.client().build()?;
    /// client.users().create_by_email("ines@kiln.example").name("Ines").await?;
    /// assert_eq!(client.users().list().send_page().await?.users[0].name.as_deref(), Some("Ines"));
    /// # Ok(())
    /// # })
    /// # }
    /// ```
    #[must_use]
    pub fn in_process() -> Self {
        Self::new(Engine::with_defaults())
    }

    /// An emulator with settings, seed data, fault rules or a state file.
    #[must_use]
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// The base URL, without a slash at its end. Without a socket, only [`Emulator::transport`] serves it.
    #[must_use]
    pub fn url(&self) -> String {
        self.address.map_or_else(|| "http://localhost".to_owned(), |address| format!("http://{address}"))
    }

    /// The address that it listens on; none without a socket.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// A client of this emulator, with a token that it accepts.
    #[must_use]
    pub fn client(&self) -> ClientBuilder<Client> {
        let token = self.engine.settings.token.as_ref().map_or("any", Token::text);
        let builder = Client::builder().base_url(self.url()).access_token(token);
        if self.address.is_some() { builder } else { builder.transport(self.transport()) }
    }

    /// A transport of the client without a socket.
    #[must_use]
    pub fn transport(&self) -> InProcess {
        InProcess::new(Arc::clone(&self.engine))
    }

    /// The received requests, in order; only the latest few thousand are kept.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.engine.log.all()
    }

    /// Returns the received requests and clears them.
    #[must_use]
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        self.engine.log.take()
    }

    /// Clears the received requests.
    pub fn clear_requests(&self) {
        self.engine.log.clear();
    }

    /// Resets the workspace to its seed and the clock to its start; clears requests and counts.
    ///
    /// # Errors
    ///
    /// None in practice: the seed was valid at the start.
    pub fn reset(&self) -> Result<(), SeedError> {
        self.engine.reset()
    }

    /// Adds seed data to the workspace: all of it, or nothing.
    ///
    /// # Errors
    ///
    /// The data contradicts the workspace, for example with a user id that exists.
    pub fn add(&self, seed: &Seed) -> Result<(), SeedError> {
        self.engine.add(seed)
    }

    /// Copies the workspace.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.engine.with_state(|state| state.workspace.clone()))
    }

    /// Replaces the workspace with a copy. The clock stays.
    pub fn restore(&self, snapshot: &Snapshot) {
        self.engine.restore(snapshot.0.clone());
    }

    /// The time of the emulator's clock, in unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.engine.lock().clock.seconds()
    }

    /// Advances the clock.
    pub fn advance(&self, time: Duration) {
        let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.engine.change(|state| state.clock.advance(millis));
    }

    /// Adds a fault rule.
    pub fn add_fault(&self, rule: FaultRule) {
        self.engine.faults.add(rule);
    }

    /// Removes all fault rules.
    pub fn clear_faults(&self) {
        self.engine.faults.clear();
    }

    /// Waits until no webhook notification is due or in flight.
    pub async fn deliveries_settled(&self) {
        loop {
            let settled = self.engine.settled.notified();
            if self.engine.with_state(|state| state.is_settled()) {
                return;
            }
            settled.await;
        }
    }

    /// Writes the state file now.
    ///
    /// # Errors
    ///
    /// The file cannot be written; then the old one is unchanged.
    pub fn save(&self) -> io::Result<()> {
        self.engine.state_file.as_ref().map_or(Ok(()), |file| autosave::save(&self.engine, file))
    }
}

impl Drop for Emulator {
    /// The listener's task owns the tasks of all connections, so they end with it.
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        // An error cannot be reported here; `save` reports it.
        let _ = self.save();
        // The aborted tasks may live on for a moment, with the file.
        if let Some(file) = &self.engine.state_file {
            file.release();
        }
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("address", &self.address).finish_non_exhaustive()
    }
}
