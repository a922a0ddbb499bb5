//! Base URLs of servers.

use crate::diagnostic::code::Code;
use crate::format::grammar::{GrammarError, checked_text};

checked_text! {
    /// The base URL of a server: a scheme, a host, perhaps a path; no slash at its end, no query, no credentials.
    BaseUrl, Code::BadHttp, url_error
}

fn url_error(text: &str) -> Option<GrammarError> {
    let is_forbidden = |c: char| c.is_whitespace() || c.is_control() || "?#@{}\\\"".contains(c);
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let valid = host.is_some_and(|host| !host.is_empty() && !host.ends_with('/') && !host.contains(is_forbidden));
    (!valid).then(|| GrammarError {
        message: format!("`{}` is not the base URL of a server", text.escape_debug()),
        help: Some("write it as `https://host`, without a slash at its end, a query or credentials"),
    })
}
