//! What clients of all packages and API versions share.

use crate::credentials::{self, Problem, Values};
use crate::error::{Error, ErrorKind, Setting};
use crate::event::CallEvent;
use crate::event::Observer;
use crate::quote::Secrets;
use crate::retry::budget::RetryBudget;
use crate::retry::limiter::Limiter;
use crate::retry::rate_limit::RateLimitNames;
use crate::schema::{Auth, Function, Method, Package, Scheme, Server};
use crate::server::{self, Base};
use crate::settings::Settings;
use crate::time::clock::Clock;
use crate::transport::Transport;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::borrow::Cow;
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
    /// The base URL that the program or the environment has set: all calls go there.
    pub base_url: Option<String>,
    /// The package's server that calls go to otherwise.
    pub server: usize,
    /// What the client has been given by name.
    pub values: Values,
    /// Headers of each request but the credentials.
    pub headers: HeaderMap,
    pub prepared: Prepared,
    pub settings: Settings,
    /// A body may have this many bytes.
    pub max_body: usize,
    pub transport: Arc<dyn Transport>,
    pub clock: Arc<dyn Clock>,
    pub budget: Arc<RetryBudget>,
    pub limiter: Option<Arc<Limiter>>,
    pub observer: Option<Observer>,
}

/// What a request's body is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum BodyKind {
    None,
    Json,
    /// Another one, whose content type is a header of the call.
    Other,
}

/// What is the same in all requests, made once.
#[derive(Default)]
pub(crate) struct Prepared {
    /// Where calls go: to each of the servers, or to the base URL that is set. None while a part of the address is missing.
    bases: Vec<Option<Base>>,
    version_name: Option<HeaderName>,
    rate_limit_names: Option<RateLimitNames>,
    /// The headers of the default scheme with the client's own credentials; none while one is missing.
    credentials: Option<Vec<(HeaderName, HeaderValue)>>,
    /// The headers of a request with those, without a body and with one.
    headers: HeaderMap,
    json_headers: HeaderMap,
}

impl Prepared {
    fn of(inner: &Inner) -> Self {
        let version_name = inner.package.version.as_ref().and_then(|version| HeaderName::try_from(version.header).ok());
        let scheme = inner.package.auth.first();
        let credentials = match scheme.map(|scheme| credentials::headers(scheme, &|name| inner.values.get(name))) {
            None => Some(Vec::new()),
            Some(made) => made.ok(),
        };
        let mut headers = inner.headers.clone();
        for (name, value) in credentials.as_deref().unwrap_or_default() {
            headers.insert(name, value.clone());
        }
        let json_headers = with_json(headers.clone());
        Self {
            bases: match &inner.base_url {
                Some(url) => vec![Some(Base::new(url))],
                None => inner.package.servers.iter().map(|server| inner.expand(server, &Values::none()).ok()).collect(),
            },
            version_name,
            rate_limit_names: RateLimitNames::of(inner.package),
            credentials,
            headers,
            json_headers,
        }
    }
}

/// The headers of a request with a body of JSON.
fn with_json(mut headers: HeaderMap) -> HeaderMap {
    headers.insert(&header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers
}

impl Inner {
    /// The position of the base of a function that names a server, or none.
    fn position(&self, server: Option<&str>) -> usize {
        let named = server.and_then(|name| self.package.servers.iter().position(|server| server.name == name));
        if self.base_url.is_some() { 0 } else { named.unwrap_or(self.server) }
    }

    /// The address of a server, with a call's own values before those of the client.
    fn expand(&self, server: &Server, own: &Values) -> Result<Base, server::Problem> {
        let default = |name: &str| server.defaults.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let value = |name: &str| own.get(name).or_else(|| self.values.get(name)).or_else(|| default(name));
        server::expand(server.url, &value).map(|url| Base::new(url.trim_end_matches('/')))
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

    /// Where requests go, without a slash at its end; empty while a part of the address is missing.
    #[must_use]
    pub fn base_url(&self) -> &str {
        let base = self.inner.prepared.bases.get(self.inner.position(None));
        base.and_then(Option::as_ref).map_or("", |base| &base.url)
    }

    /// Where a call of a function goes that has been given values of its own.
    pub(crate) fn base(&self, function: &'static Function, own: &Values) -> Result<Cow<'_, Base>, Error> {
        let position = self.inner.position(function.server);
        let server = self.inner.package.servers.get(position).filter(|_| self.inner.base_url.is_none());
        let has_own = server.is_some_and(|server| own.names().any(|name| server::has_part(server.url, name)));
        if let Some(Some(base)) = self.inner.prepared.bases.get(position).filter(|_| !has_own) {
            return Ok(Cow::Borrowed(base));
        }
        let Some(server) = server else { return Ok(Cow::Owned(Base::default())) };
        self.inner.expand(server, own).map(Cow::Owned).map_err(|problem| match problem {
            server::Problem::Missing(name) => self.missing(function, &name, "the server's address needs"),
            server::Problem::Invalid(name) => {
                Error::config(format!("`{name}` cannot be a part of the server's address")).with_function(function)
            }
        })
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
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
            || self.package().auth.iter().any(|scheme| scheme.headers().any(|header| name == header))
    }

    /// The headers that report the rate limit.
    pub(crate) fn rate_limit_names(&self) -> Option<&RateLimitNames> {
        self.inner.prepared.rate_limit_names.as_ref()
    }

    /// The name of the version's header.
    pub(crate) fn version_name(&self) -> Option<&HeaderName> {
        self.inner.prepared.version_name.as_ref()
    }

    /// The version that a call with these headers of its own asks for.
    pub(crate) fn version_of<'a>(&'a self, own: &'a [(HeaderName, HeaderValue)]) -> Option<&'a HeaderValue> {
        let name = self.version_name()?;
        let own = own.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value);
        own.or_else(|| self.inner.prepared.headers.get(name))
    }

    /// A value that the client has been given by name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.inner.values.get(name)
    }

    /// A text without the client's own credentials, for programs that show what a server has sent.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        let mut others = Vec::new();
        let mut add = |secret: Option<&str>| others.extend(secret.map(str::to_owned));
        for (_, value) in self.inner.prepared.credentials.as_deref().unwrap_or_default() {
            // In the form that a server would repeat it: without the scheme.
            add(value.to_str().ok().and_then(|value| value.rsplit(' ').next()));
        }
        self.package().credentials().for_each(|name| add(self.value(name)));
        let mut text = text.to_owned();
        Secrets { credential: None, others }.redact(&mut text);
        text
    }

    /// The scheme by which a function's calls authenticate.
    pub(crate) fn scheme(&self, function: &Function) -> Option<&'static Scheme> {
        match function.auth {
            Auth::None => None,
            Auth::Default => self.package().auth.first(),
            Auth::Scheme(name) => self.package().scheme(name),
        }
    }

    /// The headers of a call's credentials: the client's own values, and in their place those of the call. Nothing where the
    /// headers are those that are ready.
    ///
    /// # Errors
    ///
    /// A credential that is missing or cannot be sent.
    pub(crate) fn credentials(
        &self,
        function: &'static Function,
        own: &Values,
    ) -> Result<Option<Vec<(HeaderName, HeaderValue)>>, Error> {
        let Some(scheme) = self.scheme(function) else { return Ok(None) };
        if function.auth == Auth::Default && own.is_empty() && self.inner.prepared.credentials.is_some() {
            return Ok(None);
        }
        let headers = credentials::headers(scheme, &|name| own.get(name).or_else(|| self.inner.values.get(name)));
        headers.map(Some).map_err(|problem| match problem {
            Problem::Missing(name) => self.missing(function, name, "this call needs"),
            Problem::Invalid(message) => Error::config(message).with_function(function),
        })
    }

    /// The error of a value that the client has not been given.
    fn missing(&self, function: &'static Function, name: &str, who: &str) -> Error {
        let spelled = credentials::spelled(name);
        let article = if spelled.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let variable = self.package().variable(name).unwrap_or_else(|| format!("`{name}`"));
        let message = format!("{who} {article} {spelled}; set {variable} or give the client one");
        let is_credential = self.package().credentials().any(|known| known == name);
        let kind = if is_credential { ErrorKind::MissingToken } else { ErrorKind::Config };
        Error::new(kind, message).with_function(function)
    }

    /// The header by which the client's own credential of a function goes, for what must not repeat it.
    pub(crate) fn own_credential(&self, function: &Function) -> Option<&HeaderValue> {
        let own = self.inner.prepared.credentials.as_ref().filter(|_| function.auth == Auth::Default)?;
        own.first().map(|(_, value)| value)
    }

    /// The headers of a request: the client's own, and in their place those of the call.
    pub(crate) fn headers(
        &self,
        function: &'static Function,
        body: BodyKind,
        own: &[(HeaderName, HeaderValue)],
    ) -> HeaderMap {
        let prepared = &self.inner.prepared;
        let mut headers = match (function.auth, body) {
            (Auth::Default, BodyKind::Json) => prepared.json_headers.clone(),
            (Auth::Default, _) => prepared.headers.clone(),
            // Without the credentials of the default scheme.
            (_, BodyKind::Json) => with_json(self.inner.headers.clone()),
            (_, _) => self.inner.headers.clone(),
        };
        if body == BodyKind::None && matches!(function.http, Method::Post | Method::Put | Method::Patch) {
            // Some servers respond 411 without it (RFC 9110, 8.6).
            headers.insert(&header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        for (name, value) in own {
            headers.insert(name, value.clone());
        }
        headers
    }
}

impl fmt::Debug for Core {
    /// Never shows a credential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("base_url", &self.base_url())
            .field("given", &self.inner.values)
            .finish_non_exhaustive()
    }
}

/// The setting that a value given by name is.
pub(crate) fn setting_of(package: &Package, name: &'static str) -> Setting {
    if package.credentials().next() == Some(name) { Setting::AccessToken } else { Setting::Value(name) }
}
