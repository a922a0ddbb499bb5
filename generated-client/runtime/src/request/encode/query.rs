//! The query: constants and fields, each key at most once.

use crate::error::Error;
use crate::percent::RESERVED;
use crate::request::encode::context::EncodeContext;
use crate::schema::Source;
use percent_encoding::utf8_percent_encode;

pub(crate) fn append(call: &EncodeContext<'_>, out: &mut String) -> Result<(), Error> {
    let mut separator = '?';
    for item in call.layout.query().iter().filter(|item| call.is_sent(item.source)) {
        let value = match item.source {
            Source::Constant { value, .. } => value.into(),
            Source::Field(field) | Source::Case { field, .. } => match call.given(field) {
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
