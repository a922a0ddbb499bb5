//! The default transport: reqwest.

use crate::error::Setting;
use crate::quote::quote_chars;
use crate::settings::Timeouts;
use crate::transport::error::{Failure, TransportError};
use crate::transport::proxies;
use crate::transport::redirected::unexpected_origin;
use crate::transport::sent_body::SendStarted;
use crate::transport::sent_body::SentBody;
use crate::transport::{SendOptions, Transport, TransportFuture};
use bytes::{Bytes, BytesMut};
use std::error::Error as StdError;
use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

const NO_PROVIDER: &str = "rustls has no cryptography: install a provider before the client is built, such as \
    `rustls::crypto::ring::default_provider().install_default()`";

/// The default transport.
pub(crate) struct Reqwest {
    client: reqwest::Client,
}

impl Reqwest {
    /// `loopback` servers are reached directly: a proxy could not reach them.
    pub(crate) fn new(timeouts: Timeouts, scheme: &str, loopback: bool) -> Result<Self, TransportError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(timeouts.connect)
            .read_timeout(timeouts.read)
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
            Ok(Ok(client)) => Ok(Self { client }),
            Ok(Err(problem)) => {
                Err(TransportError::unsendable("the HTTP client cannot be set up").with_source(problem))
            }
            Err(_) => Err(TransportError::unsendable(NO_PROVIDER).with_setting(Setting::Tls)),
        }
    }

    /// An HTTP client that the application has set up.
    #[cfg(feature = "reqwest-0-13")]
    pub(crate) fn with_client(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>, options: SendOptions) -> TransportFuture {
        let client = self.client.clone();
        Box::pin(async move {
            if tokio::runtime::Handle::try_current().is_err() {
                return Err(TransportError::unsendable("calls must be awaited inside a tokio runtime"));
            }
            Caught(Box::pin(exchange(client, request, options))).await?
        })
    }
}

/// Sends the request and reads its response.
async fn exchange(
    client: reqwest::Client,
    request: http::Request<Bytes>,
    options: SendOptions,
) -> Result<http::Response<Bytes>, TransportError> {
    let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    let (started_sending, has_body) = (SendStarted::default(), !request.body().is_empty());
    let request = request.map(|bytes| reqwest::Body::wrap(SentBody::new(bytes, started_sending.clone())));
    let mut request = reqwest::Request::try_from(request).map_err(|error| failure(error, &host))?;
    *request.timeout_mut() = Some(options.timeout);
    let (method, url) = (request.method().clone(), request.url().clone());
    let response = client.execute(request).await.map_err(|error| {
        let failed = failure(error, &host);
        // Only a body shows it: without one the request may always have gone out.
        let unsent = has_body && !started_sending.is_set();
        match failed.failure {
            Failure::Timeout | Failure::Broken if unsent => {
                let message = format!("cannot connect to {host} in time");
                TransportError { failure: Failure::Connect, message, ..failed }
            }
            _ => failed,
        }
    })?;
    let unexpected_origin = unexpected_origin(&method, &url, &response);
    let received = read(response, options.max_body, &host).await?;
    match unexpected_origin {
        Some(message) => Err(TransportError::unexpected_origin(message).with_partial(received)),
        None => Ok(received),
    }
}

/// A future that ends in an error where it would panic: tokio does where a runtime has no timers or no I/O, and nothing shows it
/// beforehand.
struct Caught<F>(F);

impl<F: Future + Unpin> Future for Caught<F> {
    type Output = Result<F::Output, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match catch_unwind(AssertUnwindSafe(|| Pin::new(&mut self.0).poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(_) => {
                let message = "the HTTP client panicked: the tokio runtime needs I/O and timers (`enable_all`)";
                Poll::Ready(Err(TransportError::unsendable(message)))
            }
        }
    }
}

/// Reads the body up to its cap. What came is kept when the rest does not.
async fn read(
    mut response: reqwest::Response,
    max_body: usize,
    host: &str,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut received = http::Response::new(Bytes::new());
    *received.status_mut() = response.status();
    received.headers_mut().clone_from(response.headers());
    let mut first = None;
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
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
                return Err(failure(error, host).with_partial(received));
            }
        }
        if first.as_ref().map_or(body.len(), Bytes::len) > max_body {
            let message = format!("the response of {host} is larger than {max_body} bytes");
            return Err(TransportError::too_large(message).with_partial(received));
        }
    }
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
fn failure(error: reqwest::Error, host: &str) -> TransportError {
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
        TransportError::timeout(format!("no response from {host} in time"))
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
