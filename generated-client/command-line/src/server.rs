//! A server of this program's own: connections, their limits and their end.

use crate::exit_error::ExitError;
use crate::output;
use crate::terminal::print_err;
use crate::wait::ctrl_c;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// A larger request is rejected before it is read completely.
pub const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Connections at once; others wait.
const MAX_CONNECTIONS: usize = 256;

/// The time in which a request's headers must have come.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// A server that listens already.
pub struct Server {
    listener: TcpListener,
    pub address: SocketAddr,
}

impl Server {
    /// Listens at an address; at any free port where the port is 0.
    pub async fn bind(host: IpAddr, port: u16) -> Result<Self, ExitError> {
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::AddrInUse => ExitError::failure(format!("port {port} is in use; choose another with --port")),
            _ => ExitError::failure(format!("cannot listen on {}: {error}", SocketAddr::new(host, port))),
        };
        let listener = TcpListener::bind((host, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// Prints the address below `http://`, and serves it until Ctrl-C.
    pub async fn run<F>(self, path: &str, respond: impl Fn(Request<Incoming>) -> F + Clone + Send + 'static)
    where
        F: Future<Output = Response<Full<Bytes>>> + Send,
    {
        // A parent process may close the pipe once it has read the address; the server continues.
        let _ = output::print(format!("listening on http://{}{path}\n", self.address));
        print_err("Ctrl-C stops it");
        let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let mut connections = JoinSet::new();
        let mut interrupt = Box::pin(ctrl_c());
        loop {
            let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
            let stream = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => stream,
                    // Such as a connection that has gone already.
                    Err(_) => {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                        continue;
                    }
                },
                () = &mut interrupt => return,
            };
            let respond = respond.clone();
            connections.spawn(async move {
                let service = service_fn(move |request| {
                    let respond = respond.clone();
                    async move { Ok::<_, Infallible>(respond(request).await) }
                });
                let mut server = http1::Builder::new();
                server.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
                // What is wrong with a connection concerns its caller only. A call that its caller cancels ends here.
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
                drop(permit);
            });
            while connections.try_join_next().is_some() {}
        }
    }
}
