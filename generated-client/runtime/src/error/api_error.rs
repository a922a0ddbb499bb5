//! The errors of an error body.

use crate::schema::ErrorShape;
use serde_json::Value;

/// One error as the server reports it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The code, such as `parameter_invalid`.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The argument that it is about.
    pub field: Option<String>,
}

/// A token of fewer characters, such as an emulator's, could be a part of any word, and is no secret.
const MIN_REDACTED_CHARS: usize = 16;

/// Redacts the token in a server's text: some servers quote the one that they reject.
pub(crate) fn redact(text: &mut String, token: Option<&str>) {
    if let Some(token) = token.filter(|token| token.len() >= MIN_REDACTED_CHARS && text.contains(*token)) {
        *text = text.replace(token, "…");
    }
}

impl ApiError {
    pub(crate) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        [&mut self.code, &mut self.message, &mut self.field].into_iter().flatten()
    }
}

/// Server text on one line, short, and without characters that move a terminal's cursor.
pub(crate) fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    clean.trim().to_owned()
}

/// The errors and the request id of an error body. Whatever cannot be read is left out: an error about an error helps no
/// one.
pub(crate) fn read_errors(shape: &ErrorShape, body: &[u8]) -> (Vec<ApiError>, Option<String>) {
    let Ok(Value::Object(object)) = serde_json::from_slice::<Value>(body) else { return (Vec::new(), None) };
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let errors = match object.get(shape.list) {
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_object)
            .map(|item| ApiError {
                code: shape.code.iter().find_map(|key| text(item.get(*key))),
                message: text(item.get(shape.message)),
                field: text(item.get(shape.field)),
            })
            .collect(),
        _ => Vec::new(),
    };
    (errors, text(object.get(shape.request_id)))
}
