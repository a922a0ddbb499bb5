//! One argument of a call, ready to be encoded.

use crate::join::joined;
use crate::request::file::File;
use crate::schema::{FieldRef, Kind};
use crate::time::timestamp::Timestamp;
use serde_json::Value;

/// A whole number as callers have it: a value of any integer type, or its digits as text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a whole number",
    label = "expected an integer, or its digits as text",
    note = "for an `Option`, use the setter of the same name that starts with `maybe_`"
)]
pub trait IntoInteger {
    /// The digits.
    #[doc(hidden)]
    fn into_digits(self) -> String;
}

macro_rules! integers {
    ($($integer:ty)*) => {
        $(impl IntoInteger for $integer {
            fn into_digits(self) -> String {
                self.to_string()
            }
        })*
    };
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize &str &String);

impl IntoInteger for String {
    fn into_digits(self) -> String {
        self
    }
}

/// What can be sent as JSON: whatever is a [`Value`] or becomes one, and what is checked when the call is sent.
pub trait IntoJson {
    /// The JSON, or what is wrong with it, as it stands behind the name of the argument: `must be …`.
    ///
    /// # Errors
    ///
    /// What cannot be sent.
    fn into_json(self) -> Result<Value, String>;
}

impl<T: Into<Value>> IntoJson for T {
    fn into_json(self) -> Result<Value, String> {
        Ok(self.into())
    }
}

/// The digits of a whole number: an optional sign and digits, of any size.
pub(crate) fn integer(text: &str) -> Option<String> {
    canonical(text.to_owned())
}

/// The same for a text that need not be kept; digits that are as JSON has them are returned as they are.
fn canonical(text: String) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if matches!(digits.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit)) {
        return Some(text);
    }
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // JSON has no leading zeros.
    let digits = digits.trim_start_matches('0');
    Some(if digits.is_empty() { "0".to_owned() } else { format!("{sign}{digits}") })
}

/// The latest time in unix seconds, in the year 5138. What lies beyond is in milliseconds, or in a smaller unit.
const LATEST: i64 = 100_000_000_000;

/// Unix seconds, or what is wrong with them. What no 64 bits hold is in no unit, and goes out as given.
pub(crate) fn seconds(digits: String) -> Result<ArgValue, String> {
    match digits.parse::<i64>() {
        Ok(seconds) if seconds.unsigned_abs() > LATEST.unsigned_abs() => {
            Err(format!("must be in unix seconds, and {digits} looks like milliseconds"))
        }
        _ => Ok(ArgValue::Number(digits)),
    }
}

/// The day of a date: `2018-09-28`, or the first ten characters of an RFC 3339 date.
pub(crate) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    let is_day = day.parse::<jiff::civil::Date>().is_ok();
    (is_day && (rest.is_empty() || Timestamp::parse(text).is_some())).then(|| day.to_owned())
}

/// A value as JSON text: faster than its `Display`, which writes each character through the formatter.
pub(crate) fn json_text(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The value of an argument. Generated builders make these; a value that cannot be sent is kept and reported when the call
/// is sent, so that builders never fail.
#[derive(Clone, Debug)]
pub struct Arg(pub(crate) ArgValue);

#[derive(Clone, Debug)]
pub(crate) enum ArgValue {
    /// Text.
    Text(String),
    /// A boolean.
    Boolean(bool),
    /// A number in its digits.
    Number(String),
    /// A list of texts.
    List(Vec<String>),
    /// JSON text.
    Json(String),
    /// Null, for a field that may be.
    Null,
    /// A file; boxed, since few arguments are one.
    File(Box<File>),
    /// What is wrong with the value.
    Invalid(String),
}

impl Arg {
    /// The place of a list, as its field is written: a number where that is one.
    pub(crate) fn place(field: FieldRef, place: &str) -> Self {
        match (field.kind, integer(place)) {
            (Kind::Integer | Kind::Number | Kind::Time, Some(digits)) => Self(ArgValue::Number(digits)),
            _ => Self::text(place),
        }
    }

    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(ArgValue::Text(text.into()))
    }

    /// A whole number.
    pub fn integer(number: impl IntoInteger) -> Self {
        Self(match canonical(number.into_digits()) {
            Some(digits) => ArgValue::Number(digits),
            None => ArgValue::Invalid("must be a whole number, which this text is not".to_owned()),
        })
    }

    /// A number; infinite ones and NaN cannot be sent.
    #[must_use]
    pub fn number(number: f64) -> Self {
        // Integers that a float represents exactly are written without a fraction, as the dynamic call writes them.
        Self(if !number.is_finite() {
            ArgValue::Invalid(format!("must be a finite number, not {number}"))
        } else if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
            ArgValue::Number(format!("{number:.0}"))
        } else {
            ArgValue::Number(Value::from(number).to_string())
        })
    }

    /// True or false.
    #[must_use]
    pub fn boolean(value: bool) -> Self {
        Self(ArgValue::Boolean(value))
    }

    /// A point in time, sent as unix seconds.
    pub fn time(time: impl Into<Timestamp>) -> Self {
        Self(seconds(time.into().unix().to_string()).unwrap_or_else(ArgValue::Invalid))
    }

    /// A list of texts.
    pub fn strings(items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(ArgValue::List(items.into_iter().map(Into::into).collect()))
    }

    /// A point in time, sent as RFC 3339.
    pub fn datetime(time: impl Into<Timestamp>) -> Self {
        let time = time.into();
        Self(match seconds(time.unix().to_string()) {
            Ok(_) => ArgValue::Text(time.to_string()),
            Err(problem) => ArgValue::Invalid(problem),
        })
    }

    /// A day such as `2018-09-28`; of an RFC 3339 date its day.
    pub fn date(day: impl Into<String>) -> Self {
        Self(match date(&day.into()) {
            Some(day) => ArgValue::Text(day),
            None => ArgValue::Invalid("must be a day such as 2018-09-28".to_owned()),
        })
    }

    /// A list of whole numbers.
    pub fn integers(items: impl IntoIterator<Item = impl IntoInteger>) -> Self {
        let mut json = Vec::new();
        for item in items {
            match canonical(item.into_digits()) {
                Some(digits) => json.push(digits),
                None => return Self(ArgValue::Invalid("must be a list of whole numbers".to_owned())),
            }
        }
        Self::digits(&json)
    }

    /// A list of numbers; infinite ones and NaN cannot be sent.
    pub fn numbers(items: impl IntoIterator<Item = f64>) -> Self {
        let mut json = Vec::new();
        for item in items {
            match Self::number(item).0 {
                ArgValue::Number(digits) => json.push(digits),
                other => return Self(other),
            }
        }
        Self::digits(&json)
    }

    /// A list of numbers.
    fn digits(items: &[String]) -> Self {
        Self(ArgValue::Json(format!("[{}]", joined(&mut items.iter().map(String::as_str), ","))))
    }

    /// A list of any JSON.
    pub fn list(items: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::json(Value::Array(items.into_iter().map(Into::into).collect()))
    }

    /// A file.
    pub fn file(file: impl Into<File>) -> Self {
        Self(ArgValue::File(Box::new(file.into())))
    }

    /// Null.
    #[must_use]
    pub fn null() -> Self {
        Self(ArgValue::Null)
    }

    /// Any JSON.
    pub fn json(value: impl IntoJson) -> Self {
        Self(match value.into_json() {
            Ok(value) => ArgValue::Json(json_text(&value)),
            Err(problem) => ArgValue::Invalid(problem),
        })
    }

    /// The text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.0 {
            ArgValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(arg: Arg) -> String {
        format!("{:?}", arg.0)
    }

    #[test]
    fn exact_integers_have_no_fraction() {
        for (number, digits) in [
            (5.0, "5"),
            (-5.0, "-5"),
            (0.5, "0.5"),
            (-1.25, "-1.25"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (-9_007_199_254_740_991.0, "-9007199254740991"),
            (9_007_199_254_740_992.0, "9007199254740992.0"),
            (-9_007_199_254_740_992.0, "-9007199254740992.0"),
        ] {
            assert_eq!(shown(Arg::number(number)), format!("Number({digits:?})"));
        }
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(shown(Arg::number(number)), format!("Invalid(\"must be a finite number, not {number}\")"));
        }
    }

    #[test]
    fn objects_are_objects_and_others_are_kept_as_wrong() {
        assert_eq!(shown(Arg::object(json!({ "a": 1 }))), r#"Json("{\"a\":1}")"#);
        assert_eq!(shown(Arg::object(json!([]))), r#"Invalid("must be a JSON object")"#);
        assert_eq!(shown(Arg::objects([json!({ "a": 1 }), json!({})])), r#"Json("[{\"a\":1},{}]")"#);
        let wrong = r#"Invalid("must be a list of JSON objects, and item 1 is none")"#;
        assert_eq!(shown(Arg::objects([json!({}), json!(2)])), wrong);
    }

    #[test]
    fn only_a_text_is_one() {
        assert_eq!(Arg::text("a").as_text(), Some("a"));
        assert_eq!(Arg::integer(1).as_text(), None);
        assert_eq!(shown(Arg::time(Timestamp::from_unix(-7))), r#"Number("-7")"#);
        assert_eq!(shown(Arg::time(Timestamp::from_unix(LATEST))), r#"Number("100000000000")"#);
        let wrong = r#"Invalid("must be in unix seconds, and 1700000000000 looks like milliseconds")"#;
        assert_eq!(shown(Arg::time(Timestamp::from_unix(1_700_000_000_000))), wrong);
        assert_eq!(shown(Arg::datetime(Timestamp::from_unix(1_700_000_000_000))), wrong);
        assert_eq!(shown(Arg::boolean(true)), "Boolean(true)");
        assert_eq!(shown(Arg::strings(["a", ""])), r#"List(["a", ""])"#);
    }
}
