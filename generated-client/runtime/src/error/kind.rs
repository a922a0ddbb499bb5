//! The kinds of failure.

/// The kinds of failure.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up: a bad base URL, a bad token.
    Config,
    /// The call needs a credential and the client has none.
    MissingToken,
    /// An argument is missing or wrong, or there is no such function; nothing was sent.
    Argument,
    /// No connection; the last attempt sent nothing, and earlier ones nothing that may not be sent twice.
    Connect,
    /// No response in time.
    Timeout,
    /// The connection broke before the complete response came.
    Transport,
    /// The response has a status that is not success.
    Status,
    /// The response cannot be read as what the function returns.
    Decode,
    /// The response's body is larger than the client takes.
    TooLarge,
    /// The list leads round in circles or to another host.
    Paging,
    /// A look-up of one object found none.
    NotFound,
    /// A look-up of one object found several; [`body`](super::Error::body) contains them.
    Ambiguous,
}

/// A setting of a client.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Setting {
    /// The access token: the API's first credential.
    AccessToken,
    /// Another value that a client is given by this name: a credential, or a part of the server's address.
    Value(&'static str),
    /// The base URL.
    BaseUrl,
    /// The region.
    Region,
    /// The API version.
    Version,
    /// A proxy of the environment.
    Proxy,
    /// TLS: a feature of this crate, or the cryptography provider of rustls.
    Tls,
}

impl Setting {
    /// The setting's name, such as `base_url`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::Value(name) => name,
            Self::BaseUrl => "base_url",
            Self::Region => "region",
            Self::Version => "version",
            Self::Proxy => "proxy",
            Self::Tls => "tls",
        }
    }
}
