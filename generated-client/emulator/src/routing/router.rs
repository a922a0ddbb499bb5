//! One table of all paths, with the functions and the handler of each: a request is matched once.

use super::function_table::Candidate;
use super::pattern::Pattern;
use std::sync::Arc;

/// All endpoints. `H` is the type of handlers.
pub struct Router<H> {
    endpoints: Vec<Endpoint<H>>,
    /// How often a path was matched.
    #[cfg(test)]
    pub matches: std::sync::atomic::AtomicU64,
}

/// A method with a path.
pub struct Endpoint<H> {
    method: &'static str,
    pattern: Pattern,
    /// The path with `*` for parameters.
    pub path: Arc<str>,
    /// The functions of the spec with this method and path, in the spec's order.
    pub candidates: Vec<Candidate>,
    pub handler: Option<H>,
}

/// What a router knows about a method and a path.
pub enum RouteMatch<'r, H> {
    Found(&'r Endpoint<H>),
    /// The path is known with these methods only.
    WrongMethod(Vec<&'static str>),
    UnknownPath,
}

impl<H> Router<H> {
    /// Merges the paths of functions and of handlers (method, path with `*` for parameters, handler).
    pub fn new(
        candidates: impl Iterator<Item = (Pattern, Candidate)>,
        handlers: impl Iterator<Item = (&'static str, &'static str, H)>,
    ) -> Self {
        let mut endpoints: Vec<Endpoint<H>> = Vec::new();
        for (pattern, candidate) in candidates {
            let method = candidate.entry.function.http.as_str();
            find_or_add(&mut endpoints, method, pattern).candidates.push(candidate);
        }
        for (method, path, handler) in handlers {
            find_or_add(&mut endpoints, method, Pattern::of_path(path)).handler = Some(handler);
        }
        // The most specific pattern first; the sort is stable.
        endpoints.sort_by(|a, b| b.pattern.specificity().cmp(a.pattern.specificity()));
        Self {
            endpoints,
            #[cfg(test)]
            matches: std::sync::atomic::AtomicU64::new(0),
        }
    }

    /// Finds the most specific endpoint of a method and a decoded path.
    pub fn find(&self, method: &str, path: &[String]) -> RouteMatch<'_, H> {
        #[cfg(test)]
        self.matches.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut methods = Vec::new();
        for endpoint in self.endpoints.iter().filter(|endpoint| endpoint.pattern.matches(path)) {
            if endpoint.method == method {
                return RouteMatch::Found(endpoint);
            }
            methods.push(endpoint.method);
        }
        methods.sort_unstable();
        methods.dedup();
        if methods.is_empty() { RouteMatch::UnknownPath } else { RouteMatch::WrongMethod(methods) }
    }
}

fn find_or_add<'e, H>(
    endpoints: &'e mut Vec<Endpoint<H>>,
    method: &'static str,
    pattern: Pattern,
) -> &'e mut Endpoint<H> {
    let known = endpoints.iter().position(|known| known.method == method && known.pattern == pattern);
    let at = known.unwrap_or_else(|| {
        let path = pattern.to_string().into();
        endpoints.push(Endpoint { method, pattern, path, candidates: Vec::new(), handler: None });
        endpoints.len() - 1
    });
    &mut endpoints[at]
}

impl<H> Endpoint<H> {
    /// The segments of a matching path that contain parameters.
    pub fn path_params<'p>(&self, path: &'p [String]) -> Vec<&'p str> {
        self.pattern.params(path)
    }

    pub fn requires_auth(&self) -> bool {
        self.candidates.is_empty() || self.candidates.iter().any(|candidate| candidate.entry.function.has_credential())
    }
}
