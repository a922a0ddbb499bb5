//! Which names in a request announce a credential. Callers also put credentials where the API reads none, such as the query.

/// Ends of names, in lower case and without separators: `access_token`, `X-Api-Key`, `auth[token]`.
const NAME_ENDS: [&str; 13] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "accesskey",
    "appkey",
    "authorization",
    "credential",
    "credentials",
    "bearer",
    "jwt",
];

/// Whole names that are too short for an end.
const NAMES: [&str; 7] = ["auth", "basic", "cookie", "key", "pass", "pwd", "sig"];

/// Whether the value of this key or header may be a credential. Asked for every header and key of every request, so it allocates
/// nothing.
pub fn is_credential_name(name: &str) -> bool {
    /// More than the longest of the names above.
    const TAIL: usize = 16;
    let mut tail = [0; TAIL];
    let letters = name.bytes().rev().filter(u8::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase());
    let mut start = TAIL;
    for letter in letters.take(TAIL) {
        start = start.saturating_sub(1);
        if let Some(place) = tail.get_mut(start) {
            *place = letter;
        }
    }
    let tail = tail.get(start..).unwrap_or_default();
    NAME_ENDS.iter().any(|end| tail.ends_with(end.as_bytes())) || NAMES.iter().any(|name| tail == name.as_bytes())
}

/// Whether a text contains a credential as a query does, as in the URL of a `Referer` header.
pub fn contains_credential(text: &str) -> bool {
    if !text.contains('=') {
        return false;
    }
    let pairs = text.split(['?', '&', ';', '#']).filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, _)| name).any(is_credential_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_credentials_are_known_in_every_spelling() {
        for name in
            ["access_token", "accessToken", "ACCESS-TOKEN", "token", "auth[token]", "api_key", "X-Api-Key", "key"]
        {
            assert!(is_credential_name(name), "{name}");
        }
        for name in ["email", "user_id", "scroll_param", "tokens_left", "keyboard", "per_page", "company_id", "type"] {
            assert!(!is_credential_name(name), "{name}");
        }
        assert!(contains_credential("http://127.0.0.1/users?page=2&access_token=abc"));
        assert!(!contains_credential("text/html;q=0.9"));
    }
}
