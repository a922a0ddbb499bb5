//! The seam between the client and the network.

use super::proxies;
use bytes::{Bytes, BytesMut};
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::time::Duration;

/// What a transport gives back.
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send>>;

/// Sends one request and reads the whole answer. The default is reqwest; tests and the emulator bring their own.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. Dropping the future cancels it.
    fn send(&self, request: http::Request<Bytes>, options: SendOptions) -> TransportFuture;
}

/// Limits of one attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SendOptions {
    /// The whole answer must be there after this time.
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

/// Why no answer came, or not all of it.
#[derive(Debug)]
pub struct TransportError {
    pub(super) failure: Failure,
    pub(super) message: String,
    /// Status, headers and as much of the body as came.
    pub(super) partial: Option<Box<http::Response<Bytes>>>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Failure {
    /// No connection: nothing was sent.
    Connect,
    /// No connection that can be trusted: trying again is of no use.
    Certificate,
    /// The request cannot be sent at all.
    Refused,
    /// No answer in time.
    Timeout,
    /// The connection broke.
    Broken,
    /// The body is larger than allowed.
    TooLarge,
    /// The body's content encoding cannot be undone.
    Encoding,
}

impl TransportError {
    fn new(failure: Failure, message: impl Into<String>) -> Self {
        Self { failure, message: message.into(), partial: None, source: None }
    }

    /// No connection: nothing was sent, and trying again may help.
    pub fn connect(message: impl Into<String>) -> Self {
        Self::new(Failure::Connect, message)
    }

    /// No connection that can be trusted; trying again is of no use.
    pub fn certificate(message: impl Into<String>) -> Self {
        Self::new(Failure::Certificate, message)
    }

    /// The request cannot be sent at all.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Failure::Refused, message)
    }

    /// No answer in time.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self::new(Failure::Timeout, message)
    }

    /// The connection broke, and the request may have gone out.
    pub fn broken(message: impl Into<String>) -> Self {
        Self::new(Failure::Broken, message)
    }

    /// The body is larger than allowed.
    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(Failure::TooLarge, message)
    }

    /// The body's content encoding cannot be undone.
    pub fn encoding(message: impl Into<String>) -> Self {
        Self::new(Failure::Encoding, message)
    }

    /// Status, headers and as much of the body as came.
    #[must_use]
    pub fn with_partial(mut self, partial: http::Response<Bytes>) -> Self {
        self.partial = Some(Box::new(partial));
        self
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
    pub(super) fn new(connect_timeout: Duration, scheme: &str, loopback: bool) -> Result<Self, TransportError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            // The credential must not follow a redirect, and a POST must not become a GET.
            .redirect(reqwest::redirect::Policy::none())
            // Repeating is this crate's business: it knows which calls may be repeated.
            .retry(reqwest::retry::never());
        // Where both features are on, reqwest by itself takes the platform's library.
        #[cfg(feature = "rustls")]
        {
            builder = builder.tls_backend_rustls();
        }
        if loopback {
            builder = builder.no_proxy();
        } else {
            proxies::check(scheme).map_err(TransportError::refused)?;
        }
        // An application may have switched on reqwest's rustls without a provider of cryptography and installed none:
        // reqwest panics then.
        match catch_unwind(AssertUnwindSafe(|| builder.build())) {
            Ok(Ok(client)) => Ok(Self { client }),
            Ok(Err(problem)) => Err(TransportError::refused("the HTTP client cannot be set up").with_source(problem)),
            Err(_) => Err(TransportError::refused("the HTTP client cannot be set up: is a rustls provider installed?")),
        }
    }

    /// An HTTP client that the application has set up.
    #[cfg(feature = "http-client")]
    pub(super) fn with_client(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>, options: SendOptions) -> TransportFuture {
        let client = self.client.clone();
        Box::pin(async move {
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(TransportError::refused("calls must be awaited inside a tokio runtime"));
            }
            let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
            let mut request = reqwest::Request::try_from(request).map_err(|error| failure(error, &host))?;
            *request.timeout_mut() = Some(options.timeout);
            let response = client.execute(request).await.map_err(|error| failure(error, &host))?;
            read(response, options.max_body, &host).await
        })
    }
}

/// Reads the body up to its cap. What came is kept when the rest does not.
async fn read(
    mut response: reqwest::Response,
    max_body: usize,
    host: &str,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut answer = http::Response::new(Bytes::new());
    *answer.status_mut() = response.status();
    answer.headers_mut().clone_from(response.headers());
    let mut first = None;
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            // Most answers are one chunk: it is taken as it is.
            Ok(Some(chunk)) if first.is_none() && body.is_empty() => first = Some(chunk),
            Ok(Some(chunk)) => {
                if let Some(first) = first.take() {
                    body.extend_from_slice(&first);
                }
                body.extend_from_slice(&chunk);
            }
            Ok(None) => {
                *answer.body_mut() = first.unwrap_or_else(|| body.freeze());
                return check_encoding(answer);
            }
            Err(error) => {
                *answer.body_mut() = first.unwrap_or_else(|| body.freeze());
                return Err(failure(error, host).with_partial(answer));
            }
        }
        if first.as_ref().map_or(body.len(), Bytes::len) > max_body {
            let message = format!("the answer of {host} is larger than {max_body} bytes");
            return Err(TransportError::too_large(message).with_partial(answer));
        }
    }
}

/// A content encoding that is still there was not asked for and has not been undone.
fn check_encoding(answer: http::Response<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
    let encoding = answer.headers().get(http::header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    match encoding {
        None | Some("identity" | "") => Ok(answer),
        Some(encoding) => {
            let encoding: String = encoding.chars().filter(|c| !c.is_control()).take(40).collect();
            let message = format!("the answer is encoded as `{encoding}`, which this client does not read");
            Err(TransportError::encoding(message).with_partial(answer))
        }
    }
}

/// reqwest's error without its URL, which may hold personal data.
fn failure(error: reqwest::Error, host: &str) -> TransportError {
    let made = if error.is_connect() && is_without_tls(&error) {
        TransportError::refused("https needs this crate's feature `rustls` or `native-tls`")
    } else if error.is_connect() {
        match insecure(&error) {
            Some(reason) => TransportError::certificate(format!("no secure connection to {host}: {reason}")),
            None => TransportError::connect(format!("cannot connect to {host}")),
        }
    } else if error.is_builder() {
        TransportError::refused("the request cannot be sent")
    } else if error.is_timeout() {
        TransportError::timeout(format!("no answer from {host} in time"))
    } else if error.is_body() || causes(&error).any(is_body) {
        TransportError::broken(format!("the answer of {host} broke off"))
    } else if error.is_decode() {
        TransportError::encoding(format!("the answer of {host} is not encoded as it says"))
    } else {
        TransportError::broken(format!("the connection to {host} broke"))
    };
    made.with_source(error.without_url())
}

/// The causes of an error, but not the error itself: its text has the URL.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// reqwest calls every failure to read a body one of decoding; inside it says which were the connection's.
fn is_body(cause: &(dyn StdError + 'static)) -> bool {
    cause.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_body)
}

/// Whether reqwest was built without TLS and asked for https. Features cannot tell: another crate may have switched TLS on.
fn is_without_tls(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.to_string().contains("scheme is not http"))
}

/// Why a connection failed that trying again cannot mend: TLS that is refused, or no TLS at all.
fn insecure(error: &reqwest::Error) -> Option<String> {
    // The TLS libraries' own types are not this crate's dependencies; their words are.
    const WORDS: [&str; 6] = ["certificate", "corrupt message", "tls", "TLS", "ssl", "SSL"];
    let mut reason = None;
    for cause in causes(error) {
        // A handshake that broke off is as good as none.
        if cause.downcast_ref().is_some_and(broke_off) {
            return None;
        }
        let text = cause.to_string();
        if WORDS.iter().any(|word| text.contains(word)) {
            reason = Some(text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect());
        }
    }
    reason
}

/// hyper-rustls packs the error into another one, which hides its kind.
fn broke_off(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, TimedOut, UnexpectedEof};
    matches!(
        error.kind(),
        BrokenPipe | ConnectionAborted | ConnectionRefused | ConnectionReset | TimedOut | UnexpectedEof
    ) || error.get_ref().and_then(|inner| inner.downcast_ref()).is_some_and(broke_off)
}
