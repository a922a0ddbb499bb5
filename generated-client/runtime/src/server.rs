//! Where requests go: the address of a server, whose parts a client may be given by name.

use crate::percent::RESERVED;
use bytes::Bytes;
use http::Uri;
use http::uri::{Parts, PathAndQuery};
use percent_encoding::utf8_percent_encode;
use std::sync::Arc;

/// The address of a server, ready to be put before a path.
#[derive(Clone, Default)]
pub(crate) struct Base {
    /// Without a slash at its end.
    pub url: Arc<str>,
    /// Scheme and authority.
    parts: (Option<http::uri::Scheme>, Option<http::uri::Authority>),
    /// The path without a slash at its end.
    path: String,
}

impl Base {
    /// The base of a URL without a slash at its end.
    pub fn new(url: &str) -> Self {
        let parts = url.parse::<Uri>().map(Uri::into_parts).unwrap_or_default();
        let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path).trim_end_matches('/').to_owned();
        Self { url: url.into(), parts: (parts.scheme, parts.authority), path }
    }

    /// The URL of a path and a query below the base.
    pub fn uri(&self, path_and_query: String) -> Result<Uri, http::Error> {
        match self.path.as_str() {
            "" => self.uri_of_server(path_and_query),
            base => self.uri_of_server(format!("{base}{path_and_query}")),
        }
    }

    /// The URL of a path and a query of the base's server.
    pub fn uri_of_server(&self, path_and_query: String) -> Result<Uri, http::Error> {
        let mut parts = Parts::default();
        parts.scheme.clone_from(&self.parts.0);
        parts.authority.clone_from(&self.parts.1);
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path_and_query))?);
        Ok(Uri::from_parts(parts)?)
    }
}

/// Why an address cannot be made of its template.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Problem {
    /// This part is not given.
    Missing(String),
    /// This part cannot stand where it does.
    Invalid(String),
}

/// Whether a template has a part of this name.
pub(crate) fn has_part(template: &str, name: &str) -> bool {
    template.split('{').skip(1).any(|rest| rest.split_once('}').is_some_and(|(part, _)| part == name))
}

/// The address of a template such as `https://{domain}.example.com`, its parts filled in.
pub(crate) fn expand<'a>(template: &str, value: &dyn Fn(&str) -> Option<&'a str>) -> Result<String, Problem> {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        url.push_str(text);
        let value = value(name).ok_or_else(|| Problem::Missing(name.to_owned()))?;
        let is_in_host = !url.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
        if is_in_host {
            // Another character would end the host: the credential would go elsewhere.
            let is_label = !value.is_empty()
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
                && !value.starts_with(['.', '-'])
                && !value.contains("..");
            if !is_label {
                return Err(Problem::Invalid(name.to_owned()));
            }
            url.push_str(value);
        } else {
            if matches!(value, "" | "." | "..") {
                return Err(Problem::Invalid(name.to_owned()));
            }
            url.extend(utf8_percent_encode(value, RESERVED));
        }
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(template: &str, value: &'static str) -> Result<String, Problem> {
        expand(template, &|name| (name == "domain").then_some(value))
    }

    #[test]
    fn parts_of_an_address_stay_in_their_place() {
        for (template, value, url) in [
            ("https://{domain}.example.com/api", "acme", "https://acme.example.com/api"),
            ("https://{domain}.example.com", "a.b-1", "https://a.b-1.example.com"),
            ("https://x.test/{domain}/v1", "a/b c", "https://x.test/a%2Fb%20c/v1"),
            ("https://x.test", "unused", "https://x.test"),
        ] {
            assert_eq!(expanded(template, value).as_deref(), Ok(url), "{template}");
        }
        for value in ["", "evil.test/", "evil.test#", "a@b", "a:1", "a b", "a\\b", "é", ".a", "-a", "a..b", "a?b"] {
            let invalid = Err(Problem::Invalid("domain".to_owned()));
            assert_eq!(expanded("https://{domain}.example.com", value), invalid, "{value}");
        }
        assert_eq!(expanded("https://x.test/{domain}", ".."), Err(Problem::Invalid("domain".to_owned())));
        assert_eq!(expanded("https://{other}.test", "a"), Err(Problem::Missing("other".to_owned())));
    }

    #[test]
    fn a_base_is_put_before_paths() {
        let base = Base::new("http://127.0.0.1:1/api");
        assert_eq!(base.uri("/a?b=c".to_owned()).unwrap(), "http://127.0.0.1:1/api/a?b=c");
        assert_eq!(base.uri_of_server("/a".to_owned()).unwrap(), "http://127.0.0.1:1/a");
        assert_eq!(Base::new("https://x.test").uri("/a".to_owned()).unwrap(), "https://x.test/a");
    }
}
