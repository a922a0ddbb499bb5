//! A rule: which requests, and what befalls them.

use crate::{Received, yaml};
use http::HeaderValue;
use intercom_client::FUNCTIONS;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A rule: which requests, and what befalls them.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Which requests; all of them when nothing is said.
    #[serde(default)]
    pub when: When,
    /// What befalls them.
    pub fault: Fault,
}

/// What is wrong with the text of rules, and where.
#[derive(Clone, Debug)]
pub struct FaultRulesError(String);

impl fmt::Display for FaultRulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultRulesError {}

impl FaultRule {
    /// Reads a rule or a list of rules: YAML or JSON.
    ///
    /// # Errors
    ///
    /// Says what is no rule and where, or which value cannot be.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, FaultRulesError> {
        // Known to be a list or not, what is wrong with it is told better.
        let shape: serde_json::Value = yaml::read(text).map_err(FaultRulesError)?;
        let given = shape.as_array().map_or(std::slice::from_ref(&shape), Vec::as_slice);
        if let Some(problem) = given.iter().find_map(|rule| Fault::without_value(rule.get("fault")?)) {
            return Err(FaultRulesError(problem));
        }
        let rules = if shape.is_array() {
            yaml::read(text).map_err(FaultRulesError)?
        } else {
            vec![yaml::read::<Self>(text).map_err(FaultRulesError)?]
        };
        match rules.iter().find_map(Self::problem) {
            Some(problem) => Err(FaultRulesError(problem)),
            None => Ok(rules),
        }
    }

    /// A value that cannot be.
    fn problem(&self) -> Option<String> {
        let When { function, path, call, first, every, probability, .. } = &self.when;
        if let Some(name) = function
            && !FUNCTIONS.iter().any(|function| function.name == *name)
        {
            return Some(format!("there is no function `{name}`"));
        }
        if path.as_ref().is_some_and(|path| !path.starts_with(['/', '*'])) {
            return Some("`path` begins with `/` or `*`".to_owned());
        }
        for (key, number) in [("call", call), ("first", first), ("every", every)] {
            if *number == Some(0) {
                return Some(format!("`{key}` is at least 1"));
            }
        }
        if probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
            return Some("`probability` is a number from 0 to 1".to_owned());
        }
        self.fault.problem()
    }
}

/// Which requests a rule is for. All that is said must hold.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// The table's name of the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The HTTP method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path; `*` stands for any text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only this one of the requests that fit otherwise, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<u64>,
    /// Only so many of them, from the first on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u64>,
    /// Only each so-manieth of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// Only such a part of them, from 0 to 1; chance follows from the emulator's seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

impl When {
    pub(crate) fn names(&self, request: &Received) -> bool {
        let is_function = |name: &String| {
            request.function_name() == Some(name) || request.peers.iter().any(|peer| peer.name == *name)
        };
        self.function.as_ref().is_none_or(is_function)
            && self.method.as_ref().is_none_or(|method| request.method.eq_ignore_ascii_case(method))
            && self.path.as_ref().is_none_or(|pattern| matches(pattern, &request.path))
    }

    pub(crate) fn falls_on(&self, call: u64, random: &mut fastrand::Rng) -> bool {
        self.call.is_none_or(|wanted| wanted == call)
            && self.first.is_none_or(|first| call <= first)
            && self.every.is_none_or(|every| every != 0 && call.is_multiple_of(every))
            && self.probability.is_none_or(|probability| random.f64() < probability)
    }
}

/// Whether a text is as a pattern has it.
fn matches(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        let Some(at) = rest.find(piece) else { return false };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

/// What befalls a request. Those that replace the answer come before it is worked on, those that spoil the answer after.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// An error of this status instead of an answer; nothing is worked on.
    Status(u16),
    /// The rate limit is hit, for so many seconds.
    RateLimit(i64),
    /// The answer comes so many milliseconds later.
    Delay(u64),
    /// The body comes in pieces: so many bytes a second.
    SlowBody(u64),
    /// The body ends after so many bytes, short of its stated length.
    Truncate(usize),
    /// The connection is reset.
    Reset(Reset),
    /// No answer ever comes; the request is worked on.
    Hang,
    /// A page of a gateway with this status instead of an answer; nothing is worked on.
    Html(u16),
    /// The body is JSON that breaks off.
    BadJson,
    /// The body is said to be of this type.
    ContentType(String),
    /// The body is said to be gzip and is none.
    CorruptGzip,
    /// Objects have members that nobody knows.
    ExtraFields,
    /// Objects lack this member.
    MissingField(String),
    /// This member is null.
    NullField(String),
    /// This member has a text that nobody knows.
    UnknownEnum(String),
    /// A list leads to itself.
    RepeatCursor,
    /// A list is empty and leads on.
    EmptyPage,
    /// A redirect to this address; nothing is worked on.
    Redirect(String),
    /// The body has so many bytes.
    HugeBody(u64),
    /// The server's clock goes wrong by so many seconds: in `Date` and in the rate limit's reset.
    ClockSkew(i64),
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reset {
    /// Before anything is worked on.
    Before,
    /// After the request was worked on, before any of the answer.
    After,
    /// After so many bytes of the answer, its head included.
    AtByte(usize),
}

/// The longest that a fault takes, in milliseconds: ten minutes.
const LONGEST_DELAY: u64 = 600_000;
const LARGEST_BODY: u64 = 100_000_000_000;
/// A hundred years, in seconds.
const FARTHEST: i64 = 3_155_760_000;

impl Fault {
    /// A value that cannot be.
    fn problem(&self) -> Option<String> {
        let (sound, expected) = match self {
            Self::Status(status) | Self::Html(status) => ((400..600).contains(status), "a status from 400 to 599"),
            Self::RateLimit(seconds) => ((0..=FARTHEST).contains(seconds), "seconds, 0 or more"),
            Self::ClockSkew(seconds) => ((-FARTHEST..=FARTHEST).contains(seconds), "seconds, at most a hundred years"),
            Self::Delay(millis) => (*millis <= LONGEST_DELAY, "milliseconds, at most ten minutes"),
            Self::SlowBody(bytes) => (*bytes > 0, "bytes a second, at least 1"),
            Self::HugeBody(bytes) => (*bytes <= LARGEST_BODY, "bytes, at most a hundred thousand million"),
            Self::Redirect(text) | Self::ContentType(text) => {
                (HeaderValue::try_from(text).is_ok(), "text that a header can have")
            }
            _ => (true, ""),
        };
        (!sound).then(|| format!("the fault takes {expected}"))
    }

    /// What is wrong with a fault of which only the name is given, where it needs more: the parsers speak of it in terms of
    /// their own.
    fn without_value(given: &serde_json::Value) -> Option<String> {
        const EXAMPLES: [(&str, &str); 14] = [
            ("status", "503"),
            ("rate_limit", "7"),
            ("delay", "500"),
            ("slow_body", "100"),
            ("truncate", "10"),
            ("reset", "after"),
            ("html", "502"),
            ("content_type", "text/html"),
            ("missing_field", "email"),
            ("null_field", "email"),
            ("unknown_enum", "type"),
            ("redirect", "/elsewhere"),
            ("huge_body", "1000000"),
            ("clock_skew", "-3600"),
        ];
        let name = given.as_str()?;
        let (_, example) = EXAMPLES.iter().find(|(known, _)| *known == name)?;
        Some(format!("the fault `{name}` needs a value, as in `{name}: {example}`"))
    }

    /// A fault as JSON, as `name`, or as `name=value`.
    ///
    /// # Errors
    ///
    /// There is no such fault, or the value is not one for it; says so.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let json = if text.starts_with(['{', '"']) {
            serde_json::from_str::<serde_json::Value>(text).map_err(|error| error.to_string())?
        } else {
            let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
            let name = name.trim().replace('-', "_");
            match value.map(str::trim) {
                None => name.into(),
                Some(value) => {
                    let value = match value.split_once(['=', ':']).filter(|(key, _)| key.starts_with("at")) {
                        // reset=at-byte=12
                        Some((key, number)) => serde_json::json!({ key.replace('-', "_"): scalar(number) }),
                        None => scalar(value),
                    };
                    serde_json::json!({ name: value })
                }
            }
        };
        let known = "write it as `hang`, `status=503`, `reset=after`, `reset=at_byte=40` or JSON";
        if let Some(problem) = Self::without_value(&json) {
            return Err(problem);
        }
        let fault: Self = serde_json::from_value(json).map_err(|error| format!("{error}; {known}"))?;
        fault.problem().map_or(Ok(fault), Err)
    }
}

/// A number, else a text.
fn scalar(text: &str) -> serde_json::Value {
    text.parse::<i64>().map_or_else(|_| text.into(), serde_json::Value::from)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn faults_in_a_header() {
        assert_eq!(Fault::parse("status=503").unwrap(), Fault::Status(503));
        assert_eq!(Fault::parse("hang").unwrap(), Fault::Hang);
        assert_eq!(Fault::parse("bad-json").unwrap(), Fault::BadJson);
        assert_eq!(Fault::parse("reset=before").unwrap(), Fault::Reset(Reset::Before));
        assert_eq!(Fault::parse("reset=at-byte=40").unwrap(), Fault::Reset(Reset::AtByte(40)));
        assert_eq!(Fault::parse("content-type=text/plain").unwrap(), Fault::ContentType("text/plain".to_owned()));
        assert_eq!(Fault::parse(r#"{"delay": 20}"#).unwrap(), Fault::Delay(20));
        let problem = Fault::parse("statsu=503").unwrap_err();
        assert!(problem.contains("statsu") && problem.contains("status"), "{problem}");
        assert_eq!(Fault::parse("reset=at_byte:40").unwrap(), Fault::Reset(Reset::AtByte(40)));
        assert_eq!(
            Fault::parse("redirect=http://a.example/?b=c").unwrap(),
            Fault::Redirect("http://a.example/?b=c".to_owned())
        );
        for wrong in
            ["status=abc", "status", "status=200", "html=9999", "slow_body=0", "delay=99999999", "redirect=a\u{7}b"]
        {
            assert!(Fault::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn paths_with_stars() {
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
    fn which_of_the_calls() {
        let falls = |when: When| -> Vec<u64> {
            let mut random = fastrand::Rng::with_seed(1);
            (1..=6).filter(|call| when.falls_on(*call, &mut random)).collect()
        };
        assert_eq!(falls(When { call: Some(3), ..When::default() }), [3]);
        assert_eq!(falls(When { first: Some(2), ..When::default() }), [1, 2]);
        assert_eq!(falls(When { every: Some(3), ..When::default() }), [3, 6]);
        assert_eq!(falls(When { every: Some(0), ..When::default() }), [0_u64; 0]);
        assert_eq!(falls(When::default()).len(), 6);
        assert_eq!(falls(When { probability: Some(0.0), ..When::default() }).len(), 0);
    }
}
