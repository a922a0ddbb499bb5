//! Reads typed values from JSON objects.

use super::api_error::ApiError;
use crate::json::{JsonObject, as_object, member};
use serde_json::Value;

/// Reads typed values: null counts as absent, and a value of another type is an error.
pub trait JsonObjectExt {
    fn non_null(&self, key: &str) -> Option<&Value>;

    /// A string; a number is accepted as its digits, as Intercom does for ids.
    fn string(&self, key: &str) -> Result<Option<String>, ApiError>;

    /// An id or another string that identifies something; a blank one counts as absent.
    fn identifier(&self, key: &str) -> Result<Option<String>, ApiError>;

    fn boolean(&self, key: &str) -> Result<Option<bool>, ApiError>;

    /// A whole number; a fraction is truncated, and a string of digits is accepted.
    fn integer(&self, key: &str) -> Result<Option<i64>, ApiError>;

    fn object(&self, key: &str) -> Result<Option<&JsonObject>, ApiError>;

    fn objects(&self, key: &str) -> Result<Option<Vec<&JsonObject>>, ApiError>;

    fn strings(&self, key: &str) -> Result<Option<Vec<String>>, ApiError>;
}

impl JsonObjectExt for JsonObject {
    fn non_null(&self, key: &str) -> Option<&Value> {
        member(self, key).filter(|value| !value.is_null())
    }

    fn string(&self, key: &str) -> Result<Option<String>, ApiError> {
        match self.non_null(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(ApiError::type_mismatch(key, "a string")),
        }
    }

    fn identifier(&self, key: &str) -> Result<Option<String>, ApiError> {
        Ok(self.string(key)?.filter(|name| !name.trim().is_empty()))
    }

    fn boolean(&self, key: &str) -> Result<Option<bool>, ApiError> {
        match self.non_null(key) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(Value::String(text)) if text == "true" || text == "false" => Ok(Some(text == "true")),
            Some(_) => Err(ApiError::type_mismatch(key, "true or false")),
        }
    }

    fn integer(&self, key: &str) -> Result<Option<i64>, ApiError> {
        let number = match self.non_null(key) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_i64().or_else(|| number.as_f64().and_then(truncate)),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or_else(|| ApiError::type_mismatch(key, "a whole number"))
    }

    fn object(&self, key: &str) -> Result<Option<&JsonObject>, ApiError> {
        match self.non_null(key) {
            None => Ok(None),
            Some(value) => as_object(value).map(Some).ok_or_else(|| ApiError::type_mismatch(key, "an object")),
        }
    }

    fn objects(&self, key: &str) -> Result<Option<Vec<&JsonObject>>, ApiError> {
        match self.non_null(key) {
            None => Ok(None),
            Some(Value::Array(items)) => {
                let objects: Option<Vec<&JsonObject>> = items.iter().map(as_object).collect();
                objects.map(Some).ok_or_else(|| ApiError::type_mismatch(key, "a list of objects"))
            }
            Some(_) => Err(ApiError::type_mismatch(key, "a list of objects")),
        }
    }

    fn strings(&self, key: &str) -> Result<Option<Vec<String>>, ApiError> {
        match self.non_null(key) {
            None => Ok(None),
            Some(Value::Array(items)) => {
                let strings: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                strings.map(Some).ok_or_else(|| ApiError::type_mismatch(key, "a list of strings"))
            }
            Some(_) => Err(ApiError::type_mismatch(key, "a list of strings")),
        }
    }
}

/// A number without its fraction; none if a double cannot represent all integers of its size.
#[allow(clippy::cast_possible_truncation, reason = "the bounds are checked")]
fn truncate(number: f64) -> Option<i64> {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    (number.abs() <= MAX_EXACT).then_some(number.trunc() as i64)
}
