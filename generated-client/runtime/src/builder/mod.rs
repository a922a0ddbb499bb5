//! The builder of a client.

mod base_url;
mod build;
mod setting;
pub mod share;

use crate::builder::base_url::check_base_url;
use crate::builder::setting::Configured;
use crate::client::{Core, setting_of};
use crate::error::{Error, ErrorKind, Setting};
use crate::event::{CallEvent, Observer};
use crate::join::joined;
use crate::redact::SecretString;
use crate::retry::limiter::RateLimiting;
use crate::retry::policy::RetryPolicy;
use crate::schema::Package;
use crate::settings::{Settings, Timeouts};
use crate::time::clock::{Clock, SystemClock};
use crate::transport::Transport;
#[cfg(all(feature = "reqwest-0-13", not(target_family = "wasm")))]
use crate::transport::reqwest::Reqwest;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

/// The default timeout of a connection attempt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The default timeout of an attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// The default timeout of a call, with its retries and waits.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The default time without any byte after which an attempt fails.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The default limit of a response's body.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// Configures a client. Nothing is sent and no runtime is needed until the first call.
pub struct ClientBuilder<C> {
    options: Options,
    makes: PhantomData<fn() -> C>,
}

/// What a builder has been given. Without the client's type, so that it is compiled once.
struct Options {
    package: &'static Package,
    /// What the package's clients are given by name, in the package's order.
    values: Vec<(&'static str, Configured<SecretString>)>,
    /// A name that the package does not know.
    unknown: Option<String>,
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
}

impl Options {
    fn new(package: &'static Package) -> Self {
        Self {
            package,
            values: package
                .values
                .iter()
                .map(|(name, _)| (*name, Configured::new(setting_of(package, name))))
                .collect(),
            unknown: None,
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
        }
    }

    fn read_environment(&mut self) {
        for (_, value) in &mut self.values {
            value.read(self.package);
        }
        self.base_url.read(self.package);
        self.region.read(self.package);
        self.version.read(self.package);
    }

    fn set(&mut self, name: &str, value: String) {
        match self.values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => slot.set(SecretString::from(value)),
            None => self.unknown = Some(name.to_owned()),
        }
    }

    /// Without the credentials of the default scheme nothing can be built.
    fn from_env(package: &'static Package) -> Result<Self, Error> {
        let mut options = Self::new(package);
        options.read_environment();
        options.check_environment()?;
        let needed: Vec<&str> = package.auth.first().map_or_else(Vec::new, |scheme| scheme.fields().collect());
        let missing = options.values.iter().find(|(name, value)| needed.contains(name) && !value.is_set());
        if let Some((_, missing)) = missing {
            let missing = missing.variable(package);
            let values = options.values.iter().map(|(_, value)| value.variable(package));
            let others =
                [&options.base_url, &options.region, &options.version].map(|setting| setting.variable(package));
            let others: Vec<String> = values.filter(|variable| *variable != missing).chain(others).collect();
            let message = format!(
                "{missing} is not set; read besides it are {}",
                joined(&mut others.iter().map(String::as_str), ", ")
            );
            return Err(Error::new(ErrorKind::MissingToken, message));
        }
        Ok(options)
    }
}

impl fmt::Debug for Options {
    /// Never shows the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            // An invalid one may contain credentials.
            .field("base_url", &self.base_url.value().map(|url| check_base_url(url).unwrap_or_else(|_| "…".to_owned())))
            .field("region", &self.region.value())
            .field("version", &self.version.value())
            .field(
                "given",
                &self.values.iter().filter(|(_, value)| value.is_set()).map(|(name, _)| *name).collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}

impl<C: From<Core>> ClientBuilder<C> {
    /// Creates a builder with the defaults of the package.
    #[must_use]
    pub fn new(package: &'static Package) -> Self {
        Self { options: Options::new(package), makes: PhantomData }
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// A credential, the base URL, the region or the version is invalid. The error shows no value that may be secret.
    pub fn build(self) -> Result<C, Error> {
        self.options.build().map(C::from)
    }

    /// Builds a client from the environment: [`env`](Self::env) with the credentials.
    ///
    /// # Errors
    ///
    /// A credential is not set, or a variable is invalid; the error names it.
    pub fn from_env(package: &'static Package) -> Result<C, Error> {
        Options::from_env(package)?.build().map(C::from)
    }

    /// Reads the environment: `…_BASE_URL`, `…_REGION`, `…_VERSION` and the credentials by their names, such as
    /// `…_ACCESS_TOKEN`, after the package's prefix. An
    /// empty variable counts as unset, and one that is not UTF-8 is an error of [`build`](Self::build); what is set before or
    /// after this call wins over the environment.
    #[must_use]
    pub fn env(mut self) -> Self {
        self.options.read_environment();
        self
    }

    /// The access token: the API's first credential.
    #[must_use]
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        // An API without credentials gets none.
        if let Some(name) = self.options.package.credentials().next() {
            self.options.set(name, token.into());
        }
        self
    }

    /// A value by the tables' name: a credential, or a part of the server's address. A name that the API does not have is an
    /// error of [`build`](Self::build).
    #[must_use]
    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.options.set(name, value.into());
        self
    }

    /// Another server: `http://` or `https://`, a host and an optional path.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.options.base_url.set(url.into());
        self
    }

    /// One of the package's servers, by its short name; a base URL wins over it, but for one of the environment.
    #[must_use]
    pub fn region(mut self, name: impl Into<String>) -> Self {
        self.options.region.set(name.into());
        self
    }

    /// Another API version; any text that can stand in a header.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.options.version.set(version.into());
        self
    }

    /// The timeout of one attempt (30 s by default).
    #[must_use]
    pub fn attempt_timeout(mut self, attempt_timeout: Duration) -> Self {
        self.options.settings.attempt_timeout = attempt_timeout;
        self
    }

    /// The timeout of a call, with its retries and waits (60 s by default).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.settings.timeout = timeout;
        self
    }

    /// The timeout of a connection attempt (5 s by default); always shorter than the timeouts of the attempt
    /// and the call.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeouts.connect = timeout;
        self
    }

    /// The time without any byte after which an attempt fails (30 s by default).
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.options.timeouts.read = timeout;
        self
    }

    /// The maximum number of retries (2 by default); 0 for none.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.settings.retry = self.options.settings.retry.retries(retries);
        self
    }

    /// When and how calls are retried.
    #[must_use]
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.options.settings.retry = policy;
        self
    }

    /// Rejects responses with more bytes than this (64 MiB by default).
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.options.max_body = bytes;
        self
    }

    /// Whether calls wait for their turn in the rate limit's window instead of running into 429. By default they follow the
    /// server's rate limit headers; clones share the count.
    #[must_use]
    pub fn rate_limiting(mut self, rate_limiting: RateLimiting) -> Self {
        self.options.rate_limiting = rate_limiting;
        self
    }

    /// Reports each attempt, for metrics and logs. The observer runs where the call runs and must not block.
    #[must_use]
    pub fn observe(mut self, observer: impl Fn(&CallEvent<'_>) + Send + Sync + 'static) -> Self {
        self.options.observer = Some(Observer(Arc::new(observer)));
        self
    }

    /// Sets the clock that the client reads and waits by.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.options.clock = Arc::new(clock);
        self
    }

    /// Sends requests through a reqwest client of your own, with its proxies, certificates and pools. Switch off its redirects and
    /// retries, as this crate does.
    #[cfg(all(feature = "reqwest-0-13", not(target_family = "wasm")))]
    #[must_use]
    pub fn reqwest_client(self, client: reqwest::Client) -> Self {
        self.transport(Reqwest::with_client(client))
    }

    /// Sends requests through another transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.options.transport = Some(Arc::new(transport));
        self
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    /// Never shows the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.options.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static PACKAGE: Package = Package::new("Test", "TEST", "test/1");

    #[test]
    fn default_timeouts_bound_each_phase() {
        let builder = Options::new(&PACKAGE);
        let seconds = Duration::from_secs;
        assert_eq!((builder.timeouts.connect, builder.timeouts.read), (seconds(5), seconds(30)));
        assert_eq!((builder.settings.attempt_timeout, builder.settings.timeout), (seconds(30), seconds(60)));
        // The connect timeout is shorter than the attempt timeout.
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
