//! A redirect that is returned.

use crate::error::{Error, ErrorKind};
use crate::response::raw::RawResponse;
use http::header;
use std::fmt;

/// A redirect, which has not been followed: its address may be on another host, where the credential must not go.
#[derive(Clone, Eq, PartialEq)]
pub struct Redirect {
    location: String,
}

impl Redirect {
    /// The address as the server names it. It may itself be a secret: such addresses often are signed.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }
}

impl fmt::Debug for Redirect {
    /// Without the query, which may hold a signature.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.location.split('?').next().unwrap_or_default();
        f.debug_struct("Redirect").field("location", &shown).finish()
    }
}

impl Redirect {
    /// The address of a response.
    pub(crate) fn read(response: RawResponse) -> Result<Self, Error> {
        let location = response.headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
        match location.map(str::to_owned) {
            Some(location) => Ok(Self { location }),
            None => Err(Error::with_response(ErrorKind::Decode, "the response names no readable Location", response)),
        }
    }
}
