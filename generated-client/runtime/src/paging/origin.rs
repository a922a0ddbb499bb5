//! Which server a URL names.

use http::Uri;

/// A server: host and port, in whatever way they are written.
///
/// A scheme's own port is as good as none. Which of the two schemes it is does not matter: a server behind a proxy that ends
/// TLS writes its own URLs with `http`, and requests go by the scheme of the base URL anyway.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Origin {
    host: String,
    /// None for the scheme's own one.
    port: Option<u16>,
}

impl Origin {
    /// The server of an absolute URL; none for another scheme than HTTP's, and where a user stands before the host.
    pub(crate) fn of(url: &Uri) -> Option<Self> {
        let usual = match url.scheme_str() {
            Some("http") => 80,
            Some("https") => 443,
            _ => return None,
        };
        let authority = url.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let port = match authority.as_str().strip_prefix(authority.host())?.strip_prefix(':') {
            None | Some("") => None,
            Some(_) => Some(authority.port_u16()?).filter(|port| *port != usual),
        };
        Some(Self { host: authority.host().to_ascii_lowercase(), port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Option<Origin> {
        Origin::of(&url.parse().unwrap())
    }

    #[test]
    fn one_server_has_many_writings() {
        for (one, other) in [
            ("https://api.x.test:443", "https://api.x.test/users"),
            ("https://api.x.test", "HTTPS://API.X.TEST:443/"),
            ("http://api.x.test:80", "http://api.x.test/"),
            ("http://api.x.test:8080", "https://api.x.test:8080/"),
            ("https://api.x.test", "http://api.x.test/"),
            ("http://[::1]:80", "http://[::1]/"),
        ] {
            assert!(of(one).is_some() && of(one) == of(other), "{one} {other}");
        }
    }

    #[test]
    fn other_ports_hosts_and_schemes_are_other_servers() {
        for (one, other) in [
            ("https://api.x.test", "https://api.x.test:444/"),
            ("https://api.x.test", "https://api.x.test:80/"),
            ("http://api.x.test", "http://api.x.test:443/"),
            ("http://api.x.test:8080", "http://api.x.test/"),
            ("https://api.x.test", "https://api.x.test.evil.test/"),
            ("https://api.x.test", "https://x@api.x.test/"),
            ("https://api.x.test", "https://api.x.test:99999/"),
            ("https://api.x.test", "ftp://api.x.test/"),
        ] {
            assert_ne!(of(one), of(other), "{one} {other}");
        }
    }
}
