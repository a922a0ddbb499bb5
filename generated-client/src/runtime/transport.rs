//! The seam between the client and the network.

use bytes::Bytes;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// What a transport gives back.
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send>>;

/// Sends one request and reads the whole answer. The default is reqwest; tests and the emulator bring their own.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request; gives up after `timeout`.
    fn send(&self, request: http::Request<Bytes>, timeout: Duration) -> TransportFuture;
}

/// Why no answer came.
#[derive(Debug)]
pub struct TransportError {
    pub(super) failure: Failure,
    pub(super) message: String,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Failure {
    Connect,
    Timeout,
    Broken,
}

impl TransportError {
    /// No connection: nothing was sent.
    pub fn connect(message: impl Into<String>) -> Self {
        Self { failure: Failure::Connect, message: message.into(), source: None }
    }

    /// No answer in time.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self { failure: Failure::Timeout, message: message.into(), source: None }
    }

    /// The connection broke.
    pub fn broken(message: impl Into<String>) -> Self {
        Self { failure: Failure::Broken, message: message.into(), source: None }
    }

    /// The cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}

/// The default transport.
pub(super) struct Reqwest {
    client: reqwest::Client,
}

impl Reqwest {
    /// `loopback` servers are reached directly: a proxy could not reach them.
    pub(super) fn new(connect_timeout: Duration, loopback: bool) -> Result<Self, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            // The credential must not follow a redirect, and a POST must not become a GET.
            .redirect(reqwest::redirect::Policy::none());
        if loopback {
            builder = builder.no_proxy();
        }
        Ok(Self { client: builder.build()? })
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>, timeout: Duration) -> TransportFuture {
        let client = self.client.clone();
        Box::pin(async move {
            let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
            let mut request = reqwest::Request::try_from(request).map_err(|error| failure(error, &host))?;
            *request.timeout_mut() = Some(timeout);
            let response = client.execute(request).await.map_err(|error| failure(error, &host))?;
            let mut answer = http::Response::new(Bytes::new());
            *answer.status_mut() = response.status();
            *answer.headers_mut() = response.headers().clone();
            *answer.body_mut() = response.bytes().await.map_err(|error| failure(error, &host))?;
            Ok(answer)
        })
    }
}

/// reqwest's error without its URL, which may hold personal data.
fn failure(error: reqwest::Error, host: &str) -> TransportError {
    let made = if error.is_timeout() && !error.is_connect() {
        TransportError::timeout(format!("no answer from {host} in time"))
    } else if error.is_connect() {
        TransportError::connect(format!("cannot connect to {host}"))
    } else if error.is_body() || error.is_decode() {
        TransportError::broken(format!("the answer of {host} broke off"))
    } else {
        TransportError::broken(format!("the connection to {host} broke"))
    };
    made.with_source(error.without_url())
}
