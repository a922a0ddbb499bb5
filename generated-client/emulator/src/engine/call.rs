//! One request on its way through a handler.

use super::error_list::Refusal;
use super::version::Version;
use crate::Received;
use crate::json::as_object;
use crate::state::World;
use crate::state::records::Object;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use std::sync::LazyLock;

/// One request, and the workspace that it asks about.
pub(crate) struct Call<'a> {
    pub world: &'a mut World,
    pub request: &'a Received,
    pub version: Version,
    /// Unix seconds.
    pub now: i64,
    /// Scheme and host that the caller used, for the addresses in answers.
    pub base: &'a str,
    /// What happened, for webhooks.
    pub raised: Vec<Raised>,
    /// Segments of the path that the route leaves open.
    pub path: Vec<&'a str>,
}

/// Something that subscribers are told.
pub(crate) struct Raised {
    pub topic: &'static str,
    pub item: Box<RawValue>,
    /// The name of the event, for the topic of events.
    pub event_name: Option<String>,
}

impl<'a> Call<'a> {
    /// An open segment of the path; the route has it.
    pub fn segment(&self, position: usize) -> &'a str {
        self.path.get(position).copied().unwrap_or_default()
    }

    /// A value of the query; an empty one counts as absent.
    pub fn query(&self, key: &str) -> Option<&'a str> {
        self.request.query_value(key).filter(|value| !value.is_empty())
    }

    /// A value of the query that names something: there and empty, it is refused, for it would name everything.
    pub fn named(&self, key: &str) -> Result<Option<&'a str>, Refusal> {
        match self.request.query_value(key) {
            Some(name) if name.trim().is_empty() => Err(Refusal::invalid(key, format!("{key} is empty"))),
            name => Ok(name),
        }
    }

    /// The body; empty when there is none.
    pub fn body(&self) -> &'a Object {
        static EMPTY: LazyLock<Object> = LazyLock::new(Object::new);
        self.request.json.as_ref().and_then(as_object).unwrap_or(&EMPTY)
    }

    /// What subscribers are to be told, as JSON; none while nobody subscribes.
    pub fn written(&self, item: &impl Serialize) -> Option<Box<RawValue>> {
        if self.world.subscriptions.len() == 0 { None } else { to_raw_value(item).ok() }
    }

    /// Tells subscribers of what happened.
    pub fn raise(&mut self, topic: &'static str, item: Option<Box<RawValue>>) {
        self.raised.extend(item.map(|item| Raised { topic, item, event_name: None }));
    }
}

/// Reading values out of an object: null counts as absent, and a value of another type is refused.
pub(crate) trait Members {
    fn member(&self, key: &str) -> Option<&Value>;

    /// A text; a number is taken by its digits, as Intercom does with ids.
    fn text(&self, key: &str) -> Result<Option<String>, Refusal>;

    /// An id or another text that names something: a blank one names nothing and counts as absent.
    fn name(&self, key: &str) -> Result<Option<String>, Refusal>;

    fn boolean(&self, key: &str) -> Result<Option<bool>, Refusal>;

    /// A whole number; a fraction is cut off, and a text of digits is taken.
    fn integer(&self, key: &str) -> Result<Option<i64>, Refusal>;

    fn object(&self, key: &str) -> Result<Option<&Object>, Refusal>;

    fn objects(&self, key: &str) -> Result<Option<Vec<&Object>>, Refusal>;

    fn texts(&self, key: &str) -> Result<Option<Vec<String>>, Refusal>;
}

impl Members for Object {
    fn member(&self, key: &str) -> Option<&Value> {
        self.get(key).filter(|value| !value.is_null())
    }

    fn text(&self, key: &str) -> Result<Option<String>, Refusal> {
        match self.member(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(Refusal::type_mismatch(key, "a text")),
        }
    }

    fn name(&self, key: &str) -> Result<Option<String>, Refusal> {
        Ok(self.text(key)?.filter(|name| !name.trim().is_empty()))
    }

    fn boolean(&self, key: &str) -> Result<Option<bool>, Refusal> {
        match self.member(key) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(Value::String(text)) if text == "true" || text == "false" => Ok(Some(text == "true")),
            Some(_) => Err(Refusal::type_mismatch(key, "true or false")),
        }
    }

    fn integer(&self, key: &str) -> Result<Option<i64>, Refusal> {
        let number = match self.member(key) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or_else(|| Refusal::type_mismatch(key, "a whole number"))
    }

    fn object(&self, key: &str) -> Result<Option<&Object>, Refusal> {
        match self.member(key) {
            None => Ok(None),
            Some(value) => as_object(value).map(Some).ok_or_else(|| Refusal::type_mismatch(key, "an object")),
        }
    }

    fn objects(&self, key: &str) -> Result<Option<Vec<&Object>>, Refusal> {
        match self.member(key) {
            None => Ok(None),
            Some(Value::Array(items)) => {
                let objects: Option<Vec<&Object>> = items.iter().map(as_object).collect();
                objects.map(Some).ok_or_else(|| Refusal::type_mismatch(key, "a list of objects"))
            }
            Some(_) => Err(Refusal::type_mismatch(key, "a list of objects")),
        }
    }

    fn texts(&self, key: &str) -> Result<Option<Vec<String>>, Refusal> {
        match self.member(key) {
            None => Ok(None),
            Some(Value::Array(items)) => {
                let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                texts.map(Some).ok_or_else(|| Refusal::type_mismatch(key, "a list of texts"))
            }
            Some(_) => Err(Refusal::type_mismatch(key, "a list of texts")),
        }
    }
}

/// A number without its fraction, if it is one that an integer can hold.
#[allow(clippy::cast_possible_truncation, reason = "the bounds are checked")]
fn whole(number: f64) -> Option<i64> {
    const BOUND: f64 = 9_007_199_254_740_992.0;
    (number.abs() <= BOUND).then_some(number.trunc() as i64)
}
