//! The base URL: its validation and its parts.

use crate::transport::authority;

/// Validates a base URL and removes the slash at its end.
pub fn check_base_url(url: &str) -> Result<String, String> {
    const FORM: &str = "write it as https://host or http://host:port, with an optional path";
    let parsed = url.parse::<http::Uri>().ok();
    let valid = parsed.as_ref().is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri
                .authority()
                .is_some_and(|authority| !authority.as_str().contains('@') && authority::is_valid(authority))
            && uri.query().is_none()
    });
    if !valid || url.contains('#') {
        // The message omits the URL, which may contain credentials.
        return Err(format!("the base URL cannot be used; {FORM}"));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
pub fn scheme(base_url: &str) -> &str {
    base_url.split(':').next().unwrap_or_default()
}

#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
pub fn is_loopback(base_url: &str) -> bool {
    let uri = base_url.parse::<http::Uri>().ok();
    uri.and_then(|uri| uri.host().map(|host| host.trim_matches(['[', ']']).to_owned())).is_some_and(|host| {
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    })
}
