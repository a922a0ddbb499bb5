//! The seam between the client and the network.

pub(crate) mod authority;
#[cfg(all(feature = "transport", target_family = "wasm", target_os = "unknown"))]
pub(crate) mod browser;
pub(crate) mod error;
#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
mod failed;
#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
mod origin;
#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
mod proxies;
#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
mod received;
#[cfg(feature = "transport")]
mod redirected;
#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
pub(crate) mod reqwest;
#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
mod sent_body;
pub(crate) mod source;
pub(crate) mod stream;

pub use self::error::TransportError;
pub use self::stream::{ByteStream, StreamBody, StreamFuture};
use bytes::Bytes;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A request as a transport sends it.
pub type Request = http::Request<Bytes>;

/// What a transport returns.
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send>>;

/// Sends one request and reads the complete response. The default is reqwest, by the feature `transport`, which the
/// TLS features switch on; tests and the emulator bring their own.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. Dropping the future cancels it. The future ends within the time of the options, by an error if need
    /// be: nobody else looks at the clock while it runs.
    fn send(&self, request: Request, options: SendOptions) -> TransportFuture;

    /// Sends one request whose body is a stream, and returns as soon as the head of the response is there. The time of the
    /// options counts until then, and its limit on bytes not at all: the caller reads the body.
    ///
    /// A transport that does not implement it reads both bodies into memory.
    fn send_stream(&self, request: http::Request<StreamBody>, options: SendOptions) -> StreamFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let (bytes, outcome) = body.collect(usize::MAX).await;
            outcome?;
            let response = self.send(http::Request::from_parts(head, bytes), options).await?;
            Ok(response.map(StreamBody::from))
        })
    }
}

/// Limits of one attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SendOptions {
    /// The timeout of the attempt: the complete response must be there.
    pub timeout: Duration,
    /// The body may have this many bytes.
    pub max_body: usize,
}

impl SendOptions {
    /// Limits of an attempt.
    #[must_use]
    pub fn new(timeout: Duration, max_body: usize) -> Self {
        Self { timeout, max_body }
    }
}
