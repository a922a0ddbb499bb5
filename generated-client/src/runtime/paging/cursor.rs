//! Where a list goes on.

use std::fmt;
use std::str::FromStr;

/// Where a list goes on: as text (`Display`, `FromStr`) it can be kept and taken up by another process.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Cursor {
    pub(super) at: At,
    /// Items of that page that have been taken already.
    pub(super) skip: usize,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) enum At {
    /// The first page.
    Start,
    /// Path and query of a page.
    Page(String),
    /// A scroll parameter.
    Scroll(String),
}

impl Cursor {
    pub(super) fn start() -> Self {
        At::Start.into()
    }
}

impl From<At> for Cursor {
    fn from(at: At) -> Self {
        Self { at, skip: 0 }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.skip)?;
        match &self.at {
            At::Start => f.write_str("start:"),
            At::Page(target) => write!(f, "page:{target}"),
            At::Scroll(parameter) => write!(f, "scroll:{parameter}"),
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
        let (Some(skip), Some(kind), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(CursorError);
        };
        let at = match kind {
            "start" if rest.is_empty() => At::Start,
            // Only a path on the client's own server: a cursor must not lead the credential elsewhere.
            "page" if rest.starts_with('/') && !rest.starts_with("//") => At::Page(rest.to_owned()),
            "scroll" if !rest.is_empty() => At::Scroll(rest.to_owned()),
            _ => return Err(CursorError),
        };
        Ok(Self { at, skip: skip.parse().map_err(|_| CursorError)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text() {
        for at in [At::Start, At::Page("/users?page=2&q=a:b".to_owned()), At::Scroll("9c:1d".to_owned())] {
            let cursor = Cursor { at, skip: 7 };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
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
            "0:scroll:",
            "-1:start:",
            "0:start:x",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }
}
