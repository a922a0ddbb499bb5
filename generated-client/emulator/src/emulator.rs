//! The running emulator.

use crate::log::Log;
use crate::service::Service;
use crate::{Received, Settings, server};
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running emulator. Dropping it closes its port and its connections.
pub struct Emulator {
    address: SocketAddr,
    service: Arc<Service>,
    server: JoinHandle<()>,
}

impl Emulator {
    /// Starts an emulator on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// The port cannot be opened.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(Settings::default()).await
    }

    /// Starts an emulator with settings of your own; always on 127.0.0.1.
    ///
    /// # Errors
    ///
    /// The port cannot be opened, such as one that is in use.
    pub async fn start_with(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
        let address = listener.local_addr()?;
        let service = Arc::new(Service::new(settings));
        let server = tokio::spawn(server::serve(listener, Arc::clone(&service), settings));
        Ok(Self { address, service, server })
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
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
        self.service.log()
    }
}

impl Drop for Emulator {
    /// The server's task owns the listener and the tasks of all connections, so that these end with it.
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").field("address", &self.address).finish_non_exhaustive()
    }
}
