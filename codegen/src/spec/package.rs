//! `package.yaml`.

use crate::load::record;
use crate::source::Spanned;

record! {
    /// What holds for all functions of a package.
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
        /// Where the Rust code goes and what it is called.
        rust: RustTarget,
        /// Prefix of the environment variables, such as `LIBRARY`.
        env: Spanned<String>,
        /// The servers; the first one is the default.
        servers: Vec<Server>,
        /// How a call carries its credential.
        auth: Option<Auth>,
        /// The header that picks an API version.
        version: Option<Version>,
        /// Headers that each request carries.
        headers: Vec<Header>,
        /// Where an error body keeps things.
        errors: ErrorShape,
        /// The headers that tell of rate limits.
        rate_limit: Option<RateLimit>,
        /// The resources; their order is the order of docs and of the function table.
        resources: Vec<Resource>,
        /// Further pages of the docs.
        pages: Vec<Page>,
    }
}

record! {
    /// Where the Rust code goes and what it is called.
    "`rust`" struct RustTarget {
        /// The crate's name as snippets import it.
        krate as "crate": Spanned<String>,
        /// The module below `src/generated/` that receives the code.
        module: Spanned<String>,
        /// The path of the runtime module as emitted code names it.
        runtime: Spanned<String>,
    }
}

record! {
    /// A server.
    "a server" struct Server example "{ name: main, url: \"https://library.example\", doc: The only one. }" {
        /// Its short name, as region settings use it.
        name: Spanned<String>,
        /// The base URL, without a slash at its end.
        url: Spanned<String>,
        /// What it is.
        doc: Spanned<String>,
    }
}

record! {
    /// How a call carries its credential.
    "`auth`" struct Auth {
        /// The function tables' name of the credential argument.
        field: Spanned<String>,
        /// The header.
        header: Spanned<String>,
        /// The word before the credential, such as `Bearer`.
        scheme: Spanned<String>,
    }
}

record! {
    /// The header that picks an API version.
    "`version`" struct Version example "{ header: Library-Version, default: \"1.1\", known: [\"1.0\", \"1.1\"], doc: The newest one. }" {
        /// The header.
        header: Spanned<String>,
        /// The version that is sent by default.
        default: Spanned<String>,
        /// The known versions; others can be sent too.
        known: Vec<Spanned<String>>,
        /// Why this default.
        doc: Spanned<String>,
    }
}

record! {
    /// A header.
    "a header" struct Header {
        /// Its name.
        name: Spanned<String>,
        /// Its value.
        value: Spanned<String>,
    }
}

record! {
    /// Where an error body keeps things.
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

record! {
    /// The headers that tell of rate limits.
    "`rate_limit`" struct RateLimit {
        /// How many requests a window allows.
        limit: Spanned<String>,
        /// How many are left in it.
        remaining: Spanned<String>,
        /// When the next window starts, in unix seconds.
        reset: Spanned<String>,
    }
}

record! {
    /// A resource: a group of functions.
    "a resource" struct Resource {
        /// Its name, as in `resource:` of its function file.
        name: Spanned<String>,
        /// What it is.
        doc: Spanned<String>,
        /// What callers must know about all of its functions.
        warning: Option<Spanned<String>>,
    }
}

record! {
    /// A page of the docs beside those of the resources.
    "a page" struct Page {
        /// The file's name, without its ending.
        name: Spanned<String>,
        /// The heading.
        title: Spanned<String>,
        /// The text, in Markdown.
        text: Spanned<String>,
    }
}
