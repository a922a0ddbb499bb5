//! Who may make calls: the page that this server served, in this session. A page of another site, or a name that another
//! site's DNS points here, may not.

use hyper::HeaderMap;
use hyper::header::{CONTENT_TYPE, HOST, ORIGIN};

/// The header with the session's nonce.
const SESSION: &str = "docs-session";

/// What a request must have.
#[derive(Debug)]
pub struct Guard {
    hosts: [String; 2],
    session: String,
}

/// A nonce that nobody guesses.
pub fn nonce() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Guard {
    pub fn new(port: u16, session: String) -> Self {
        Self { hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")], session }
    }

    /// Whether a request names this machine: a rebound name of another site does not.
    pub fn has_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.hosts.iter().any(|own| own == host))
    }

    /// Why a request may not make a call; `None` if it may.
    pub fn rejection(&self, headers: &HeaderMap) -> Option<&'static str> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if !self.has_host(headers) {
            return Some("the Host header does not name this server");
        }
        let origin = text(ORIGIN.as_str()).and_then(|origin| origin.strip_prefix("http://"));
        if !origin.is_some_and(|origin| self.hosts.iter().any(|own| own == origin)) {
            return Some("the Origin header is not that of this page");
        }
        if text(SESSION) != Some(self.session.as_str()) {
            return Some("the page is of another session; reload it");
        }
        if !text(CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with("application/json")) {
            return Some("the body must be JSON");
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_the_page_itself_makes_calls() {
        let guard = Guard::new(4000, "n".to_owned());
        let own = [
            ("host", "127.0.0.1:4000"),
            ("origin", "http://127.0.0.1:4000"),
            ("docs-session", "n"),
            ("content-type", "application/json"),
        ];
        assert_eq!(guard.rejection(&headers(&own)), None);
        for (name, value) in [
            ("host", "evil.example"),
            ("host", "127.0.0.1:4001"),
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("origin", "https://127.0.0.1:4000"),
            ("docs-session", "m"),
            ("docs-session", ""),
            ("content-type", "text/plain"),
        ] {
            let changed = own.map(|(own, usual)| (own, if own == name { value } else { usual }));
            assert!(guard.rejection(&headers(&changed)).is_some(), "{name}: {value}");
            let without: Vec<_> = own.into_iter().filter(|(own, _)| *own != name).collect();
            assert!(guard.rejection(&headers(&without)).is_some(), "without {name}");
        }
    }

    #[test]
    fn nonces_are_long_and_differ() {
        let (first, second) = (nonce().unwrap(), nonce().unwrap());
        assert_eq!((first.len(), first == second), (48, false));
    }
}
