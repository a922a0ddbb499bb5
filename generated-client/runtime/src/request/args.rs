//! Arguments of a dynamic call: JSON in, each value checked against its field.

use crate::error::Error;
use crate::join::joined;
use crate::quote::quote_chars;
use crate::request::arg::{Arg, ArgValue, date, integer, seconds};
use crate::request::file::File;
use crate::response::decode::reader::items_of;
use crate::schema::{Field, FieldRef, Function, Kind};
use crate::suggest::nearest;
use crate::time::timestamp::Timestamp;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// The arguments of a dynamic call, by the tables' names. Values keep the digits and the bytes that they were given with.
#[derive(Clone, Default)]
pub struct Args {
    entries: Vec<(String, Box<RawValue>)>,
    problem: Option<String>,
}

impl fmt::Debug for Args {
    /// Names only: values may be secrets or personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|(name, _)| name)).finish()
    }
}

impl Args {
    /// No arguments.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a JSON object. Numbers of any size keep their digits.
    ///
    /// # Errors
    ///
    /// Text that is not one JSON object, or that contains an argument twice.
    pub fn parse(json: &str) -> Result<Self, Error> {
        serde_json::from_str(json).map_err(|problem| {
            // The parser's own words may quote the text, which may hold a secret.
            let place = format!("line {} column {}", problem.line(), problem.column());
            let what = match problem.to_string() {
                // No message of the parser begins with a name.
                twice if twice.starts_with('`') => twice,
                _ if problem.is_data() => "the arguments must be one JSON object".to_owned(),
                _ if problem.is_eof() => format!("the arguments' JSON ends too early ({place})"),
                _ => format!("the arguments are not JSON ({place})"),
            };
            Error::argument(what)
        })
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        match serde_json::value::to_raw_value(&value.into()) {
            Ok(raw) => self.entries.push((name.into(), raw)),
            Err(problem) => self.problem = Some(problem.to_string()),
        }
        self
    }

    /// The names given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }
}

impl From<Value> for Args {
    /// A JSON object; any other value is reported when the call is sent.
    fn from(value: Value) -> Self {
        match value {
            Value::Object(members) => {
                members.into_iter().fold(Self::new(), |args, (name, value)| args.with(name, value))
            }
            Value::Null => Self::new(),
            _ => Self { entries: Vec::new(), problem: Some("the arguments must be one JSON object".to_owned()) },
        }
    }
}

impl<'de> Deserialize<'de> for Args {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ArgsVisitor;

        impl<'de> Visitor<'de> for ArgsVisitor {
            type Value = Args;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Args, A::Error> {
                let mut args = Args::new();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    if args.names().any(|known| known == name) {
                        return Err(de::Error::custom(format_args!("`{name}` is given twice")));
                    }
                    args.entries.push((name, value));
                }
                Ok(args)
            }
        }

        deserializer.deserialize_map(ArgsVisitor)
    }
}

/// The arguments of a call in the order of the function's fields, those of its values that the client is given otherwise, and
/// what the caller should know.
pub(crate) struct BoundArgs {
    pub args: Vec<Option<Arg>>,
    pub values: Vec<(&'static str, String)>,
    pub warnings: Vec<String>,
}

/// Checks the arguments against the function.
pub(crate) fn bind(function: &'static Function, args: &Args) -> Result<BoundArgs, Error> {
    if let Some(problem) = &args.problem {
        return Err(Error::argument(problem.clone()).with_function(function));
    }
    let mut bound = BoundArgs { args: vec![None; function.fields.len()], values: Vec::new(), warnings: Vec::new() };
    for (name, raw) in &args.entries {
        let Some(field) = function.field(name) else {
            return Err(unknown_argument(function, name));
        };
        let arg = accept(&field, raw.get())
            .map_err(|problem| Error::argument(format!("`{name}` {problem}")).with_function(function))?;
        if field.credential {
            bound.values.extend(arg.as_text().map(|value| (field.name, value.to_owned())));
            continue;
        }
        check_known_value(function, field, &arg, &mut bound.warnings)?;
        bound.args[field.position()] = Some(arg);
    }
    Ok(bound)
}

fn unknown_argument(function: &'static Function, name: &str) -> Error {
    let known = function.fields.iter().map(|field| field.name);
    let hint = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it takes {}", joined(&mut known.clone(), ", ")),
    };
    Error::argument(format!("`{name}` is not an argument of `{}`; {hint}", function.name)).with_function(function)
}

/// A selector must have a known value; a plain enum is open and only warns.
fn check_known_value(
    function: &'static Function,
    field: FieldRef,
    arg: &Arg,
    warnings: &mut Vec<String>,
) -> Result<(), Error> {
    let text = match &arg.0 {
        ArgValue::Text(text) | ArgValue::Number(text) => text.as_str(),
        _ => return Ok(()),
    };
    if field.values.is_empty() || field.values.contains(&text) {
        return Ok(());
    }
    let shown = quote_chars(text, 60);
    let known = joined(&mut field.values.iter().copied(), ", ");
    if function.layout().selects(field).is_some() {
        let hint = nearest(text, field.values.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
        return Err(Error::argument(format!(
            "`{}` must be one of {known}, not `{shown}`{}",
            field.name,
            hint.unwrap_or_default()
        ))
        .with_function(function));
    }
    warnings
        .push(format!("`{}` is `{shown}`, which is not one of the known values {known}; sent as it is", field.name));
    Ok(())
}

/// A JSON value as an argument, or what is wrong with it.
fn accept(field: &Field, json: &str) -> Result<Arg, String> {
    let wrong = || match (field.kind, json.starts_with('"')) {
        // A text can be right here, only not this one.
        (Kind::Integer | Kind::Time | Kind::Date | Kind::DateTime, true) => {
            Err(format!("must be {}, which this text is not", field.kind.expected()))
        }
        _ => Err(format!("must be {}, not {}", field.kind.expected(), kind_of(json))),
    };
    if json == "null" && field.nullable {
        return Ok(Arg::null());
    }
    let text = || text_of(json);
    let number = || json.starts_with(|c: char| c == '-' || c.is_ascii_digit()).then(|| json.to_owned());
    let value = match field.kind {
        Kind::Text => text().map(ArgValue::Text),
        Kind::Boolean => match json {
            "true" => Some(ArgValue::Boolean(true)),
            "false" => Some(ArgValue::Boolean(false)),
            _ => None,
        },
        Kind::Number => number().map(ArgValue::Number),
        Kind::Integer => number().or_else(text).and_then(|digits| integer(&digits)).map(ArgValue::Number),
        Kind::Time => {
            let digits = match number() {
                Some(digits) => integer(&digits),
                None => text().and_then(|text| integer(&text).or_else(|| unix_seconds(&text))),
            };
            digits.map(seconds).transpose()?
        }
        Kind::CommaList => match text() {
            Some(text) => Some(ArgValue::List(text.split(',').map(str::to_owned).collect())),
            None => texts(json),
        },
        Kind::Strings => texts(json),
        Kind::Object => json.starts_with('{').then(|| ArgValue::Json(json.to_owned())),
        Kind::Objects => match items_of(json) {
            Some(items) => match items.iter().position(|item| !item.starts_with('{')) {
                Some(at) => {
                    return Err(format!("must be {}, and item {at} is {}", field.kind.expected(), kind_of(items[at])));
                }
                None => Some(ArgValue::Json(json.to_owned())),
            },
            None => None,
        },
        Kind::Json => Some(ArgValue::Json(json.to_owned())),
        Kind::List => json.starts_with('[').then(|| ArgValue::Json(json.to_owned())),
        Kind::Integers => numbers(json, |digits| integer(digits).is_some()),
        Kind::Numbers => numbers(json, |_| true),
        Kind::Date => match number() {
            Some(digits) => instant_of(&digits)?.and_then(|time| date(&time.to_string())).map(ArgValue::Text),
            None => text().and_then(|text| date(&text)).map(ArgValue::Text),
        },
        Kind::DateTime => match number() {
            Some(digits) => instant_of(&digits)?.map(|time| ArgValue::Text(time.to_string())),
            // As it is: it may have a zone and fractions.
            None => text().filter(|text| Timestamp::parse(text).is_some()).map(ArgValue::Text),
        },
        Kind::File => file(json).map(Box::new).map(ArgValue::File),
    };
    value.map_or_else(wrong, |value| Ok(Arg(value)))
}

/// The text of a JSON string. The response's reader would replace what is no character, which an argument must not have.
fn text_of(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// A list of texts.
fn texts(json: &str) -> Option<ArgValue> {
    let mut texts = Vec::new();
    for item in items_of(json)? {
        texts.push(text_of(item)?);
    }
    Some(ArgValue::List(texts))
}

/// A list of numbers, as it is.
fn numbers(json: &str, is_right: fn(&str) -> bool) -> Option<ArgValue> {
    let is_number = |item: &&str| item.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && is_right(item);
    items_of(json)?.iter().all(is_number).then(|| ArgValue::Json(json.to_owned()))
}

/// The time of a whole number of unix seconds; none of another number.
fn instant_of(digits: &str) -> Result<Option<Timestamp>, String> {
    let Some(digits) = integer(digits) else { return Ok(None) };
    seconds(digits.clone())?;
    Ok(digits.parse().ok().map(Timestamp::from_unix))
}

/// A file: an object with its bytes in `base64`, or its `text`, and its `name` and content `type`.
fn file(json: &str) -> Option<File> {
    let Value::Object(members) = json.parse::<Value>().ok()? else { return None };
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    let bytes = match (text("base64"), text("text")) {
        (Some(encoded), None) => BASE64_STANDARD.decode(encoded).ok()?,
        (None, Some(text)) => text.as_bytes().to_vec(),
        _ => return None,
    };
    let file = File::new(text("name").unwrap_or("file"), bytes);
    Some(match text("type") {
        Some(content_type) => file.with_content_type(content_type),
        None => file,
    })
}

/// An RFC 3339 date as the digits of its unix seconds.
fn unix_seconds(date: &str) -> Option<String> {
    Timestamp::parse(date).map(|time| time.unix().to_string())
}

/// What kind of JSON value a text is, for messages; never the value itself.
fn kind_of(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "a text",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null (leave the argument out to send nothing)",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::schema::{Case, Method};

    /// One argument of each kind.
    static EACH: Function = Function::new("each", Method::Post, "/each").fields(&[
        Field::new("accessToken", "String", Kind::Text).required().credential(),
        Field::new("idType", "String", Kind::Text).values(&["user_id", "email"]),
        Field::new("id", "String", Kind::Text).selected_by("idType", &[Case::query("email", "email")]),
        Field::new("order", "String", Kind::Text).values(&["asc", "desc"]),
        Field::new("flag", "Boolean", Kind::Boolean),
        Field::new("spend", "Number", Kind::Number),
        Field::new("page", "Integer", Kind::Integer),
        Field::new("since", "Time", Kind::Time),
        Field::new("tags", "String", Kind::CommaList),
        Field::new("names", "List", Kind::Strings),
        Field::new("attrs", "Map", Kind::Object),
        Field::new("users", "List", Kind::Objects),
    ]);

    /// What becomes of one argument, as `Debug` shows it.
    fn bound(name: &str, json: &str) -> Result<String, String> {
        let args = Args::parse(&format!(r#"{{"{name}":{json}}}"#)).unwrap();
        match bind(&EACH, &args) {
            Ok(bound) => {
                let given: Vec<_> = bound.args.into_iter().flatten().collect();
                assert_eq!(given.len(), 1, "{name}");
                Ok(format!("{:?}", given[0].0))
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Argument);
                Err(error.to_string())
            }
        }
    }

    #[test]
    fn text_that_is_no_object_says_what_is_wrong_and_where_and_never_what_it_says() {
        for (json, message) in [
            (r#"{"a":1,"a":2}"#, "`a` is given twice at line 1 column 13"),
            ("[]", "the arguments must be one JSON object"),
            ("\"canary\"", "the arguments must be one JSON object"),
            ("\"`canary` is given twice\"", "the arguments must be one JSON object"),
            ("7", "the arguments must be one JSON object"),
            ("", "the arguments' JSON ends too early (line 1 column 0)"),
            ("{\"canary\":", "the arguments' JSON ends too early (line 1 column 10)"),
            ("{\n canary: 1}", "the arguments are not JSON (line 2 column 2)"),
            ("{} canary", "the arguments are not JSON (line 1 column 4)"),
        ] {
            let error = Args::parse(json).unwrap_err();
            assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Argument, message), "{json}");
        }
        let within = serde_json::from_str::<Args>("[]").unwrap_err().to_string();
        assert!(within.contains("expected a JSON object"), "{within}");
    }

    #[test]
    fn arguments_are_made_from_values_and_shown_by_their_names() {
        let args = Args::from(serde_json::json!({ "a": "canary", "b": null })).with("c", 1);
        assert_eq!(args.names().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(format!("{args:?}"), r#"["a", "b", "c"]"#);
        // As good as no arguments at all.
        assert!(bind(&EACH, &Args::from(Value::Null)).is_ok_and(|bound| bound.args.iter().all(Option::is_none)));
        for value in [Value::from(1), Value::from("canary"), serde_json::json!([{}])] {
            let error = bind(&EACH, &Args::from(value)).err().unwrap();
            assert_eq!(error.to_string(), "each: the arguments must be one JSON object");
        }
    }

    #[test]
    fn each_kind_takes_its_values() {
        for (name, json, arg) in [
            ("id", r#""a\u00e9""#, r#"Text("aé")"#),
            ("flag", "true", "Boolean(true)"),
            ("flag", "false", "Boolean(false)"),
            ("spend", "1.50", r#"Number("1.50")"#),
            ("spend", "-2", r#"Number("-2")"#),
            ("page", "12345678901234567890123", r#"Number("12345678901234567890123")"#),
            ("page", r#"" -007 ""#, r#"Number("-7")"#),
            ("page", r#""000""#, r#"Number("0")"#),
            ("page", "-0", r#"Number("0")"#),
            ("page", "100", r#"Number("100")"#),
            ("since", "1538130000", r#"Number("1538130000")"#),
            ("since", r#""1538130000""#, r#"Number("1538130000")"#),
            ("since", r#""2018-09-28T10:20:00Z""#, r#"Number("1538130000")"#),
            ("tags", r#""a, b""#, r#"List(["a", " b"])"#),
            ("tags", r#"["a,b"]"#, r#"List(["a,b"])"#),
            ("names", r#"["a", ""]"#, r#"List(["a", ""])"#),
            ("attrs", r#"{"n": 1e2}"#, r#"Json("{\"n\": 1e2}")"#),
            ("users", r#"[{"n":1.0}, {}]"#, r#"Json("[{\"n\":1.0}, {}]")"#),
            ("users", "[]", r#"Json("[]")"#),
        ] {
            assert_eq!(bound(name, json).as_deref(), Ok(arg), "{name}: {json}");
        }
    }

    #[test]
    fn each_kind_rejects_other_values_without_quoting() {
        let expected = |name: &str| EACH.field(name).unwrap().kind.expected();
        for (name, json, found) in [
            ("id", "1", "a number"),
            ("id", "null", "null (leave the argument out to send nothing)"),
            ("flag", r#""true""#, "a text"),
            ("flag", "1", "a number"),
            ("spend", r#""1""#, "a text"),
            ("spend", "true", "a boolean"),
            ("page", "1.5", "a number"),
            ("page", "1e3", "a number"),
            ("page", "false", "a boolean"),
            ("page", "null", "null (leave the argument out to send nothing)"),
            ("since", "1.5", "a number"),
            ("since", "{}", "an object"),
            ("tags", "1", "a number"),
            ("tags", "[1]", "a list"),
            ("names", r#""a""#, "a text"),
            ("names", "[null]", "a list"),
            ("attrs", "[]", "a list"),
            ("attrs", r#""{}""#, "a text"),
            ("users", "{}", "an object"),
        ] {
            let message = format!("each: `{name}` must be {}, not {found}", expected(name));
            assert_eq!(bound(name, json), Err(message), "{name}: {json}");
        }
        // Text can be right for these, so it is not its kind that is wrong.
        for (name, json) in [
            ("page", r#""""#),
            ("page", r#""-""#),
            ("page", r#""1a""#),
            ("page", r#""+1""#),
            ("page", r#""--1""#),
            ("since", r#""soon""#),
        ] {
            let message = format!("each: `{name}` must be {}, which this text is not", expected(name));
            assert_eq!(bound(name, json), Err(message), "{name}: {json}");
        }
        let message = format!("each: `users` must be {}, and item 1 is a text", expected("users"));
        assert_eq!(bound("users", r#"[{}, "canary"]"#), Err(message));
    }

    #[test]
    fn an_unknown_argument_gets_a_hint() {
        let near = bound("pagge", "1").unwrap_err();
        assert_eq!(near, "each: `pagge` is not an argument of `each`; did you mean `page`?");
        let far = bound("zzzzzzzzzzzz", "1").unwrap_err();
        assert!(
            far.starts_with("each: `zzzzzzzzzzzz` is not an argument of `each`; it takes accessToken, idType"),
            "{far}"
        );
    }

    #[test]
    fn a_selector_is_closed_and_other_values_only_warn() {
        assert_eq!(bound("idType", r#""email""#).as_deref(), Ok(r#"Text("email")"#));
        assert_eq!(
            bound("idType", r#""emial""#).unwrap_err(),
            "each: `idType` must be one of user_id, email, not `emial`; did you mean `email`?"
        );
        assert_eq!(
            bound("idType", r#""zzzzzzzzzzzz""#).unwrap_err(),
            "each: `idType` must be one of user_id, email, not `zzzzzzzzzzzz`"
        );
        let warnings = |order: &str| bind(&EACH, &Args::new().with("order", order)).unwrap().warnings;
        assert_eq!(warnings("desc"), [""; 0]);
        let warning = "`order` is `up`, which is not one of the known values asc, desc; sent as it is";
        assert_eq!(warnings("up"), [warning]);
    }

    #[test]
    fn the_credential_is_no_argument_of_the_request() {
        let bound = bind(&EACH, &Args::new().with("accessToken", "canary").with("id", "7")).unwrap();
        assert_eq!(bound.values, [("accessToken", "canary".to_owned())]);
        assert!(bound.args[0].is_none() && bound.args[2].is_some());
        assert_eq!(bound.warnings, [""; 0]);
    }
}
