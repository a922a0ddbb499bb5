//! What a call sends, worked out from the model alone.
//!
//! The client has its own encoder. This one is written apart from it, holds each example of the spec to what it states, and
//! so is the second opinion that the client's wire tests compare with.

use crate::json::Json;
use crate::model::{ArgKind, BodyNode, BodyValue, Condition, Field, Function, PathPart, Request, Role, Source};

/// Works out the request of a call.
///
/// # Errors
///
/// The first argument that does not fit the function, in words.
pub fn encode(function: &Function, args: &[(String, Json)]) -> Result<Request, String> {
    let call = Call { function, args };
    call.check()?;
    let route = function
        .routes
        .iter()
        .find(|route| route.when.as_ref().is_none_or(|when| call.holds(when)))
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
                    return Err(format!("`{name}` is `{value}`, which cannot be a segment of a path"));
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
    fn given(&self, field: usize) -> Option<&Json> {
        let name = &self.function.fields.get(field)?.name;
        self.args.iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    fn holds(&self, when: &Condition) -> bool {
        self.given(when.field).and_then(Json::as_str) == Some(when.value.as_str())
    }

    fn check(&self) -> Result<(), String> {
        for (name, _) in self.args {
            let field = self.function.fields.iter().find(|field| field.name == *name);
            match field {
                None => return Err(format!("`{name}` is not an argument of `{}`", self.function.name)),
                Some(field) if field.role == Role::Credential => {
                    return Err(format!("`{name}` is the credential, which examples leave out"));
                }
                Some(_) => {}
            }
        }
        for (position, field) in self.function.fields.iter().enumerate() {
            let needed = field.required || field.required_when.iter().any(|when| self.holds(when));
            match self.given(position) {
                Some(value) => convert(field, value).map(|_| ())?,
                None if needed && field.role != Role::Credential => {
                    return Err(format!("the required argument `{}` is missing", field.name));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn value(&self, field: usize) -> Option<Json> {
        convert(self.function.fields.get(field)?, self.given(field)?).ok()
    }

    fn source(&self, source: &Source) -> Option<Json> {
        match source {
            Source::Field(field) => self.value(*field),
            Source::Case { field, when } => self.holds(when).then(|| self.value(*field))?,
            Source::Const { value, with } => match with {
                Some(field) => self.given(*field).map(|_| value.clone()),
                None => Some(value.clone()),
            },
        }
    }

    /// An object of what is there; `None` when nothing is.
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

/// An argument as the wire has it.
fn convert(field: &Field, value: &Json) -> Result<Json, String> {
    let wrong = |expected: &str| Err(format!("`{}` must be {expected}, not {}", field.name, value.kind()));
    match &field.kind {
        ArgKind::Text => match value {
            Json::String(_) => {
                let known = matches!(field.role, Role::Selector { .. });
                if known && !field.values.iter().any(|known| Some(known.as_str()) == value.as_str()) {
                    return Err(format!("`{}` must be one of {}", field.name, field.values.join(", ")));
                }
                Ok(value.clone())
            }
            _ => wrong("a text"),
        },
        ArgKind::Integer | ArgKind::Time => match value {
            // The typed call takes an `i64`, and JSON has no leading zeros.
            Json::Number(digits) | Json::String(digits) => match digits.parse::<i64>() {
                Ok(number) if !digits.starts_with('+') => Ok(Json::Number(number.to_string())),
                _ => {
                    let shown: String = digits.chars().take(40).collect();
                    Err(format!("`{}` must be a whole number that fits 64 bits, and `{shown}` is not", field.name))
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
                    None => return wrong("comma-separated text or a list of texts"),
                },
                _ => return wrong("comma-separated text or a list of texts"),
            };
            let items = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()).map(Json::text);
            Ok(Json::Array(match wrap {
                Some(key) => items.map(|item| Json::Object(vec![(key.clone(), item)])).collect(),
                None => items.collect(),
            }))
        }
        ArgKind::Strings => match value {
            Json::Array(items) if items.iter().all(|item| item.as_str().is_some()) => Ok(value.clone()),
            _ => wrong("a list of texts"),
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

/// Everything but RFC 3986's unreserved characters as `%XX`.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
