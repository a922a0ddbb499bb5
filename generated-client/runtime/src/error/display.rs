//! An error as text, and its cause.

use crate::error::Error;
use crate::error::api_error::one_line;
use crate::error::kind::ErrorKind;
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
        if let Some(response) = &inner.response {
            write!(f, "{}", response.status.as_u16())?;
        }
        if let Some(first) = inner.errors.first().filter(|_| inner.kind == ErrorKind::Status) {
            if let Some(code) = &first.code {
                write!(f, " {}", one_line(code))?;
            }
            if let Some(message) = &first.message {
                write!(f, ": {}", one_line(message))?;
            }
        } else {
            let space = if inner.response.is_some() { " " } else { "" };
            write!(f, "{space}{}", inner.message)?;
        }
        let mut details = Vec::new();
        if let Some(field) = inner.errors.first().and_then(|first| first.field.as_deref()) {
            details.push(format!("field {}", one_line(field)));
        }
        if inner.errors.len() > 1 {
            details.push(format!("and {} more", inner.errors.len() - 1));
        }
        if let Some(id) = &inner.request_id {
            details.push(format!("request id {}", one_line(id)));
        }
        match inner.attempts {
            (attempt, max) if max > 1 => details.push(format!("attempt {attempt} of {max}")),
            _ => {}
        }
        if !details.is_empty() {
            write!(f, " ({})", details.join(", "))?;
        }
        self.advice().map_or(Ok(()), |advice| write!(f, "; {advice}"))
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
