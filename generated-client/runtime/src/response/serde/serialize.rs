//! `Serialize` of all models. Nothing is redacted.

use crate::response::model::object::{Data, Entries, List, Object};
use crate::response::model::wire_form::WireForm;
use crate::time::timestamp::Timestamp;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// Writes a model with the keys of the wire: those that have a value, then those that it does not know.
///
/// # Errors
///
/// The format's own.
pub fn serialize<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let keys = object.model().keys;
    let is_written = |at: usize| !object.member(at).data().is_blank() || object.extra().form(at).is_some();
    let written = (0..keys.len()).filter(|at| is_written(*at));
    let mut map = serializer.serialize_map(Some(written.clone().count() + object.extra().len()))?;
    for at in written {
        let (key, data) = (keys[at].wire, object.member(at).data());
        match object.extra().form(at) {
            Some(WireForm::Null) if data.is_blank() => map.serialize_entry(key, &Data::Nothing)?,
            Some(WireForm::Number) => map.serialize_entry(key, &Digits(data))?,
            _ => map.serialize_entry(key, &data)?,
        }
    }
    for (key, value) in object.extra() {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Data::Nothing => serializer.serialize_none(),
            Data::Boolean(value) => serializer.serialize_bool(*value),
            Data::Integer(value) => serializer.serialize_i64(*value),
            Data::Number(value) => serializer.serialize_f64(*value),
            Data::Text(text) => serializer.serialize_str(text),
            Data::Secret(secret) => serializer.serialize_str(secret.expose()),
            Data::Object(object) => serialize(*object, serializer),
            Data::List(list) => serialize_list(*list, serializer),
            Data::Map(map) => serialize_map(*map, serializer),
            Data::Json(value) => value.serialize(serializer),
            Data::Members(members) => members.serialize(serializer),
        }
    }
}

/// A text, or a list of texts, that came as numbers. One that is no number any more, or that has more digits than the formats'
/// numbers, is written as text.
struct Digits<'a>(Data<'a>);

impl Serialize for Digits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Data::Text(text) => match (text.parse::<i64>(), text.parse::<u64>()) {
                (Ok(number), _) if number.to_string() == *text => serializer.serialize_i64(number),
                (_, Ok(number)) if number.to_string() == *text => serializer.serialize_u64(number),
                _ => serializer.serialize_str(text),
            },
            Data::List(list) => {
                let mut items = serializer.serialize_seq(Some(list.len()))?;
                for at in 0..list.len() {
                    items.serialize_element(&Digits(list.item(at)))?;
                }
                items.end()
            }
            data => data.serialize(serializer),
        }
    }
}

fn serialize_list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut items = serializer.serialize_seq(Some(list.len()))?;
    for at in 0..list.len() {
        items.serialize_element(&list.item(at))?;
    }
    items.end()
}

fn serialize_map<S: Serializer>(map: &dyn Entries, serializer: S) -> Result<S::Ok, S::Error> {
    let mut entries = serializer.serialize_map(Some(map.len()))?;
    let mut result = Ok(());
    map.each(&mut |key, value| {
        if result.is_ok() {
            result = entries.serialize_entry(key, &value);
        }
    });
    result?;
    entries.end()
}

impl Serialize for Timestamp {
    /// Unix seconds.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.unix())
    }
}
