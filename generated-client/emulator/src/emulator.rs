//! The emulator as programs hold it.

use crate::door::{self, InProcess, StateFile};
use crate::engine::{Engine, Log};
use crate::faults::FaultRule;
use crate::seed::{Seed, SeedError};
use crate::settings::Token;
use crate::state::World;
use crate::{Received, Settings};
use intercom_client::{Client, ClientBuilder};
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// A running emulator with a workspace of its own. Dropping it closes its port and its connections, and writes its state
/// file, if it has one.
pub struct Emulator {
    /// None without a socket.
    address: Option<SocketAddr>,
    engine: Arc<Engine>,
    tasks: Vec<JoinHandle<()>>,
    file: Option<Arc<StateFile>>,
}

/// A workspace as it was, to go back to.
#[derive(Clone)]
pub struct Snapshot(World);

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snapshot(..)")
    }
}

/// What an emulator is made of, before it starts.
#[derive(Clone, Debug, Default)]
pub struct EmulatorBuilder {
    settings: Settings,
    seed: Seed,
    faults: Vec<FaultRule>,
    state_file: Option<PathBuf>,
}

impl EmulatorBuilder {
    /// How it listens and how its world runs.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// What its workspace begins with.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// What goes wrong.
    #[must_use]
    pub fn faults(mut self, rules: impl IntoIterator<Item = FaultRule>) -> Self {
        self.faults.extend(rules);
        self
    }

    /// Keeps the workspace in a file: taken up from it, when it is there, and written as it changes.
    #[must_use]
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state_file = Some(path.into());
        self
    }

    /// Starts it on a port.
    ///
    /// # Errors
    ///
    /// The port cannot be opened, such as one that is in use; the state file cannot be read or written, is in use by another
    /// emulator, or holds something else and is left as it is; or the settings or the seed data do not fit.
    pub async fn start(self) -> io::Result<Emulator> {
        let mut emulator = self.without_socket()?;
        let settings = &emulator.engine.settings;
        let listener = door::listen((settings.host, settings.port).into())?;
        emulator.address = Some(listener.local_addr()?);
        emulator.tasks.push(tokio::spawn(door::serve(listener, Arc::clone(&emulator.engine))));
        Ok(emulator)
    }

    /// Makes it without a socket: reached by [`Emulator::client`] and [`Emulator::transport`] alone. Webhooks are delivered
    /// when this is called inside a tokio runtime.
    ///
    /// # Errors
    ///
    /// As for [`EmulatorBuilder::start`], but for the port.
    pub fn without_socket(self) -> io::Result<Emulator> {
        if let Some(problem) = self.settings.problem() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
        }
        let invalid = |error: SeedError| io::Error::new(io::ErrorKind::InvalidInput, error.to_string());
        let file = match self.state_file {
            Some(path) => Some(Arc::new(StateFile::open(path)?)),
            None => None,
        };
        let kept = match &file {
            Some(file) => file.load()?,
            None => None,
        };
        let engine = match kept {
            Some(world) => Engine::with_world(self.settings, self.seed, world),
            None => Engine::new(self.settings, self.seed).map_err(invalid)?,
        };
        self.faults.into_iter().for_each(|rule| engine.faults.add(rule));
        let engine = Arc::new(engine);
        // A place that cannot be written to is better known now than at the end.
        if let Some(file) = &file {
            file.save(&engine)?;
        }
        Ok(Emulator::of(engine, file))
    }
}

impl Emulator {
    /// Without a socket; what goes on by itself goes on where a runtime is.
    fn of(engine: Arc<Engine>, file: Option<Arc<StateFile>>) -> Self {
        let mut tasks = Vec::new();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            tasks.push(runtime.spawn(door::deliver(Arc::clone(&engine))));
            if let Some(file) = &file {
                tasks.push(runtime.spawn(Arc::clone(file).keep(Arc::clone(&engine))));
            }
        }
        Self { address: None, engine, tasks, file }
    }

    /// Starts an emulator on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Starts an emulator with settings of your own.
    ///
    /// # Errors
    ///
    /// The port cannot be opened, such as one that is in use.
    pub async fn start_with(settings: Settings) -> io::Result<Self> {
        Self::builder().settings(settings).start().await
    }

    /// An emulator inside this process, without a socket.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # tokio::runtime::Runtime::new()?.block_on(async {
    /// let emulator = intercom_emulator::Emulator::in_process();
    /// let client = emulator.client().build()?;
    /// client.users().create_by_email("ines@kiln.example").name("Ines").await?;
    /// assert_eq!(client.users().list().page().await?.users[0].name.as_deref(), Some("Ines"));
    /// # Ok(())
    /// # })
    /// # }
    /// ```
    #[must_use]
    pub fn in_process() -> Self {
        Self::of(Arc::new(Engine::bare()), None)
    }

    /// An emulator with seed data, faults or a state file.
    #[must_use]
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// The base URL, without a slash at its end; without a socket one that only [`Emulator::transport`] serves.
    #[must_use]
    pub fn url(&self) -> String {
        self.address.map_or_else(|| "http://localhost".to_owned(), |address| format!("http://{address}"))
    }

    /// The address it listens on; none without a socket.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// A client of this emulator, by whichever door it has, with a token that it takes.
    #[must_use]
    pub fn client(&self) -> ClientBuilder<Client> {
        let token = self.engine.settings.token.as_ref().map_or("any", Token::text);
        let builder = Client::builder().base_url(self.url()).access_token(token);
        if self.address.is_some() { builder } else { builder.transport(self.transport()) }
    }

    /// The door without a socket.
    #[must_use]
    pub fn transport(&self) -> InProcess {
        InProcess::new(Arc::clone(&self.engine))
    }

    /// The requests received so far, in order. Only the latest few thousand are kept.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.log().all()
    }

    /// The requests received since the last time they were taken.
    #[must_use]
    pub fn take_requests(&self) -> Vec<Received> {
        self.log().take()
    }

    /// Empties the list of received requests.
    pub fn forget_requests(&self) {
        self.log().clear();
    }

    fn log(&self) -> &Log {
        &self.engine.log
    }

    /// Takes the workspace back to its seed data and the clock to its beginning; forgets requests and counts.
    ///
    /// # Errors
    ///
    /// None in practice: the seed data was fit at the start.
    pub fn reset(&self) -> Result<(), SeedError> {
        self.engine.reset()
    }

    /// Adds seed data to the workspace; all of it or nothing.
    ///
    /// # Errors
    ///
    /// The data does not fit what is there, such as a user id that is taken.
    pub fn add(&self, seed: &Seed) -> Result<(), SeedError> {
        self.engine.add(seed)
    }

    /// The workspace as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.engine.state().world.clone())
    }

    /// Goes back to a workspace as it was. The clock stays.
    pub fn restore(&self, snapshot: &Snapshot) {
        self.engine.restore(snapshot.0.clone());
    }

    /// The time, in unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.engine.state().time.seconds()
    }

    /// Sets the clock forward.
    pub fn advance(&self, time: Duration) {
        let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.engine.state().time.advance(millis);
        self.engine.changed();
    }

    /// Adds a rule of what goes wrong.
    pub fn add_fault(&self, rule: FaultRule) {
        self.engine.faults.add(rule);
    }

    /// Nothing goes wrong any more.
    pub fn clear_faults(&self) {
        self.engine.faults.clear();
    }

    /// Waits until no notification is due or on its way.
    pub async fn deliveries_settled(&self) {
        loop {
            let settled = self.engine.settled.notified();
            if self.engine.is_settled() {
                return;
            }
            settled.await;
        }
    }

    /// Writes the state file now.
    ///
    /// # Errors
    ///
    /// The file cannot be written; the old one is still there then.
    pub fn save(&self) -> io::Result<()> {
        match &self.file {
            Some(file) => file.save(&self.engine),
            None => Ok(()),
        }
    }
}

impl Drop for Emulator {
    /// The server's task owns the listener and the tasks of all connections, so that these end with it.
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        // Nobody to tell here; `save` tells.
        let _ = self.save();
        // The tasks may live on for a moment.
        if let Some(file) = &self.file {
            file.release();
        }
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("address", &self.address).finish_non_exhaustive()
    }
}
