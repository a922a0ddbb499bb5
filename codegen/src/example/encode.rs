//! The request that a call sends, computed from the model alone.
//!
//! The client has its own encoder. This one shares no code with it, so that the requests in the spec, which it checks, are
//! an independent oracle for the client's tests.

use crate::base::json::Json;
use crate::model::example::Request;
use crate::model::function::{ArgKind, BodyNode, BodyValue, Condition, Field, Function, PathPart, Role, Source};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An error message shows this much of a number.
const MAX_SHOWN_CHARS: usize = 40;

/// The request of a call.
///
/// # Errors
///
/// The first argument that does not fit the function.
pub fn encode(function: &Function, args: &[(String, Json)]) -> Result<Request, String> {
    let call = Call { function, args };
    call.check()?;
    let route = function
        .routes
        .iter()
        .find(|route| route.when.as_ref().is_none_or(|when| call.is_met(when)))
        .ok_or_else(|| format!("`{}` has no path", function.name))?;
    let path = route
        .parts
        .iter()
        .map(|part| match part {
            PathPart::Text(text) => Ok(text.clone()),
            PathPart::Field(field) => {
                let name = &function.fields[*field].name;
                let value = call.value(*field).and_then(|value| as_text(&value)).unwrap_or_default();
                if matches!(value.as_str(), "" | "." | "..") {
                    return Err(format!("`{name}` is `{value}`, which is not a valid path segment"));
                }
                Ok(percent_encode(&value))
            }
        })
        .collect::<Result<String, String>>()?;
    let query = function
        .query
        .iter()
        .filter_map(|item| Some((item.key.clone(), as_text(&call.source(&item.source)?)?)))
        .collect();
    let body = function.body.as_ref().map(|nodes| call.object(nodes).unwrap_or(Json::Object(Vec::new())));
    Ok(Request { path, query, body })
}

struct Call<'a> {
    function: &'a Function,
    args: &'a [(String, Json)],
}

impl Call<'_> {
    fn arg(&self, field: usize) -> Option<&Json> {
        let name = &self.function.fields.get(field)?.name;
        self.args.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    fn is_met(&self, when: &Condition) -> bool {
        self.arg(when.field).and_then(Json::as_str) == Some(when.value.as_str())
    }

    fn check(&self) -> Result<(), String> {
        for (name, _) in self.args {
            let field = self.function.fields.iter().find(|field| field.name == *name);
            match field {
                None => return Err(format!("`{name}` is not an argument of `{}`", self.function.name)),
                Some(field) if field.role == Role::Credential => {
                    return Err(format!("`{name}` is the credential, which the client sets"));
                }
                Some(_) => {}
            }
        }
        for (position, field) in self.function.fields.iter().enumerate() {
            let required = field.required || field.required_when.iter().any(|when| self.is_met(when));
            match self.arg(position) {
                Some(value) => convert(field, value).map(|_| ())?,
                None if required && field.role != Role::Credential => {
                    return Err(format!("the required argument `{}` is missing", field.name));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn value(&self, field: usize) -> Option<Json> {
        convert(self.function.fields.get(field)?, self.arg(field)?).ok()
    }

    fn source(&self, source: &Source) -> Option<Json> {
        match source {
            Source::Field(field) => self.value(*field),
            Source::Case { field, when } => self.is_met(when).then(|| self.value(*field))?,
            Source::Const { value, with } => match with {
                Some(field) => self.arg(*field).map(|_| value.clone()),
                None => Some(value.clone()),
            },
        }
    }

    /// An object of the members that have a value; `None` when none has.
    fn object(&self, nodes: &[BodyNode]) -> Option<Json> {
        let members: Vec<(String, Json)> = nodes
            .iter()
            .filter_map(|node| {
                let value = match &node.value {
                    BodyValue::Source(source) => self.source(source),
                    BodyValue::Object(inner) => self.object(inner),
                };
                Some((node.key.clone(), value?))
            })
            .collect();
        (!members.is_empty()).then_some(Json::Object(members))
    }
}

/// An argument as it is sent.
fn convert(field: &Field, value: &Json) -> Result<Json, String> {
    let wrong = |expected: &str| Err(format!("`{}` must be {expected}, not {}", field.name, value.kind()));
    match &field.kind {
        ArgKind::Text => match value {
            Json::String(_) => {
                let is_selector = matches!(field.role, Role::Selector { .. });
                if is_selector && !field.values.iter().any(|known| Some(known.as_str()) == value.as_str()) {
                    return Err(format!("`{}` must be one of {}", field.name, field.values.join(", ")));
                }
                Ok(value.clone())
            }
            _ => wrong("a string"),
        },
        ArgKind::Integer | ArgKind::Time => match value {
            // The typed call takes an `i64`, and numbers in JSON have no leading zeros.
            Json::Number(digits) | Json::String(digits) => match digits.parse::<i64>() {
                Ok(number) if !digits.starts_with('+') => Ok(Json::Number(number.to_string())),
                _ => {
                    let shown: String = digits.chars().take(MAX_SHOWN_CHARS).collect();
                    Err(format!("`{}` must be a whole number of at most 64 bits, not `{shown}`", field.name))
                }
            },
            _ => wrong("a whole number"),
        },
        ArgKind::Number => match value {
            Json::Number(_) => Ok(value.clone()),
            _ => wrong("a number"),
        },
        ArgKind::Boolean => match value {
            Json::Bool(_) => Ok(value.clone()),
            _ => wrong("true or false"),
        },
        ArgKind::CommaList { wrap } => {
            let items: Vec<String> = match value {
                Json::String(text) => text.split(',').map(str::to_owned).collect(),
                Json::Array(items) => match items.iter().map(|item| item.as_str().map(str::to_owned)).collect() {
                    Some(items) => items,
                    None => return wrong("comma-separated text or a list of strings"),
                },
                _ => return wrong("comma-separated text or a list of strings"),
            };
            let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()).map(Json::text);
            Ok(Json::Array(match wrap {
                Some(key) => items.map(|item| Json::Object(vec![(key.clone(), item)])).collect(),
                None => items.collect(),
            }))
        }
        ArgKind::Strings => match value {
            Json::Array(items) if items.iter().all(|item| item.as_str().is_some()) => Ok(value.clone()),
            _ => wrong("a list of strings"),
        },
        ArgKind::Object => match value {
            Json::Object(_) => Ok(value.clone()),
            _ => wrong("an object"),
        },
        ArgKind::Objects { force } => match value {
            Json::Array(items) if items.iter().all(|item| matches!(item, Json::Object(_))) => {
                Ok(Json::Array(items.iter().map(|item| forced(item, force)).collect()))
            }
            _ => wrong("a list of objects"),
        },
    }
}

fn forced(item: &Json, force: &[(String, Json)]) -> Json {
    let mut item = item.clone();
    for (key, value) in force {
        item.insert(std::slice::from_ref(key), value.clone());
    }
    item
}

fn as_text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(digits) => Some(digits.clone()),
        Json::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Escapes everything but the unreserved characters of RFC 3986 as `%XX`.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
