//! What clients of all packages and API versions share.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::event::CallEvent;
use crate::event::Observer;
use crate::retry::budget::RetryBudget;
use crate::retry::limiter::Limiter;
use crate::retry::rate_limit::RateLimitNames;
use crate::schema::Package;
use crate::schema::{Function, Method};
use crate::settings::Settings;
use crate::time::clock::Clock;
use crate::transport::Transport;
use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
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
    pub prepared: Prepared,
    pub settings: Settings,
    /// A body may have this many bytes.
    pub max_body: usize,
    pub transport: Arc<dyn Transport>,
    pub clock: Arc<dyn Clock>,
    pub budget: RetryBudget,
    pub limiter: Option<Arc<Limiter>>,
    pub observer: Option<Observer>,
}

/// What is the same in all requests, made once.
#[derive(Default)]
pub(crate) struct Prepared {
    /// Scheme and authority of the base URL, and its path without a slash at the end.
    base: http::uri::Parts,
    base_path: String,
    credential_name: Option<HeaderName>,
    version_name: Option<HeaderName>,
    rate_limit_names: Option<RateLimitNames>,
    /// The headers of a request with the client's own credential, without a body and with one.
    headers: HeaderMap,
    json_headers: HeaderMap,
}

impl Prepared {
    fn of(inner: &Inner) -> Self {
        let base = inner.base_url.parse::<Uri>().map(Uri::into_parts).unwrap_or_default();
        let base_path = base.path_and_query.as_ref().map_or("", PathAndQuery::path).trim_end_matches('/').to_owned();
        let auth = inner.package.auth.as_ref();
        let credential_name = auth.and_then(|auth| HeaderName::try_from(auth.header).ok());
        let version_name = inner.package.version.as_ref().and_then(|version| HeaderName::try_from(version.header).ok());
        let mut headers = inner.headers.clone();
        if let (Some(name), Some(value)) = (&credential_name, &inner.credential) {
            headers.insert(name, value.clone());
        }
        let mut json_headers = headers.clone();
        json_headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let rate_limit_names = RateLimitNames::of(inner.package);
        Self { base, base_path, credential_name, version_name, rate_limit_names, headers, json_headers }
    }
}

impl Core {
    pub(crate) fn new(mut inner: Inner) -> Self {
        inner.prepared = Prepared::of(&inner);
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

    /// The URL of a path and a query below the base URL.
    pub(crate) fn uri(&self, path_and_query: String) -> Result<Uri, http::Error> {
        match self.inner.prepared.base_path.as_str() {
            "" => self.uri_of_server(path_and_query),
            base => self.uri_of_server(format!("{base}{path_and_query}")),
        }
    }

    /// The URL of a path and a query of the base URL's server.
    pub(crate) fn uri_of_server(&self, path_and_query: String) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme.clone_from(&self.inner.prepared.base.scheme);
        parts.authority.clone_from(&self.inner.prepared.base.authority);
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path_and_query))?);
        Ok(Uri::from_parts(parts)?)
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
        [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE].contains(name)
            || self.credential_name() == Some(name)
    }

    /// The headers that report the rate limit.
    pub(crate) fn rate_limit_names(&self) -> Option<&RateLimitNames> {
        self.inner.prepared.rate_limit_names.as_ref()
    }

    /// The name of the version's header.
    pub(crate) fn version_name(&self) -> Option<&HeaderName> {
        self.inner.prepared.version_name.as_ref()
    }

    /// The name of the credential's header.
    pub(crate) fn credential_name(&self) -> Option<&HeaderName> {
        self.inner.prepared.credential_name.as_ref()
    }

    /// The client's own credential, where the function wants one.
    pub(crate) fn credential(&self, function: &Function) -> Option<&HeaderValue> {
        self.inner.credential.as_ref().filter(|_| function.auth)
    }

    /// An error where a function wants a credential and the client has none.
    pub(crate) fn check_credential(&self, function: &'static Function) -> Result<(), Error> {
        if !function.auth || self.inner.package.auth.is_none() || self.inner.credential.is_some() {
            return Ok(());
        }
        let variable = format!("{}_ACCESS_TOKEN", self.inner.package.env);
        let message = format!("this call needs an access token; set {variable} or give the client one");
        Err(Error::new(ErrorKind::MissingToken, message).with_function(function))
    }

    /// The headers of a request: the client's own, and in their place those of the call.
    pub(crate) fn headers(&self, function: &'static Function, own: &[(HeaderName, HeaderValue)]) -> HeaderMap {
        let prepared = &self.inner.prepared;
        let has_body = function.layout().body().is_some();
        let mut headers = if has_body { &prepared.json_headers } else { &prepared.headers }.clone();
        if let Some(name) = prepared.credential_name.as_ref().filter(|_| !function.auth) {
            headers.remove(name);
        }
        if !has_body && matches!(function.http, Method::Post | Method::Put | Method::Patch) {
            // Some servers respond 411 without it (RFC 9110, 8.6).
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        for (name, value) in own {
            headers.insert(name, value.clone());
        }
        headers
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
