//! Which callers are allowed: programs of this machine, but no web page of another site.

use super::api_error::ApiError;
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderValue, Uri, header};
use std::net::{IpAddr, Ipv4Addr};

/// Rejects requests of web pages of other sites. A page can make a browser send requests here, by a host name that resolves to
/// 127.0.0.1 or by `fetch`; the `Host` or the `Origin` header shows it.
pub fn check_caller(head: &Parts, is_remote: bool) -> Result<(), ApiError> {
    if head.headers.get_all(header::HOST).iter().nth(1).is_some() {
        return Err(ApiError::bad_request("there is more than one Host header"));
    }
    let is_own_host = || match head.uri.authority() {
        Some(authority) => is_loopback(authority.host()),
        None => head.headers.get(header::HOST).and_then(|host| host.to_str().ok()).is_some_and(is_loopback_authority),
    };
    // Served to other machines, the emulator has names that only its user knows.
    if !is_remote && !is_own_host() {
        return Err(ApiError::forbidden("the Host header does not name this machine"));
    }
    let is_own = |origin: &HeaderValue| {
        let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
        origin.as_ref().and_then(Uri::host).is_some_and(is_loopback)
    };
    if head.headers.get_all(header::ORIGIN).iter().all(is_own) {
        Ok(())
    } else {
        Err(ApiError::forbidden("pages of other sites may not call this emulator"))
    }
}

/// Whether a host with or without a port is this machine. Most requests have one of two names, which need no parser.
fn is_loopback_authority(text: &str) -> bool {
    let port = text.strip_prefix("localhost").or_else(|| text.strip_prefix("127.0.0.1"));
    let is_usual = port.is_some_and(|port| match port.strip_prefix(':') {
        Some(digits) => (1..=5).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()),
        None => port.is_empty(),
    });
    is_usual || text.parse::<Authority>().is_ok_and(|authority| is_loopback(authority.host()))
}

fn is_loopback(host: &str) -> bool {
    loopback_address(host).is_some()
}

/// The address of a host, if it is this machine.
pub fn loopback_address(host: &str) -> Option<IpAddr> {
    let host = host.trim_matches(['[', ']']);
    if host.eq_ignore_ascii_case("localhost") {
        return Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    host.parse().ok().filter(IpAddr::is_loopback)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn head(headers: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::get("/users");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn one_loopback_host_and_loopback_origins_are_required() {
        let is_allowed = |headers: &[(&str, &str)]| check_caller(&head(headers), false).is_ok();
        assert!(is_allowed(&[("host", "localhost:1")]));
        assert!(!is_allowed(&[("host", "localhost:1"), ("host", "evil.example")]));
        assert!(is_allowed(&[("host", "localhost:1"), ("origin", "http://127.0.0.1:9")]));
        assert!(!is_allowed(&[
            ("host", "localhost:1"),
            ("origin", "http://localhost"),
            ("origin", "http://evil.example")
        ]));
        assert!(check_caller(&head(&[("host", "emulator.lan")]), true).is_ok());
    }
}
