//! The functions of the spec with their examples, prepared for matching.

use super::pattern::Pattern;
use super::slots::{Slot, slots};
use crate::json::canonical;
use crate::protocol::recorded_request::RecordedRequest;
use crate::protocol::response::ApiResponse;
use http::StatusCode;
use intercom_client::Client;
use intercom_client::Example;
use intercom_client::schema::{FieldRef, Function};
use std::sync::Arc;

/// One function.
pub struct FunctionEntry {
    pub function: &'static Function,
    pub slots: Vec<Slot>,
    examples: Vec<ExampleRequest>,
}

/// An example: its request in a comparable form, and its response.
struct ExampleRequest {
    path: &'static str,
    query: Vec<(String, String)>,
    body: Option<String>,
    example: &'static Example<Client>,
}

/// A function whose path matches a request.
#[derive(Clone)]
pub struct Candidate {
    pub entry: Arc<FunctionEntry>,
    /// The index of the path among those of the function.
    pub route: usize,
    /// The fields that are parameters of the path.
    pub path_fields: Vec<FieldRef>,
}

impl FunctionEntry {
    fn new(function: &'static Function, examples: &'static [Example<Client>]) -> Self {
        let own = examples.iter().filter(|example| example.function.name == function.name);
        Self { function, slots: slots(function), examples: own.map(ExampleRequest::new).collect() }
    }

    /// Whether a request is the one of an example.
    pub fn has_example(&self, request: &CanonicalRequest<'_>) -> bool {
        self.examples.iter().any(|example| example.equals(request))
    }

    /// The response of the spec: of the example with this request, or of the first example, or an empty object.
    pub fn example_response(&self, request: &RecordedRequest) -> ApiResponse {
        let request = CanonicalRequest::new(request);
        let equal = self.examples.iter().find(|example| example.equals(&request));
        match equal.or(self.examples.first()) {
            Some(ExampleRequest { example, .. }) => {
                ApiResponse::example(StatusCode::from_u16(example.status).unwrap_or(StatusCode::OK), example.response)
            }
            None => ApiResponse::example(StatusCode::OK, "{}"),
        }
    }
}

/// All paths of all functions.
pub fn candidates(
    functions: &[&'static Function],
    examples: &'static [Example<Client>],
) -> impl Iterator<Item = (Pattern, Candidate)> {
    functions.iter().flat_map(move |function| {
        let entry = Arc::new(FunctionEntry::new(function, examples));
        function.layout().routes().iter().enumerate().map(move |(route, parts)| {
            let (pattern, path_fields) = Pattern::of_parts(&parts.parts);
            (pattern, Candidate { entry: Arc::clone(&entry), route, path_fields })
        })
    })
}

impl ExampleRequest {
    fn new(example: &'static Example<Client>) -> Self {
        let mut query: Vec<(String, String)> =
            example.query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        query.sort();
        Self { path: example.path, query, body: example.body.and_then(|body| canonical(body.as_bytes())), example }
    }

    fn equals(&self, request: &CanonicalRequest<'_>) -> bool {
        self.path == request.path && self.query == request.query && self.body == request.body
    }
}

/// A request in a comparable form: the order of keys does not matter.
pub struct CanonicalRequest<'a> {
    path: &'a str,
    query: Vec<(String, String)>,
    body: Option<String>,
}

impl<'a> CanonicalRequest<'a> {
    pub fn new(request: &'a RecordedRequest) -> Self {
        let mut query = request.query.clone();
        query.sort();
        Self { path: &request.path, query, body: canonical(&request.body) }
    }
}
