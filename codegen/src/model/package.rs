//! What is common to all functions.

use super::auth::{Auth, GivenValue, Scheme};
use super::serialize::as_texts;
use crate::base::json::Json;
use crate::spec::module_path::ModulePath;
use serde::Serialize;

/// What is common to all functions.
#[derive(Clone, Debug, Serialize)]
pub struct Package {
    /// As docs call it.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// The crate as snippets import it, or a module of it.
    pub crate_name: String,
    /// The module below `src/generated/`.
    pub module: String,
    /// The runtime's path as emitted code names it.
    pub runtime: ModulePath,
    /// Prefix of environment variables.
    pub env: String,
    /// Name, URL and meaning of each server; the first is the default.
    pub servers: Vec<Server>,
    /// How calls authenticate; the first scheme is the default.
    pub auth: Vec<Scheme>,
    /// What clients are given by name: credentials first, then the parts of servers' URLs.
    pub values: Vec<GivenValue>,
    /// The header that picks an API version.
    pub version: Option<Version>,
    /// Name and value of headers that each request carries.
    pub headers: Vec<(String, String)>,
    /// Where error bodies keep things.
    pub errors: Vec<ErrorShape>,
    /// Places and values by which a response is an error although its status says success.
    #[serde(serialize_with = "as_texts")]
    pub failed_when: Vec<(String, Json)>,
    /// What to do about errors; the first entry that fits counts.
    pub advice: Vec<Advice>,
    /// Limit, remaining and reset headers.
    pub rate_limit: Option<RateLimit>,
    /// Groups of resources: the features of the crate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Further docs pages.
    pub pages: Vec<Page>,
    /// The file this comes from.
    pub source: String,
}

/// What to do about an error; an empty text fits any.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Advice {
    /// The status of the response.
    pub status: Option<u16>,
    /// The code of its first error.
    pub code: String,
    /// Text in its message.
    pub contains: String,
    /// What to do.
    pub say: String,
    /// What exists already.
    pub existing: Option<Existing>,
}

/// What an error says of what exists already.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Existing {
    /// Its state.
    pub state: ExistingState,
    /// Where its id stands.
    pub id: ExistingId,
}

/// The state of what exists already.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum ExistingState {
    /// It can be used.
    Active,
    /// It is archived.
    Archived,
    /// What was asked for was merged into it.
    Merged,
}

/// Where an error has the id of what exists already.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum ExistingId {
    /// Nowhere.
    Unknown,
    /// In the message, between these texts.
    Message(String, String),
    /// At the end of the address under this relation of the `Link` header.
    Link(String),
}

/// A server.
#[derive(Clone, Debug, Serialize)]
pub struct Server {
    /// Short name.
    pub name: String,
    /// Base URL; `{name}` is a value that clients are given.
    pub url: String,
    /// The values that stand there where a client is given none.
    pub defaults: Vec<(String, String)>,
    /// What it is.
    pub doc: String,
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

/// Where an error body keeps things: keys or JSON pointers, empty for what it does not have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorShape {
    /// The value of `type`.
    pub kind: String,
    /// The list.
    pub list: String,
    /// The code, first present wins.
    pub code: Vec<String>,
    /// The message.
    pub message: String,
    /// The argument.
    pub field: String,
    /// The request id.
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

/// A group of resources.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Group {
    /// The feature of the crate.
    pub feature: String,
    /// What it brings.
    pub doc: String,
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

impl Package {
    /// The name of the crate.
    #[must_use]
    pub fn krate(&self) -> &str {
        self.crate_name.split("::").next().unwrap_or_default()
    }

    /// A file of the docs: those of an API that is a module of the crate have a folder of their own.
    #[must_use]
    pub fn docs_file(&self, name: &str) -> String {
        let folder = self.crate_name.replacen(self.krate(), "docs", 1).replace("::", "/");
        format!("{folder}/{name}")
    }

    /// The file of a page of the docs in Markdown.
    #[must_use]
    pub fn docs_page(&self, name: &str) -> String {
        self.docs_file(&format!("{name}.md"))
    }

    /// The command of the API's command line, with the option that chooses the API where the crate has several.
    #[must_use]
    pub fn command(&self) -> String {
        let package = self.krate().replace('_', "-");
        let command = match package.strip_suffix("-client") {
            Some(command) => command.to_owned(),
            // A library and a command of one name cannot be built side by side.
            None => format!("{package}-cli"),
        };
        // An API that is a module of the crate is chosen by the module's name.
        match self.crate_name.rsplit_once("::") {
            Some((_, api)) => format!("{command} --api {api}"),
            None => command,
        }
    }

    /// The scheme of a function's calls.
    #[must_use]
    pub fn scheme(&self, auth: &Auth) -> Option<&Scheme> {
        match auth {
            Auth::None => None,
            Auth::Default => self.auth.first(),
            Auth::Scheme(name) => self.auth.iter().find(|scheme| scheme.name == *name),
        }
    }
}
