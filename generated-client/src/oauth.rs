//! OAuth for access to other workspaces: build the authorize URL, check the redirect, exchange the code for a token.
//!
//! ```no_run
//! use intercom_client::redact::SecretString;
//! use intercom_client::{Client, oauth};
//!
//! /// The URL to redirect the browser to. Store the state in the browser's session, such as in an `HttpOnly` cookie.
//! fn begin(state: &str) -> Result<String, oauth::OauthError> {
//!     oauth::authorize_url("client id", state).redirect_uri("https://app.kiln.example/callback").build()
//! }
//!
//! /// Handles the query of the request to the redirect URI.
//! async fn finish(client: &Client, query: &str, stored_state: &str) -> Result<(), Box<dyn std::error::Error>> {
//!     let code = oauth::code(query, stored_state)?;
//!     let response = client.auth().get_access_token("client id", "client secret", code.expose()).await?;
//!     let token: Option<SecretString> = response.access_token;
//!     Ok(())
//! }
//! ```
//!
//! **The state** ties the redirect to the browser that started the flow; without it, an attacker can make a victim install
//! the attacker's workspace. It must be unguessable and new for each flow, such as 16 random bytes as 32 hex digits. This
//! crate does not generate it, because it has no random source that is fit for secrets; use `getrandom` or the session of
//! your web framework.

use crate::redact::SecretString;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;
use std::hint::black_box;

/// The consent page.
const AUTHORIZE: &str = "https://app.intercom.com/oauth";

/// All but RFC 3986's unreserved characters are encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Builds the URL of the page on which a workspace's admin consents. `state` must be unguessable; see the
/// [module](self).
pub fn authorize_url(client_id: impl Into<String>, state: impl Into<String>) -> AuthorizeUrl {
    AuthorizeUrl { client_id: client_id.into(), state: state.into(), redirect_uri: None }
}

/// The parts of an authorize URL.
#[derive(Clone)]
#[must_use = "call `build` to get the URL"]
pub struct AuthorizeUrl {
    client_id: String,
    state: String,
    redirect_uri: Option<String>,
}

impl AuthorizeUrl {
    /// The URL that Intercom redirects the browser to: one of the https URLs that the app has registered. The default is
    /// the first of them.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// Builds the URL.
    ///
    /// # Errors
    ///
    /// The client id or the state is empty.
    pub fn build(&self) -> Result<String, OauthError> {
        if self.client_id.is_empty() {
            return Err(OauthError::EmptyClientId);
        }
        if self.state.is_empty() {
            return Err(OauthError::EmptyState);
        }
        let encoded = |text| utf8_percent_encode(text, RESERVED);
        let mut url = format!("{AUTHORIZE}?client_id={}&state={}", encoded(&self.client_id), encoded(&self.state));
        if let Some(uri) = &self.redirect_uri {
            url.push_str("&redirect_uri=");
            url.extend(encoded(uri));
        }
        Ok(url)
    }
}

impl fmt::Debug for AuthorizeUrl {
    /// Omits the state, which is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizeUrl")
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// Returns the code from the query of a request to the redirect URI; `stored_state` is the state from the browser's session.
/// The code works once, for about five minutes.
///
/// # Errors
///
/// The state differs from the stored one, or there is no code: the admin did not consent, or the request is forged.
pub fn code(query: &str, stored_state: &str) -> Result<SecretString, OauthError> {
    let state = single(query, "state").unwrap_or_default();
    if !state_matches(stored_state, &state) {
        return Err(OauthError::WrongState);
    }
    single(query, "code").filter(|code| !code.is_empty()).map(SecretString::from).ok_or(OauthError::NoCode)
}

/// Compares a state with the stored one in constant time; an empty state never matches.
#[must_use]
pub fn state_matches(stored: &str, returned: &str) -> bool {
    let (stored, returned) = (stored.as_bytes(), returned.as_bytes());
    if stored.is_empty() || stored.len() != returned.len() {
        return false;
    }
    // The black box keeps the compiler from returning at the first difference.
    stored.iter().zip(returned).fold(0, |difference, (a, b)| black_box(difference | (a ^ b))) == 0
}

/// Returns the value of a key that occurs exactly once: of two values, neither can be trusted.
fn single(query: &str, key: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(name, _)| *name == key).map(|(_, value)| value);
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let value = value.replace('+', " ");
    percent_decode_str(&value).decode_utf8().ok().map(Into::into)
}

/// An error of the OAuth flow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum OauthError {
    /// The client id is empty.
    EmptyClientId,
    /// The state is empty.
    EmptyState,
    /// The state is missing or differs from the stored one.
    WrongState,
    /// The redirect has no code.
    NoCode,
}

impl fmt::Display for OauthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyClientId => "the client id is empty",
            Self::EmptyState => "the state is empty; it must be unguessable",
            Self::WrongState => "the state differs from the stored one; start the flow again",
            Self::NoCode => "the redirect has no code: the admin did not consent",
        })
    }
}

impl std::error::Error for OauthError {}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "5f1c9e0b7a2d4e6f8091a2b3c4d5e6f7";

    #[test]
    fn the_url_contains_client_id_state_and_redirect_uri() {
        let url = authorize_url("kiln-client-id", STATE);
        let plain = format!("https://app.intercom.com/oauth?client_id=kiln-client-id&state={STATE}");
        assert_eq!(url.build(), Ok(plain.clone()));
        let url = url.redirect_uri("https://app.kiln.example/in?a=1&b=ü#x");
        let encoded = "&redirect_uri=https%3A%2F%2Fapp.kiln.example%2Fin%3Fa%3D1%26b%3D%C3%BC%23x";
        assert_eq!(url.build(), Ok(format!("{plain}{encoded}")));
    }

    #[test]
    fn values_are_percent_encoded() {
        let url = authorize_url("a&state=b", "c d+e%26\r\n/").build().unwrap();
        assert_eq!(url, "https://app.intercom.com/oauth?client_id=a%26state%3Db&state=c%20d%2Be%2526%0D%0A%2F");
        let query = url.split_once('?').unwrap().1;
        assert_eq!(single(query, "state").as_deref(), Some("c d+e%26\r\n/"));
    }

    #[test]
    fn empty_client_id_and_state_are_rejected() {
        assert_eq!(authorize_url("", STATE).build(), Err(OauthError::EmptyClientId));
        assert_eq!(authorize_url("a", "").build(), Err(OauthError::EmptyState));
    }

    #[test]
    fn debug_output_omits_the_state() {
        let url = authorize_url("kiln-client-id", STATE);
        assert_eq!(format!("{url:?}"), r#"AuthorizeUrl { client_id: "kiln-client-id", redirect_uri: None, .. }"#);
    }

    #[test]
    fn only_the_stored_state_matches() {
        assert!(state_matches(STATE, STATE));
        for position in 0..STATE.len() {
            let mut other = STATE.as_bytes().to_vec();
            other[position] ^= 1;
            assert!(!state_matches(STATE, std::str::from_utf8(&other).unwrap()), "{position}");
        }
        for other in ["", &STATE[1..], &STATE[..31], &format!("{STATE}0")] {
            assert!(!state_matches(STATE, other), "{other}");
            assert!(!state_matches(other, STATE), "{other}");
        }
        assert!(!state_matches("", ""));
    }

    #[test]
    fn the_code_is_returned_with_the_stored_state_only() {
        let code_of = |query: &str| code(query, STATE).map(|code| code.expose().to_owned());
        assert_eq!(code_of(&format!("code=abc&state={STATE}")), Ok("abc".to_owned()));
        assert_eq!(code_of(&format!("?state={STATE}&x&code=a%2Bb%20c")), Ok("a+b c".to_owned()));
        for query in ["", "code=abc", "code=abc&state=", "code=abc&state=x", &format!("code=abc&state={STATE}&state=x")]
        {
            assert_eq!(code_of(query), Err(OauthError::WrongState), "{query}");
        }
        for query in ["", "&code=", "&code", "&code=a&code=b", "&error=access_denied", "&code=%ff"] {
            assert_eq!(code_of(&format!("state={STATE}{query}")), Err(OauthError::NoCode), "{query}");
        }
        assert_eq!(code("code=abc&state=", "").map(|_| ()), Err(OauthError::WrongState));
    }
}
