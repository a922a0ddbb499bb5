//! A request in the log: what a test may look at, in few allocations.

use crate::protocol::recorded_request::RecordedRequest;
use bytes::Bytes;
use intercom_client::schema::Function;
use serde_json::Value;
use std::sync::Arc;

/// A [`RecordedRequest`] without its JSON, which is parsed again when it is looked at, and with all its texts in one: the log
/// contains thousands of requests, of which few are looked at.
pub struct LoggedRequest {
    /// All texts one after another: method, path, id, then credential, problem, segments, query and headers.
    text: Box<str>,
    /// Where each of them ends.
    ends: Box<[usize]>,
    has_credential: bool,
    has_problem: bool,
    segments: usize,
    /// Pairs.
    query: usize,
    body: Bytes,
    json: LoggedJson,
    bearer: bool,
    function: Option<&'static Function>,
    peers: Vec<&'static Function>,
    route: Option<Arc<str>>,
    unmatched: bool,
    status: u16,
}

/// The JSON of a body.
enum LoggedJson {
    None,
    /// The body is its text.
    Text,
    /// Of a form, or of an empty body.
    Value(Value),
}

impl LoggedJson {
    fn new(json: Option<Value>, body: &[u8]) -> Self {
        let is_text = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
        match json {
            None => Self::None,
            Some(_) if is_text => Self::Text,
            Some(json) => Self::Value(json),
        }
    }
}

impl From<RecordedRequest> for LoggedRequest {
    fn from(request: RecordedRequest) -> Self {
        let (header_text, header_ends) = request.compact_headers.parts();
        let pairs = request.query.iter().chain(&request.headers).flat_map(|(key, value)| [key, value]);
        let texts = [&request.method, &request.path, &request.request_id].into_iter();
        let texts = texts.chain(&request.credential).chain(&request.problem).chain(&request.segments).chain(pairs);
        let (bytes, count) = texts.clone().fold((0, 0), |(bytes, count), text| (bytes + text.len(), count + 1));
        let (mut text, mut ends) =
            (String::with_capacity(bytes + header_text.len()), Vec::with_capacity(count + header_ends.len()));
        for next in texts {
            text.push_str(next);
            ends.push(text.len());
        }
        let start = text.len();
        ends.extend(header_ends.iter().map(|end| start + end));
        text.push_str(header_text);
        Self {
            text: text.into(),
            ends: ends.into(),
            has_credential: request.credential.is_some(),
            has_problem: request.problem.is_some(),
            segments: request.segments.len(),
            query: request.query.len(),
            json: LoggedJson::new(request.json, &request.body),
            body: request.body,
            bearer: request.bearer,
            function: request.function,
            peers: request.peers,
            route: request.route,
            unmatched: request.unmatched,
            status: request.status,
        }
    }
}

impl LoggedRequest {
    pub fn to_recorded(&self) -> RecordedRequest {
        let mut start = 0;
        let mut texts = self.ends.iter().map(|end| {
            let text = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            text.to_owned()
        });
        let mut next = || texts.next().unwrap_or_default();
        let (method, path, request_id) = (next(), next(), next());
        let credential = self.has_credential.then(&mut next);
        let problem = self.has_problem.then(&mut next);
        let segments = (0..self.segments).map(|_| next()).collect();
        let query = (0..self.query).map(|_| (next(), next())).collect();
        let mut headers = Vec::new();
        while let Some(name) = texts.next() {
            headers.push((name, texts.next().unwrap_or_default()));
        }
        RecordedRequest {
            segments,
            query,
            headers,
            bearer: self.bearer,
            credential,
            body: self.body.clone(),
            json: match &self.json {
                LoggedJson::None => None,
                LoggedJson::Text => serde_json::from_slice(&self.body).ok(),
                LoggedJson::Value(json) => Some(json.clone()),
            },
            function: self.function,
            peers: self.peers.clone(),
            problem,
            route: self.route.clone(),
            unmatched: self.unmatched,
            status: self.status,
            ..RecordedRequest::new(&method, &path, request_id)
        }
    }
}
