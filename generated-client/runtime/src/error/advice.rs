//! Which advice of the API's spec fits an error.

use crate::error::Error;
use crate::error::api_error::ApiError;
use crate::error::existing::{Existing, id_at};
use crate::schema::Advice;

impl Error {
    /// What exists already, as the response says: the object that a creation conflicts with, or the one that another was
    /// merged into. `None` where the response, or the API's spec, says nothing about it.
    #[must_use]
    pub fn existing(&self) -> Option<Existing> {
        let (state, place) = self.api_advice()?.existing?;
        let response = self.inner.response.as_ref()?;
        Some(Existing { state, id: id_at(place, self.errors().first(), &response.headers) })
    }

    /// The first advice of the API's spec that fits.
    pub(super) fn api_advice(&self) -> Option<&'static Advice> {
        let response = self.inner.response.as_ref()?;
        response.package.advice.iter().find(|advice| fits(advice, response.status.as_u16(), self.errors().first()))
    }
}

fn fits(advice: &Advice, status: u16, error: Option<&ApiError>) -> bool {
    let has_code = || error.and_then(|error| error.code.as_deref()) == Some(advice.code);
    let message = || error.and_then(|error| error.message.as_deref()).unwrap_or_default();
    advice.status.is_none_or(|only| only == status)
        && (advice.code.is_empty() || has_code())
        && (advice.contains.is_empty() || message().to_lowercase().contains(&advice.contains.to_lowercase()))
}
