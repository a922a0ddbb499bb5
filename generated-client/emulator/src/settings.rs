//! How an emulator listens, what it puts up with, and how its world runs.

use crate::engine::{RateLimit, Received, Version};
use crate::state::Clock;
use crate::state::digest::digest;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

/// How an emulator listens, what it puts up with, and how its world runs.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) host: IpAddr,
    pub(crate) allow_remote: bool,
    pub(crate) port: u16,
    pub(crate) header_timeout: Duration,
    pub(crate) body_timeout: Duration,
    pub(crate) write_timeout: Duration,
    pub(crate) connections: usize,
    pub(crate) token: Option<Token>,
    pub(crate) version: Option<String>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) latency: Duration,
    pub(crate) clock: Clock,
    pub(crate) seed: u32,
    pub(crate) observer: Observer,
}

/// The largest body that is read, in bytes.
pub(crate) const LARGEST_BODY: usize = 1024 * 1024;

/// How much of a larger body is read and dropped, so that the client sees the answer instead of a broken connection.
pub(crate) const LARGEST_DRAIN: usize = 16 * 1024 * 1024;

/// About the most bytes that a request line and its headers may have: hyper looks at it between reads.
pub(crate) const LARGEST_HEAD: usize = 64 * 1024;

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
            connections: 768,
            token: None,
            version: None,
            rate_limit: None,
            latency: Duration::ZERO,
            clock: Clock::default(),
            seed: 0,
            observer: Observer(None),
        }
    }
}

impl Settings {
    /// The port; 0, the default, takes a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The address to listen on; 127.0.0.1 by default. One that other machines reach needs [`Settings::allow_remote`] too.
    #[must_use]
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// Lets other machines ask. The emulator has no secrets, but it takes any token and tells all it knows.
    #[must_use]
    pub fn allow_remote(mut self) -> Self {
        self.allow_remote = true;
        self
    }

    /// How long a connection may take for the head of its next request (10 s by default); then it is closed. One that
    /// has begun with it is told.
    #[must_use]
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.header_timeout = timeout;
        self
    }

    /// How long a body may take (10 s by default); then the request is refused.
    #[must_use]
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.body_timeout = timeout;
        self
    }

    /// How long a client may take nothing of what is there for it (60 s by default); then its connection is reset. The pace
    /// of a `slow_body` is the emulator's own and does not count. The kernel tells of what is taken in steps of some hundred
    /// kilobytes, so that less than about 10 KB a second may pass for nothing.
    #[must_use]
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout;
        self
    }

    /// How many connections are served at once (768 by default); further ones wait.
    #[must_use]
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections.max(1);
        self
    }

    /// The one token that is taken, besides those that apps get for their codes. Any is by default. It belongs to the run: a
    /// state file does not keep it.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Token::new(token.into()));
        self
    }

    /// The API version of requests that name none; the oldest one by default, as for the apps of its time.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Refuses requests beyond this limit. By default requests are counted and the headers tell of it, but nobody is
    /// refused.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Lets every answer wait so long.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// The clock; by default it stands at noon of 2018-10-15 (UTC), so that every run gives the same answers.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Makes ids and chances other ones (0 by default), the same ones for the same seed.
    #[must_use]
    pub fn seed(mut self, seed: u32) -> Self {
        self.seed = seed;
        self
    }

    /// Is told of every request, once it is answered; by whichever thread answers.
    #[must_use]
    pub fn observer(mut self, observer: impl Fn(&Received) + Send + Sync + 'static) -> Self {
        self.observer = Observer(Some(Arc::new(observer)));
        self
    }

    pub(crate) fn is_remote(&self) -> bool {
        !self.host.is_loopback()
    }

    /// Of requests that name none.
    pub(crate) fn api_version(&self) -> Version {
        self.version.as_deref().and_then(Version::parse).unwrap_or(Version::oldest())
    }

    /// What cannot be.
    pub(crate) fn problem(&self) -> Option<String> {
        if self.is_remote() && !self.allow_remote {
            return Some(format!("{} is reached by other machines; allow it twice to listen there", self.host));
        }
        match &self.version {
            Some(version) if Version::parse(version).is_none() => {
                Some(format!("the API version `{version}` is not known; known are {}", Version::known().join(", ")))
            }
            _ => None,
        }
    }
}

/// A token that is taken, and never printed.
#[derive(Clone)]
pub(crate) struct Token {
    text: String,
    digest: String,
}

impl Token {
    fn new(text: String) -> Self {
        Self { digest: digest(text.as_bytes()), text }
    }

    /// For a client of the emulator's own.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What given tokens are compared by.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

type Tell = dyn Fn(&Received) + Send + Sync;

/// Whoever wants to know of requests.
#[derive(Clone)]
pub(crate) struct Observer(Option<Arc<Tell>>);

impl Observer {
    pub fn tell(&self, request: &Received) {
        if let Some(tell) = &self.0 {
            tell(request);
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Some(..)" } else { "None" })
    }
}
