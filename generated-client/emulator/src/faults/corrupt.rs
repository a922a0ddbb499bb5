//! Corrupts responses.

use crate::faults::fault::Fault;
use crate::protocol::recorded_request::RecordedRequest;
use bytes::Bytes;
use http::{HeaderValue, Response, header};
use serde_json::{Map, Value, json};

/// Corrupts a response; faults of another kind change nothing.
pub fn corrupt(fault: &Fault, response: &mut Response<Bytes>, request: &RecordedRequest, base_url: &str) {
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
            // The magic number of gzip, then text.
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
            set_next(object, request, base_url);
            // The same page of a scroll again and again.
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
                set_next(object, request, base_url);
            }
        }),
        // The other faults replace the response or act on the transport.
        _ => {}
    }
}

/// Makes the next page of a list the page itself.
fn set_next(object: &mut Map<String, Value>, request: &RecordedRequest, base_url: &str) {
    let query: Vec<String> = request.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let next = format!("{base_url}{}{query}", request.path);
    let pages = object.entry("pages").or_insert_with(|| json!({"type": "pages"}));
    if let Value::Object(pages) = pages {
        pages.insert("next".to_owned(), next.into());
    }
}

/// Changes every object of a response, nested ones included; a body that is not JSON stays.
fn objects(response: &mut Response<Bytes>, mut change: impl FnMut(&mut Map<String, Value>)) {
    fn visit(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
        match value {
            Value::Object(object) => {
                // Inner objects first, so that inserted members are not visited.
                object.values_mut().for_each(|value| visit(value, change));
                change(object);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| visit(item, change)),
            _ => {}
        }
    }
    edit(response, |value| visit(value, &mut change));
}

/// Replaces a member of all objects that have it.
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
