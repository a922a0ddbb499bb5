//! The request that a call sends, computed from the model alone.
//!
//! The client has its own encoder. This one shares no code with it, so that the requests in the spec, which it checks, are
//! an independent oracle for the client's tests.

use crate::base::bytes::{decode_base64, unix_seconds};
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::model::example::Request;
use crate::model::function::{
    ArgKind, BodyAs, BodyNode, BodyValue, Condition, Field, Function, PathPart, Role, Source, Style,
};
use crate::spec::keywords::Nesting;
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
    let path = route.parts.iter().map(|part| call.path_part(part)).collect::<Result<String, String>>()?;
    if path.split('/').any(|segment| segment == "." || segment == "..") {
        return Err("the arguments make a part `.` or `..` of the path".to_owned());
    }
    let mut query = Vec::new();
    for item in &function.query {
        call.add_pairs(&item.key, &item.source, &mut query);
    }
    Ok(Request { path, query, body: call.body() })
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

    /// A part of the path. A credential stands there by its name, since examples have none.
    fn path_part(&self, part: &PathPart) -> Result<String, String> {
        let (field, is_one) = match part {
            PathPart::Text(text) => return Ok(text.clone()),
            PathPart::Field(field) => (*field, true),
            PathPart::Segments(field) => (*field, false),
        };
        let Some(described) = self.function.fields.get(field) else { return Ok(String::new()) };
        let name = &described.name;
        if described.role == Role::Credential {
            return Ok(format!("{{{name}}}"));
        }
        let value = self.value(field).and_then(|value| as_text(described, &value)).unwrap_or_default();
        let segments: Vec<&str> = if is_one { vec![&value] } else { value.split('/').collect() };
        if segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Err(format!("`{name}` is `{value}`, which is not a valid path segment"));
        }
        Ok(segments.into_iter().map(percent_encode).collect::<Vec<_>>().join("/"))
    }

    /// The body: of a form and of parts its fields, of what is sent as it is its text.
    fn body(&self) -> Option<Json> {
        if let Some(complete) = &self.function.complete_body {
            return self.source(complete);
        }
        let nodes = self.function.body.as_ref()?;
        let is_unusual = matches!(self.function.http, HttpMethod::Get | HttpMethod::Delete);
        match self.function.body_as {
            BodyAs::Form | BodyAs::Multipart => {
                let mut pairs = Vec::new();
                self.add_members("", nodes, &mut pairs);
                let is_empty = pairs.is_empty();
                let form = by_key(&pairs);
                (!is_empty || !is_unusual).then_some(form)
            }
            BodyAs::Json | BodyAs::Raw(_) => {
                let object = self.object(nodes);
                if is_unusual { object } else { Some(object.unwrap_or(Json::Object(Vec::new()))) }
            }
        }
    }

    fn add_members(&self, prefix: &str, nodes: &[BodyNode], pairs: &mut Vec<(String, String)>) {
        for node in nodes {
            let key = if prefix.is_empty() { node.key.clone() } else { self.within(prefix, &node.key) };
            match &node.value {
                BodyValue::Source(source) => self.add_pairs(&key, source, pairs),
                BodyValue::Object(inner) => self.add_members(&key, inner, pairs),
            }
        }
    }

    fn within(&self, outer: &str, inner: &str) -> String {
        match self.function.nesting {
            Nesting::Brackets => format!("{outer}[{inner}]"),
            Nesting::Dots => format!("{outer}.{inner}"),
        }
    }

    /// What a value is in a query or a form.
    fn add_pairs(&self, key: &str, source: &Source, pairs: &mut Vec<(String, String)>) {
        let Some(value) = self.source(source) else { return };
        let field = match source {
            Source::Field(field) | Source::Case { field, .. } => self.function.fields.get(*field),
            Source::Const { .. } => None,
        };
        if field.is_some_and(|field| field.role == Role::Credential) {
            return;
        }
        let style = field.map_or(Style::Plain, |field| field.style);
        match (style, &value) {
            (Style::Repeat, Json::Array(items)) => {
                pairs.extend(items.iter().map(|item| (key.to_owned(), scalar(item))));
            }
            (Style::Brackets, Json::Array(items)) => {
                pairs.extend(items.iter().map(|item| (format!("{key}[]"), scalar(item))));
            }
            (Style::Plain | Style::Repeat | Style::Brackets, Json::Array(_) | Json::Object(_)) => {
                self.flatten(key, &value, pairs);
            }
            _ => pairs.push((key.to_owned(), styled(style, &value).unwrap_or_else(|| scalar(&value)))),
        }
    }

    fn flatten(&self, key: &str, value: &Json, pairs: &mut Vec<(String, String)>) {
        match value {
            Json::Object(members) => {
                members.iter().for_each(|(name, value)| self.flatten(&self.within(key, name), value, pairs));
            }
            Json::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(at, item)| self.flatten(&self.within(key, &at.to_string()), item, pairs));
            }
            value => pairs.push((key.to_owned(), scalar(value))),
        }
    }

    fn check(&self) -> Result<(), String> {
        for (name, _) in self.args {
            let field = self.function.fields.iter().find(|field| field.name == *name);
            match field {
                None => return Err(format!("`{name}` is not an argument of `{}`", self.function.name)),
                Some(field) if field.role == Role::Credential => {
                    return Err(format!("`{name}` is the credential, which the client sets"));
                }
                Some(field) if field.role == Role::Variable => {
                    return Err(format!("`{name}` is a part of the server's URL, which the client sets"));
                }
                Some(_) => {}
            }
        }
        let is_complete = |group: &Vec<usize>| group.iter().all(|field| self.arg(*field).is_some());
        if let Some(groups) = self.function.needed_groups(|name| format!("`{name}`"))
            && !self.function.needs.iter().any(is_complete)
        {
            return Err(format!("needed: {groups}"));
        }
        for (position, field) in self.function.fields.iter().enumerate() {
            let required = field.required || field.required_when.iter().any(|when| self.is_met(when));
            match self.arg(position) {
                Some(value) => convert(field, value).map(|_| ())?,
                None if required && !matches!(field.role, Role::Credential | Role::Variable) => {
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

    /// A value in a JSON body, where a list may be one text.
    fn json_source(&self, source: &Source) -> Option<Json> {
        let value = self.source(source)?;
        let style = match source {
            Source::Field(field) | Source::Case { field, .. } => self.function.fields.get(*field)?.style,
            Source::Const { .. } => Style::Plain,
        };
        Some(styled(style, &value).map_or(value, |text| Json::text(&text)))
    }

    /// An object of the members that have a value; `None` when none has.
    fn object(&self, nodes: &[BodyNode]) -> Option<Json> {
        let members: Vec<(String, Json)> = nodes
            .iter()
            .filter_map(|node| {
                let value = match &node.value {
                    BodyValue::Source(source) => self.json_source(source),
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
    if *value == Json::Null && field.nullable {
        return Ok(Json::Null);
    }
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
                    Err(format!("`{}` must be a complete number of at most 64 bits, not `{shown}`", field.name))
                }
            },
            _ => wrong("a complete number"),
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
        ArgKind::Json => Ok(value.clone()),
        ArgKind::List => match value {
            Json::Array(_) => Ok(value.clone()),
            _ => wrong("a list"),
        },
        ArgKind::Integers | ArgKind::Numbers => match value {
            Json::Array(items) if items.iter().all(|item| matches!(item, Json::Number(_))) => Ok(value.clone()),
            _ => wrong("a list of numbers"),
        },
        ArgKind::Date => match value {
            Json::String(text) if text.len() == 10 => Ok(value.clone()),
            _ => wrong("a day such as \"2018-09-28\""),
        },
        ArgKind::DateTime => match value {
            Json::String(text) if unix_seconds(text).is_some() => Ok(value.clone()),
            _ => wrong("an RFC 3339 date"),
        },
        ArgKind::File => match (value.get("text").and_then(Json::as_str), value.get("base64").and_then(Json::as_str)) {
            (Some(text), None) => Ok(Json::text(text)),
            (None, Some(bytes)) => match decode_base64(bytes).and_then(|bytes| String::from_utf8(bytes).ok()) {
                Some(text) => Ok(Json::text(&text)),
                None => wrong("an object with `base64` of a text"),
            },
            _ => wrong("an object with `text` or `base64`"),
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

/// The text of a value in a path.
fn as_text(field: &Field, value: &Json) -> Option<String> {
    match value {
        Json::Array(_) | Json::Object(_) => styled(field.style, value),
        Json::Null => None,
        value => Some(scalar(value)),
    }
}

/// A list or an object as one text, where its encoding makes one of it.
fn styled(style: Style, value: &Json) -> Option<String> {
    match (style, value) {
        (Style::JsonText, value) => Some(value.to_string()),
        (Style::Comma, Json::Array(items)) => Some(items.iter().map(scalar).collect::<Vec<_>>().join(",")),
        _ => None,
    }
}

/// A value that is neither a list nor an object as text: null as none.
fn scalar(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        value => value.to_string(),
    }
}

/// Keys and values as an object: a key with several values has a list of them.
pub fn by_key(pairs: &[(String, String)]) -> Json {
    let mut members: Vec<(String, Json)> = Vec::new();
    for (key, value) in pairs {
        match members.iter_mut().find(|(known, _)| known == key) {
            Some((_, Json::Array(items))) => items.push(Json::text(value)),
            Some((_, first)) => *first = Json::Array(vec![first.clone(), Json::text(value)]),
            None => members.push((key.clone(), Json::text(value))),
        }
    }
    Json::Object(members)
}

/// Escapes everything but the unreserved characters of RFC 3986 as `%XX`.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
