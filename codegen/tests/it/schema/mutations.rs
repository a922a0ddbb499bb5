//! Values of a shape, and values with one change.

use codegen::base::json::Json;
use codegen::format::shape::Shape;

/// A value of a shape: with all keys, or with the required ones only.
pub fn sample(shape: &Shape, all: bool) -> Json {
    match shape {
        Shape::Text => Json::text("text"),
        Shape::Boolean => Json::Bool(true),
        Shape::Number(_) => Json::Number("200".to_owned()),
        Shape::TextOrNumber => Json::Number("7".to_owned()),
        Shape::Any => Json::Object(vec![("any".to_owned(), Json::Null)]),
        Shape::Keywords(keywords) => Json::text(keywords[0].0),
        Shape::List(items) => Json::Array(vec![sample(items, all)]),
        Shape::Map(values) => Json::Object(vec![("key".to_owned(), sample(values, all))]),
        Shape::Either(_, b) => sample(b, all),
        Shape::Mapping(mapping) => Json::Object(
            (mapping.keys)()
                .iter()
                .filter(|key| all || key.required)
                .map(|key| (key.name.to_owned(), sample(&key.shape, all)))
                .collect(),
        ),
    }
}

/// Values of every kind, and of the limits within a kind.
pub fn others() -> Vec<Json> {
    let number = |digits: &str| Json::Number(digits.to_owned());
    let list = |item: Json| Json::Array(vec![item]);
    let map = |value: Json| Json::Object(vec![("a".to_owned(), value)]);
    let mut values = vec![Json::Null, Json::Bool(false), Json::text(""), Json::text("some text"), Json::text("none")];
    values.extend(["0", "7", "-1", "65535", "65536", "4294967295", "4294967296", "200.5", "1e-2"].map(number));
    values.extend([Json::Array(Vec::new()), Json::Object(Vec::new())]);
    values.extend([Json::Null, Json::Bool(true), number("7"), Json::text("a"), map(Json::text("b"))].map(list));
    values.extend([Json::Null, Json::Bool(true), number("7"), Json::text("a"), list(Json::text("b"))].map(map));
    values
}

/// The members of an object.
type Members = Vec<(String, Json)>;

/// The value with one thing wrong, or at least changed, in each of all ways; `deep` changes what lies inside too.
pub fn mutations(value: &Json, deep: bool) -> Vec<Json> {
    let mut all = Vec::new();
    match value {
        Json::Object(members) => {
            let with = |change: &dyn Fn(&mut Members)| {
                let mut members = members.clone();
                change(&mut members);
                Json::Object(members)
            };
            all.push(with(&|members| members.push(("unknown".to_owned(), Json::Bool(true)))));
            for at in 0..members.len() {
                all.push(with(&|members| drop(members.remove(at))));
                all.push(with(&|members| members[at].0.push('x')));
                let inner = if deep { mutations(&members[at].1, true) } else { Vec::new() };
                for other in others().into_iter().chain(inner) {
                    all.push(with(&|members| members[at].1 = other.clone()));
                }
            }
        }
        Json::Array(items) => {
            for at in 0..items.len() {
                let inner = if deep { mutations(&items[at], true) } else { Vec::new() };
                for other in others().into_iter().chain(inner) {
                    let mut items = items.clone();
                    items[at] = other;
                    all.push(Json::Array(items));
                }
            }
        }
        _ => {}
    }
    all
}

/// All records in a value, with their names.
pub fn records(shape: &Shape, value: &Json, found: &mut Vec<(&'static str, Json)>) {
    match (shape, value) {
        (Shape::Mapping(mapping), Json::Object(members)) => {
            found.push((mapping.name, value.clone()));
            for key in (mapping.keys)() {
                if let Some((_, value)) = members.iter().find(|(name, _)| name == key.name) {
                    records(&key.shape, value, found);
                }
            }
        }
        (Shape::List(inner), Json::Array(items)) => items.iter().for_each(|item| records(inner, item, found)),
        (Shape::Map(inner), Json::Object(members)) => {
            members.iter().for_each(|(_, value)| records(inner, value, found));
        }
        (Shape::Either(a, b), value) => {
            records(a, value, found);
            records(b, value, found);
        }
        _ => {}
    }
}
