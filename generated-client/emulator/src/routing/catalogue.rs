//! All functions with their paths and examples, made ready for matching.

use super::pattern::Pattern;
use super::slots::{Slot, slots};
use crate::Received;
use crate::json::canonical;
use intercom_client::Client;
use intercom_client::runtime::{Example, Function, Method};

pub(crate) struct Catalogue {
    entries: Vec<Entry>,
}

/// One function.
pub(crate) struct Entry {
    pub function: &'static Function,
    /// In the order of the function's routes.
    pub patterns: Vec<Pattern>,
    pub slots: Vec<Slot>,
    pub samples: Vec<Sample>,
}

/// An example with its request in a form that can be compared.
pub(crate) struct Sample {
    path: &'static str,
    query: Vec<(String, String)>,
    body: Option<String>,
}

/// A function and the one of its paths that a request has.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub entry: &'a Entry,
    pub route: usize,
    pub pattern: &'a Pattern,
}

/// What is known about method and path of a request.
pub(crate) enum Routed<'a> {
    /// Functions that may be meant.
    Found(Vec<Candidate<'a>>),
    /// The path is known with other methods.
    OtherMethods(Vec<&'static str>),
    /// The path is not known.
    Unknown,
}

impl Catalogue {
    pub(crate) fn new(functions: &[&'static Function], examples: &'static [Example<Client>]) -> Self {
        let entry = |function: &&'static Function| Entry {
            function,
            patterns: function.routes.iter().map(|route| Pattern::new(route.parts)).collect(),
            slots: slots(function),
            samples: examples
                .iter()
                .filter(|example| example.function.name == function.name)
                .map(Sample::new)
                .collect(),
        };
        Self { entries: functions.iter().map(entry).collect() }
    }

    /// The functions that have this method and path, at their most exact: `/users/scroll` is no `/users/{userId}`.
    pub(crate) fn route(&self, method: &str, path: &[String]) -> Routed<'_> {
        let of_path = || self.candidates().filter(|candidate| candidate.pattern.matches(path));
        let mut found: Vec<_> = of_path().filter(|candidate| candidate.method().as_str() == method).collect();
        if found.is_empty() {
            let mut methods: Vec<_> = of_path().map(|candidate| candidate.method().as_str()).collect();
            methods.sort_unstable();
            methods.dedup();
            return if methods.is_empty() { Routed::Unknown } else { Routed::OtherMethods(methods) };
        }
        let best = found.iter().map(|candidate| candidate.pattern.exactness()).max();
        found.retain(|candidate| Some(candidate.pattern.exactness()) == best);
        Routed::Found(found)
    }

    /// All functions with each of their paths.
    fn candidates(&self) -> impl Iterator<Item = Candidate<'_>> {
        self.entries.iter().flat_map(|entry| {
            let patterns = entry.patterns.iter().enumerate();
            patterns.map(move |(route, pattern)| Candidate { entry, route, pattern })
        })
    }
}

impl Candidate<'_> {
    fn method(&self) -> Method {
        self.entry.function.http
    }
}

impl Sample {
    fn new(example: &'static Example<Client>) -> Self {
        let mut query: Vec<(String, String)> =
            example.query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        query.sort();
        Self { path: example.path, query, body: example.body.and_then(|body| canonical(body.as_bytes())) }
    }

    /// Whether a request is the example's own, whatever the order of its keys.
    pub(crate) fn is(&self, request: &Comparable<'_>) -> bool {
        self.path == request.path && self.query == request.query && self.body == request.body
    }
}

/// A request in a form that can be compared.
pub(crate) struct Comparable<'a> {
    path: &'a str,
    query: Vec<(String, String)>,
    body: Option<String>,
}

impl<'a> Comparable<'a> {
    pub(crate) fn new(request: &'a Received) -> Self {
        let mut query = request.query.clone();
        query.sort();
        Self { path: &request.path, query, body: canonical(&request.body) }
    }
}
