//! An error as text, and its cause.

use crate::error::kind::ErrorKind;
use crate::error::{Error, ErrorResponse};
use crate::join::joined;
use crate::quote::quote;
use std::error::Error as StdError;
use std::fmt;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        if let Some(function) = inner.function {
            write!(f, "{}: ", function.name)?;
            if inner.kind != ErrorKind::Argument {
                write!(f, "{} {} → ", function.http.as_str(), function.path)?;
            }
        }
        // A look-up that finds nothing succeeds on the wire: its status would say the opposite.
        let status = inner.response.as_ref().map(|response| response.status).filter(|_| !self.is_look_up());
        if let Some(status) = status {
            write!(f, "{}", status.as_u16())?;
        }
        if let Some(first) = inner.errors.first().filter(|_| self.is_reported()) {
            let texts = first.code.iter().map(|code| (" ", code)).chain(first.message.iter().map(|text| (": ", text)));
            for (nth, (separator, text)) in texts.enumerate() {
                let is_first = nth == 0 && status.is_none();
                write!(f, "{}{}", if is_first { "" } else { separator }, quote(text))?;
            }
        } else {
            let space = if status.is_some() { " " } else { "" };
            write!(f, "{space}{}", inner.message)?;
        }
        let mut details = Vec::new();
        if let Some(field) = inner.errors.first().and_then(|first| first.field.as_deref()) {
            details.push(format!("field {}", quote(field)));
        }
        if inner.errors.len() > 1 {
            details.push(format!("and {} more", inner.errors.len() - 1));
        }
        if let Some(id) = &inner.request_id {
            details.push(format!("request id {}", quote(id)));
        }
        match inner.attempts {
            (attempt, max) if max > 1 => details.push(format!("attempt {attempt} of {max}")),
            _ => {}
        }
        if !details.is_empty() {
            write!(f, " ({})", joined(&mut details.iter().map(String::as_str), ", "))?;
        }
        self.advice().map_or(Ok(()), |advice| write!(f, "; {advice}"))
    }
}

impl Error {
    /// Whether the response is a success that contains no object, or several.
    fn is_look_up(&self) -> bool {
        let is_success = |response: &ErrorResponse| response.status.is_success();
        matches!(self.inner.kind, ErrorKind::NotFound | ErrorKind::Ambiguous)
            && self.inner.response.as_ref().is_some_and(is_success)
    }

    /// Whether the server reported the error.
    fn is_reported(&self) -> bool {
        matches!(self.inner.kind, ErrorKind::Status | ErrorKind::NotFound)
    }
}

impl fmt::Debug for Error {
    /// Prints the kind and the line of `Display`. Omits bodies and headers, which may contain personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, {self})", self.inner.kind)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}
