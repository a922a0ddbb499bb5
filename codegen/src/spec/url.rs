//! Base URLs of servers.

use crate::diagnostic::code::Code;
use crate::format::grammar::{GrammarError, checked_text};

checked_text! {
    /// The base URL of a server: a scheme, a host, perhaps a path; no slash at its end, no query, no credentials. `{name}` is a
    /// part that each client is given.
    BaseUrl, Code::BadHttp, url_error
}

impl BaseUrl {
    /// The names between braces, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.as_str().split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
    }
}

/// The URL with a letter in the place of each `{name}`; `None` when a brace stands alone, or a name is none.
fn filled(text: &str) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name {
            return None;
        }
        filled.push_str(before);
        filled.push('x');
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

fn url_error(text: &str) -> Option<GrammarError> {
    let is_forbidden = |c: char| c.is_whitespace() || c.is_control() || "?#@{}\\\"".contains(c);
    let plain = filled(text).unwrap_or_else(|| text.to_owned());
    let host = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://"));
    let valid = host.is_some_and(|host| !host.is_empty() && !host.ends_with('/') && !host.contains(is_forbidden));
    (!valid).then(|| GrammarError {
        message: format!("`{}` is not the base URL of a server", text.escape_debug()),
        help: Some("write it as `https://host`, without a slash at its end, a query or credentials; `{name}` is a part that each client is given"),
    })
}
