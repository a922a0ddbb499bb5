//! Objects that callers pass, built by name: what generated inputs wrap.

use crate::request::arg::{Arg, ArgValue, json_text};
use serde_json::Value;
use std::fmt;

/// The members of a JSON object.
pub type JsonObject = serde_json::Map<String, Value>;

/// What is wrong with JSON that is not an object.
const NO_OBJECT: &str = "must be a JSON object";

/// An object before it is sent: members by name, or JSON of the caller's. What cannot be sent is reported when the call is
/// sent, so that setters never fail.
#[derive(Clone)]
pub struct Input(Kind);

#[derive(Clone)]
enum Kind {
    Members(Vec<(&'static str, Arg)>),
    Json(Value),
}

impl Input {
    /// An object without members.
    #[must_use]
    pub fn new() -> Self {
        Self(Kind::Members(Vec::new()))
    }

    /// Sets a member, in the place of one of that name.
    #[must_use]
    pub fn set(mut self, key: &'static str, value: Arg) -> Self {
        match &mut self.0 {
            Kind::Members(members) => match members.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => *known = value,
                None => members.push((key, value)),
            },
            Kind::Json(Value::Object(members)) => {
                if let Ok(value) = value.to_json().and_then(|json| json.parse::<Value>().map_err(|_| String::new())) {
                    members.insert(key.to_owned(), value);
                }
            }
            Kind::Json(_) => {}
        }
        self
    }

    /// Sets a member to a constant: JSON text.
    #[must_use]
    pub fn constant(self, key: &'static str, json: &'static str) -> Self {
        self.set(key, Arg(ArgValue::Json(json.to_owned())))
    }

    /// The object as JSON text, or what is wrong with it.
    fn into_json(self) -> Result<String, String> {
        match self.0 {
            Kind::Json(object @ Value::Object(_)) => Ok(json_text(&object)),
            Kind::Json(_) => Err(NO_OBJECT.to_owned()),
            Kind::Members(members) => {
                let mut object = String::from("{");
                for (position, (key, value)) in members.iter().enumerate() {
                    let json = value.to_json().map_err(|problem| format!("`{key}` {problem}"))?;
                    object.push_str(if position == 0 { "" } else { "," });
                    object.push_str(&Value::from(*key).to_string());
                    object.push(':');
                    object.push_str(&json);
                }
                object.push('}');
                Ok(object)
            }
        }
    }
}

impl Default for Input {
    fn default() -> Self {
        Self::new()
    }
}

impl From<Value> for Input {
    fn from(value: Value) -> Self {
        Self(Kind::Json(value))
    }
}

impl fmt::Debug for Input {
    /// Keys only: values may be personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Members(members) => f.debug_list().entries(members.iter().map(|(key, _)| key)).finish(),
            Kind::Json(Value::Object(members)) => f.debug_list().entries(members.keys()).finish(),
            Kind::Json(_) => f.write_str("JSON"),
        }
    }
}

impl Arg {
    /// A JSON object.
    pub fn object(value: impl Into<Value>) -> Self {
        Self::input(value.into())
    }

    /// A list of JSON objects.
    pub fn objects(items: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        Self::inputs(items.into_iter().map(Into::<Value>::into))
    }

    /// An object that is built by name.
    pub fn input(input: impl Into<Input>) -> Self {
        Self(match input.into().into_json() {
            Ok(json) => ArgValue::Json(json),
            Err(problem) => ArgValue::Invalid(problem),
        })
    }

    /// A list of objects that are built by name.
    pub fn inputs(items: impl IntoIterator<Item = impl Into<Input>>) -> Self {
        let mut list = String::from("[");
        for (position, item) in items.into_iter().enumerate() {
            match item.into().into_json() {
                Ok(json) => {
                    list.push_str(if position == 0 { "" } else { "," });
                    list.push_str(&json);
                }
                Err(problem) if problem == NO_OBJECT => {
                    let problem = format!("must be a list of JSON objects, and item {position} is none");
                    return Self(ArgValue::Invalid(problem));
                }
                Err(problem) => return Self(ArgValue::Invalid(format!("has an invalid item {position}: {problem}"))),
            }
        }
        list.push(']');
        Self(ArgValue::Json(list))
    }

    /// The value as JSON text.
    pub(crate) fn to_json(&self) -> Result<String, String> {
        match &self.0 {
            ArgValue::Text(text) => Ok(Value::from(text.as_str()).to_string()),
            ArgValue::Boolean(value) => Ok(value.to_string()),
            ArgValue::Number(text) | ArgValue::Json(text) => Ok(text.clone()),
            ArgValue::List(items) => Ok(Value::from(items.clone()).to_string()),
            ArgValue::Null => Ok("null".to_owned()),
            ArgValue::File(_) => Err("is a file, which JSON cannot hold".to_owned()),
            ArgValue::Invalid(problem) => Err(problem.clone()),
        }
    }
}

/// Conversions of an input: what generated code adds below each.
#[doc(hidden)]
#[macro_export]
macro_rules! input {
    ($name:ident) => {
        impl From<$crate::__private::Value> for $name {
            /// Any JSON object; another value is an error when the call is sent.
            #[inline]
            fn from(value: $crate::__private::Value) -> Self {
                Self(value.into())
            }
        }

        impl From<$crate::__private::JsonObject> for $name {
            #[inline]
            fn from(members: $crate::__private::JsonObject) -> Self {
                Self($crate::__private::Value::Object(members).into())
            }
        }

        impl From<$name> for $crate::__private::Input {
            #[inline]
            fn from(input: $name) -> Self {
                input.0
            }
        }

        impl std::fmt::Debug for $name {
            /// Keys only: values may be personal data.
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_written_in_the_order_they_were_set() {
        let input = Input::new().constant("kind", "\"a\"").set("name", Arg::text("x \"y\"")).set("n", Arg::integer(7));
        assert_eq!(input.clone().into_json().unwrap(), r#"{"kind":"a","name":"x \"y\"","n":7}"#);
        assert_eq!(input.set("name", Arg::text("z")).into_json().unwrap(), r#"{"kind":"a","name":"z","n":7}"#);
    }

    #[test]
    fn json_is_sent_as_it_is_and_can_be_added_to() {
        assert_eq!(Input::from(json!({ "new": [1] })).into_json().unwrap(), r#"{"new":[1]}"#);
        let added = Input::from(json!({ "a": 1 })).set("b", Arg::boolean(true));
        assert_eq!(added.into_json().unwrap(), r#"{"a":1,"b":true}"#);
        assert_eq!(Input::from(json!([])).into_json().unwrap_err(), NO_OBJECT);
    }

    #[test]
    fn invalid_values_name_their_key() {
        let input = Input::new().set("spend", Arg::number(f64::NAN));
        assert_eq!(input.into_json().unwrap_err(), "`spend` must be a finite number, not NaN");
    }
}
