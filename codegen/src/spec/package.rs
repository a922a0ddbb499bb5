//! `package.yaml`.

use super::header::{AuthScheme, HeaderName, HeaderValue};
use super::module_path::ModulePath;
use super::name::{ModuleName, Name};
use super::url::BaseUrl;
use crate::base::span::Spanned;
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
errors: { type: error.list, list: errors, code: [code], message: message, field: field, request_id: request_id }
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
        /// How a call carries its credential.
        auth: Option<Auth>,
        /// The header that picks an API version.
        version: Option<Version>,
        /// Headers that each request carries.
        headers: Vec<Header>,
        /// The keys of an error body.
        errors: ErrorShape,
        /// The headers that report the rate limit.
        rate_limit: Option<RateLimit>,
        /// The resources; their order is the order of docs and of the function table.
        resources: Vec<Resource>,
        /// Further pages of the docs.
        pages: Vec<Page>,
    }
}

mapping! {
    /// The place and the names of the generated Rust code.
    "`rust`" struct RustTarget {
        /// The crate's name as snippets import it.
        krate as "crate": Spanned<ModuleName>,
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
        /// The base URL, without a slash at its end.
        url: Spanned<BaseUrl>,
        /// What it is.
        doc: Spanned<String>,
    }
}

mapping! {
    /// How a call carries its credential.
    "`auth`" struct Auth {
        /// The function tables' name of the credential argument.
        field: Spanned<String>,
        /// The header.
        header: Spanned<HeaderName>,
        /// The word before the credential, such as `Bearer`.
        scheme: Spanned<AuthScheme>,
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
    /// The keys of an error body.
    "`errors`" struct ErrorShape {
        /// The value of `type` in an error body.
        kind as "type": Spanned<String>,
        /// The key of the list of errors.
        list: Spanned<String>,
        /// The keys of an error's code; the first one present wins.
        code: Vec<Spanned<String>>,
        /// The key of an error's message.
        message: Spanned<String>,
        /// The key of the argument that an error is about.
        field: Spanned<String>,
        /// The key of the request id, beside the list.
        request_id: Spanned<String>,
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
