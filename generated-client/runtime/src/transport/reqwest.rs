//! The default transport: reqwest.

use crate::error::Setting;
use crate::quote::quote_chars;
use crate::settings::Timeouts;
use crate::transport::error::{Failure, TransportError};
use crate::transport::origin::Origin;
use crate::transport::proxies;
use crate::transport::redirected::unexpected_origin;
use crate::transport::sent_body::SendStarted;
use crate::transport::sent_body::SentBody;
use crate::transport::{SendOptions, Transport, TransportFuture};
use bytes::{Bytes, BytesMut};
use http::uri::Authority;
use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn, ready};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::Poll;
use std::time::Duration;

const NO_PROVIDER: &str = "rustls has no cryptography: install a provider before the client is built, such as \
    `rustls::crypto::ring::default_provider().install_default()`";

/// The default transport.
pub(crate) struct Reqwest {
    client: reqwest::Client,
    origin: Arc<OnceLock<Origin>>,
    /// The time without any byte; none for a client of the application's, which has its own.
    read_timeout: Option<Duration>,
}

impl Reqwest {
    /// `loopback` servers are reached directly: a proxy could not reach them.
    pub(crate) fn new(timeouts: Timeouts, scheme: &str, loopback: bool) -> Result<Self, TransportError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(timeouts.connect)
            // The credential must not follow a redirect, and a POST must not become a GET.
            .redirect(reqwest::redirect::Policy::none())
            // Repeating is this crate's business: it knows which calls may be repeated.
            .retry(reqwest::retry::never());
        // Where both features are on, reqwest by itself takes the platform's library.
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
        {
            builder = builder.tls_backend_rustls();
        }
        if loopback {
            builder = builder.no_proxy();
        } else {
            proxies::check(scheme)
                .map_err(|problem| TransportError::unsendable(problem).with_setting(Setting::Proxy))?;
        }
        #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(TransportError::unsendable(NO_PROVIDER).with_setting(Setting::Tls));
        }
        // The application may have switched on reqwest's rustls without a provider by itself: reqwest panics then.
        match catch_unwind(AssertUnwindSafe(|| builder.build())) {
            Ok(Ok(client)) => Ok(Self { client, origin: Arc::default(), read_timeout: Some(timeouts.read) }),
            Ok(Err(problem)) => {
                Err(TransportError::unsendable("the HTTP client cannot be set up").with_source(problem))
            }
            Err(_) => Err(TransportError::unsendable(NO_PROVIDER).with_setting(Setting::Tls)),
        }
    }

    /// An HTTP client that the application has set up.
    #[cfg(feature = "reqwest-0-13")]
    pub(crate) fn with_client(client: reqwest::Client) -> Self {
        Self { client, origin: Arc::default(), read_timeout: None }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>, options: SendOptions) -> TransportFuture {
        if tokio::runtime::Handle::try_current().is_err() {
            let message = "calls must be awaited inside a tokio runtime";
            return Box::pin(ready(Err(TransportError::unsendable(message))));
        }
        // A timeout that the attempt's own cannot outlast needs no timer.
        let read_timeout = self.read_timeout.filter(|timeout| *timeout < options.timeout);
        let (exchange, request) = match Exchange::new(&self.origin, request, options, read_timeout) {
            Ok(made) => made,
            Err(error) => return Box::pin(ready(Err(error))),
        };
        match catch_unwind(AssertUnwindSafe(|| self.client.execute(request))) {
            Ok(sending) => Box::pin(caught(exchange, sending)),
            Err(_) => Box::pin(ready(Err(panicked()))),
        }
    }
}

/// What a request needs to know until its response is there.
struct Exchange {
    host: Host,
    method: http::Method,
    uri: http::Uri,
    max_body: usize,
    read_timeout: Option<Duration>,
    /// Only a body shows whether the request may have gone out.
    started_sending: Option<SendStarted>,
}

impl Exchange {
    fn new(
        origin: &OnceLock<Origin>,
        request: http::Request<Bytes>,
        options: SendOptions,
        read_timeout: Option<Duration>,
    ) -> Result<(Self, reqwest::Request), TransportError> {
        let (parts, body) = request.into_parts();
        let started_sending = (!body.is_empty()).then(SendStarted::default);
        let mut request = reqwest::Request::new(parts.method.clone(), Origin::url(origin, &parts.uri)?);
        *request.headers_mut() = parts.headers;
        *request.body_mut() =
            started_sending.as_ref().map(|started| reqwest::Body::wrap(SentBody::new(body, started.clone())));
        *request.timeout_mut() = Some(options.timeout);
        let host = Host(parts.uri.authority().cloned());
        let (method, uri, max_body) = (parts.method, parts.uri, options.max_body);
        Ok((Self { host, method, uri, max_body, read_timeout, started_sending }, request))
    }

    /// Waits for the head of the response and reads its body.
    #[expect(clippy::manual_async_fn, reason = "the compiler stores the arguments of an async fn twice")]
    fn run<F>(self, sending: F) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>>
    where
        F: Future<Output = Result<reqwest::Response, reqwest::Error>>,
    {
        async move {
            let this = &self;
            let response = match this.within(sending).await {
                Ok(response) => response,
                Err(failed) => return Err(this.failed_to_send(failed)),
            };
            let unexpected_origin = unexpected_origin(&this.method, &this.uri, &response);
            let received = this.read(response).await?;
            match unexpected_origin {
                Some(message) => Err(TransportError::unexpected_origin(message).with_partial(received)),
                None => Ok(received),
            }
        }
    }

    fn failed_to_send(&self, failed: TransportError) -> TransportError {
        let unsent = self.started_sending.as_ref().is_some_and(|started| !started.is_set());
        match failed.failure {
            Failure::Timeout | Failure::Broken if unsent => {
                let message = format!("cannot connect to {} in time", self.host);
                TransportError { failure: Failure::Connect, message, ..failed }
            }
            _ => failed,
        }
    }

    /// What the HTTP client returns, unless it takes longer than the time without any byte.
    async fn within<T>(&self, next: impl Future<Output = Result<T, reqwest::Error>>) -> Result<T, TransportError> {
        let mut next = pin!(next);
        let returned = match self.read_timeout {
            None => next.await,
            // Boxed: the timer is large, and rarely needed.
            Some(timeout) => match Box::pin(tokio::time::timeout(timeout, next.as_mut())).await {
                Ok(returned) => returned,
                Err(_) => return Err(TransportError::timeout(late(&self.host))),
            },
        };
        returned.map_err(|error| failure(error, &self.host))
    }

    /// Reads the body up to its cap. What came is kept when the rest does not.
    async fn read(&self, mut response: reqwest::Response) -> Result<http::Response<Bytes>, TransportError> {
        let mut received = http::Response::new(Bytes::new());
        *received.status_mut() = response.status();
        *received.headers_mut() = std::mem::take(response.headers_mut());
        let mut first = None;
        let mut body = BytesMut::new();
        loop {
            match self.within(response.chunk()).await {
                // Most responses are one chunk, which is used without a copy.
                Ok(Some(chunk)) if first.is_none() && body.is_empty() => first = Some(chunk),
                Ok(Some(chunk)) => {
                    if let Some(first) = first.take() {
                        body.extend_from_slice(&first);
                    }
                    body.extend_from_slice(&chunk);
                }
                Ok(None) => {
                    *received.body_mut() = first.unwrap_or_else(|| body.freeze());
                    return check_encoding(received);
                }
                Err(error) => {
                    *received.body_mut() = first.unwrap_or_else(|| body.freeze());
                    return Err(error.with_partial(received));
                }
            }
            if first.as_ref().map_or(body.len(), Bytes::len) > self.max_body {
                let message = format!("the response of {} is larger than {} bytes", self.host, self.max_body);
                return Err(TransportError::too_large(message).with_partial(received));
            }
        }
    }
}

/// The host and the port that messages name.
struct Host(Option<Authority>);

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("", Authority::as_str))
    }
}

/// Ends in an error where the exchange would panic: tokio does where a runtime has no timers or no I/O, and nothing shows it
/// beforehand.
#[expect(clippy::manual_async_fn, reason = "the compiler stores the arguments of an async fn twice")]
fn caught<F>(exchange: Exchange, sending: F) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>>
where
    F: Future<Output = Result<reqwest::Response, reqwest::Error>>,
{
    async move {
        let mut received = pin!(exchange.run(sending));
        poll_fn(|context| {
            catch_unwind(AssertUnwindSafe(|| received.as_mut().poll(context)))
                .unwrap_or_else(|_| Poll::Ready(Err(panicked())))
        })
        .await
    }
}

fn panicked() -> TransportError {
    TransportError::unsendable("the HTTP client panicked: the tokio runtime needs I/O and timers (`enable_all`)")
}

fn late(host: &Host) -> String {
    format!("no response from {host} in time")
}

/// A content encoding that is still there was not asked for and has not been undone.
fn check_encoding(response: http::Response<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
    let encoding = response.headers().get(http::header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    match encoding {
        None | Some("identity" | "") => Ok(response),
        Some(encoding) => {
            let message =
                format!("the response is encoded as `{}`, which this client does not read", quote_chars(encoding, 40));
            Err(TransportError::encoding(message).with_partial(response))
        }
    }
}

/// reqwest's error without its URL, which may hold personal data.
fn failure(error: reqwest::Error, host: &Host) -> TransportError {
    let made = if error.is_connect() && is_without_tls(&error) {
        TransportError::unsendable(
            "https needs TLS, which this build lacks: switch on one of the features `rustls`, `rustls-no-provider` or `native-tls`",
        )
        .with_setting(Setting::Tls)
    } else if error.is_connect() {
        match insecure(&error) {
            Some(reason) => TransportError::certificate(format!("no secure connection to {host}: {reason}")),
            None => TransportError::connect(format!("cannot connect to {host}")),
        }
    } else if error.is_builder() {
        TransportError::unsendable("the request cannot be sent")
    } else if error.is_timeout() {
        TransportError::timeout(late(host))
    } else if error.is_body() || causes(&error).any(is_body) {
        TransportError::broken(format!("the response of {host} broke off"))
    } else if error.is_decode() {
        TransportError::encoding(format!("the response of {host} is not encoded as its header says"))
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

/// Whether reqwest was built without TLS and asked for https. Features do not show it: another crate may have switched TLS on.
fn is_without_tls(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.to_string().contains("scheme is not http"))
}

/// Why a connection failed for good: TLS that is rejected, or no TLS at all.
fn insecure(error: &reqwest::Error) -> Option<String> {
    // The TLS libraries' own types are not this crate's dependencies; their words are.
    const TLS_TERMS: [&str; 6] = ["certificate", "corrupt message", "tls", "TLS", "ssl", "SSL"];
    let mut reason = None;
    for cause in causes(error) {
        // A handshake that broke off is as good as none.
        if cause.downcast_ref().is_some_and(broke_off) {
            return None;
        }
        let text = cause.to_string();
        if TLS_TERMS.iter().any(|term| text.contains(term)) {
            reason = Some(quote_chars(&text, 200));
        }
    }
    reason
}

/// hyper-rustls packs the error into another one, which conceals its kind.
fn broke_off(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, TimedOut, UnexpectedEof};
    matches!(
        error.kind(),
        BrokenPipe | ConnectionAborted | ConnectionRefused | ConnectionReset | TimedOut | UnexpectedEof
    ) || error.get_ref().and_then(|inner| inner.downcast_ref()).is_some_and(broke_off)
}
