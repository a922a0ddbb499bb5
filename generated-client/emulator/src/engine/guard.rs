//! Who may ask: programs of this machine, and no web page from elsewhere.

use super::error_list::Refusal;
use super::version::Version;
use crate::state::digest::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderValue, Uri, header};
use intercom_client::PACKAGE;
use std::net::{IpAddr, Ipv4Addr};

/// A page of another site can make a browser ask here, by a name that leads to 127.0.0.1 or by a plain `fetch`. Both give
/// themselves away.
pub(crate) fn check_caller(head: &Parts, is_remote: bool) -> Result<(), Refusal> {
    if head.headers.get_all(header::HOST).iter().count() > 1 {
        return Err(Refusal::bad_request("there is more than one Host header"));
    }
    let host = match head.uri.authority() {
        Some(authority) => Some(authority.clone()),
        None => text(head, header::HOST.as_str()).and_then(|host| host.parse::<Authority>().ok()),
    };
    // Served to other machines, it has names that only its user knows.
    if !is_remote && !host.is_some_and(|host| is_loopback(host.host())) {
        return Err(Refusal::forbidden("the Host header does not name this machine"));
    }
    let is_own = |origin: &HeaderValue| {
        let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
        origin.as_ref().and_then(Uri::host).is_some_and(is_loopback)
    };
    if head.headers.get_all(header::ORIGIN).iter().all(is_own) {
        Ok(())
    } else {
        Err(Refusal::forbidden("pages of other sites may not call this emulator"))
    }
}

fn is_loopback(host: &str) -> bool {
    loopback(host).is_some()
}

/// The address of a host that is this machine.
pub(crate) fn loopback(host: &str) -> Option<IpAddr> {
    let host = host.trim_matches(['[', ']']);
    if host.eq_ignore_ascii_case("localhost") {
        return Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    host.parse().ok().filter(IpAddr::is_loopback)
}

/// The scheme of the credential and what follows it.
fn scheme(head: &Parts) -> Option<(&str, &str)> {
    let (scheme, rest) = text(head, PACKAGE.auth.as_ref()?.header)?.split_once(' ')?;
    Some((scheme, rest.trim()))
}

/// The credential in the form that the API asks for.
fn token(head: &Parts) -> Option<&str> {
    let (scheme, token) = scheme(head)?;
    let asked = PACKAGE.auth.as_ref()?.scheme;
    (scheme.eq_ignore_ascii_case(asked) && !token.is_empty()).then_some(token)
}

/// Whether the head carries a credential in the form that the API asks for.
pub(crate) fn has_credential(head: &Parts) -> bool {
    token(head).is_some()
}

/// The credentials of a request: a token, or both halves of what SDKs of API 1.x send as name and password.
pub(crate) fn credentials(head: &Parts) -> Vec<String> {
    if let Some(token) = token(head) {
        return vec![token.to_owned()];
    }
    let Some((_, encoded)) = scheme(head).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Basic")) else {
        return Vec::new();
    };
    let decoded = STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let halves = decoded.as_deref().and_then(|text| text.split_once(':'));
    match halves {
        Some((name, password)) if !name.is_empty() => {
            [name, password].into_iter().filter(|half| !half.is_empty()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// There must be a credential. Any will do while no token is set; else it is that one, or one that an app got. Both are
/// known by their digests.
pub(crate) fn check_credential(head: &Parts, set: Option<&str>, given_out: &[String]) -> Result<(), Refusal> {
    let Some(auth) = &PACKAGE.auth else { return Ok(()) };
    if !head.headers.contains_key(auth.header) {
        return Err(Refusal::missing_authorization());
    }
    let given = credentials(head);
    if given.is_empty() {
        let message = format!("the credential must have the form `{} <token>`", auth.scheme);
        return Err(Refusal::unauthorized(message));
    }
    let Some(set) = set else { return Ok(()) };
    let is_known = |token: &String| {
        let digest = digest(token.as_bytes());
        digest == set || given_out.contains(&digest)
    };
    if given.iter().any(is_known) { Ok(()) } else { Err(Refusal::unauthorized("Access Token Invalid".to_owned())) }
}

/// The API version that a request asks for; it must be known.
pub(crate) fn version(head: &Parts) -> Result<Option<Version>, Refusal> {
    let Some(version) = &PACKAGE.version else { return Ok(None) };
    if !head.headers.contains_key(version.header) {
        return Ok(None);
    }
    match text(head, version.header).and_then(Version::parse) {
        Some(asked) => Ok(Some(asked)),
        None => {
            let known = Version::known().join(", ");
            Err(Refusal::bad_version(format!("the version is not known; known are {known}")))
        }
    }
}

fn text<'a>(head: &'a Parts, name: &str) -> Option<&'a str> {
    head.headers.get(name)?.to_str().ok()
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
    fn credentials_in_the_forms_of_the_api_and_its_sdks() {
        let encoded = |text: &str| format!("Basic {}", STANDARD.encode(text));
        for (value, found) in [
            ("Bearer secret".to_owned(), vec!["secret"]),
            ("bearer  secret ".to_owned(), vec!["secret"]),
            ("Bearer".to_owned(), vec![]),
            ("Bearer  ".to_owned(), vec![]),
            ("secret".to_owned(), vec![]),
            ("Digest secret".to_owned(), vec![]),
            (encoded("secret:"), vec!["secret"]),
            (encoded("app:key"), vec!["app", "key"]),
            (encoded(":key"), vec![]),
            (encoded("secret"), vec![]),
            ("Basic %%".to_owned(), vec![]),
        ] {
            let head = head(&[("authorization", &value)]);
            assert_eq!(credentials(&head), found, "{value}");
            assert_eq!(
                has_credential(&head),
                value.to_lowercase().starts_with("bearer") && !found.is_empty(),
                "{value}"
            );
        }
        assert!(credentials(&head(&[])).is_empty() && !has_credential(&head(&[])));
    }

    #[test]
    fn either_half_may_be_the_token_that_is_taken() {
        for (text, fits) in [("right:", true), ("app:right", true), ("wrong:", false), ("app:wrong", false)] {
            let value = format!("Basic {}", STANDARD.encode(text));
            let head = head(&[("authorization", &value)]);
            assert_eq!(check_credential(&head, Some(&digest(b"right")), &[]).is_ok(), fits, "{text}");
            assert_eq!(check_credential(&head, Some(&digest(b"other")), &[digest(b"right")]).is_ok(), fits, "{text}");
            assert!(check_credential(&head, None, &[digest(b"other")]).is_ok(), "{text}");
        }
    }

    #[test]
    fn one_host_and_own_origins_only() {
        let is_let_in = |headers: &[(&str, &str)]| check_caller(&head(headers), false).is_ok();
        assert!(is_let_in(&[("host", "localhost:1")]));
        assert!(!is_let_in(&[("host", "localhost:1"), ("host", "evil.example")]));
        assert!(is_let_in(&[("host", "localhost:1"), ("origin", "http://127.0.0.1:9")]));
        assert!(!is_let_in(&[
            ("host", "localhost:1"),
            ("origin", "http://localhost"),
            ("origin", "http://evil.example")
        ]));
        assert!(check_caller(&head(&[("host", "emulator.lan")]), true).is_ok());
    }
}
