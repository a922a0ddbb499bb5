//! What is common to all functions.

use crate::spec::module_path::ModulePath;
use serde::Serialize;

/// What is common to all functions.
#[derive(Clone, Debug, Serialize)]
pub struct Package {
    /// As docs call it.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// The crate as snippets import it.
    pub crate_name: String,
    /// The module below `src/generated/`.
    pub module: String,
    /// The runtime's path as emitted code names it.
    pub runtime: ModulePath,
    /// Prefix of environment variables.
    pub env: String,
    /// Name, URL and meaning of each server; the first is the default.
    pub servers: Vec<Server>,
    /// How calls carry the credential.
    pub auth: Option<Auth>,
    /// The header that picks an API version.
    pub version: Option<Version>,
    /// Name and value of headers that each request carries.
    pub headers: Vec<(String, String)>,
    /// The keys of an error body.
    pub errors: ErrorShape,
    /// Limit, remaining and reset headers.
    pub rate_limit: Option<RateLimit>,
    /// Further docs pages.
    pub pages: Vec<Page>,
    /// The file this comes from.
    pub source: String,
}

/// A server.
#[derive(Clone, Debug, Serialize)]
pub struct Server {
    /// Short name.
    pub name: String,
    /// Base URL.
    pub url: String,
    /// What it is.
    pub doc: String,
}

/// How calls carry the credential.
#[derive(Clone, Debug, Serialize)]
pub struct Auth {
    /// The tables' name of the argument.
    pub field: String,
    /// The header.
    pub header: String,
    /// The word before the credential.
    pub scheme: String,
}

/// The header that picks an API version.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// The header.
    pub header: String,
    /// Sent by default.
    pub default: String,
    /// Known versions.
    pub known: Vec<String>,
    /// Why this default.
    pub doc: String,
}

/// The keys of an error body.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorShape {
    /// The value of `type`.
    pub kind: String,
    /// Key of the list.
    pub list: String,
    /// Keys of the code, first present wins.
    pub code: Vec<String>,
    /// Key of the message.
    pub message: String,
    /// Key of the argument.
    pub field: String,
    /// Key of the request id.
    pub request_id: String,
}

/// The headers that report the rate limit.
#[derive(Clone, Debug, Serialize)]
pub struct RateLimit {
    /// Requests a window allows.
    pub limit: String,
    /// Requests left.
    pub remaining: String,
    /// Start of the next window.
    pub reset: String,
}

/// A docs page beside those of the resources.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// File name without ending.
    pub name: String,
    /// Heading.
    pub title: String,
    /// Markdown.
    pub text: String,
}
