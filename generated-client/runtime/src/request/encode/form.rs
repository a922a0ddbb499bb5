//! A body of form fields (`application/x-www-form-urlencoded`).

use crate::error::Error;
use crate::percent::RESERVED;
use crate::request::encode::body::is_present;
use crate::request::encode::context::EncodeContext;
use crate::request::encode::pairs::{Pairs, add};
use crate::schema::Member;
use percent_encoding::utf8_percent_encode;
use std::borrow::Cow;

pub(crate) fn encode(call: &EncodeContext<'_>, members: &[Member]) -> Result<Vec<u8>, Error> {
    let mut out = String::with_capacity(256);
    for (key, value) in fields(call, members)? {
        if !out.is_empty() {
            out.push('&');
        }
        out.extend(utf8_percent_encode(&key, RESERVED));
        out.push('=');
        out.extend(utf8_percent_encode(&value, RESERVED));
    }
    Ok(out.into_bytes())
}

/// The fields of a form, in order.
pub(crate) fn fields<'a>(call: &EncodeContext<'a>, members: &[Member]) -> Result<Pairs<'a>, Error> {
    let mut pairs = Vec::new();
    collect(call, "", members, &mut pairs)?;
    Ok(pairs)
}

fn collect<'a>(call: &EncodeContext<'a>, prefix: &str, members: &[Member], pairs: &mut Pairs<'a>) -> Result<(), Error> {
    let within = |key: &'static str| -> Cow<'a, str> {
        if prefix.is_empty() { key.into() } else { call.function.nesting.within(prefix, key).into() }
    };
    for member in members.iter().filter(|member| is_present(call, member)) {
        match member {
            Member::Value { key, source } => add(call, within(key), *source, pairs)?,
            Member::Object { key, members } => collect(call, &within(key), members, pairs)?,
        }
    }
    Ok(())
}
