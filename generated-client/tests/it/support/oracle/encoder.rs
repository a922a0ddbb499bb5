//! Function and arguments → the request that must go out.

use super::Json;
use super::function::{Constant, Field, Form, Function, Place, Target};

/// A request as it must be.
#[derive(Clone, Debug)]
pub struct Expected {
    pub method: String,
    /// Percent-encoded: all but RFC 3986's unreserved characters.
    pub path: String,
    /// Before percent-encoding, sorted.
    pub query: Vec<(String, String)>,
    /// `None` when the function has nothing to say in a body.
    pub body: Option<Json>,
    /// Arguments whose value is not a known one, though it is sent.
    pub warned: Vec<String>,
}

/// What the call must send.
pub fn encode(function: &Function, args: &[(String, Json)]) -> Expected {
    let mut request = Expected {
        method: function.method.clone(),
        path: function.path.clone(),
        query: Vec::new(),
        body: has_body(function).then(Json::empty),
        warned: Vec::new(),
    };
    for constant in &function.constants {
        match constant {
            Constant::Query(key, value) => request.query.push((key.clone(), value.clone())),
            Constant::Body(pointer, value) => request.put(pointer, value.clone()),
            Constant::With(name, pointer, value) if given(args, name).is_some() => request.put(pointer, value.clone()),
            Constant::EachItem(..) | Constant::With(..) => {}
        }
    }
    let mut path_values = Vec::new();
    for field in &function.fields {
        let Some(value) = given(args, &field.name) else { continue };
        if !field.known.is_empty() && !matches!(value, Json::Text(text) if field.known.contains(&text.as_str())) {
            request.warned.push(field.name.clone());
        }
        match &field.place {
            Place::Credential | Place::Selector => {}
            Place::Path => path_values.push((&field.name, plain(value))),
            Place::Query(key) => request.query.push((key.clone(), plain(value))),
            Place::Body(pointer) => request.put(pointer, written(function, field, pointer, value)),
            Place::Selected { selector, rules } => match target(function, args, selector, rules) {
                Target::Path(path) => {
                    request.path.clone_from(path);
                    path_values.push((&field.name, plain(value)));
                }
                Target::Query(path, key) => {
                    request.path.clone_from(path.as_ref().unwrap_or(&function.path));
                    request.query.push((key.clone(), plain(value)));
                }
                Target::Body(pointer) => request.put(pointer, value.clone()),
            },
        }
    }
    for (name, value) in path_values {
        request.path = request.path.replace(&format!("{{{name}}}"), &percent_encoded(&value));
    }
    assert!(!request.path.contains(['{', '?', ' ']), "{}: the path {} is not complete", function.name, request.path);
    request.query.sort();
    request
}

impl Expected {
    fn put(&mut self, pointer: &str, value: Json) {
        self.body.as_mut().expect("a function with a body").put(pointer, value);
    }
}

/// Whether anything of the function can stand in a body.
fn has_body(function: &Function) -> bool {
    let in_body = |field: &Field| match &field.place {
        Place::Body(_) => true,
        Place::Selected { rules, .. } => rules.iter().any(|(_, target)| matches!(target, Target::Body(_))),
        _ => false,
    };
    function.fields.iter().any(in_body)
        || function.constants.iter().any(|constant| !matches!(constant, Constant::Query(..)))
}

/// The argument of a name.
pub fn given<'a>(args: &'a [(String, Json)], name: &str) -> Option<&'a Json> {
    args.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn target<'a>(
    function: &Function,
    args: &[(String, Json)],
    selector: &str,
    rules: &'a [(String, Target)],
) -> &'a Target {
    let Some(Json::Text(chosen)) = given(args, selector) else { panic!("{}: no {selector}", function.name) };
    let rule = rules.iter().find(|(value, _)| value == chosen);
    rule.map(|(_, target)| target).unwrap_or_else(|| panic!("{}: no rule for {chosen}", function.name))
}

/// A value outside of a body: text as it is, numbers by their digits, booleans by their names.
fn plain(value: &Json) -> String {
    match value {
        Json::Text(text) | Json::Number(text) => text.clone(),
        Json::Boolean(value) => value.to_string(),
        other => panic!("{other} cannot stand outside of a body"),
    }
}

/// A value in a body.
fn written(function: &Function, field: &Field, pointer: &str, value: &Json) -> Json {
    match (field.form, value) {
        (Form::Complete, Json::Text(digits)) => Json::number(digits),
        (Form::Time, Json::Text(text)) => Json::number(seconds(text)),
        (Form::CommaList, value) => Json::List(items(value).into_iter().map(Json::Text).collect()),
        (Form::WrappedList(kind), value) => {
            let key = pointer.rsplit('/').next().expect("a pointer has a last key");
            let ids = items(value).into_iter().map(|id| Json::Object(vec![("id".to_owned(), Json::Text(id))]));
            Json::Object(vec![("type".to_owned(), Json::text(kind)), (key.to_owned(), Json::List(ids.collect()))])
        }
        (Form::Objects, Json::List(objects)) => {
            let set_on_each = function.constants.iter().find_map(|constant| match constant {
                Constant::EachItem(list, key, value) if list == pointer => Some((key, value)),
                _ => None,
            });
            match set_on_each {
                Some((key, value)) => Json::List(objects.iter().map(|object| object.with_member(key, value)).collect()),
                None => value.clone(),
            }
        }
        _ => value.clone(),
    }
}

/// Split on commas, trimmed, without empty ones; a list's items are not split again.
fn items(value: &Json) -> Vec<String> {
    let given: Vec<&str> = match value {
        Json::Text(text) => text.split(',').collect(),
        Json::List(items) => items
            .iter()
            .map(|item| match item {
                Json::Text(text) => text.as_str(),
                other => panic!("{other} is no text"),
            })
            .collect(),
        other => panic!("{other} is no list"),
    };
    given.into_iter().map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// Dates whose unix seconds were worked out elsewhere (GNU date), so that no library is believed.
pub const DATES: &[(&str, &str)] = &[
    ("2018-09-28T10:20:00Z", "1538130000"),
    ("2018-09-28T12:20:00+02:00", "1538130000"),
    ("2018-09-28T05:50:00-04:30", "1538130000"),
    ("2018-09-28T10:20:00.750Z", "1538130000"),
    ("1970-01-01T00:00:00Z", "0"),
    ("1969-12-31T23:59:59Z", "-1"),
    ("2024-02-29T00:00:00Z", "1709164800"),
];

fn seconds(text: &str) -> String {
    match DATES.iter().find(|(date, _)| *date == text) {
        Some((_, seconds)) => (*seconds).to_owned(),
        None => text.to_owned(),
    }
}

fn percent_encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
