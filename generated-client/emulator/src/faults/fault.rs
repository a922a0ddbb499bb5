//! The faults that can be injected.

use http::HeaderValue;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A fault of one response. A fault that replaces the response acts before the request is processed, one that corrupts the
/// response acts after.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// An error with this status; the request is not processed.
    Status(u16),
    /// The rate limit is exceeded for this number of seconds.
    RateLimit(i64),
    /// The response is delayed by this number of milliseconds.
    Delay(u64),
    /// The body is sent at this number of bytes a second.
    SlowBody(u64),
    /// The body ends after this number of bytes, before its stated length.
    Truncate(usize),
    /// The connection is reset.
    Reset(Reset),
    /// No response is sent; the request is processed.
    Hang,
    /// The HTML error page of a gateway with this status; the request is not processed.
    Html(u16),
    /// The body is truncated JSON.
    BadJson,
    /// The `Content-Type` header has this value.
    ContentType(String),
    /// The body is labelled as gzip but is not.
    CorruptGzip,
    /// All objects have an unknown member.
    ExtraFields,
    /// All objects lack this member.
    MissingField(String),
    /// This member is null in all objects.
    NullField(String),
    /// This member has an unknown value in all objects.
    UnknownEnum(String),
    /// The next page of a list is the page itself.
    RepeatCursor,
    /// A list is empty but has a next page.
    EmptyPage,
    /// A redirect to this URL; the request is not processed.
    Redirect(String),
    /// The body has this number of bytes.
    HugeBody(u64),
    /// The server's clock is wrong by this number of seconds, in `Date` and in the reset of the rate limit.
    ClockSkew(i64),
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reset {
    /// Before the request is processed.
    Before,
    /// After the request is processed, before the response is sent.
    After,
    /// After this number of bytes of the response, its head included.
    AtByte(usize),
}

/// Ten minutes.
const MAX_DELAY_MILLIS: u64 = 600_000;
const MAX_BYTES: u64 = 100_000_000_000;
/// A hundred years.
const MAX_SECONDS: i64 = 3_155_760_000;

impl Fault {
    /// Why the value is invalid.
    pub fn problem(&self) -> Option<String> {
        let (is_valid, expected) = match self {
            Self::Status(status) | Self::Html(status) => ((400..600).contains(status), "a status from 400 to 599"),
            Self::RateLimit(seconds) => ((0..=MAX_SECONDS).contains(seconds), "seconds, 0 or more"),
            Self::ClockSkew(seconds) => {
                ((-MAX_SECONDS..=MAX_SECONDS).contains(seconds), "seconds, at most a hundred years")
            }
            Self::Delay(millis) => (*millis <= MAX_DELAY_MILLIS, "milliseconds, at most ten minutes"),
            Self::SlowBody(bytes) => (*bytes > 0, "bytes a second, at least 1"),
            Self::HugeBody(bytes) => (*bytes <= MAX_BYTES, "bytes, at most a hundred thousand million"),
            Self::Truncate(at) | Self::Reset(Reset::AtByte(at)) => {
                (*at as u64 <= MAX_BYTES, "bytes, at most a hundred thousand million")
            }
            Self::Redirect(text) | Self::ContentType(text) => {
                (HeaderValue::try_from(text).is_ok(), "text that is valid in a header")
            }
            _ => (true, ""),
        };
        (!is_valid).then(|| format!("the fault needs {expected}"))
    }

    /// The message for a fault that needs a value and has none; the parser's own message is about Rust types.
    pub fn missing_value(given: &Value) -> Option<String> {
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

    /// Parses a fault: JSON, `name`, or `name=value`.
    ///
    /// # Errors
    ///
    /// The fault is unknown, or its value is invalid.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let json = if text.starts_with(['{', '"']) {
            serde_json::from_str::<Value>(text).map_err(|error| error.to_string())?
        } else {
            let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
            let name = name.trim().replace('-', "_");
            match value.map(str::trim) {
                None => name.into(),
                Some(value) => {
                    let value = match value.split_once(['=', ':']).filter(|(key, _)| key.starts_with("at")) {
                        // reset=at-byte=12
                        Some((key, number)) => json!({ key.replace('-', "_"): scalar(number) }),
                        None => scalar(value),
                    };
                    json!({ name: value })
                }
            }
        };
        let forms = "write it as `hang`, `status=503`, `reset=after`, `reset=at_byte=40` or JSON";
        if let Some(problem) = Self::missing_value(&json) {
            return Err(problem);
        }
        let fault: Self = serde_json::from_value(json).map_err(|error| format!("{error}; {forms}"))?;
        fault.problem().map_or(Ok(fault), Err)
    }
}

/// A number if it is one, otherwise a string.
fn scalar(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| text.into(), Value::from)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn faults_of_a_header_are_parsed() {
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
        for invalid in
            ["status=abc", "status", "status=200", "html=9999", "slow_body=0", "delay=99999999", "redirect=a\u{7}b"]
        {
            assert!(Fault::parse(invalid).is_err(), "{invalid}");
        }
    }
}
