//! What became of a request that reqwest did not send, or of a response that it could not read.

use crate::error::Setting;
use crate::quote::quote_chars;
use crate::transport::error::TransportError;
use bytes::Bytes;
use http::HeaderMap;
use http::uri::Authority;
use std::error::Error as StdError;
use std::fmt;
use std::io;

/// The host and the port that messages name.
#[derive(Clone)]
pub(crate) struct Host(pub Option<Authority>);

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("", Authority::as_str))
    }
}

pub(crate) fn late(host: &Host) -> String {
    format!("no response from {host} in time")
}

/// A content encoding that is still there was not asked for and has not been undone.
pub(crate) fn check_encoding(response: http::Response<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
    match unknown_encoding(response.headers()) {
        None => Ok(response),
        Some(error) => Err(error.with_partial(response)),
    }
}

/// An encoding that was not asked for and has not been undone.
pub(crate) fn unknown_encoding(headers: &HeaderMap) -> Option<TransportError> {
    let encoding = headers.get(http::header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    match encoding {
        None | Some("identity" | "") => None,
        Some(encoding) => Some(TransportError::encoding(format!(
            "the response is encoded as `{}`, which this client does not read",
            quote_chars(encoding, 40)
        ))),
    }
}

/// reqwest's error without its URL, which may hold personal data.
pub(crate) fn failure(error: reqwest::Error, host: &Host) -> TransportError {
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
