//! A request before it is sent.

use crate::quote::Secrets;
use bytes::Bytes;
use std::fmt;

/// A request as it will go over the wire. `Debug` and [`header_lines`](Self::header_lines) redact the credential.
#[derive(Clone)]
pub struct PreparedRequest {
    pub(crate) request: http::Request<Bytes>,
    pub(crate) warnings: Vec<String>,
    /// Whether a part of the body is a stream.
    pub(crate) has_stream: bool,
    /// What stands in the path or the query and is never printed.
    pub(crate) secrets: Vec<String>,
}

impl PreparedRequest {
    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// The whole URL; a credential in it is shown as `…`.
    #[must_use]
    pub fn url(&self) -> String {
        let mut url = self.request.uri().to_string();
        Secrets { credential: None, others: self.secrets.clone() }.redact(&mut url);
        url
    }

    /// Path and query as sent, a credential in them included.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        self.request.uri().path_and_query().map_or("", |path| path.as_str())
    }

    /// Name and value of each header; secrets are shown as `…`.
    pub fn header_lines(&self) -> impl Iterator<Item = (&str, String)> {
        self.request.headers().iter().map(|(name, value)| {
            let shown = if value.is_sensitive() {
                let scheme =
                    value.to_str().ok().and_then(|value| value.split_once(' ')).map_or("", |(scheme, _)| scheme);
                format!("{scheme} …").trim_start().to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            (name.as_str(), shown)
        })
    }

    /// Whether a part of the body is a stream, which is read when the request is sent: then the body is not known yet.
    #[must_use]
    pub fn has_stream(&self) -> bool {
        self.has_stream
    }

    /// The body; none where a part of it is a stream.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        (!self.request.body().is_empty()).then(|| self.request.body().as_ref())
    }

    /// What the caller should know: values that are not among the known ones.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

impl fmt::Debug for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("method", self.request.method())
            .field("path", &self.request.uri().path())
            .finish_non_exhaustive()
    }
}
