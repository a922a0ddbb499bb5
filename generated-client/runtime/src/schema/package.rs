//! The static description of a package: servers, headers, the shape of errors.

/// What applies to all functions of a package.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Package {
    /// The package as docs call it.
    pub name: &'static str,
    /// Prefix of environment variables.
    pub env: &'static str,
    /// The `User-Agent` that the client sends.
    pub user_agent: &'static str,
    /// The servers; the first one is the default.
    pub servers: &'static [Server],
    /// How a call carries its credential.
    pub auth: Option<Auth>,
    /// The header that picks an API version.
    pub version: Option<Version>,
    /// Headers that each request carries.
    pub headers: &'static [(&'static str, &'static str)],
    /// Where an error body keeps things.
    pub errors: ErrorShape,
    /// The headers that report rate limits.
    pub rate_limit: Option<RateLimitHeaders>,
}

/// A server.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Server {
    /// Its short name.
    pub name: &'static str,
    /// Its base URL.
    pub url: &'static str,
}

/// How a call carries its credential.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Auth {
    /// The tables' name of the argument.
    pub field: &'static str,
    /// The header.
    pub header: &'static str,
    /// The word before the credential, such as `Bearer`.
    pub scheme: &'static str,
}

/// The header that picks an API version.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Version {
    /// The header.
    pub header: &'static str,
    /// The version that is sent by default.
    pub default: &'static str,
    /// The known versions.
    pub known: &'static [&'static str],
}

/// Where an error body keeps things.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorShape {
    /// The value of `type`.
    pub kind: &'static str,
    /// The key of the list.
    pub list: &'static str,
    /// The keys of the code; the first one present wins.
    pub code: &'static [&'static str],
    /// The key of the message.
    pub message: &'static str,
    /// The key of the argument.
    pub field: &'static str,
    /// The key of the request id.
    pub request_id: &'static str,
}

/// The headers that report rate limits.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RateLimitHeaders {
    /// Requests that a window allows.
    pub limit: &'static str,
    /// Requests left in it.
    pub remaining: &'static str,
    /// Start of the next window, in unix seconds.
    pub reset: &'static str,
}

impl Package {
    /// A package without servers or authentication; the other methods add to it.
    #[must_use]
    pub const fn new(name: &'static str, env: &'static str, user_agent: &'static str, errors: ErrorShape) -> Self {
        Self { name, env, user_agent, servers: &[], auth: None, version: None, headers: &[], errors, rate_limit: None }
    }

    /// The servers; the first one is the default.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// How a call carries its credential: the tables' name of the argument, the header, and the word before the credential.
    #[must_use]
    pub const fn auth(mut self, field: &'static str, header: &'static str, scheme: &'static str) -> Self {
        self.auth = Some(Auth { field, header, scheme });
        self
    }

    /// The header that picks an API version, the version that is sent by default, and the known versions.
    #[must_use]
    pub const fn version(
        mut self,
        header: &'static str,
        default: &'static str,
        known: &'static [&'static str],
    ) -> Self {
        self.version = Some(Version { header, default, known });
        self
    }

    /// Headers that each request carries.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// The headers that report rate limits: the limit, what is left of it, and when the next window starts (unix seconds).
    #[must_use]
    pub const fn rate_limit(mut self, limit: &'static str, remaining: &'static str, reset: &'static str) -> Self {
        self.rate_limit = Some(RateLimitHeaders { limit, remaining, reset });
        self
    }
}

impl Server {
    /// A server by its short name and its base URL.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self { name, url }
    }
}

impl ErrorShape {
    /// Errors in a list: the value of `type`, and the keys of the list, the message, the argument and the request id.
    #[must_use]
    pub const fn new(
        kind: &'static str,
        list: &'static str,
        code: &'static [&'static str],
        message: &'static str,
        field: &'static str,
        request_id: &'static str,
    ) -> Self {
        Self { kind, list, code, message, field, request_id }
    }
}
