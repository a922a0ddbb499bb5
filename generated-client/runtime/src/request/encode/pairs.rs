//! Values as pairs of a key and a text: what a query and a form are made of.

use crate::error::Error;
use crate::request::arg::{Arg, ArgValue};
use crate::request::encode::context::EncodeContext;
use crate::request::encode::list::{comma_joined, json_text, scalar, split_items};
use crate::schema::{Encode, FieldRef, Nesting, Source};
use serde_json::Value;
use std::borrow::Cow;

/// Keys and texts, before percent-encoding.
pub(crate) type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// Adds what a value of the request is under a key.
pub(crate) fn add<'a>(
    call: &EncodeContext<'a>,
    key: Cow<'a, str>,
    source: Source,
    pairs: &mut Pairs<'a>,
) -> Result<(), Error> {
    match source {
        Source::Constant { value, .. } => pairs.push((key, value.into())),
        Source::Field(field) | Source::Case { field, .. } => {
            let Some(arg) = call.given(field) else { return Ok(()) };
            argument(call, key, field, arg, pairs)?;
        }
    }
    Ok(())
}

fn argument<'a>(
    call: &EncodeContext<'a>,
    key: Cow<'a, str>,
    field: FieldRef,
    arg: &'a Arg,
    pairs: &mut Pairs<'a>,
) -> Result<(), Error> {
    let nesting = call.function.nesting;
    match &arg.0 {
        ArgValue::List(items) => {
            let items = split_items(field, items).into_iter().map(Cow::Borrowed).collect();
            texts(key, items, field.encode, nesting, pairs);
        }
        ArgValue::Json(json) if field.encode != Encode::JsonText => {
            let value = json.parse::<Value>().map_err(|_| call.invalid(field, "is not JSON"))?;
            match value {
                Value::Array(items) if field.encode != Encode::Plain && items.iter().all(is_scalar) => {
                    let items = items.iter().map(|item| Cow::Owned(scalar(item))).collect();
                    texts(key, items, field.encode, nesting, pairs);
                }
                value => flatten(key.into_owned(), &value, nesting, pairs),
            }
        }
        _ => pairs.push((key, call.text(field, arg)?)),
    }
    Ok(())
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// A list of texts, as its field is encoded.
fn texts<'a>(key: Cow<'a, str>, items: Vec<Cow<'a, str>>, encode: Encode, nesting: Nesting, pairs: &mut Pairs<'a>) {
    let borrowed = || -> Vec<&str> { items.iter().map(Cow::as_ref).collect() };
    match encode {
        Encode::Comma => pairs.push((key, comma_joined(&borrowed()).into())),
        Encode::JsonText => pairs.push((key, json_text(&borrowed()).into())),
        Encode::Repeat | Encode::Brackets | Encode::Plain => {
            for (at, item) in items.into_iter().enumerate() {
                let key = match encode {
                    Encode::Brackets => format!("{key}[]").into(),
                    Encode::Plain => nesting.within(&key, &at.to_string()).into(),
                    _ => key.clone(),
                };
                pairs.push((key, item));
            }
        }
    }
}

/// The members and items of a value, each under a key of its own.
fn flatten(key: String, value: &Value, nesting: Nesting, pairs: &mut Pairs<'_>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                flatten(nesting.within(&key, name), value, nesting, pairs);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                flatten(nesting.within(&key, &at.to_string()), item, nesting, pairs);
            }
        }
        value => pairs.push((key.into(), scalar(value).into())),
    }
}
