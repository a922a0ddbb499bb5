//! `package.yaml`.

use super::advice::AdviceList;
use super::auth::Scheme;
use super::header::{HeaderName, HeaderValue};
use super::keywords::{BodyAs, Nesting};
use super::module_path::ModulePath;
use super::name::{CratePath, FeatureName, ModuleName, Name};
use super::paging::Paging;
use super::place::Place;
use super::url::BaseUrl;
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::format::decode::{Entries, OneOrMany};
use crate::format::mapping::mapping;

mapping! {
    /// What is common to all functions of a package.
    "the package" struct Package example r#"
name: Library
doc: The books of a library and their loans.
rust: { crate: library_client, module: v1, runtime: "crate::runtime" }
env: LIBRARY
servers: [{ name: main, url: "https://library.example", doc: The only one. }]
auth: { field: token, header: Authorization, scheme: Bearer }
errors: { type: failure, list: errors, code: [code], message: message, field: field, request_id: request_id }
resources: [{ name: books, doc: The books. }]
    "# {
        /// The package as docs call it.
        name: Spanned<String>,
        /// What the package is, in a few sentences.
        doc: Spanned<String>,
        /// The place and the names of the generated Rust code.
        rust: RustTarget,
        /// Prefix of the environment variables, such as `LIBRARY`.
        env: Spanned<Name>,
        /// The servers; the first one is the default.
        servers: Vec<Server>,
        /// How calls authenticate: one way, or a list of named ones, the first of which is the default.
        auth: Option<OneOrMany<Scheme, Scheme>>,
        /// The header that picks an API version.
        version: Option<Version>,
        /// Headers that each request carries.
        headers: Vec<Header>,
        /// How bodies are written; by default as JSON.
        body_as: Option<Spanned<BodyAs>>,
        /// How the keys of nested values are written in a form and in a query; by default with brackets.
        nesting: Option<Spanned<Nesting>>,
        /// Where error bodies keep things: one shape, or several.
        errors: Option<OneOrMany<ErrorShape, ErrorShape>>,
        /// Members of a response by which it is an error although its status says success.
        failed_when: Entries<Spanned<Json>>,
        /// What to do about errors: texts by the code of an error, or a list of entries.
        advice: Option<AdviceList>,
        /// Named ways to fetch further items, for functions to refer to.
        paging: Entries<Paging>,
        /// The headers that report the rate limit.
        rate_limit: Option<RateLimit>,
        /// The resources; their order is the order of docs and of the function table.
        resources: Vec<Resource>,
        /// Groups of resources, each behind a feature of the crate.
        groups: Vec<Group>,
        /// Further pages of the docs.
        pages: Vec<Page>,
    }
}

mapping! {
    /// The place and the names of the generated Rust code.
    "`rust`" struct RustTarget {
        /// The crate as snippets import it, or the module of it that has this API: `library_client::v2`, whose docs stand in `docs/v2`.
        krate as "crate": Spanned<CratePath>,
        /// The module below `src/generated/` that receives the code.
        module: Spanned<ModuleName>,
        /// The path of the runtime module as emitted code names it.
        runtime: Spanned<ModulePath>,
    }
}

mapping! {
    /// A server.
    "a server" struct Server example "{ name: main, url: \"https://library.example\", doc: The only one. }" {
        /// Its short name, as region settings use it.
        name: Spanned<Name>,
        /// The base URL, without a slash at its end; `{name}` is a part that each client is given.
        url: Spanned<BaseUrl>,
        /// The parts of the URL that clients are given.
        variables: Entries<Variable>,
        /// What it is.
        doc: Spanned<String>,
    }
}

mapping! {
    /// A part of a server's URL that clients are given.
    "a variable" struct Variable example "{ default: acme, doc: The name of the account. }" {
        /// What stands there where a client is given nothing.
        default: Option<Spanned<String>>,
        /// What it is.
        doc: Option<Spanned<String>>,
    }
}

mapping! {
    /// The header that picks an API version.
    "`version`" struct Version example "{ header: Library-Version, default: \"1.1\", known: [\"1.0\", \"1.1\"], doc: The newest one. }" {
        /// The header.
        header: Spanned<HeaderName>,
        /// The version that is sent by default.
        default: Spanned<String>,
        /// The known versions; others can be sent too.
        known: Vec<Spanned<HeaderValue>>,
        /// Why this default.
        doc: Spanned<String>,
    }
}

mapping! {
    /// A header.
    "a header" struct Header {
        /// Its name.
        name: Spanned<HeaderName>,
        /// Its value.
        value: Spanned<HeaderValue>,
    }
}

mapping! {
    /// Where an error body keeps things: by keys, or by JSON pointers such as `/error/message`. Each part is optional.
    "`errors`" struct ErrorShape example "{ message: /error/message, code: [/error/code] }" {
        /// The value of `type` in an error body.
        kind as "type": Option<Spanned<String>>,
        /// The list of errors, or the object with the error.
        list: Option<Spanned<Place>>,
        /// An error's code; the first one present wins.
        code: Vec<Spanned<Place>>,
        /// An error's message.
        message: Option<Spanned<Place>>,
        /// The argument that an error is about.
        field: Option<Spanned<Place>>,
        /// The request id, beside the list.
        request_id: Option<Spanned<Place>>,
    }
}

mapping! {
    /// The headers that report the rate limit.
    "`rate_limit`" struct RateLimit {
        /// How many requests a window allows.
        limit: Spanned<HeaderName>,
        /// How many are left in it.
        remaining: Spanned<HeaderName>,
        /// When the next window starts, in unix seconds.
        reset: Spanned<HeaderName>,
    }
}

mapping! {
    /// A resource: a group of functions.
    "a resource" struct Resource {
        /// Its name, as in `resource:` of its function file.
        name: Spanned<Name>,
        /// What it is.
        doc: Spanned<String>,
        /// What callers must know about all of its functions.
        warning: Option<Spanned<String>>,
    }
}

mapping! {
    /// Resources that callers switch on together: a feature of the crate.
    "a group" struct Group example "{ name: lending, doc: Loans and readers., resources: [loans, readers] }" {
        /// The feature.
        name: Spanned<FeatureName>,
        /// What it brings, in one sentence.
        doc: Spanned<String>,
        /// Its resources. What stands in no group is always there.
        resources: Vec<Spanned<String>>,
    }
}

mapping! {
    /// A page of the docs beside those of the resources.
    "a page" struct Page {
        /// The file's name, without its extension.
        name: Spanned<Name>,
        /// The heading.
        title: Spanned<String>,
        /// The text, in Markdown.
        text: Spanned<String>,
    }
}

impl Package {
    /// The ways to authenticate; the first one is the default.
    #[must_use]
    pub fn schemes(&self) -> &[Scheme] {
        one_or_many(self.auth.as_ref())
    }

    /// The shapes of error bodies.
    #[must_use]
    pub fn error_shapes(&self) -> &[ErrorShape] {
        one_or_many(self.errors.as_ref())
    }

    /// The scheme of a function with this `auth`: `none`, a name, or the default.
    #[must_use]
    pub fn scheme(&self, auth: Option<&str>) -> Option<&Scheme> {
        match auth {
            Some("none") => None,
            Some(name) => self.schemes().iter().find(|scheme| scheme.name() == name),
            None => self.schemes().first(),
        }
    }

    /// Whether clients are given a value of this name: a credential, or a part of a server's URL.
    #[must_use]
    pub fn is_given(&self, name: &str) -> bool {
        self.schemes().iter().any(|scheme| scheme.names().any(|known| known == name)) || self.is_variable(name)
    }

    /// Whether a part of a server's URL has this name.
    #[must_use]
    pub fn is_variable(&self, name: &str) -> bool {
        self.servers.iter().any(|server| server.url.placeholders().any(|known| known == name))
    }
}

fn one_or_many<T>(value: Option<&OneOrMany<T, T>>) -> &[T] {
    match value {
        None => &[],
        Some(OneOrMany::One(one)) => std::slice::from_ref(one),
        Some(OneOrMany::Many(many)) => many,
    }
}
