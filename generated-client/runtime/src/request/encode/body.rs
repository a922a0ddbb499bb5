//! The JSON body, written straight to bytes.

use crate::error::Error;
use crate::request::arg::{Arg, ArgValue};
use crate::request::encode::context::EncodeContext;
use crate::request::encode::list::{comma_joined, comma_text, json_text, split_items};
use crate::response::decode::reader::{items_of, members_of};
use crate::schema::{Encode, FieldRef, Member, Source};

pub(crate) fn encode(call: &EncodeContext<'_>, members: &[Member]) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(256);
    object(call, members, &mut out)?;
    Ok(out)
}

fn object(call: &EncodeContext<'_>, members: &[Member], out: &mut Vec<u8>) -> Result<(), Error> {
    out.push(b'{');
    let mut first = true;
    for member in members.iter().filter(|member| is_present(call, member)) {
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        match member {
            Member::Value { key, source } => {
                string(key, out);
                out.push(b':');
                value(call, *source, out)?;
            }
            Member::Object { key, members } => {
                string(key, out);
                out.push(b':');
                object(call, members, out)?;
            }
        }
    }
    out.push(b'}');
    Ok(())
}

/// Whether a member is sent: an object is there when any of its members is.
pub(crate) fn is_present(call: &EncodeContext<'_>, member: &Member) -> bool {
    match member {
        Member::Value { source, .. } => call.is_sent(*source),
        Member::Object { members, .. } => members.iter().any(|member| is_present(call, member)),
    }
}

/// One value as JSON.
pub(crate) fn value(call: &EncodeContext<'_>, source: Source, out: &mut Vec<u8>) -> Result<(), Error> {
    match source {
        Source::Constant { value, .. } => out.extend_from_slice(value.as_bytes()),
        Source::Field(field) | Source::Case { field, .. } => {
            if let Some(arg) = call.given(field) {
                argument(field, arg, out).map_err(|problem| call.invalid(field, &problem))?;
            }
        }
    }
    Ok(())
}

fn argument(field: FieldRef, arg: &Arg, out: &mut Vec<u8>) -> Result<(), String> {
    match &arg.0 {
        ArgValue::Text(text) => string(text, out),
        ArgValue::Number(digits) => out.extend_from_slice(digits.as_bytes()),
        ArgValue::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        ArgValue::Null => out.extend_from_slice(b"null"),
        ArgValue::List(items) => match field.encode {
            Encode::Comma => string(&comma_joined(&split_items(field, items)), out),
            Encode::JsonText => string(&json_text(&split_items(field, items)), out),
            _ => list(&split_items(field, items), field.wrap, out),
        },
        ArgValue::Json(json) if field.encode == Encode::JsonText => string(json, out),
        ArgValue::Json(json) if field.encode == Encode::Comma => {
            string(&comma_text(json).ok_or("must be a list without lists and objects")?, out);
        }
        ArgValue::File(_) => return Err("is a file, which JSON cannot hold".to_owned()),
        ArgValue::Json(json) if field.force.is_empty() => out.extend_from_slice(json.as_bytes()),
        ArgValue::Json(json) => forced(json, field.force, out)?,
        ArgValue::Invalid(problem) => return Err(problem.clone()),
    }
    Ok(())
}

fn list(items: &[&str], wrap: Option<&str>, out: &mut Vec<u8>) {
    out.push(b'[');
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        match wrap {
            Some(key) => {
                out.push(b'{');
                string(key, out);
                out.push(b':');
                string(item, out);
                out.push(b'}');
            }
            None => string(item, out),
        }
    }
    out.push(b']');
}

/// Sets constants on each object of a list, whatever the caller passed for them.
fn forced(json: &str, force: &[(&str, &str)], out: &mut Vec<u8>) -> Result<(), String> {
    let no_objects = || "must be a list of JSON objects".to_owned();
    out.push(b'[');
    for (position, item) in items_of(json).ok_or_else(no_objects)?.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        let members = members_of(item).ok_or_else(no_objects)?;
        out.push(b'{');
        let mut separate = false;
        let mut member = |key: &str, value: &str| {
            if std::mem::replace(&mut separate, true) {
                out.push(b',');
            }
            string(key, out);
            out.push(b':');
            out.extend_from_slice(value.as_bytes());
        };
        for (key, value) in &members {
            if !force.iter().any(|(forced, _)| forced == key) {
                member(key, value);
            }
        }
        force.iter().for_each(|(key, value)| member(key, value));
        out.push(b'}');
    }
    out.push(b']');
    Ok(())
}

/// A JSON string.
fn string(text: &str, out: &mut Vec<u8>) {
    // Cannot fail: text is a valid JSON string once escaped, and a Vec takes every byte.
    let _ = serde_json::to_writer(out, text);
}
