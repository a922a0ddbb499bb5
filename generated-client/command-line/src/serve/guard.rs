//! Who may call: pages of other sites that a browser on this machine shows must not.

use http::{HeaderMap, header};

/// What a server accepts.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The key that each request carries; none on loopback, unless it is set.
    pub key: Option<String>,
    /// Whether other machines may call: the names by which they do are not known then.
    pub is_remote: bool,
}

impl Guard {
    /// Whether a request is accepted; otherwise why not.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(header::HOST).unwrap_or_default();
        if !self.is_remote && !is_loopback(host) {
            return Err("the Host header must name this machine");
        }
        // Programs send none, and a page of this server's own does not exist.
        if headers.contains_key(header::ORIGIN) {
            return Err("browsers are not served");
        }
        let Some(key) = &self.key else { return Ok(()) };
        let given = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let given = given.or_else(|| headers.get("x-api-key").and_then(|value| value.to_str().ok()));
        match given {
            Some(given) if same(given.as_bytes(), key.as_bytes()) => Ok(()),
            _ => Err("the shared key is missing or wrong: send it as `Authorization: Bearer KEY`"),
        }
    }
}

/// Compares in a time that does not say where the difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(guard: &Guard, headers: &[(&'static str, &str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse::<http::HeaderValue>().unwrap()));
        guard.check(&headers.collect()).is_ok()
    }

    #[test]
    fn only_this_machine_is_served_on_loopback() {
        let guard = Guard { key: None, is_remote: false };
        for host in ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080", "[::1]"] {
            assert!(check(&guard, &[("host", host)]), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "evil.example:127", "localhost.evil.example", ""] {
            assert!(!check(&guard, &[("host", host)]), "{host}");
        }
        assert!(!check(&guard, &[]));
        assert!(!check(&guard, &[("host", "127.0.0.1"), ("origin", "null")]));
    }

    #[test]
    fn other_machines_need_the_key() {
        let guard = Guard { key: Some("k-1".to_owned()), is_remote: true };
        assert!(check(&guard, &[("host", "x.example"), ("authorization", "Bearer k-1")]));
        assert!(check(&guard, &[("host", "x.example"), ("x-api-key", "k-1")]));
        for (name, value) in [("authorization", "Bearer k-2"), ("authorization", "k-1"), ("x-api-key", "")] {
            assert!(!check(&guard, &[("host", "x.example"), (name, value)]), "{name}: {value}");
        }
    }
}
