//! The host and the port of a URL.

use http::uri::Authority;

/// Whether host and port are there: the http crate takes any text for a port.
pub(crate) fn is_valid(authority: &Authority) -> bool {
    let place = authority.as_str().rsplit('@').next().unwrap_or_default();
    !authority.host().is_empty() && (place == authority.host() || authority.port_u16().is_some())
}
