//! Fault rules: which requests fail, and how.

use super::fault::Fault;
use crate::protocol::apis::functions;
use crate::protocol::recorded_request::RecordedRequest;
use crate::{regular_file, yaml};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

/// A larger file of rules is rejected.
const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// A fault rule: which requests fail, and how. Without conditions it applies to all requests.
///
/// ```
/// use intercom_emulator::{Fault, FaultRule};
///
/// let third_page_fails = FaultRule::new(Fault::Status(503)).function("getUsers").call(3);
/// ```
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    #[serde(default)]
    when: When,
    fault: Fault,
}

/// The conditions of a rule; all of them must be met.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct When {
    #[serde(skip_serializing_if = "Option::is_none")]
    function: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    every: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
}

/// Why the text of fault rules is rejected. The message says where.
#[derive(Clone, Debug)]
pub struct FaultRulesError(String);

impl fmt::Display for FaultRulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultRulesError {}

impl FaultRule {
    /// A rule for all requests.
    #[must_use]
    pub fn new(fault: Fault) -> Self {
        Self { when: When::default(), fault }
    }

    /// Only requests of this function, by its name in the spec.
    #[must_use]
    pub fn function(mut self, name: impl Into<String>) -> Self {
        self.when.function = Some(name.into());
        self
    }

    /// Only requests with this HTTP method.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.when.method = Some(method.into());
        self
    }

    /// Only requests with this path; `*` matches any text.
    #[must_use]
    pub fn path(mut self, pattern: impl Into<String>) -> Self {
        self.when.path = Some(pattern.into());
        self
    }

    /// Only the nth of the requests that meet the other conditions, counted from 1.
    #[must_use]
    pub fn call(mut self, number: u64) -> Self {
        self.when.call = Some(number);
        self
    }

    /// Only the first `count` of them.
    #[must_use]
    pub fn first(mut self, count: u64) -> Self {
        self.when.first = Some(count);
        self
    }

    /// Only every nth of them.
    #[must_use]
    pub fn every(mut self, nth: u64) -> Self {
        self.when.every = Some(nth);
        self
    }

    /// Each of them with this probability, from 0 to 1. The random choices follow from the emulator's seed.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.when.probability = Some(probability);
        self
    }

    /// Parses a rule or a list of rules: YAML or JSON.
    ///
    /// # Errors
    ///
    /// The text is not a list of rules, or a value is invalid. The message says where.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, FaultRulesError> {
        // Errors are better if it is known whether the text is a list.
        let shape: serde_json::Value = yaml::parse(text).map_err(FaultRulesError)?;
        let given = shape.as_array().map_or(std::slice::from_ref(&shape), Vec::as_slice);
        if let Some(problem) = given.iter().find_map(|rule| Fault::missing_value(rule.get("fault")?)) {
            return Err(FaultRulesError(problem));
        }
        let rules = if shape.is_array() {
            yaml::parse(text).map_err(FaultRulesError)?
        } else {
            vec![yaml::parse::<Self>(text).map_err(FaultRulesError)?]
        };
        match rules.iter().find_map(Self::problem) {
            Some(problem) => Err(FaultRulesError(problem)),
            None => Ok(rules),
        }
    }

    /// Reads a file of fault rules: a regular one of at most 16 MiB.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is a device, a pipe or too large, or is not a list of rules. The message names it.
    pub fn read_file(path: impl AsRef<Path>) -> Result<Vec<Self>, FaultRulesError> {
        let path = path.as_ref();
        let with_path = |error: &dyn fmt::Display| FaultRulesError(format!("{}: {error}", path.display()));
        let text = regular_file::read_text(path, MAX_FILE_BYTES).map_err(|error| with_path(&error))?;
        Self::parse_all(&text).map_err(|error| with_path(&error))
    }

    /// Why a value is invalid.
    fn problem(&self) -> Option<String> {
        let When { function, path, call, first, every, probability, .. } = &self.when;
        if let Some(name) = function
            && !functions().any(|function| function.name == *name)
        {
            return Some(format!("unknown function `{name}`"));
        }
        if path.as_ref().is_some_and(|path| !path.starts_with(['/', '*'])) {
            return Some("`path` must start with `/` or `*`".to_owned());
        }
        for (key, number) in [("call", call), ("first", first), ("every", every)] {
            if *number == Some(0) {
                return Some(format!("`{key}` must be at least 1"));
            }
        }
        if probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
            return Some("`probability` must be a number from 0 to 1".to_owned());
        }
        self.fault.problem()
    }

    /// The fault.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.fault
    }

    /// Whether function, method and path of a request meet the conditions.
    pub(crate) fn matches(&self, request: &RecordedRequest) -> bool {
        let is_function = |name: &String| {
            request.function_name() == Some(name) || request.peers.iter().any(|peer| peer.name == *name)
        };
        let When { function, method, path, .. } = &self.when;
        function.as_ref().is_none_or(is_function)
            && method.as_ref().is_none_or(|method| request.method.eq_ignore_ascii_case(method))
            && path.as_ref().is_none_or(|pattern| matches(pattern, &request.path))
    }

    /// Whether the rule applies to the nth request that matches.
    pub(crate) fn applies_to_call(&self, call: u64, random: &mut fastrand::Rng) -> bool {
        let when = &self.when;
        when.call.is_none_or(|wanted| wanted == call)
            && when.first.is_none_or(|first| call <= first)
            && when.every.is_none_or(|every| every != 0 && call.is_multiple_of(every))
            && when.probability.is_none_or(|probability| random.f64() < probability)
    }
}

/// Whether a text matches a pattern, in which `*` matches any text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn star_matches_any_text() {
        for (pattern, text, fits) in [
            ("/users", "/users", true),
            ("/users", "/users/1", false),
            ("/users*", "/users/1", true),
            ("/*/reply", "/conversations/7/reply", true),
            ("*/7/*", "/conversations/7/reply", true),
            ("/users/*", "/users", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn conditions_select_calls() {
        let rule = || FaultRule::new(Fault::Hang);
        let calls = |rule: FaultRule| -> Vec<u64> {
            let mut random = fastrand::Rng::with_seed(1);
            (1..=6).filter(|call| rule.applies_to_call(*call, &mut random)).collect()
        };
        assert_eq!(calls(rule().call(3)), [3]);
        assert_eq!(calls(rule().first(2)), [1, 2]);
        assert_eq!(calls(rule().every(3)), [3, 6]);
        assert_eq!(calls(rule().every(0)), [0_u64; 0]);
        assert_eq!(calls(rule()).len(), 6);
        assert_eq!(calls(rule().probability(0.0)).len(), 0);
    }
}
