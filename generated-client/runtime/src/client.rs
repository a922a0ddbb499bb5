//! What clients of all packages and API versions share.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::event::CallEvent;
use crate::event::Observer;
use crate::retry::budget::RetryBudget;
use crate::retry::limiter::Limiter;
use crate::schema::Package;
use crate::schema::{Function, Method};
use crate::settings::Settings;
use crate::time::clock::Clock;
use crate::transport::Transport;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::sync::Arc;

/// The part of a client that does not depend on its functions: where to send, as whom, and how. Cheap to clone; clones share
/// connections, retry budget and limiter.
#[derive(Clone)]
pub struct Core {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub package: &'static Package,
    /// Without a slash at its end.
    pub base_url: Arc<str>,
    pub credential: Option<HeaderValue>,
    /// Headers of each request but the credential.
    pub headers: HeaderMap,
    pub settings: Settings,
    /// A body may have this many bytes.
    pub max_body: usize,
    pub transport: Arc<dyn Transport>,
    pub clock: Arc<dyn Clock>,
    pub budget: RetryBudget,
    pub limiter: Option<Arc<Limiter>>,
    pub observer: Option<Observer>,
}

impl Core {
    pub(crate) fn new(inner: Inner) -> Self {
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

    pub(crate) fn shared_base_url(&self) -> Arc<str> {
        Arc::clone(&self.inner.base_url)
    }

    /// Scheme and authority of the base URL.
    pub(crate) fn origin(&self) -> &str {
        let url = self.base_url();
        let host = url.find("://").map_or(0, |at| at + 3);
        url[host..].find('/').map_or(url, |path| &url[..host + path])
    }

    pub(crate) fn settings(&self) -> Settings {
        self.inner.settings
    }

    pub(crate) fn max_body(&self) -> usize {
        self.inner.max_body
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        self.inner.transport.as_ref()
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    pub(crate) fn budget(&self) -> &RetryBudget {
        &self.inner.budget
    }

    pub(crate) fn limiter(&self) -> Option<&Arc<Limiter>> {
        self.inner.limiter.as_ref()
    }

    pub(crate) fn notify(&self, event: &CallEvent<'_>) {
        if let Some(Observer(observer)) = &self.inner.observer {
            observer(event);
        }
    }

    /// Whether a header's value is never printed.
    pub(crate) fn is_secret(&self, name: &HeaderName) -> bool {
        let own = self.inner.package.auth.as_ref().map_or("", |auth| auth.header);
        [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE].contains(name)
            || name.as_str().eq_ignore_ascii_case(own)
    }

    /// The credential that a request carries.
    pub(crate) fn credential_of<'a>(&self, request: &'a http::Request<Bytes>) -> Option<&'a HeaderValue> {
        request.headers().get(self.inner.package.auth.as_ref()?.header)
    }

    /// The headers that each request carries, and the credential where the function wants it.
    pub(crate) fn set_headers(
        &self,
        request: &mut http::Request<Bytes>,
        function: &'static Function,
        credential: Option<&HeaderValue>,
    ) -> Result<(), Error> {
        let has_body = function.layout().body().is_some();
        let headers = request.headers_mut();
        headers.clone_from(&self.inner.headers);
        if has_body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        } else if matches!(function.http, Method::Post | Method::Put | Method::Patch) {
            // Some servers respond 411 without it (RFC 9110, 8.6).
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
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

/// A header's value: servers disagree on what bytes beyond ASCII mean, so there are none.
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(text).ok().filter(|_| text.is_ascii())
}

/// The value of the credential's header, marked as sensitive.
pub(crate) fn credential(package: &Package, token: &str) -> Result<HeaderValue, String> {
    if token.is_empty() {
        return Err("the access token is empty".to_owned());
    }
    if token.chars().any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()) {
        return Err("the access token contains white space, control or non-ASCII characters".to_owned());
    }
    let scheme = package.auth.as_ref().map_or("", |auth| auth.scheme);
    let mut value = HeaderValue::try_from(format!("{scheme} {token}").trim_start())
        .map_err(|_| "the access token cannot stand in a header".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}
