//! Access to workspaces of others: send the browser to Intercom, check what comes back, exchange the code.
//!
//! ```no_run
//! use intercom_client::{Client, ExposeSecret, SecretString, oauth};
//!
//! /// Where to send the browser. Keep the state in its session, such as in an `HttpOnly` cookie.
//! fn begin(state: &str) -> Result<String, oauth::OauthError> {
//!     oauth::authorize_url("client id", state).redirect_uri("https://app.kiln.example/callback").build()
//! }
//!
//! /// What to do with the query of the request to the redirect address.
//! async fn finish(client: &Client, query: &str, kept_state: &str) -> Result<(), Box<dyn std::error::Error>> {
//!     let code = oauth::code(query, kept_state)?;
//!     let response = client.auth().get_access_token("client id", "client secret", code.expose()).await?;
//!     let token: Option<SecretString> = response.access_token;
//!     Ok(())
//! }
//! ```
//!
//! **The state** ties the redirect to the browser that asked; without it, an attacker can have a victim install the
//! attacker's workspace. It must be unguessable and new for each round: 16 random bytes as 32 hex digits, say. This crate
//! does not make it, because it contains no source of randomness that is fit for secrets; `getrandom` or your web
//! framework's session does.

use crate::redact::SecretString;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;
use std::hint::black_box;

/// Where the browser goes to give consent.
const AUTHORIZE: &str = "https://app.intercom.com/oauth";

/// All but RFC 3986's unreserved characters are encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The page where a workspace's admin consents. `state` must be unguessable; see the module.
pub fn authorize_url(client_id: impl Into<String>, state: impl Into<String>) -> AuthorizeUrl {
    AuthorizeUrl { client_id: client_id.into(), state: state.into(), redirect_uri: None }
}

/// The parts of an authorize URL.
#[derive(Clone)]
#[must_use = "it becomes a URL by `build`"]
pub struct AuthorizeUrl {
    client_id: String,
    state: String,
    redirect_uri: Option<String>,
}

impl AuthorizeUrl {
    /// Where the browser comes back to: one of the https addresses that the app has registered. The first of them is taken
    /// without it.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// The URL.
    ///
    /// # Errors
    ///
    /// An empty client id or state.
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
    /// Without the state, which is good as long as nobody else knows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizeUrl")
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// The code of a request to the redirect address, by the query of its URL; `kept_state` is what the browser's session
/// has kept. The code works once, for about five minutes.
///
/// # Errors
///
/// A state that is not the one kept, or no code: consent was not given, or the request is forged.
pub fn code(query: &str, kept_state: &str) -> Result<SecretString, OauthError> {
    let state = single(query, "state").unwrap_or_default();
    if !state_matches(kept_state, &state) {
        return Err(OauthError::WrongState);
    }
    single(query, "code").filter(|code| !code.is_empty()).map(SecretString::from).ok_or(OauthError::NoCode)
}

/// Whether a state is the one that was kept. Takes as long wherever the first difference is; an empty one never matches.
#[must_use]
pub fn state_matches(kept: &str, returned: &str) -> bool {
    let (kept, returned) = (kept.as_bytes(), returned.as_bytes());
    if kept.is_empty() || kept.len() != returned.len() {
        return false;
    }
    // The black box keeps the compiler from leaving early.
    kept.iter().zip(returned).fold(0, |difference, (a, b)| black_box(difference | (a ^ b))) == 0
}

/// The value of a key that the query has once; of two, neither can be trusted.
fn single(query: &str, key: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(name, _)| *name == key).map(|(_, value)| value);
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let value = value.replace('+', " ");
    percent_decode_str(&value).decode_utf8().ok().map(Into::into)
}

/// Why there is no URL or no code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum OauthError {
    /// The client id is empty.
    EmptyClientId,
    /// The state is empty.
    EmptyState,
    /// The state is missing or not the one that was kept.
    WrongState,
    /// There is no code.
    NoCode,
}

impl fmt::Display for OauthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyClientId => "the client id is empty",
            Self::EmptyState => "the state is empty; it must be an unguessable text",
            Self::WrongState => "the state is not the one that was kept; start anew",
            Self::NoCode => "the redirect brought no code; consent was not given",
        })
    }
}

impl std::error::Error for OauthError {}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "5f1c9e0b7a2d4e6f8091a2b3c4d5e6f7";

    #[test]
    fn the_url_has_what_was_given() {
        let url = authorize_url("kiln-client-id", STATE);
        let plain = format!("https://app.intercom.com/oauth?client_id=kiln-client-id&state={STATE}");
        assert_eq!(url.build(), Ok(plain.clone()));
        let url = url.redirect_uri("https://app.kiln.example/in?a=1&b=ü#x");
        let encoded = "&redirect_uri=https%3A%2F%2Fapp.kiln.example%2Fin%3Fa%3D1%26b%3D%C3%BC%23x";
        assert_eq!(url.build(), Ok(format!("{plain}{encoded}")));
    }

    #[test]
    fn no_value_breaks_out_of_its_place() {
        let url = authorize_url("a&state=b", "c d+e%26\r\n/").build().unwrap();
        assert_eq!(url, "https://app.intercom.com/oauth?client_id=a%26state%3Db&state=c%20d%2Be%2526%0D%0A%2F");
        let query = url.split_once('?').unwrap().1;
        assert_eq!(single(query, "state").as_deref(), Some("c d+e%26\r\n/"));
    }

    #[test]
    fn empty_part_is_rejected() {
        assert_eq!(authorize_url("", STATE).build(), Err(OauthError::EmptyClientId));
        assert_eq!(authorize_url("a", "").build(), Err(OauthError::EmptyState));
    }

    #[test]
    fn the_state_is_not_printed() {
        let url = authorize_url("kiln-client-id", STATE);
        assert_eq!(format!("{url:?}"), r#"AuthorizeUrl { client_id: "kiln-client-id", redirect_uri: None, .. }"#);
    }

    #[test]
    fn only_the_kept_state_matches() {
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
    fn the_code_comes_with_its_state_only() {
        let given = |query: &str| code(query, STATE).map(|code| code.expose().to_owned());
        assert_eq!(given(&format!("code=abc&state={STATE}")), Ok("abc".to_owned()));
        assert_eq!(given(&format!("?state={STATE}&x&code=a%2Bb%20c")), Ok("a+b c".to_owned()));
        for query in ["", "code=abc", "code=abc&state=", "code=abc&state=x", &format!("code=abc&state={STATE}&state=x")]
        {
            assert_eq!(given(query), Err(OauthError::WrongState), "{query}");
        }
        for query in ["", "&code=", "&code", "&code=a&code=b", "&error=access_denied", "&code=%ff"] {
            assert_eq!(given(&format!("state={STATE}{query}")), Err(OauthError::NoCode), "{query}");
        }
        assert_eq!(code("code=abc&state=", "").map(|_| ()), Err(OauthError::WrongState));
    }
}
