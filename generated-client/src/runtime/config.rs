//! Setting up a client.

use super::budget::RetryBudget;
use super::call::Settings;
use super::client::{Core, Inner, credential, header_value};
use super::clock::{Clock, SystemClock};
use super::events::{Event, Observer};
use super::limiter::Limiter;
use super::package::Package;
use super::retry::RetryPolicy;
use super::transport::{Reqwest, Transport};
use super::{Error, nearest, proxies};
use http::{HeaderMap, HeaderName, header};
use secrecy::{ExposeSecret, SecretString};
use std::env::VarError;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

/// A connection must stand after this time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// An attempt's answer must be there after this time.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A call must have its answer after this time, repetitions and waits included.
const DEADLINE: Duration = Duration::from_secs(60);

/// A body may have this many bytes.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// What is read from the environment, after the package's prefix.
const TOKEN: &str = "ACCESS_TOKEN";
const BASE_URL: &str = "BASE_URL";
const REGION: &str = "REGION";
const VERSION: &str = "VERSION";

/// Sets up a client. Nothing is sent and no runtime is needed until the first call.
pub struct ClientBuilder<C> {
    package: &'static Package,
    token: Option<SecretString>,
    base_url: Option<String>,
    region: Option<String>,
    version: Option<String>,
    /// Variables of the environment that are set and not UTF-8; what is set otherwise replaces them.
    unreadable: Vec<&'static str>,
    settings: Settings,
    connect_timeout: Duration,
    max_body: usize,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    limited: bool,
    observer: Option<Observer>,
    makes: PhantomData<fn() -> C>,
}

impl<C: From<Core>> ClientBuilder<C> {
    /// Defaults of the package.
    #[must_use]
    pub fn new(package: &'static Package) -> Self {
        Self {
            package,
            token: None,
            base_url: None,
            region: None,
            version: None,
            unreadable: Vec::new(),
            settings: Settings { timeout: TIMEOUT, deadline: DEADLINE, retry: RetryPolicy::default() },
            connect_timeout: CONNECT_TIMEOUT,
            max_body: MAX_BODY,
            transport: None,
            clock: Arc::new(SystemClock),
            limited: false,
            observer: None,
            makes: PhantomData,
        }
    }

    /// Reads the environment: `…_ACCESS_TOKEN`, `…_BASE_URL`, `…_REGION` and `…_VERSION`, after the package's prefix. An
    /// empty variable counts as unset, and one that is not UTF-8 is an error of [`build`](Self::build); what is set before or
    /// after this call wins over the environment.
    #[must_use]
    pub fn env(mut self) -> Self {
        let unreadable = &mut self.unreadable;
        let mut read = |name| match std::env::var(variable(self.package, name)) {
            Ok(value) => Some(value).filter(|value| !value.is_empty()),
            Err(VarError::NotPresent) => None,
            Err(VarError::NotUnicode(_)) => {
                unreadable.push(name);
                None
            }
        };
        self.token = self.token.or_else(|| read(TOKEN).map(SecretString::from));
        self.base_url = self.base_url.or_else(|| read(BASE_URL));
        self.region = self.region.or_else(|| read(REGION));
        self.version = self.version.or_else(|| read(VERSION));
        self
    }

    /// The access token.
    #[must_use]
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(SecretString::from(token.into()));
        self
    }

    /// Another server: `http://` or `https://`, a host and an optional path.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// One of the package's servers, by its short name; a base URL wins over it.
    #[must_use]
    pub fn region(mut self, name: impl Into<String>) -> Self {
        self.region = Some(name.into());
        self
    }

    /// Another API version; any text that can stand in a header.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Gives up on an attempt after this time (30 s by default).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Gives up on a call after this time, repetitions and waits included (60 s by default).
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline;
        self
    }

    /// Gives up on a connection after this time (5 s by default).
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Repeats a call at most this often (2 by default); 0 for never.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.settings.retry.retries = retries;
        self
    }

    /// How calls are repeated.
    #[must_use]
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Refuses answers with more bytes than this (64 MiB by default).
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Keeps to the rate limit that the server's headers tell: calls wait for their window instead of running into 429.
    /// Clones share the count. Off by default.
    #[must_use]
    pub fn limit_rate(mut self, limited: bool) -> Self {
        self.limited = limited;
        self
    }

    /// Tells of each attempt, for metrics and logs. The observer runs where the call runs and must not block.
    #[must_use]
    pub fn observe(mut self, observer: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(observer)));
        self
    }

    /// Reads the time and waits by another clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sends requests by an HTTP client of your own: its proxies, certificates and pools. Its redirects and repetitions
    /// should be off, as this crate's own are.
    #[cfg(feature = "http-client")]
    #[must_use]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(Reqwest::with_client(client))
    }

    /// Sends requests by another transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A token, a base URL, a region or a version that cannot be used; none is echoed if it may be secret.
    pub fn build(self) -> Result<C, Error> {
        self.check_environment()?;
        let base_url = self.server()?;
        let credential = match &self.token {
            Some(token) => Some(credential(self.package, token.expose_secret()).map_err(Error::config)?),
            None => None,
        };
        let headers = self.headers()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(
                Reqwest::new(self.connect_timeout, scheme(&base_url), is_loopback(&base_url))
                    .map_err(|problem| Error::config(problem.to_string()).with_source(problem))?,
            ),
        };
        Ok(C::from(Core::new(Inner {
            package: self.package,
            base_url,
            credential,
            headers,
            settings: self.settings,
            max_body: self.max_body,
            transport,
            clock: self.clock,
            budget: RetryBudget::new(),
            limiter: self.limited.then(|| Arc::new(Limiter::new())),
            observer: self.observer,
        })))
    }

    /// A variable that cannot be read must not count as unset: calls would go to another server, or as nobody.
    fn check_environment(&self) -> Result<(), Error> {
        let is_replaced = |name| match name {
            TOKEN => self.token.is_some(),
            BASE_URL => self.base_url.is_some(),
            // A base URL wins over a region.
            REGION => self.region.is_some() || self.base_url.is_some(),
            _ => self.version.is_some(),
        };
        match self.unreadable.iter().find(|name| !is_replaced(**name)) {
            Some(name) => Err(Error::config(format!("{} is not UTF-8", variable(self.package, name)))),
            None => Ok(()),
        }
    }

    fn server(&self) -> Result<String, Error> {
        let servers = self.package.servers;
        match (&self.base_url, &self.region) {
            (Some(url), _) => check_base_url(url),
            (None, Some(region)) => match servers.iter().find(|server| server.name.eq_ignore_ascii_case(region)) {
                Some(server) => Ok(server.url.to_owned()),
                None => {
                    let known: Vec<&str> = servers.iter().map(|server| server.name).collect();
                    let hint = nearest(region, known.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
                    let region: String = region.chars().filter(|c| !c.is_control()).take(40).collect();
                    let known = known.join(", ");
                    Err(Error::config(format!(
                        "`{region}` is not a region; known are {known}{}",
                        hint.unwrap_or_default()
                    )))
                }
            },
            (None, None) => Ok(servers.first().map(|server| server.url.to_owned()).unwrap_or_default()),
        }
    }

    /// The headers that each request carries.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let mut add = |name: &str, value: &str, what: &str| match (HeaderName::try_from(name), header_value(value)) {
            (Ok(name), Some(value)) => {
                headers.insert(name, value);
                Ok(())
            }
            _ => Err(Error::config(format!("{what} cannot stand in a header"))),
        };
        for (name, value) in self.package.headers {
            add(name, value, name)?;
        }
        add(header::USER_AGENT.as_str(), self.package.user_agent, "the user agent")?;
        if let Some(version) = &self.package.version {
            add(version.header, self.version.as_deref().unwrap_or(version.default), "the API version")?;
        }
        Ok(headers)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    /// Never shows the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            // One that cannot be used may hold credentials.
            .field(
                "base_url",
                &self.base_url.as_deref().map(|url| check_base_url(url).unwrap_or_else(|_| "…".to_owned())),
            )
            .field("region", &self.region)
            .field("version", &self.version)
            .field("token", &self.token.as_ref().map(|_| "…"))
            .finish_non_exhaustive()
    }
}

/// The name of a variable of the environment.
fn variable(package: &Package, name: &str) -> String {
    format!("{}_{name}", package.env)
}

/// The base URL without a slash at its end.
fn check_base_url(url: &str) -> Result<String, Error> {
    const FORM: &str = "write it as https://host or http://host:port, with an optional path";
    let parsed = url.parse::<http::Uri>().ok();
    let sound = parsed.as_ref().is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri
                .authority()
                .is_some_and(|authority| !authority.as_str().contains('@') && proxies::is_sound(authority))
            && uri.query().is_none()
    });
    if !sound || url.contains('#') {
        // The URL may hold credentials, so it is not shown.
        return Err(Error::config(format!("the base URL cannot be used; {FORM}")));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

fn scheme(base_url: &str) -> &str {
    base_url.split(':').next().unwrap_or_default()
}

fn is_loopback(base_url: &str) -> bool {
    let uri = base_url.parse::<http::Uri>().ok();
    uri.and_then(|uri| uri.host().map(|host| host.trim_matches(['[', ']']).to_owned())).is_some_and(|host| {
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    })
}
