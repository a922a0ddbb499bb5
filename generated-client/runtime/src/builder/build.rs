//! Builds the client from its settings.

use crate::builder::Options;
use crate::builder::base_url::check_base_url;
use crate::client::{Core, Inner, Prepared};
use crate::credentials::{Values, check_value};
use crate::error::Error;
use crate::header::header_value;
use crate::join::joined;
use crate::quote::quote_chars;
use crate::retry::budget::RetryBudget;
use crate::retry::limiter::Limiter;
use crate::settings::Timeouts;
use crate::suggest::nearest;
use crate::transport::Transport;
use http::{HeaderMap, HeaderName, header};
use std::sync::Arc;

impl Options {
    pub(super) fn build(self) -> Result<Core, Error> {
        self.inner().map(Core::new)
    }

    /// What a client has, each part of its own.
    pub(super) fn inner(self) -> Result<Inner, Error> {
        self.check_environment()?;
        let (base_url, server) = self.server()?;
        let values = self.values()?;
        let headers = self.headers()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.timeouts.within(&self.settings), self.address(base_url.as_deref(), server))?,
        };
        Ok(Inner {
            package: self.package,
            base_url,
            server,
            values,
            headers,
            prepared: Prepared::default(),
            settings: self.settings,
            max_body: self.max_body,
            transport,
            clock: self.clock,
            budget: Arc::new(RetryBudget::new()),
            limiter: Limiter::new(self.rate_limiting).map(Arc::new),
            observer: self.observer,
        })
    }

    pub(super) fn check_environment(&self) -> Result<(), Error> {
        for (_, value) in &self.values {
            value.check(self.package)?;
        }
        self.version.check(self.package)?;
        if !self.region.is_given() {
            self.base_url.check(self.package)?;
        }
        // A base URL wins over a region.
        if self.base_url.is_set() { Ok(()) } else { self.region.check(self.package) }
    }

    /// What the client has been given by name, each value checked where it must stand in a header.
    fn values(&self) -> Result<Values, Error> {
        if let Some(unknown) = &self.unknown {
            let known: Vec<&str> = self.values.iter().map(|(name, _)| *name).collect();
            let hint = nearest(unknown, known.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
            let unknown = quote_chars(unknown, 40);
            let known = if known.is_empty() {
                "this API has none".to_owned()
            } else {
                joined(&mut known.iter().copied(), ", ")
            };
            return Err(Error::config(format!(
                "`{unknown}` is not a value that a client is given; known are: {known}{}",
                hint.unwrap_or_default()
            )));
        }
        let mut values = Values::none();
        for (name, value) in &self.values {
            let Some(text) = value.value() else { continue };
            check_value(self.package, name, text.expose()).map_err(|message| value.problem(self.package, &message))?;
            values.set(*name, text.clone());
        }
        Ok(values)
    }

    /// The address of the server for the choice of a transport.
    fn address<'a>(&self, base_url: Option<&'a str>, server: usize) -> &'a str {
        base_url.unwrap_or_else(|| self.package.servers.get(server).map_or("", |server| server.url))
    }

    /// The base URL, if one is set, and the position of the server otherwise.
    fn server(&self) -> Result<(Option<String>, usize), Error> {
        let servers = self.package.servers;
        // A region set by the program wins over a base URL of the environment.
        let overruled = self.region.is_given() && !self.base_url.is_given();
        match (self.base_url.value().filter(|_| !overruled), self.region.value()) {
            (Some(url), _) => match check_base_url(url) {
                Ok(url) => Ok((Some(url), 0)),
                Err(message) => Err(self.base_url.problem(self.package, &message)),
            },
            (None, Some(region)) => match servers.iter().position(|server| server.name.eq_ignore_ascii_case(region)) {
                Some(server) => Ok((None, server)),
                None => {
                    let known: Vec<&str> = servers.iter().map(|server| server.name).collect();
                    let hint = nearest(region, known.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
                    let region = quote_chars(region, 40);
                    let known = joined(&mut known.iter().copied(), ", ");
                    let message = format!("`{region}` is not a region; known are {known}{}", hint.unwrap_or_default());
                    Err(self.region.problem(self.package, &message))
                }
            },
            (None, None) => Ok((None, 0)),
        }
    }

    /// Returns the headers of each request.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let mut add = |name: &str, value: &str| match (HeaderName::try_from(name), header_value(value)) {
            (Ok(name), Some(value)) => {
                headers.insert(&name, value);
                Some(())
            }
            _ => None,
        };
        let invalid = |what: &str| Error::config(format!("{what} cannot stand in a header"));
        for (name, value) in self.package.headers {
            add(name, value).ok_or_else(|| invalid(name))?;
        }
        add(header::USER_AGENT.as_str(), self.package.user_agent).ok_or_else(|| invalid("the user agent"))?;
        if let Some(version) = &self.package.version {
            let requested = self.version.value().map_or(version.default, String::as_str);
            let problem = || self.version.problem(self.package, "the API version cannot stand in a header");
            add(version.header, requested).ok_or_else(problem)?;
        }
        Ok(headers)
    }
}

#[cfg(all(feature = "transport", not(all(target_family = "wasm", target_os = "unknown"))))]
fn default_transport(timeouts: Timeouts, base_url: &str) -> Result<Arc<dyn Transport>, Error> {
    use crate::builder::base_url::{is_loopback, scheme};
    use crate::transport::reqwest::Reqwest;

    match Reqwest::new(timeouts, scheme(base_url), is_loopback(base_url)) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(problem) => Err(Error::config(problem.to_string()).with_setting(problem.setting).with_source(problem)),
    }
}

#[cfg(all(feature = "transport", target_family = "wasm", target_os = "unknown"))]
fn default_transport(_: Timeouts, _: &str) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::transport::browser::Browser::new()))
}

#[cfg(not(feature = "transport"))]
fn default_transport(_: Timeouts, _: &str) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::config(
        "this build has no transport: give the client one with `transport`, or switch on the feature `transport` or one of the \
         TLS features",
    ))
}
