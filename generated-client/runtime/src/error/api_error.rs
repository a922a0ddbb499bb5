//! The errors of an error body.

use crate::response::decode::reader::parse;
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

/// Keys that APIs commonly use where the package's own keys are absent: gateways and other parts of the same service respond
/// in their own ways. `error` and `error_description` are OAuth's (RFC 6749, 5.2), `title` and `detail` are those of problem
/// details (RFC 9457).
const CODE_KEYS: [&str; 3] = ["code", "error_code", "errorCode"];
const MESSAGE_KEYS: [&str; 6] = ["message", "error_description", "detail", "title", "error_message", "description"];
const FIELD_KEYS: [&str; 2] = ["field", "param"];

impl ApiError {
    pub(crate) fn texts(&mut self) -> [&mut Option<String>; 3] {
        [&mut self.code, &mut self.message, &mut self.field]
    }

    /// Whether the code says that an object does not exist: `not_found`, `user_not_found`.
    pub(crate) fn is_not_found(&self) -> bool {
        let is_not_found = |code: &str| {
            let plain = |character| if matches!(character, '-' | ' ') { '_' } else { character };
            let code: String = code.to_ascii_lowercase().chars().map(plain).collect();
            code == "not_found" || code.ends_with("_not_found") || code == "notfound"
        };
        self.code.as_deref().is_some_and(is_not_found)
    }

    fn or_none(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

/// What is looked for where the package names no shape: what APIs commonly have.
const COMMON: ErrorShape = ErrorShape::new("", "", &[], "", "", "");

/// The errors and the request id of an error body. Whatever cannot be read is left out: an error about an error helps no
/// one.
pub(crate) fn read_errors(shapes: &[ErrorShape], body: &[u8]) -> (Vec<ApiError>, Option<String>) {
    let Ok(body) = parse(body) else { return (Vec::new(), None) };
    let shapes = if shapes.is_empty() { std::slice::from_ref(&COMMON) } else { shapes };
    let errors = shapes.iter().map(|shape| match &body {
        Value::Object(_) => errors_of(shape, &body),
        Value::Array(items) => items.iter().filter_map(|item| one(shape, item)).collect(),
        _ => Vec::new(),
    });
    let id = shapes.iter().find_map(|shape| text(at(&body, shape.request_id)));
    // The first shape that fits, with a message if there is any.
    let mut best = Vec::new();
    for found in errors {
        let says = |errors: &[ApiError]| errors.iter().any(|error| error.message.is_some());
        if best.is_empty() || (!says(&best) && says(&found)) {
            best = found;
        }
    }
    (best, id)
}

/// The value at a place: a key, or a JSON pointer such as `/error/code`; none at an empty one.
fn at<'a>(value: &'a Value, place: &str) -> Option<&'a Value> {
    match place {
        "" => None,
        pointer if pointer.starts_with('/') => value.pointer(pointer),
        key => value.get(key),
    }
}

/// The errors of an error body: a list, a map by field, one object, or members of the body itself.
fn errors_of(shape: &ErrorShape, body: &Value) -> Vec<ApiError> {
    for place in [shape.list, "errors"] {
        let errors: Vec<ApiError> = match at(body, place) {
            Some(Value::Array(items)) => items.iter().filter_map(|item| one(shape, item)).collect(),
            // Its own message is a text; a field's is a list or an object, or stands under the field's name.
            Some(object @ Value::Object(_)) if place == shape.list && of_object(shape, object).message.is_some() => {
                vec![of_object(shape, object)]
            }
            Some(Value::Object(by_field)) => {
                let mut errors = Vec::new();
                by_field.iter().for_each(|(field, value)| errors.append(&mut of_field(shape, field, value)));
                errors
            }
            Some(single) => one(shape, single).into_iter().collect(),
            None => Vec::new(),
        };
        if !errors.is_empty() {
            return errors;
        }
    }
    // The `type` of a body by itself says what it is, not what is wrong.
    let own = of_object(shape, body);
    let has_own_code = shape.code.iter().any(|code| code.starts_with('/') && at(body, code).is_some());
    let is_error = own.message.is_some() || has_own_code || CODE_KEYS.iter().any(|key| body.get(key).is_some());
    let own = if is_error { own } else { ApiError::default() };
    match body.get("error") {
        Some(error @ Value::Object(_)) => of_object(shape, error).or_none().or(own.or_none()).into_iter().collect(),
        // The message may stand beside it.
        Some(Value::String(error)) if own.message.is_some() => {
            vec![ApiError { code: own.code.or_else(|| Some(error.clone())), ..own }]
        }
        Some(error @ Value::String(_)) => one(shape, error).into_iter().collect(),
        _ => own.or_none().into_iter().collect(),
    }
}

/// An error as an object or as text.
fn one(shape: &ErrorShape, value: &Value) -> Option<ApiError> {
    match value {
        Value::Object(_) => Some(of_object(shape, value)),
        Value::String(message) => Some(ApiError { message: Some(message.clone()), ..ApiError::default() }),
        _ => None,
    }
}

/// The errors of a map's entry: the key names the field.
fn of_field(shape: &ErrorShape, field: &str, value: &Value) -> Vec<ApiError> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    let named = |error: ApiError| ApiError { field: error.field.or_else(|| Some(field.to_owned())), ..error };
    items.iter().filter_map(|item| one(shape, item)).map(named).collect()
}

fn of_object(shape: &ErrorShape, object: &Value) -> ApiError {
    let first = |own: &[&str], common: &[&str]| {
        let places = own.iter().chain(common);
        places.filter_map(|place| text(at(object, place))).find(|text| shape.kind.is_empty() || text != shape.kind)
    };
    ApiError {
        code: first(shape.code, &CODE_KEYS),
        message: first(&[shape.message], &MESSAGE_KEYS),
        field: first(&[shape.field], &FIELD_KEYS),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SHAPE: ErrorShape =
        ErrorShape::new("fail.list", "errors", &["code", "type"], "message", "field", "request_id");

    fn error(code: &str, message: &str, field: &str) -> ApiError {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ApiError { code: text(code), message: text(message), field: text(field) }
    }

    #[test]
    fn errors_of_all_shapes_keep_code_and_message() {
        for (body, errors) in [
            (
                json!({ "type": "fail.list", "errors": [{ "type": "old", "message": "m" }] }),
                vec![error("old", "m", "")],
            ),
            (json!({ "code": "c", "message": "m" }), vec![error("c", "m", "")]),
            (json!({ "code": 17, "message": "m", "field": "f" }), vec![error("17", "m", "f")]),
            (
                json!({ "errors": { "email": ["is bad", "is long"], "name": "is bad" } }),
                vec![error("", "is bad", "email"), error("", "is long", "email"), error("", "is bad", "name")],
            ),
            (json!({ "errors": { "email": { "code": "c", "message": "m" } } }), vec![error("c", "m", "email")]),
            (json!({ "errors": ["m", "n"] }), vec![error("", "m", ""), error("", "n", "")]),
            (json!({ "errors": "m" }), vec![error("", "m", "")]),
            (json!({ "error": { "code": "c", "message": "m" } }), vec![error("c", "m", "")]),
            (json!({ "error": { "type": "c", "message": "m" }, "status": 400 }), vec![error("c", "m", "")]),
            (json!({ "error": "invalid_grant", "error_description": "m" }), vec![error("invalid_grant", "m", "")]),
            (json!({ "error": "m" }), vec![error("", "m", "")]),
            (json!({ "type": "t", "title": "Too many", "detail": "" }), vec![error("t", "Too many", "")]),
            (json!([{ "code": "c" }]), vec![error("c", "", "")]),
            (json!({ "type": "fail.list", "errors": [] }), vec![]),
            (json!({ "type": "fail.list", "errors": {} }), vec![]),
            (json!({ "id": 1, "type": "user" }), vec![]),
            (json!("text"), vec![]),
        ] {
            assert_eq!(read_errors(&[SHAPE], body.to_string().as_bytes()).0, errors, "{body}");
        }
    }

    #[test]
    fn code_says_that_nothing_was_found() {
        for code in ["not_found", "user_not_found", "Not Found", "NOT-FOUND"] {
            assert!(error(code, "", "").is_not_found(), "{code}");
        }
        for code in ["", "found", "notable", "not_found_yet"] {
            assert!(!error(code, "", "").is_not_found(), "{code}");
        }
    }
}
