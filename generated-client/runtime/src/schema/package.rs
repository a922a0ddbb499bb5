//! The static description of a package: servers, credentials, headers, the shapes of errors.

use super::advice::Advice;
use super::auth::{Credential, Scheme};

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
    /// How calls authenticate; the first scheme is the default.
    pub auth: &'static [Scheme],
    /// What a client is given by name, credentials first, then the parts of its servers' addresses: each name with its
    /// environment variable, which stands after the prefix.
    pub values: &'static [(&'static str, &'static str)],
    /// The header that picks an API version.
    pub version: Option<Version>,
    /// Headers that each request carries.
    pub headers: &'static [(&'static str, &'static str)],
    /// Where an error body keeps things: the shapes that the API uses.
    pub errors: &'static [ErrorShape],
    /// Members by which a response with a status of success is an error: a key or a JSON pointer, and JSON text.
    pub failed_when: &'static [(&'static str, &'static str)],
    /// What to do about errors; the first one that fits counts.
    pub advice: &'static [Advice],
    /// The headers that report rate limits.
    pub rate_limit: Option<RateLimitHeaders>,
}

/// A server.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Server {
    /// Its short name.
    pub name: &'static str,
    /// Its base URL; `{name}` is a value that the client is given.
    pub url: &'static str,
    /// The values that stand where the client is given none.
    pub defaults: &'static [(&'static str, &'static str)],
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

/// Where an error body keeps things: by keys, or by JSON pointers such as `/error/message`. An empty text is a part that the
/// shape does not have.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorShape {
    /// The value of `type`.
    pub kind: &'static str,
    /// The list of errors, or the object with the error.
    pub list: &'static str,
    /// The code; the first one present wins.
    pub code: &'static [&'static str],
    /// The message.
    pub message: &'static str,
    /// The argument.
    pub field: &'static str,
    /// The request id.
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
    pub const fn new(name: &'static str, env: &'static str, user_agent: &'static str) -> Self {
        Self {
            name,
            env,
            user_agent,
            servers: &[],
            auth: &[],
            values: &[],
            version: None,
            headers: &[],
            errors: &[],
            failed_when: &[],
            advice: &[],
            rate_limit: None,
        }
    }

    /// The servers; the first one is the default.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// How calls authenticate; the first scheme is the default.
    #[must_use]
    pub const fn auth(mut self, schemes: &'static [Scheme]) -> Self {
        self.auth = schemes;
        self
    }

    /// What a client is given by name, credentials first, each with its environment variable after the prefix.
    #[must_use]
    pub const fn values(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.values = values;
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

    /// The shapes of error bodies.
    #[must_use]
    pub const fn errors(mut self, shapes: &'static [ErrorShape]) -> Self {
        self.errors = shapes;
        self
    }

    /// Members by which a response with a status of success is an error: a key or a JSON pointer, and JSON text.
    #[must_use]
    pub const fn failed_when(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        self.failed_when = members;
        self
    }

    /// What to do about errors; the first one that fits counts.
    #[must_use]
    pub const fn advice(mut self, advice: &'static [Advice]) -> Self {
        self.advice = advice;
        self
    }

    /// The headers that report rate limits: the limit, what is left of it, and when the next window starts (unix seconds).
    #[must_use]
    pub const fn rate_limit(mut self, limit: &'static str, remaining: &'static str, reset: &'static str) -> Self {
        self.rate_limit = Some(RateLimitHeaders { limit, remaining, reset });
        self
    }

    /// The scheme of a name.
    #[must_use]
    pub fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.auth.iter().find(|scheme| scheme.name == name)
    }

    /// The header of the first scheme's credential, and the word before it.
    #[must_use]
    pub fn header_credential(&self) -> Option<(&'static str, &'static str)> {
        self.auth.first()?.credentials.iter().find_map(|credential| match *credential {
            Credential::Header { header, scheme, .. } => Some((header, scheme)),
            _ => None,
        })
    }

    /// The names of all credentials, each once.
    pub fn credentials(&self) -> impl Iterator<Item = &'static str> + use<> {
        let schemes = self.auth;
        let is_credential = move |name: &str| {
            schemes.iter().any(|scheme| scheme.credentials.iter().any(|credential| credential.has(name)))
        };
        self.values.iter().map(|(name, _)| *name).filter(move |name| is_credential(name))
    }

    /// Whether a value is a half of a Basic pair.
    pub(crate) fn is_basic(&self, name: &str) -> bool {
        let all = self.auth.iter().flat_map(|scheme| scheme.credentials);
        all.filter(|credential| matches!(credential, Credential::Basic { .. })).any(|basic| basic.has(name))
    }

    /// The environment variable of a value that a client is given by name.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        let (_, variable) = self.values.iter().find(|(known, _)| *known == name)?;
        Some(format!("{}_{variable}", self.env))
    }
}

impl Server {
    /// A server by its short name and its base URL.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self { name, url, defaults: &[] }
    }

    /// The values that stand where the client is given none.
    #[must_use]
    pub const fn defaults(mut self, defaults: &'static [(&'static str, &'static str)]) -> Self {
        self.defaults = defaults;
        self
    }
}

impl ErrorShape {
    /// Errors in a list: the value of `type`, and the places of the list, the code, the message, the argument and the request
    /// id.
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
