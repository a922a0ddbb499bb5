//! Responses of another server than the one that was asked.

use crate::quote::quote;

/// An HTTP client of the application's, and a browser, may follow redirects. Then the credential went to another host, or a POST became a
/// GET, and the response is not the API's.
pub(crate) fn unexpected_origin(
    method: &http::Method,
    asked: &http::Uri,
    response: &reqwest::Response,
) -> Option<String> {
    let actual = response.url();
    let has_path = asked.path() == actual.path() && asked.query() == actual.query();
    let has_host = asked.host() == actual.host_str() && asked.port_u16() == actual.port();
    if (has_path && has_host && asked.scheme_str() == Some(actual.scheme())) || is_own(method, asked, actual) {
        return None;
    }
    let place = quote(actual.host_str().unwrap_or("another place"));
    Some(format!("the HTTP client followed a redirect to {place}, whose response this is: switch off its redirects"))
}

/// The same of URLs that are written in another way.
fn is_own(method: &http::Method, asked: &http::Uri, actual: &reqwest::Url) -> bool {
    reqwest::Url::parse(&asked.to_string())
        .is_ok_and(|asked| *actual == asked || (method == http::Method::GET && actual.origin() == asked.origin()))
}
