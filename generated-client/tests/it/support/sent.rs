//! A request as the client made it, taken apart.

use crate::support::recorder::Recorded;
use intercom_client::PreparedRequest;
use intercom_client::transport::{SendOptions, Transport, TransportError, TransportFuture};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A request.
#[derive(Clone, Debug)]
pub struct Sent {
    pub method: String,
    /// As sent, percent-encoded.
    pub path: String,
    /// Decoded, sorted.
    pub query: Vec<(String, String)>,
    pub body: Option<String>,
    headers: Vec<(String, String)>,
    pub warnings: Vec<String>,
}

impl Sent {
    /// A request before it is sent.
    pub fn prepared(request: &PreparedRequest) -> Result<Self, String> {
        let headers = request.header_lines().map(|(name, value)| (name.to_owned(), value)).collect();
        let body = request.body().map(|body| String::from_utf8(body.to_vec()).map_err(|error| error.to_string()));
        let sent = Self::new(request.method(), request.path_and_query(), body.transpose()?, headers)?;
        Ok(Self { warnings: request.warnings().to_vec(), ..sent })
    }

    /// A request as it came over a socket.
    pub fn recorded(request: &Recorded) -> Result<Self, String> {
        let (method, target) = request.line.split_once(' ').ok_or("no request line")?;
        let body = Some(request.body.clone()).filter(|body| !body.is_empty());
        Self::new(method, target, body, request.headers.clone())
    }

    /// A request that was worked out, with its query decoded and sorted.
    pub fn worked_out(method: &str, path: &str, query: Vec<(String, String)>, body: Option<String>) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { method, path, query, body, headers: Vec::new(), warnings: Vec::new() }
    }

    /// A request of a method, a target as sent, a body and headers.
    pub fn new(
        method: &str,
        target: &str,
        body: Option<String>,
        headers: Vec<(String, String)>,
    ) -> Result<Self, String> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let mut query = pairs.map(decode_pair).collect::<Result<Vec<_>, String>>()?;
        query.sort();
        Ok(Self { headers, ..Self::worked_out(method, path, query, body) })
    }

    /// The values of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Writes the token as a prepared request shows it.
    pub fn redact_token(&mut self, token: &str) {
        for (_, value) in self.headers.iter_mut().filter(|(name, _)| name == "authorization") {
            if *value == format!("Bearer {token}") {
                "Bearer …".clone_into(value);
            }
        }
    }
}

/// Percent-decodes a pair. A plus sign must not stand in it as it is: servers read it as a space.
fn decode_pair(pair: &str) -> Result<(String, String), String> {
    let (key, value) = pair.split_once('=').ok_or_else(|| format!("no `=` in {pair}"))?;
    if pair.contains(['+', ' ']) {
        return Err(format!("a bare plus sign or space in {pair}"));
    }
    let decode = |text: &str| {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
        decoded.map(std::borrow::Cow::into_owned).map_err(|error| format!("{text}: {error}"))
    };
    Ok((decode(key)?, decode(value)?))
}

/// A transport that sends nothing and counts what it should have sent.
#[derive(Clone, Debug, Default)]
pub struct Nothing {
    requests: Arc<AtomicUsize>,
}

impl Nothing {
    /// How many requests there were since the last question.
    pub fn take_requests(&self) -> usize {
        self.requests.swap(0, Ordering::SeqCst)
    }
}

impl Transport for Nothing {
    fn send(&self, _: http::Request<bytes::Bytes>, _: SendOptions) -> TransportFuture {
        self.requests.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Err(TransportError::connect("this transport sends nothing")) })
    }
}
