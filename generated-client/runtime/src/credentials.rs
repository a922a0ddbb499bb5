//! The values that a client is given by name: its credentials, and the parts of its server's address.

use crate::header::header_value;
use crate::redact::SecretString;
use crate::schema::{BasicPart, Credential, Package, Scheme};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderName, HeaderValue, header};
use std::fmt;

/// Values by name; of several with one name the last counts.
#[derive(Clone, Default)]
pub(crate) struct Values(Vec<(String, SecretString)>);

impl Values {
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    pub fn set(&mut self, name: impl Into<String>, value: SecretString) {
        self.0.push((name.into(), value));
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rfind(|(known, _)| known == name).map(|(_, value)| value.expose())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl fmt::Debug for Values {
    /// Names only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// Why a scheme's headers cannot be made.
pub(crate) enum Problem {
    /// These values are not given.
    Missing(&'static str),
    /// A value cannot be sent; the message never shows it.
    Invalid(String),
}

/// The headers of a scheme.
pub(crate) fn headers<'a>(
    scheme: &Scheme,
    value: &dyn Fn(&str) -> Option<&'a str>,
) -> Result<Vec<(HeaderName, HeaderValue)>, Problem> {
    let mut headers = Vec::new();
    for credential in scheme.credentials {
        let (name, text) = match *credential {
            Credential::Header { field, header, scheme } => {
                let token = value(field).ok_or(Problem::Missing(field))?;
                check(field, token).map_err(Problem::Invalid)?;
                let name = HeaderName::try_from(header).map_err(|_| cannot_stand(field))?;
                (name, format!("{scheme} {token}").trim_start().to_owned())
            }
            Credential::Basic { user, password } => {
                let (user, password) = (half(user, value)?, half(password, value)?);
                let pair = BASE64_STANDARD.encode(format!("{user}:{password}"));
                (header::AUTHORIZATION, format!("Basic {pair}"))
            }
            Credential::Field(field) => {
                value(field).ok_or(Problem::Missing(field))?;
                continue;
            }
        };
        let mut value = header_value(&text).ok_or_else(|| cannot_stand(name.as_str()))?;
        value.set_sensitive(true);
        headers.push((name, value));
    }
    Ok(headers)
}

fn half<'a>(part: BasicPart, value: &dyn Fn(&str) -> Option<&'a str>) -> Result<&'a str, Problem> {
    match part {
        BasicPart::Text(text) => Ok(text),
        BasicPart::Field(field) => {
            let value = value(field).ok_or(Problem::Missing(field))?;
            check_half(field, value).map_err(Problem::Invalid)?;
            Ok(value)
        }
    }
}

fn cannot_stand(what: &str) -> Problem {
    Problem::Invalid(format!("the {} cannot stand in a header", spelled(what)))
}

/// Whether a client can be given this value under a name; the message never shows it. Halves of a Basic pair may be any text, and
/// the parts of an address are checked where they stand.
pub(crate) fn check_value(package: &Package, name: &str, value: &str) -> Result<(), String> {
    if package.is_basic(name) {
        check_half(name, value)
    } else if package.credentials().any(|known| known == name) {
        check(name, value)
    } else {
        Ok(())
    }
}

/// Neither half has control characters (RFC 7617, 2).
fn check_half(field: &str, value: &str) -> Result<(), String> {
    if value.chars().any(char::is_control) {
        return Err(format!("the {} contains a control character", spelled(field)));
    }
    Ok(())
}

/// Whether a value can be a credential; the message never shows it.
fn check(field: &str, value: &str) -> Result<(), String> {
    let name = spelled(field);
    if value.is_empty() {
        return Err(format!("the {name} is empty"));
    }
    if value.chars().any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()) {
        return Err(format!("the {name} contains white space, control or non-ASCII characters"));
    }
    Ok(())
}

/// A name as it is read: `access token` for `accessToken`.
pub(crate) fn spelled(name: &str) -> String {
    let mut spelled = String::new();
    let mut is_within = false;
    for character in name.chars() {
        if character.is_ascii_uppercase() && is_within {
            spelled.push(' ');
        }
        is_within = character.is_ascii_lowercase() || character.is_ascii_digit();
        spelled.push(if character == '_' || character == '-' { ' ' } else { character.to_ascii_lowercase() });
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Scheme = Scheme::new(
        "",
        &[
            Credential::basic(BasicPart::Field("user"), BasicPart::Field("password")),
            Credential::header("apiKey", "X-Key", ""),
            Credential::Field("token"),
        ],
    );

    fn made(values: &[(&'static str, &'static str)]) -> Result<Vec<(String, String)>, String> {
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        match headers(&BOTH, &value) {
            Ok(headers) => Ok(headers
                .into_iter()
                .map(|(name, value)| {
                    assert!(value.is_sensitive(), "{name}");
                    (name.to_string(), value.to_str().unwrap().to_owned())
                })
                .collect()),
            Err(Problem::Missing(name)) => Err(format!("missing {name}")),
            Err(Problem::Invalid(message)) => Err(message),
        }
    }

    #[test]
    fn each_credential_goes_into_its_header() {
        let all = [("user", "Aladdin"), ("password", "open sesame"), ("apiKey", "k1"), ("token", "t1")];
        assert_eq!(
            made(&all).unwrap(),
            [
                // The example of RFC 7617.
                ("authorization".to_owned(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned()),
                ("x-key".to_owned(), "k1".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_missing_or_invalid_is_named_and_never_shown() {
        let with = |name: &'static str, value: Option<&'static str>| {
            let all = [("user", "u"), ("password", "p"), ("apiKey", "k"), ("token", "t")];
            let rest = all.into_iter().filter(|(known, _)| *known != name);
            made(&rest.chain(value.map(|value| (name, value))).collect::<Vec<_>>())
        };
        for (name, value, message) in [
            ("user", None, "missing user"),
            ("token", None, "missing token"),
            ("apiKey", Some(""), "the api key is empty"),
            ("apiKey", Some("ca nary"), "the api key contains white space, control or non-ASCII characters"),
            ("password", Some("ca\nnary"), "the password contains a control character"),
        ] {
            assert_eq!(with(name, value), Err(message.to_owned()), "{name}");
        }
    }

    #[test]
    fn the_last_value_of_a_name_counts_and_none_is_printed() {
        let mut values = Values::default();
        assert!(values.is_empty());
        values.set("a", SecretString::from("canary1".to_owned()));
        values.set("a", SecretString::from("canary2".to_owned()));
        assert_eq!((values.get("a"), values.get("b")), (Some("canary2"), None));
        assert_eq!(format!("{values:?}"), r#"["a", "a"]"#);
    }

    #[test]
    fn names_are_spelled_out() {
        for (name, text) in [("accessToken", "access token"), ("api_key", "api key"), ("URL", "url"), ("x-a", "x a")] {
            assert_eq!(spelled(name), text);
        }
    }
}
