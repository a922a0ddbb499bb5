//! Setting up a client.

mod setting;

use crate::builder::setting::Configured;
use crate::client::Core;
use crate::client::Inner;
use crate::client::credential;
use crate::client::header_value;
use crate::error::Error;
use crate::error::{ErrorKind, Setting};
use crate::event::CallEvent;
use crate::event::Observer;
use crate::redact::SecretString;
use crate::retry::budget::RetryBudget;
use crate::retry::limiter::{Limiter, RateLimiting};
use crate::retry::policy::RetryPolicy;
use crate::schema::Package;
use crate::settings::Settings;
use crate::settings::Timeouts;
use crate::suggest::nearest;
use crate::time::clock::Clock;
use crate::time::clock::SystemClock;
use crate::transport::Transport;
use crate::transport::proxies;
use crate::transport::reqwest::Reqwest;
use http::{HeaderMap, HeaderName, header};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

/// A connection must stand after this time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The default timeout of an attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// The default timeout of a call, with its retries and waits.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The default time within which the next bytes of a response must come.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// A body may have this many bytes.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// Sets up a client. Nothing is sent and no runtime is needed until the first call.
pub struct ClientBuilder<C> {
    package: &'static Package,
    token: Configured<SecretString>,
    base_url: Configured<String>,
    region: Configured<String>,
    version: Configured<String>,
    settings: Settings,
    timeouts: Timeouts,
    max_body: usize,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    rate_limiting: RateLimiting,
    observer: Option<Observer>,
    makes: PhantomData<fn() -> C>,
}

impl<C: From<Core>> ClientBuilder<C> {
    /// Defaults of the package.
    #[must_use]
    pub fn new(package: &'static Package) -> Self {
        Self {
            package,
            token: Configured::new(Setting::AccessToken),
            base_url: Configured::new(Setting::BaseUrl),
            region: Configured::new(Setting::Region),
            version: Configured::new(Setting::Version),
            settings: Settings { attempt_timeout: ATTEMPT_TIMEOUT, timeout: TIMEOUT, retry: RetryPolicy::default() },
            timeouts: Timeouts { connect: CONNECT_TIMEOUT, read: READ_TIMEOUT },
            max_body: MAX_BODY_BYTES,
            transport: None,
            clock: Arc::new(SystemClock),
            rate_limiting: RateLimiting::default(),
            observer: None,
            makes: PhantomData,
        }
    }

    /// The client that the environment describes: [`env`](Self::env) with an access token.
    ///
    /// # Errors
    ///
    /// No access token, or a variable that cannot be used; the error names it.
    pub fn from_env(package: &'static Package) -> Result<C, Error> {
        let builder = Self::new(package).env();
        builder.check_environment()?;
        if !builder.token.is_set() {
            let token = builder.token.variable(package);
            let others =
                [&builder.base_url, &builder.region, &builder.version].map(|setting| setting.variable(package));
            let message = format!("{token} is not set; read besides it are {}", others.join(", "));
            return Err(Error::new(ErrorKind::MissingToken, message));
        }
        builder.build()
    }

    /// Reads the environment: `…_ACCESS_TOKEN`, `…_BASE_URL`, `…_REGION` and `…_VERSION`, after the package's prefix. An
    /// empty variable counts as unset, and one that is not UTF-8 is an error of [`build`](Self::build); what is set before or
    /// after this call wins over the environment.
    #[must_use]
    pub fn env(mut self) -> Self {
        self.token.read(self.package);
        self.base_url.read(self.package);
        self.region.read(self.package);
        self.version.read(self.package);
        self
    }

    /// The access token.
    #[must_use]
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.token.set(SecretString::from(token.into()));
        self
    }

    /// Another server: `http://` or `https://`, a host and an optional path.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url.set(url.into());
        self
    }

    /// One of the package's servers, by its short name; a base URL wins over it, but for one of the environment.
    #[must_use]
    pub fn region(mut self, name: impl Into<String>) -> Self {
        self.region.set(name.into());
        self
    }

    /// Another API version; any text that can stand in a header.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version.set(version.into());
        self
    }

    /// The timeout of one attempt (30 s by default).
    #[must_use]
    pub fn attempt_timeout(mut self, attempt_timeout: Duration) -> Self {
        self.settings.attempt_timeout = attempt_timeout;
        self
    }

    /// The timeout of a call, with its retries and waits (60 s by default).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// The timeout of a connection attempt (5 s by default); it always ends before the timeout of an attempt or a call is
    /// over.
    #[must_use]
    pub fn connect_timeout(mut self, attempt_timeout: Duration) -> Self {
        self.timeouts.connect = attempt_timeout;
        self
    }

    /// The time without any byte after which an attempt fails (30 s by default).
    #[must_use]
    pub fn read_timeout(mut self, attempt_timeout: Duration) -> Self {
        self.timeouts.read = attempt_timeout;
        self
    }

    /// Retries at most (2 by default); 0 for none.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.settings.retry = self.settings.retry.retries(retries);
        self
    }

    /// When and how calls are retried.
    #[must_use]
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Rejects responses with more bytes than this (64 MiB by default).
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Whether calls wait for their turn in the rate limit's window instead of running into 429. By default they keep to what
    /// the server's headers have reported; clones share the count.
    #[must_use]
    pub fn rate_limiting(mut self, rate_limiting: RateLimiting) -> Self {
        self.rate_limiting = rate_limiting;
        self
    }

    /// Reports each attempt, for metrics and logs. The observer runs where the call runs and must not block.
    #[must_use]
    pub fn observe(mut self, observer: impl Fn(&CallEvent<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(observer)));
        self
    }

    /// Reads the time and waits by another clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sends requests by a reqwest client of your own, with its proxies, certificates and pools. Switch off its redirects and
    /// retries, as this crate does.
    #[cfg(feature = "reqwest-0-13")]
    #[must_use]
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
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
        let credential = match self.token.value().map(|token| credential(self.package, token.expose())) {
            Some(Ok(credential)) => Some(credential),
            Some(Err(message)) => return Err(self.token.problem(self.package, &message)),
            None => None,
        };
        let headers = self.headers()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(
                Reqwest::new(self.timeouts.within(&self.settings), scheme(&base_url), is_loopback(&base_url)).map_err(
                    |problem| {
                        let setting = problem.setting;
                        let error = Error::config(problem.to_string()).with_source(problem);
                        match setting {
                            Some(setting) => error.with_setting(setting),
                            None => error,
                        }
                    },
                )?,
            ),
        };
        Ok(C::from(Core::new(Inner {
            package: self.package,
            base_url: base_url.into(),
            credential,
            headers,
            settings: self.settings,
            max_body: self.max_body,
            transport,
            clock: self.clock,
            budget: RetryBudget::new(),
            limiter: Limiter::new(self.rate_limiting).map(Arc::new),
            observer: self.observer,
        })))
    }

    fn check_environment(&self) -> Result<(), Error> {
        self.token.check(self.package)?;
        self.version.check(self.package)?;
        if !self.region.is_given() {
            self.base_url.check(self.package)?;
        }
        // A base URL wins over a region.
        if self.base_url.is_set() { Ok(()) } else { self.region.check(self.package) }
    }

    fn server(&self) -> Result<String, Error> {
        let servers = self.package.servers;
        // The program's region counts more than the environment's base URL.
        let overruled = self.region.is_given() && !self.base_url.is_given();
        match (self.base_url.value().filter(|_| !overruled), self.region.value()) {
            (Some(url), _) => check_base_url(url).map_err(|message| self.base_url.problem(self.package, &message)),
            (None, Some(region)) => match servers.iter().find(|server| server.name.eq_ignore_ascii_case(region)) {
                Some(server) => Ok(server.url.to_owned()),
                None => {
                    let known: Vec<&str> = servers.iter().map(|server| server.name).collect();
                    let hint = nearest(region, known.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
                    let region: String = region.chars().filter(|c| !c.is_control()).take(40).collect();
                    let known = known.join(", ");
                    let message = format!("`{region}` is not a region; known are {known}{}", hint.unwrap_or_default());
                    Err(self.region.problem(self.package, &message))
                }
            },
            (None, None) => Ok(servers.first().map(|server| server.url.to_owned()).unwrap_or_default()),
        }
    }

    /// The headers that each request carries.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let mut add = |name: &str, value: &str| match (HeaderName::try_from(name), header_value(value)) {
            (Ok(name), Some(value)) => {
                headers.insert(name, value);
                Some(())
            }
            _ => None,
        };
        let unsound = |what: &str| Error::config(format!("{what} cannot stand in a header"));
        for (name, value) in self.package.headers {
            add(name, value).ok_or_else(|| unsound(name))?;
        }
        add(header::USER_AGENT.as_str(), self.package.user_agent).ok_or_else(|| unsound("the user agent"))?;
        if let Some(version) = &self.package.version {
            let asked = self.version.value().map_or(version.default, String::as_str);
            let problem = || self.version.problem(self.package, "the API version cannot stand in a header");
            add(version.header, asked).ok_or_else(problem)?;
        }
        Ok(headers)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    /// Never shows the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            // One that cannot be used may hold credentials.
            .field("base_url", &self.base_url.value().map(|url| check_base_url(url).unwrap_or_else(|_| "…".to_owned())))
            .field("region", &self.region.value())
            .field("version", &self.version.value())
            .field("token", &self.token.value().map(|_| "…"))
            .finish_non_exhaustive()
    }
}

/// The base URL without a slash at its end.
fn check_base_url(url: &str) -> Result<String, String> {
    const FORM: &str = "write it as https://host or http://host:port, with an optional path";
    let parsed = url.parse::<http::Uri>().ok();
    let valid = parsed.as_ref().is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri
                .authority()
                .is_some_and(|authority| !authority.as_str().contains('@') && proxies::is_valid(authority))
            && uri.query().is_none()
    });
    if !valid || url.contains('#') {
        // The URL may hold credentials, so it is not shown.
        return Err(format!("the base URL cannot be used; {FORM}"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ErrorShape;

    static PACKAGE: Package = Package::new("Test", "TEST", "test/1", ErrorShape::new("", "", &[], "", "", ""));

    #[test]
    fn every_time_is_bounded_unless_set() {
        let builder = ClientBuilder::<Core>::new(&PACKAGE);
        let seconds = Duration::from_secs;
        assert_eq!((builder.timeouts.connect, builder.timeouts.read), (seconds(5), seconds(30)));
        assert_eq!((builder.settings.attempt_timeout, builder.settings.timeout), (seconds(30), seconds(60)));
        // A connection's time ends before that of the attempt.
        let within = |attempt_timeout, timeout| {
            let settings = Settings { attempt_timeout, timeout, ..builder.settings };
            builder.timeouts.within(&settings).connect
        };
        assert_eq!(within(seconds(30), seconds(60)), seconds(5));
        assert_eq!(within(seconds(1), seconds(60)), Duration::from_millis(900));
        assert_eq!(within(Duration::MAX, seconds(2)), Duration::from_millis(1_800));
        assert_eq!(within(Duration::MAX, Duration::MAX), seconds(5));
    }
}
