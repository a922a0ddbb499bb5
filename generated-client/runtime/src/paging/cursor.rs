//! Where a list goes on.

use crate::request::call::Call;
use crate::schema::{Goes, Paging};
use std::fmt;
use std::str::FromStr;

/// Where a list goes on: as text (`Display`, `FromStr`) it can be kept and taken up by another process, for the same call. The
/// text contains the query of the list, such as an email; `Debug` leaves that out.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Cursor {
    pub(crate) at: At,
    /// Items of that page that have been taken already.
    pub(crate) taken: usize,
}

#[derive(Clone, Eq, Hash, PartialEq)]
pub(crate) enum At {
    /// The first page.
    Start,
    /// A further page of a list.
    Page {
        /// Path and query.
        target: String,
        /// The path of the list itself, where the page has another one.
        list: Option<String>,
    },
    /// The place of a scroll.
    Scroll(String),
    /// A place that goes into the body of the request.
    Token(String),
}

impl Cursor {
    pub(crate) fn start() -> Self {
        At::Start.into()
    }

    /// A page of the list at a path.
    pub(crate) fn page(target: String, list: &str) -> Self {
        let list = (path(&target) != list).then(|| list.to_owned());
        At::Page { target, list }.into()
    }

    /// The same place, after so many items of its page.
    pub(crate) fn after_items(self, taken: usize) -> Self {
        Self { taken, ..self }
    }

    /// The path of the list that it goes on with; none for the beginning of any list.
    pub(crate) fn list(&self) -> Option<&str> {
        match &self.at {
            At::Page { target, list } => Some(list.as_deref().unwrap_or_else(|| path(target))),
            At::Start | At::Scroll(_) | At::Token(_) => None,
        }
    }

    /// Whether it can be one of this call's. Another list's would be read in silence as one without items: responses are
    /// decoded leniently.
    pub(crate) fn fits(&self, call: &Call) -> bool {
        match &self.at {
            At::Start => true,
            At::Scroll(_) => call.function().is_scroll(),
            At::Token(_) => has_token(call.function().paging()),
            At::Page { .. } => {
                call.function().paging().is_some_and(|paging| paging.idle.is_none()) && !has_token(call.function().paging())
                    // A call that cannot be made says so itself.
                    && call.prepare().ok().is_none_or(|own| self.list() == Some(own.request.uri().path()))
            }
        }
    }
}

/// Whether the place of such a list goes into the body.
fn has_token(paging: Option<Paging>) -> bool {
    paging.is_some_and(|paging| matches!((paging.goes, paging.idle), (Some(Goes::Body(_)), None)))
}

fn path(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

impl From<At> for Cursor {
    fn from(at: At) -> Self {
        Self { at, taken: 0 }
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor").field("list", &self.list()).field("taken", &self.taken).finish_non_exhaustive()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.taken)?;
        match &self.at {
            At::Start => f.write_str("start:"),
            At::Page { target, list: None } => write!(f, "page:{target}"),
            // A target has no fragment, so the sign is free.
            At::Page { target, list: Some(list) } => write!(f, "page:{target}#{list}"),
            At::Scroll(place) => write!(f, "scroll:{place}"),
            At::Token(place) => write!(f, "token:{place}"),
        }
    }
}

/// A text that is not a cursor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CursorError;

impl fmt::Display for CursorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not the text of a cursor, such as `0:page:/users?page=2`")
    }
}

impl std::error::Error for CursorError {}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let mut parts = text.splitn(3, ':');
        let (Some(taken), Some(kind), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(CursorError);
        };
        let at = match kind {
            "start" if rest.is_empty() => At::Start,
            "page" => page(rest).ok_or(CursorError)?,
            "scroll" if !rest.is_empty() => At::Scroll(rest.to_owned()),
            "token" if !rest.is_empty() => At::Token(rest.to_owned()),
            _ => return Err(CursorError),
        };
        let taken = taken.parse::<u64>().ok().and_then(|taken| usize::try_from(taken).ok());
        Ok(Self { at, taken: taken.ok_or(CursorError)? })
    }
}

fn page(text: &str) -> Option<At> {
    let (target, list) = match text.split_once('#') {
        Some((target, list)) => (target, Some(list)),
        None => (text, None),
    };
    // Only a path on the client's own server: a cursor must not lead the credential elsewhere.
    let is_path = |text: &str| text.starts_with('/') && !text.starts_with("//");
    (is_path(target) && list.is_none_or(is_path))
        .then(|| At::Page { target: target.to_owned(), list: list.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text() {
        let page = |target: &str, list| Cursor::page(target.to_owned(), list).at;
        for at in [
            At::Start,
            page("/users?page=2&q=a:b", "/users"),
            page("/shelves/7/books?page=2", "/shelves"),
            At::Scroll("9c:1d".to_owned()),
        ] {
            let cursor = Cursor { at, taken: 7 };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }

    #[test]
    fn cursor_knows_its_list() {
        for (text, list) in [
            ("0:start:", None),
            ("0:scroll:/users", None),
            ("0:page:/users?page=2", Some("/users")),
            ("0:page:/shelves/7/books?page=2#/shelves", Some("/shelves")),
        ] {
            assert_eq!(text.parse::<Cursor>().unwrap().list(), list, "{text}");
        }
    }

    #[test]
    fn other_text_is_no_cursor() {
        for text in [
            "",
            "0",
            "0:page",
            "x:start:",
            "0:page:http://evil",
            "0:page://evil/x",
            "0:page:/users#",
            "0:page:/users#users",
            "0:page:#/users",
            "0:scroll:",
            "-1:start:",
            "0:start:x",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }
}
