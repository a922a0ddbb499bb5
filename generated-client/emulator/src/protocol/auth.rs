//! Credentials of requests.

use super::api_error::ApiError;
use super::headers::CREDENTIAL_HEADER;
use crate::workspace::digest::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use intercom_client::PACKAGE;

/// The scheme of the credential and the rest.
fn scheme(head: &Parts) -> Option<(&str, &str)> {
    let value = head.headers.get(CREDENTIAL_HEADER.as_ref()?)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    Some((scheme, rest.trim()))
}

/// The token, if it has the scheme that the API requires.
pub fn token(head: &Parts) -> Option<&str> {
    let (scheme, token) = scheme(head)?;
    let (_, required) = PACKAGE.header_credential()?;
    (scheme.eq_ignore_ascii_case(required) && !token.is_empty()).then_some(token)
}

/// The credentials of a request: a token, or both halves of the name and password that SDKs of API 1.x send.
pub fn credentials(head: &Parts) -> Vec<String> {
    if let Some(token) = token(head) {
        return vec![token.to_owned()];
    }
    let Some((_, encoded)) = scheme(head).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Basic")) else {
        return Vec::new();
    };
    let decoded = STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|text| text.split_once(':')) {
        Some((name, password)) if !name.is_empty() => {
            [name, password].into_iter().filter(|half| !half.is_empty()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a text is the credential of a request; of a name and a password, the first that is not empty.
pub fn is_first_credential(head: &Parts, text: &str) -> bool {
    token(head).map_or_else(|| credentials(head).first().is_some_and(|own| own == text), |own| own == text)
}

/// Requires a credential: any one if no token is set, otherwise that token or one that an app got. Both are given as digests.
pub fn check_credential(head: &Parts, set: Option<&str>, issued: &[String]) -> Result<(), ApiError> {
    let (Some((_, scheme)), Some(header)) = (PACKAGE.header_credential(), &*CREDENTIAL_HEADER) else { return Ok(()) };
    if set.is_none() && token(head).is_some() {
        return Ok(());
    }
    if !head.headers.contains_key(header) {
        return Err(ApiError::missing_authorization());
    }
    let given = credentials(head);
    if given.is_empty() {
        let message = format!("the credential must have the form `{scheme} <token>`");
        return Err(ApiError::unauthorized(message));
    }
    let Some(set) = set else { return Ok(()) };
    let is_known = |token: &String| {
        let digest = digest(token.as_bytes());
        digest == set || issued.contains(&digest)
    };
    if given.iter().any(is_known) { Ok(()) } else { Err(ApiError::unauthorized("Access Token Invalid".to_owned())) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn head(authorization: Option<&str>) -> Parts {
        let mut request = http::Request::get("/users");
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn credentials_of_the_api_and_of_its_sdks_are_read() {
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
            let head = head(Some(&value));
            assert_eq!(credentials(&head), found, "{value}");
            let is_token = value.to_lowercase().starts_with("bearer") && !found.is_empty();
            assert_eq!(token(&head).is_some(), is_token, "{value}");
        }
        assert!(credentials(&head(None)).is_empty() && token(&head(None)).is_none());
    }

    #[test]
    fn either_half_of_a_basic_credential_can_be_the_token() {
        for (text, fits) in [("right:", true), ("app:right", true), ("wrong:", false), ("app:wrong", false)] {
            let head = head(Some(&format!("Basic {}", STANDARD.encode(text))));
            assert_eq!(check_credential(&head, Some(&digest(b"right")), &[]).is_ok(), fits, "{text}");
            assert_eq!(check_credential(&head, Some(&digest(b"other")), &[digest(b"right")]).is_ok(), fits, "{text}");
            assert!(check_credential(&head, None, &[digest(b"other")]).is_ok(), "{text}");
        }
    }
}
