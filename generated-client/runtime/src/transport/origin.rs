//! The URL of a request, as reqwest wants it.

use crate::transport::error::TransportError;
use http::Uri;
use http::uri::{Authority, Scheme};
use std::sync::OnceLock;

/// The server of a transport's first request, as a rule of all: its part of the URL is parsed once.
#[derive(Debug)]
pub(crate) struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: reqwest::Url,
}

impl Origin {
    /// The URL of a request.
    pub(crate) fn url(known: &OnceLock<Self>, uri: &Uri) -> Result<reqwest::Url, TransportError> {
        if let (Some(known), Some(scheme), Some(authority)) = (known.get(), uri.scheme(), uri.authority())
            && known.scheme == *scheme
            // Faster than to compare them as authorities, which are equal in any case of letters.
            && known.authority.as_str() == authority.as_str()
        {
            let mut url = known.url.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let parsed = reqwest::Url::parse(&uri.to_string());
        let url =
            parsed.map_err(|problem| TransportError::unsendable("the request cannot be sent").with_source(problem))?;
        if let (Some(scheme), Some(authority)) = (uri.scheme().cloned(), uri.authority().cloned()) {
            // Another call may have been faster.
            let _ = known.set(Self { scheme, authority, url: url.clone() });
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_equal_those_of_one_parse() {
        let known = OnceLock::new();
        for uri in [
            "https://api.example/users?email=a%40b",
            "https://api.example",
            "https://api.example/",
            "https://api.example/a%2Fb/%2e%2e/c?x=%26&y=",
            "https://api.example/a|b'c/d;e=f?q='a'&b[]=1|2",
            "https://api.example/v1?",
            "http://api.example/users",
            "https://api.example:8443/users",
            "https://[::1]:80/a?b",
            "https://API.example/users",
        ] {
            let uri: Uri = uri.parse().unwrap();
            let parsed = reqwest::Url::parse(&uri.to_string()).unwrap();
            assert_eq!(Origin::url(&known, &uri).unwrap(), parsed, "{uri}");
            assert_eq!(Origin::url(&known, &uri).unwrap().as_str(), parsed.as_str(), "{uri}");
        }
    }
}
