//! The settings of an emulator.

use crate::protocol::rate_limit::RateLimit;
use crate::protocol::recorded_request::RecordedRequest;
use crate::protocol::version::Version;
use crate::workspace::clock::Clock;
use crate::workspace::digest::digest;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The settings of an emulator: its address, its limits and its clock.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) host: IpAddr,
    pub(crate) allow_remote: bool,
    pub(crate) port: u16,
    pub(crate) header_timeout: Duration,
    pub(crate) body_timeout: Duration,
    pub(crate) write_timeout: Duration,
    pub(crate) max_connections: usize,
    pub(crate) token: Option<Token>,
    pub(crate) version: Option<String>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) latency: Duration,
    pub(crate) clock: Clock,
    pub(crate) seed: u32,
    pub(crate) durable: bool,
    pub(crate) on_request: OnRequest,
}

/// Larger bodies are rejected.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// A larger body is read and dropped up to this size, so that the client sees the response instead of a reset connection.
pub const MAX_DRAIN_BYTES: usize = 16 * 1024 * 1024;

/// The approximate maximum of request line and headers: hyper checks it between reads.
pub const MAX_HEAD_BYTES: usize = 64 * 1024;

impl Default for Settings {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            allow_remote: false,
            port: 0,
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(60),
            // Below the usual limit of 1024 open files.
            max_connections: 768,
            token: None,
            version: None,
            rate_limit: None,
            latency: Duration::ZERO,
            clock: Clock::default(),
            seed: 0,
            durable: false,
            on_request: OnRequest(None),
        }
    }
}

impl Settings {
    /// The port; 0, the default, selects a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The address to listen on; 127.0.0.1 by default. An address that other machines can reach also needs
    /// [`Settings::allow_remote`].
    #[must_use]
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// Allows requests of other machines. The emulator has no secrets of yours, but it accepts any token and returns all its data.
    #[must_use]
    pub fn allow_remote(mut self) -> Self {
        self.allow_remote = true;
        self
    }

    /// The timeout for the head of the next request on a connection (10 s by default). Then the connection is closed; a client
    /// that has sent a part of the head gets an error response first.
    #[must_use]
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.header_timeout = timeout;
        self
    }

    /// The timeout for a body (10 s by default). Then the request is rejected.
    #[must_use]
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.body_timeout = timeout;
        self
    }

    /// How long a client may read nothing of a response (60 s by default). Then its connection is reset. The pauses of a
    /// `slow_body` fault do not count. The kernel reports progress in steps of some hundred kilobytes, so a client that reads less
    /// than about 10 KB a second may be taken for one that reads nothing.
    #[must_use]
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout;
        self
    }

    /// The maximum of simultaneous connections (768 by default); further ones wait.
    #[must_use]
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Accepts only this token and those that apps get for their codes; by default any token is accepted. A state file does not
    /// contain it.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::new(token.into()));
        self
    }

    /// The API version of requests that name none; the oldest one by default.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Rejects requests beyond this limit. By default requests are counted and the headers report it, but none is rejected.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Delays every response.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// The clock; by default fixed at noon of 2018-10-15 (UTC), so that every run returns the same responses.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The seed of ids and random choices (0 by default): equal seeds give equal ones.
    #[must_use]
    pub fn seed(mut self, seed: u32) -> Self {
        self.seed = seed;
        self
    }

    /// Writes each change to the state file before the response: a kill loses no change that a client knows of. By default changes
    /// are written a little later. Needs a state file, and costs one write of the whole workspace for each change; changes that
    /// arrive during a write share the next one.
    #[must_use]
    pub fn durable(mut self) -> Self {
        self.durable = true;
        self
    }

    /// Calls a function after each request, on the thread that serves the request.
    #[must_use]
    pub fn on_request(mut self, call: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        self.on_request = OnRequest(Some(Arc::new(call)));
        self
    }

    pub(crate) fn is_remote(&self) -> bool {
        !self.host.is_loopback()
    }

    /// The version of requests that name none.
    pub(crate) fn api_version(&self) -> Version {
        self.version.as_deref().and_then(Version::parse).unwrap_or(Version::oldest())
    }

    /// Why the settings are invalid.
    pub(crate) fn problem(&self) -> Option<String> {
        if self.is_remote() && !self.allow_remote {
            return Some(format!("other machines can reach {}; to listen there, also set `allow_remote`", self.host));
        }
        match &self.version {
            Some(version) if Version::parse(version).is_none() => {
                Some(format!("unknown API version `{version}`; known versions: {}", Version::known().join(", ")))
            }
            _ => None,
        }
    }
}

/// An accepted token. Never printed.
#[derive(Clone)]
pub struct Token {
    text: String,
    digest: String,
}

impl Token {
    fn new(text: String) -> Self {
        Self { digest: digest(text.as_bytes()), text }
    }

    /// For clients of [`crate::Emulator::client`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Given tokens are compared by their digests.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

type Callback = dyn Fn(&RecordedRequest) + Send + Sync;

/// The function that is called after each request.
#[derive(Clone)]
pub struct OnRequest(Option<Arc<Callback>>);

impl OnRequest {
    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    pub fn call(&self, request: &RecordedRequest) {
        if let Some(call) = &self.0 {
            call(request);
        }
    }
}

impl fmt::Debug for OnRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Some(..)" } else { "None" })
    }
}
