//! HTTP headers: their names and values.

use crate::diagnostic::code::Code;
use crate::format::grammar::{GrammarError, checked_text};

checked_text! {
    /// The name of a header: a token of RFC 9110, section 5.6.2.
    HeaderName, Code::BadHttp, name_error
}

checked_text! {
    /// The value of a header: visible ASCII and spaces, neither empty nor with a space at an end.
    HeaderValue, Code::BadHttp, value_error
}

checked_text! {
    /// The scheme before a credential: the value of a header, or empty.
    AuthScheme, Code::BadHttp, scheme_error
}

fn name_error(text: &str) -> Option<GrammarError> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let valid = !text.is_empty() && text.bytes().all(is_token);
    (!valid).then(|| format!("`{}` is not a header name", text.escape_debug()).into())
}

fn value_error(text: &str) -> Option<GrammarError> {
    let is_visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    let valid = text.trim() == text && !text.is_empty() && text.bytes().all(is_visible);
    (!valid).then(|| format!("`{}` cannot be sent in a header", text.escape_debug()).into())
}

fn scheme_error(text: &str) -> Option<GrammarError> {
    if text.is_empty() { None } else { value_error(text) }
}
