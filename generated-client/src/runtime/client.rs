//! What clients of all packages and API versions share.

use super::function::Function;
use super::package::Package;
use super::transport::Transport;
use super::{Error, ErrorKind};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The part of a client that does not depend on its functions: where to send, as whom, and how. Cheap to clone.
#[derive(Clone)]
pub struct Core {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub package: &'static Package,
    /// Without a slash at its end.
    pub base_url: String,
    pub credential: Option<HeaderValue>,
    /// Headers of each request but the credential.
    pub headers: HeaderMap,
    pub timeout: Duration,
    pub transport: Arc<dyn Transport>,
}

impl Core {
    pub(super) fn new(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// The package.
    #[must_use]
    pub fn package(&self) -> &'static Package {
        self.inner.package
    }

    /// Where requests go, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    pub(super) fn timeout(&self) -> Duration {
        self.inner.timeout
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        self.inner.transport.as_ref()
    }

    /// The headers that each request carries, and the credential where the function wants it.
    pub(super) fn set_headers(
        &self,
        request: &mut http::Request<Bytes>,
        function: &'static Function,
        credential: Option<&HeaderValue>,
    ) -> Result<(), Error> {
        let has_body = function.body.is_some();
        let headers = request.headers_mut();
        headers.clone_from(&self.inner.headers);
        if has_body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let Some(auth) = self.inner.package.auth.as_ref().filter(|_| function.auth) else { return Ok(()) };
        let Some(value) = credential.or(self.inner.credential.as_ref()) else {
            let variable = format!("{}_ACCESS_TOKEN", self.inner.package.env);
            let message = format!("this call needs an access token; set {variable} or give the client one");
            return Err(Error::new(ErrorKind::MissingToken, message).with_function(function));
        };
        if let Ok(name) = HeaderName::try_from(auth.header) {
            headers.insert(name, value.clone());
        }
        Ok(())
    }
}

impl fmt::Debug for Core {
    /// Never shows the credential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("base_url", &self.inner.base_url)
            .field("credential", &self.inner.credential.as_ref().map(|_| "…"))
            .finish_non_exhaustive()
    }
}
