//! Responses of another server than the one that was asked.

use crate::quote::quote;

/// An HTTP client of the application's, and a browser, may follow redirects. Then the credential went to another host, or a POST became a
/// GET, and the response is not the API's.
pub(crate) fn unexpected_origin(
    method: &http::Method,
    asked: &reqwest::Url,
    response: &reqwest::Response,
) -> Option<String> {
    let actual = response.url();
    let is_own = actual == asked || (method == http::Method::GET && actual.origin() == asked.origin());
    (!is_own).then(|| {
        let place = quote(actual.host_str().unwrap_or("another place"));
        format!("the HTTP client followed a redirect to {place}, whose response this is: switch off its redirects")
    })
}
