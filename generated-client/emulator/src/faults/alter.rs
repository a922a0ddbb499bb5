//! Answers that are spoiled.

use super::rule::Fault;
use crate::Received;
use bytes::Bytes;
use http::{HeaderValue, Response, header};
use serde_json::{Map, Value, json};

/// Spoils an answer, if the fault is one that does.
pub(super) fn alter(fault: &Fault, response: &mut Response<Bytes>, request: &Received, base: &str) {
    match fault {
        Fault::BadJson => {
            let body = response.body();
            let half = body.slice(..body.len() / 2);
            *response.body_mut() = half;
        }
        Fault::ContentType(kind) => {
            if let Ok(kind) = HeaderValue::try_from(kind) {
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
            }
        }
        Fault::CorruptGzip => {
            // The magic number and then nothing that was ever compressed.
            *response.body_mut() = Bytes::from_static(b"\x1f\x8b\x08\x00not gzip at all");
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        Fault::ExtraFields => objects(response, |object| {
            object.insert("emulator_extra".to_owned(), json!({"nobody": ["knows", 1, null]}));
        }),
        Fault::MissingField(key) => objects(response, |object| {
            object.remove(key);
        }),
        Fault::NullField(key) => replace(response, key, &Value::Null),
        Fault::UnknownEnum(key) => replace(response, key, &"emulator_unknown".into()),
        Fault::RepeatCursor => top(response, |object| {
            set_next(object, request, base);
            // A scroll that gives the same part for ever has the same effect.
            if let Some(param) = request.query_value("scroll_param") {
                object.insert("scroll_param".to_owned(), param.into());
            }
        }),
        Fault::EmptyPage => top(response, |object| {
            for value in object.values_mut() {
                if let Value::Array(items) = value {
                    items.clear();
                }
            }
            let has_next = object.get("pages").is_some_and(|pages| pages["next"].is_string());
            if !has_next {
                set_next(object, request, base);
            }
        }),
        // These come before the answer or befall it on its way.
        _ => {}
    }
}

/// Lets a list lead to the request's own address.
fn set_next(object: &mut Map<String, Value>, request: &Received, base: &str) {
    let query: Vec<String> = request.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let next = format!("{base}{}{query}", request.path);
    let pages = object.entry("pages").or_insert_with(|| json!({"type": "pages"}));
    if let Value::Object(pages) = pages {
        pages.insert("next".to_owned(), next.into());
    }
}

/// Changes every object of an answer, nested ones included; what is not JSON stays.
fn objects(response: &mut Response<Bytes>, mut change: impl FnMut(&mut Map<String, Value>)) {
    fn walk(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
        match value {
            Value::Object(object) => {
                // What is put in is not walked through itself.
                object.values_mut().for_each(|value| walk(value, change));
                change(object);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
            _ => {}
        }
    }
    edit(response, |value| walk(value, &mut change));
}

/// Sets a member wherever it is.
fn replace(response: &mut Response<Bytes>, key: &str, value: &Value) {
    objects(response, |object| {
        if let Some(member) = object.get_mut(key) {
            *member = value.clone();
        }
    });
}

fn top(response: &mut Response<Bytes>, change: impl FnOnce(&mut Map<String, Value>)) {
    edit(response, |value| {
        if let Value::Object(object) = value {
            change(object);
        }
    });
}

fn edit(response: &mut Response<Bytes>, change: impl FnOnce(&mut Value)) {
    let Ok(mut value) = serde_json::from_slice::<Value>(response.body()) else { return };
    change(&mut value);
    if let Ok(body) = serde_json::to_vec(&value) {
        *response.body_mut() = body.into();
    }
}
