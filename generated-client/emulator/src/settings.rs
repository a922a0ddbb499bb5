//! Where the emulator listens and what it puts up with.

use std::time::Duration;

/// Where the emulator listens and what it puts up with.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub(crate) port: u16,
    pub(crate) header_timeout: Duration,
    pub(crate) body_timeout: Duration,
    pub(crate) connections: usize,
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
            port: 0,
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            // Below the usual limit of 1024 open files.
            connections: 768,
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

    /// How long a connection may take for the head of its next request (10 s by default); then it is closed.
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

    /// How many connections are served at once (768 by default); further ones wait.
    #[must_use]
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections.max(1);
        self
    }
}
