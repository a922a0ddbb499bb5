//! Distinguishes success from failure, and takes the one object out of a list of one.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::quote::quote;
use crate::response::member::{Unwrapped, rename_list, unwrap_list};
use crate::response::raw::RawResponse;
use crate::schema::Returns;
use http::header;

/// The response, if it is a success.
pub fn check_status(mut response: RawResponse) -> Result<RawResponse, Error> {
    if response.status.is_redirection() && response.function().returns == Returns::Redirect {
        return Ok(response);
    }
    if response.status.is_redirection() {
        let message = redirect_message(&response);
        return Err(Error::with_response(ErrorKind::Status, message, response));
    }
    if !response.status.is_success() {
        let message = status_message(&response);
        return Err(Error::with_response(ErrorKind::Status, message, response));
    }
    if response.reports_failure() {
        return Err(Error::with_reported_errors(response));
    }
    if let Returns::Unwrap(_, key) = response.function().returns {
        match unwrap_list(&response.body, key) {
            Unwrapped::Plain => {}
            Unwrapped::One(object) => response.payload = object,
            Unwrapped::None => return Err(Error::with_response(ErrorKind::NotFound, "nothing was found", response)),
            Unwrapped::Many(count) => {
                let message = format!("{count} were found where one was expected");
                return Err(Error::with_response(ErrorKind::Ambiguous, message, response));
            }
        }
    }
    if let (Returns::List(_, [key], _), also @ [_, ..]) = (response.function().returns, response.function().list_also)
        && let Some(renamed) = rename_list(&response.payload, key, also)
    {
        response.payload = renamed;
    }
    Ok(response)
}

/// Redirects are not followed: not with the credential to another host, and not with a POST that would become a GET.
fn redirect_message(response: &RawResponse) -> String {
    let place = response.headers.get(header::LOCATION).and_then(|place| place.to_str().ok());
    // The place may carry credentials or personal data in its query; where it leads says enough.
    // Without a scheme, what follows two slashes is a host too, and may hold credentials.
    let place = place.map(|place| if place.starts_with("//") { format!("http:{place}") } else { place.to_owned() });
    let shown = place.and_then(|place| place.parse::<http::Uri>().ok()).map(|uri| {
        let host =
            uri.authority().map(|authority| authority.as_str().rsplit('@').next().unwrap_or_default().to_owned());
        format!("{}{}", host.unwrap_or_default(), uri.path())
    });
    match shown {
        Some(shown) => format!("a redirect to {}, which is not followed", quote(&shown)),
        None => "a redirect without a readable Location".to_owned(),
    }
}

/// What a failure says when its body is not the API's own error.
fn status_message(response: &RawResponse) -> String {
    let reason = response.status.canonical_reason().unwrap_or("unknown status");
    let kind = response.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    match (response.body.len(), kind) {
        (0, _) => format!("{reason}, with an empty body"),
        (length, Some(kind)) => format!("{reason}, with {length} bytes of {}", quote(kind)),
        (length, None) => format!("{reason}, with {length} bytes"),
    }
}
