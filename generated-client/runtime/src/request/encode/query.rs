//! The query: constants and fields, each key at most once but for lists.

use crate::error::Error;
use crate::percent::RESERVED;
use crate::request::arg::ArgValue;
use crate::request::encode::context::EncodeContext;
use crate::request::encode::pairs;
use crate::schema::Source;
use percent_encoding::utf8_percent_encode;

pub(crate) fn append(call: &EncodeContext<'_>, out: &mut String) -> Result<(), Error> {
    let mut separator = '?';
    let mut pair = |key: &str, value: &str| {
        out.push(separator);
        separator = '&';
        out.extend(utf8_percent_encode(key, RESERVED));
        out.push('=');
        out.extend(utf8_percent_encode(value, RESERVED));
    };
    for item in call.layout.query().iter().filter(|item| call.is_sent(item.source)) {
        match item.source {
            Source::Constant { value, .. } => pair(item.key, value),
            Source::Field(field) | Source::Case { field, .. } => match call.given(field) {
                Some(arg) if matches!(arg.0, ArgValue::List(_) | ArgValue::Json(_)) => {
                    let mut pairs = Vec::new();
                    pairs::add(call, item.key.into(), item.source, &mut pairs)?;
                    pairs.iter().for_each(|(key, value)| pair(key, value));
                }
                Some(arg) => pair(item.key, &call.text(field, arg)?),
                None => {}
            },
        }
    }
    Ok(())
}
