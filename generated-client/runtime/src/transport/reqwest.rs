//! The default transport: reqwest.

use crate::error::Setting;
use crate::settings::Timeouts;
use crate::transport::error::{Failure, TransportError};
use crate::transport::failed::{Host, check_encoding, failure, late, unknown_encoding};
use crate::transport::origin::Origin;
use crate::transport::proxies;
use crate::transport::received::Received;
use crate::transport::redirected::unexpected_origin;
use crate::transport::sent_body::{Progress, SentBody, SentStream};
use crate::transport::stream::{StreamBody, StreamFuture};
use crate::transport::{SendOptions, Transport, TransportFuture};
use bytes::{Bytes, BytesMut};
use http::request::Parts;
use std::future::{Future, poll_fn, ready};
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
        let (parts, body) = request.into_parts();
        let progress = (!body.is_empty()).then(Progress::default);
        let body = progress.as_ref().map(|progress| reqwest::Body::wrap(SentBody::new(body, progress.clone())));
        match self.start(parts, body, progress, options, Some(options.timeout)) {
            Ok((exchange, sending)) => Box::pin(caught(move || exchange.run(sending))),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    fn send_stream(&self, request: http::Request<StreamBody>, options: SendOptions) -> StreamFuture<'_> {
        let (parts, body) = request.into_parts();
        let progress = (body.length() != Some(0)).then(Progress::default);
        let body = progress.as_ref().map(|progress| reqwest::Body::wrap(SentStream::new(body, progress.clone())));
        match self.start(parts, body, progress, options, None) {
            Ok((exchange, sending)) => Box::pin(caught(move || exchange.open(sending, options.timeout))),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}

impl Reqwest {
    /// Starts to send a request; `timeout` is for all of the response.
    fn start(
        &self,
        parts: Parts,
        body: Option<reqwest::Body>,
        progress: Option<Progress>,
        options: SendOptions,
        timeout: Option<Duration>,
    ) -> Result<(Exchange, impl Future<Output = Result<reqwest::Response, reqwest::Error>> + use<>), TransportError>
    {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::unsendable("calls must be awaited inside a tokio runtime"));
        }
        let mut request = reqwest::Request::new(parts.method.clone(), Origin::url(&self.origin, &parts.uri)?);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = body;
        *request.timeout_mut() = timeout;
        let exchange = Exchange {
            host: Host(parts.uri.authority().cloned()),
            method: parts.method,
            uri: parts.uri,
            max_body: options.max_body,
            // A timeout that the attempt's own cannot outlast needs no timer.
            read_timeout: self.read_timeout.filter(|limit| timeout.is_none_or(|timeout| *limit < timeout)),
            progress,
        };
        match catch_unwind(AssertUnwindSafe(|| self.client.execute(request))) {
            Ok(sending) => Ok((exchange, sending)),
            Err(_) => Err(panicked()),
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
    progress: Option<Progress>,
}

impl Exchange {
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

    /// Waits for the head of the response, within the time; its body is left to the caller.
    #[expect(clippy::manual_async_fn, reason = "the compiler stores the arguments of an async fn twice")]
    fn open<F>(
        self,
        sending: F,
        timeout: Duration,
    ) -> impl Future<Output = Result<http::Response<StreamBody>, TransportError>>
    where
        F: Future<Output = Result<reqwest::Response, reqwest::Error>>,
    {
        async move {
            let response = match tokio::time::timeout(timeout, self.within(sending)).await {
                Ok(Ok(response)) => response,
                Ok(Err(failed)) => return Err(self.failed_to_send(failed)),
                Err(_) => return Err(self.failed_to_send(TransportError::timeout(late(&self.host)))),
            };
            let unexpected_origin = unexpected_origin(&self.method, &self.uri, &response);
            let (head, body) = http::Response::from(response).into_parts();
            let wrong = match unexpected_origin {
                Some(message) => Some(TransportError::unexpected_origin(message)),
                None => unknown_encoding(&head.headers),
            };
            match wrong {
                Some(error) => Err(error.with_partial(http::Response::from_parts(head, Bytes::new()))),
                None => {
                    let body = Received::new(body, self.host, self.read_timeout.unwrap_or(timeout)).into_body();
                    Ok(http::Response::from_parts(head, body))
                }
            }
        }
    }

    fn failed_to_send(&self, failed: TransportError) -> TransportError {
        let Some(progress) = &self.progress else { return failed };
        if let Some(error) = progress.take_error() {
            return error;
        }
        match failed.failure {
            Failure::Timeout | Failure::Broken if !progress.has_started() => {
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

/// Ends in an error where the exchange would panic: tokio does where a runtime has no timers or no I/O, and nothing shows it
/// beforehand. The exchange is made inside, or it would be stored twice.
#[expect(clippy::manual_async_fn, reason = "the compiler stores the arguments of an async fn twice")]
fn caught<T, F>(start: impl FnOnce() -> F) -> impl Future<Output = Result<T, TransportError>>
where
    F: Future<Output = Result<T, TransportError>>,
{
    async move {
        let mut exchange = pin!(start());
        poll_fn(|context| {
            catch_unwind(AssertUnwindSafe(|| exchange.as_mut().poll(context)))
                .unwrap_or_else(|_| Poll::Ready(Err(panicked())))
        })
        .await
    }
}

fn panicked() -> TransportError {
    TransportError::unsendable("the HTTP client panicked: the tokio runtime needs I/O and timers (`enable_all`)")
}
