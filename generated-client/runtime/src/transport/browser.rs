//! The default transport in a browser: reqwest over `fetch`.
//!
//! The browser decides about connections, compression, proxies and TLS, and a page on another origin needs the server's consent
//! (CORS). `fetch` follows redirects; a response from another origin is an error.

use crate::transport::error::TransportError;
use crate::transport::redirected::unexpected_origin;
use crate::transport::{SendOptions, Transport, TransportFuture};
use bytes::Bytes;
use send_wrapper::SendWrapper;

/// The default transport in a browser.
pub(crate) struct Browser {
    client: reqwest::Client,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self { client: reqwest::Client::new() }
    }
}

impl Transport for Browser {
    fn send(&self, request: http::Request<Bytes>, options: SendOptions) -> TransportFuture {
        // JavaScript's objects stay on their thread.
        Box::pin(SendWrapper::new(exchange(self.client.clone(), request, options)))
    }
}

async fn exchange(
    client: reqwest::Client,
    request: http::Request<Bytes>,
    options: SendOptions,
) -> Result<http::Response<Bytes>, TransportError> {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let host = uri.authority().map(ToString::to_string).unwrap_or_default();
    let mut request = reqwest::Request::try_from(request)
        .map_err(|error| TransportError::unsendable("the request cannot be sent").with_source(error.without_url()))?;
    *request.timeout_mut() = Some(options.timeout);
    let response = client.execute(request).await.map_err(|error| failure(error, &host))?;
    let mut received = http::Response::new(Bytes::new());
    *received.status_mut() = response.status();
    received.headers_mut().clone_from(response.headers());
    let unexpected_origin = unexpected_origin(&method, &uri, &response);
    let too_large =
        || TransportError::too_large(format!("the response of {host} is larger than {} bytes", options.max_body));
    if response.content_length().is_some_and(|length| length > options.max_body as u64) {
        return Err(too_large().with_partial(received));
    }
    match response.bytes().await {
        Ok(body) if body.len() > options.max_body => Err(too_large().with_partial(received)),
        Ok(body) => {
            *received.body_mut() = body;
            match unexpected_origin {
                Some(message) => Err(TransportError::unexpected_origin(message).with_partial(received)),
                None => Ok(received),
            }
        }
        Err(error) => Err(failure(error, &host).with_partial(received)),
    }
}

/// reqwest's error without its URL, which may hold personal data. `fetch` does not say whether the request went out.
fn failure(error: reqwest::Error, host: &str) -> TransportError {
    let made = if error.is_builder() {
        TransportError::unsendable("the request cannot be sent")
    } else if error.is_timeout() {
        TransportError::timeout(format!("no response from {host} in time"))
    } else {
        TransportError::broken(format!(
            "no response from {host}: there is no connection, or CORS does not allow the request"
        ))
    };
    made.with_source(error.without_url())
}
