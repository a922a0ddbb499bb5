//! Responses of examples: what the document shows, without what its own schema does not allow; else put together from the
//! examples of members.

use super::draft::{Definition, Draft, Member, Returns, Shape, Type};
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::import::notes::Notes;
use std::collections::BTreeMap;

/// Objects within objects are put together this many levels deep.
const MAX_DEPTH: usize = 4;

/// Sets a response that decodes for each example.
pub fn fit_responses(draft: &mut Draft, notes: &mut Notes) {
    let types = Types(draft.types.iter().map(|one| (one.name.as_str(), one)).collect());
    for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        let Returns::Value(kind) = &function.returns else {
            function.examples.iter_mut().for_each(|example| example.response = None);
            continue;
        };
        for example in &mut function.examples {
            let mut dropped = Vec::new();
            let shown = example.response.take().map(|value| renamed(value, &function.also, function.list.as_ref()));
            let shown = shown.and_then(|value| types.fit(kind, value, "", &mut dropped));
            if !dropped.is_empty() {
                let message = format!(
                    "the schema does not allow {} of the response of `{}`: left out of the example",
                    listed(&dropped),
                    function.name
                );
                notes.note(Code::ExampleLeftOut, example.span, message);
            }
            example.response = shown.or_else(|| types.sample(kind, 0)).or_else(|| empty(kind, &types));
        }
    }
}

/// A response with its list under its own key: the emulator and the tests of the client send what the schema says.
fn renamed(value: Json, also: &[String], own: Option<&String>) -> Json {
    let (Json::Object(members), Some(own)) = (&value, own) else { return value };
    let has_own = members.iter().any(|(key, _)| key == own);
    let Some(other) = also.iter().find(|also| !has_own && members.iter().any(|(key, _)| key == *also)) else {
        return value;
    };
    let own_key = |key: &String| if key == other { own.clone() } else { key.clone() };
    Json::Object(members.iter().map(|(key, value)| (own_key(key), value.clone())).collect())
}

/// The first few of several keys.
fn listed(keys: &[String]) -> String {
    const MAX_LISTED: usize = 5;
    let shown: Vec<String> = keys.iter().take(MAX_LISTED).map(|key| format!("`{key}`")).collect();
    match keys.len().saturating_sub(MAX_LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A response that says nothing.
fn empty(kind: &Type, types: &Types) -> Option<Json> {
    match kind {
        Type::List(_) => Some(Json::Array(Vec::new())),
        Type::Boolean => Some(Json::Bool(true)),
        Type::Integer | Type::Number => Some(Json::Number("1".to_owned())),
        Type::String | Type::Id => Some(Json::text("text")),
        Type::Map(_) | Type::Json => Some(Json::Object(Vec::new())),
        Type::Named(name) if types.members(name).is_some() => Some(Json::Object(Vec::new())),
        _ => None,
    }
}

/// The types by name.
struct Types<'a>(BTreeMap<&'a str, &'a Definition>);

impl<'a> Types<'a> {
    /// The members of a model; `None` for an enum.
    fn members(&self, name: &str) -> Option<&'a [Member]> {
        match self.0.get(name).map(|definition| &definition.shape) {
            Some(Shape::Model(members) | Shape::Input(members)) => Some(members),
            _ => None,
        }
    }

    /// The value without what the type does not allow; `None` when nothing is left.
    fn fit(&self, kind: &Type, value: Json, at: &str, dropped: &mut Vec<String>) -> Option<Json> {
        if value == Json::Null {
            return (!at.is_empty()).then_some(value);
        }
        match (kind, value) {
            (Type::Json, value) => Some(value),
            (Type::List(item), Json::Array(items)) => {
                let at = format!("{at}[]");
                Some(Json::Array(items.into_iter().filter_map(|value| self.fit(item, value, &at, dropped)).collect()))
            }
            (Type::Map(inner), Json::Object(members)) => {
                let fit = members.into_iter().filter_map(|(key, value)| {
                    let value = self.fit(inner, value, &join(at, &key), dropped)?;
                    Some((key, value))
                });
                Some(Json::Object(fit.collect()))
            }
            (Type::Named(name), value) => match (self.members(name), value) {
                (Some(known), Json::Object(members)) => {
                    let mut kept = Vec::new();
                    for (key, value) in members {
                        let at = join(at, &key);
                        match known.iter().find(|member| member.name == key) {
                            Some(member) => {
                                kept.extend(self.fit(&member.kind, value, &at, dropped).map(|value| (key, value)))
                            }
                            None => dropped.push(at),
                        }
                    }
                    Some(Json::Object(kept))
                }
                (None, Json::String(text)) => Some(Json::String(text)),
                _ => drop_at(at, dropped),
            },
            (kind, value) if super::examples::fits(kind, &value) => Some(value),
            (Type::Time, Json::String(text)) => Some(Json::String(text)),
            _ => drop_at(at, dropped),
        }
    }

    /// A value from the examples of members; `None` when the document shows none.
    fn sample(&self, kind: &Type, depth: usize) -> Option<Json> {
        match kind {
            Type::List(item) => self.sample(item, depth).map(|one| Json::Array(vec![one])),
            Type::Named(name) if depth < MAX_DEPTH => match self.0.get(name.as_str()).map(|one| &one.shape) {
                Some(Shape::Enum(values)) => values.first().map(|first| Json::text(&*first.value)),
                Some(Shape::Model(members) | Shape::Input(members)) => {
                    let shown: Vec<(String, Json)> = members
                        .iter()
                        .filter_map(|member| Some((member.name.clone(), self.member(member, depth)?)))
                        .collect();
                    (!shown.is_empty()).then_some(Json::Object(shown))
                }
                None => None,
            },
            _ => None,
        }
    }

    fn member(&self, member: &Member, depth: usize) -> Option<Json> {
        let own = member.sample.clone().and_then(|value| self.fit(&member.kind, value, "", &mut Vec::new()));
        own.or_else(|| self.sample(&member.kind, depth + 1))
    }
}

fn drop_at(at: &str, dropped: &mut Vec<String>) -> Option<Json> {
    dropped.push(if at.is_empty() { "the value".to_owned() } else { at.to_owned() });
    None
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}
