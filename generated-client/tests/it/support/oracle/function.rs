//! The rows of `wire-v1.json`, with the decisions applied.

use super::Json;
use super::decisions;
use crate::support::reference::{list, text};
use serde_json::Value;

/// One function as the reference and the decisions have it.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    pub method: String,
    /// With `{field}` placeholders.
    pub path: String,
    pub fields: Vec<Field>,
    pub constants: Vec<Constant>,
    /// Whether the call carries the credential.
    pub bearer: bool,
}

/// One argument.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub form: Form,
    pub place: Place,
    pub required: bool,
    /// Needed when another argument has this value.
    pub required_when: Option<(&'static str, &'static str)>,
    /// The known values of an open enum.
    pub known: &'static [&'static str],
}

/// What values an argument takes, and how they are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    Text,
    Boolean,
    /// A JSON number, as written.
    Number,
    /// A complete number or its digits as text.
    Complete,
    /// Unix seconds: a number, its digits as text, or an RFC 3339 date.
    Time,
    /// Comma-separated text or a list of texts, sent as a list of texts.
    CommaList,
    /// The same, sent as `{"type": …, <last key of the place>: [{"id": …}, …]}`.
    WrappedList(&'static str),
    /// A list of texts.
    Texts,
    Object,
    /// A list of objects.
    Objects,
}

/// Where an argument goes.
#[derive(Clone, Debug)]
pub enum Place {
    Credential,
    Path,
    Query(String),
    /// A JSON pointer.
    Body(String),
    /// Nowhere: it decides where another one goes.
    Selector,
    /// Where the selector says.
    Selected {
        selector: String,
        rules: Vec<(String, Target)>,
    },
}

/// Where a selector sends an argument.
#[derive(Clone, Debug)]
pub enum Target {
    Path(String),
    Query(Option<String>, String),
    Body(String),
}

/// A value that is always sent.
#[derive(Clone, Debug)]
pub enum Constant {
    Query(String, String),
    Body(String, Json),
    /// The list's pointer, the key set on each of its items, the value.
    EachItem(String, String, Json),
    /// Only when this argument is given.
    With(String, String, Json),
}

impl Function {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn field_mut(&mut self, name: &str) -> &mut Field {
        let function = self.name.clone();
        let found = self.fields.iter_mut().find(|field| field.name == name);
        found.unwrap_or_else(|| panic!("{function} has no field {name}"))
    }

    /// The selector and its values, when the function has one.
    pub fn selector(&self) -> Option<(&str, Vec<&str>)> {
        self.fields.iter().find_map(|field| match &field.place {
            Place::Selected { selector, rules } => {
                Some((selector.as_str(), rules.iter().map(|(value, _)| value.as_str()).collect()))
            }
            _ => None,
        })
    }
}

/// All functions: those of the reference in its order, then those that the decisions add.
pub fn functions(rows: &[Value]) -> Vec<Function> {
    let mut functions: Vec<Function> = rows.iter().map(read).collect();
    decisions::apply(&mut functions);
    functions
}

fn read(row: &Value) -> Function {
    Function {
        name: text(row, "name").to_owned(),
        method: text(row, "method").to_owned(),
        path: text(row, "path").to_owned(),
        fields: list(row, "fields").iter().map(|field| read_field(row, field)).collect(),
        constants: list(row, "constants").iter().map(read_constant).collect(),
        bearer: text(row, "auth") == "bearer",
    }
}

fn read_field(function: &Value, row: &Value) -> Field {
    let name = text(row, "name");
    let selected = list(function, "selectors").iter().find(|selector| text(selector, "value_field") == name);
    let place = match (selected, text(row, "wire_location")) {
        (Some(selector), _) => Place::Selected {
            selector: text(selector, "selector").to_owned(),
            rules: list(selector, "rules").iter().filter_map(read_rule).collect(),
        },
        (None, "header") => Place::Credential,
        (None, "path") => Place::Path,
        (None, "query") => Place::Query(text(row, "wire_name").to_owned()),
        (None, "body") => Place::Body(text(row, "wire_name").to_owned()),
        (None, "selector") => Place::Selector,
        (None, other) => panic!("{}.{name}: unknown place {other}", function["name"]),
    };
    let form = match text(row, "table_type") {
        "String" => Form::Text,
        "Boolean" => Form::Boolean,
        "Number" => Form::Number,
        "JSON" => Form::Object,
        "Array" => Form::Objects,
        other => panic!("{}.{name}: unknown type {other}", function["name"]),
    };
    let required = row["required"].as_bool().expect("`required` is a boolean");
    Field { name: name.to_owned(), form, place, required, required_when: None, known: &[] }
}

/// A rule; `None` for what the reference calls unsupported, which the decisions settle.
fn read_rule(rule: &Value) -> Option<(String, Target)> {
    let send = &rule["send"];
    let target = match text(send, "location") {
        "path" => Target::Path(text(send, "path").to_owned()),
        "query" => Target::Query(send["path"].as_str().map(str::to_owned), text(send, "wire_name").to_owned()),
        "body" => Target::Body(text(send, "wire_name").to_owned()),
        "unsupported" => return None,
        other => panic!("unknown place {other} in {rule}"),
    };
    Some((text(rule, "when").to_owned(), target))
}

fn read_constant(row: &Value) -> Constant {
    let name = text(row, "wire_name");
    match (text(row, "location"), name.split_once("/*/")) {
        ("query", _) => Constant::Query(name.to_owned(), text(row, "value").to_owned()),
        ("body", Some((list, key))) => Constant::EachItem(list.to_owned(), key.to_owned(), Json::of(&row["value"])),
        ("body", None) => Constant::Body(name.to_owned(), Json::of(&row["value"])),
        (other, _) => panic!("unknown place {other} in {row}"),
    }
}
