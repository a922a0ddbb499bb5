//! The query: constants and fields, each key at most once.

use super::super::Error;
use super::super::function::Source;
use super::Filled;
use super::path::RESERVED;
use percent_encoding::utf8_percent_encode;

pub(super) fn append(call: &Filled<'_>, out: &mut String) -> Result<(), Error> {
    let mut separator = '?';
    for item in call.function.query.iter().filter(|item| call.sent(item.source)) {
        let value = match item.source {
            Source::Const(text) | Source::ConstWith(text, _) => text.into(),
            Source::Field(field) | Source::Case(field, ..) => match call.given(field) {
                Some(arg) => call.text(field, arg)?,
                None => continue,
            },
        };
        out.push(separator);
        separator = '&';
        out.extend(utf8_percent_encode(item.key, RESERVED));
        out.push('=');
        out.extend(utf8_percent_encode(&value, RESERVED));
    }
    Ok(())
}
