//! The static description of a package: servers, headers, the shape of errors.

/// What holds for all functions of a package.
#[derive(Debug)]
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
    /// The headers that tell of rate limits.
    pub rate_limit: Option<RateLimitHeaders>,
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// Its short name.
    pub name: &'static str,
    /// Its base URL.
    pub url: &'static str,
}

/// How a call carries its credential.
#[derive(Debug)]
pub struct Auth {
    /// The tables' name of the argument.
    pub field: &'static str,
    /// The header.
    pub header: &'static str,
    /// The word before the credential.
    pub scheme: &'static str,
}

/// The header that picks an API version.
#[derive(Debug)]
pub struct Version {
    /// The header.
    pub header: &'static str,
    /// The version that is sent by default.
    pub default: &'static str,
    /// The known versions.
    pub known: &'static [&'static str],
}

/// Where an error body keeps things.
#[derive(Debug)]
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

/// The headers that tell of rate limits.
#[derive(Debug)]
pub struct RateLimitHeaders {
    /// Requests that a window allows.
    pub limit: &'static str,
    /// Requests left in it.
    pub remaining: &'static str,
    /// Start of the next window, in unix seconds.
    pub reset: &'static str,
}
