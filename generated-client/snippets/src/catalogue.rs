//! An API as its try-it page and its snippets know it: JSON that the generator writes, and both read.
//!
//! Fields are named by their positions in the function's table. Constants and examples are JSON texts, so that no reader of
//! the catalogue changes their digits or the order of their keys.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Structs whose members are left out of the JSON where they are empty.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
            #[serde(default)]
            pub struct $name {
                $($(#[$field_doc])* #[serde(skip_serializing_if = "is_default")] pub $field: $kind,)*
            }
        )*
    };
}

records! {
    /// An API.
    Catalogue {
        /// As docs call it.
        name: String,
        /// The crate as Rust imports it.
        library: String,
        /// The command of its command line.
        program: String,
        /// Prefix of environment variables.
        env: String,
        /// The servers; the first is the default.
        servers: Vec<Server>,
        /// How calls authenticate; the first is the default.
        auth: Vec<Scheme>,
        /// What clients are given by name.
        values: Vec<Given>,
        /// The header that picks a version of the API, and its value.
        version: Option<(String, String)>,
        /// Headers of each request.
        headers: Vec<(String, String)>,
        /// Rust enums by their paths.
        enums: BTreeMap<String, Vec<Variant>>,
        /// The functions by name.
        functions: Vec<Function>,
    }
    /// A server.
    Server {
        /// Its short name.
        name: String,
        /// Its URL; `{name}` is a value that clients are given.
        url: String,
    }
    /// A way to authenticate.
    Scheme {
        /// Its name; empty for an API's only one.
        name: String,
        /// What a call carries.
        credentials: Vec<Credential>,
    }
    /// A credential: in a header, or as user and password. What goes where a field goes is not here.
    Credential {
        /// The header.
        header: String,
        /// The word before the value.
        scheme: String,
        /// The value's name.
        field: String,
        /// User and password instead.
        basic: Option<(Half, Half)>,
    }
    /// A half of user and password.
    Half {
        /// The value's name.
        field: String,
        /// The same text for everyone, without a name.
        text: String,
    }
    /// A value that clients are given.
    Given {
        /// Its name.
        name: String,
        /// Its environment variable, after the prefix.
        variable: String,
    }
    /// A value of an enum.
    Variant {
        /// As sent.
        value: String,
        /// The Rust variant.
        rust: String,
        /// The constructor of a selector's variant.
        constructor: String,
    }
    /// A function.
    Function {
        /// The tables' name.
        name: String,
        /// The resource.
        resource: String,
        /// The Rust module of the resource, which is the client's method too.
        rust_module: String,
        /// The Rust method.
        rust_method: String,
        /// The HTTP method.
        http: String,
        /// Whether its request is still to be stated.
        draft: bool,
        /// The paths as they are built; the last one has no condition.
        routes: Vec<Route>,
        /// The query.
        query: Vec<Sent>,
        /// Headers beyond those of the package.
        headers: Vec<Sent>,
        /// The members of the body; none where it has none, or where one value is the complete body.
        body: Option<Vec<Sent>>,
        /// The value that is the complete body.
        complete_body: Option<Source>,
        /// `form`, `multipart`, or `raw` with its content type; JSON without.
        body_as: String,
        /// The content type of a body that is sent as it is.
        content_type: String,
        /// How nested keys are written: `a.b` instead of `a[b]`.
        dots: bool,
        /// The table.
        fields: Vec<Field>,
        /// The arguments of the typed call.
        params: Vec<Param>,
        /// The scheme's name; the first one without.
        scheme: Option<String>,
        /// Whether its calls carry no credentials.
        open: bool,
        /// The server that it is on, where that is not the client's.
        server: String,
        /// What is printed of the response: `model`, `items`, `text`, `bytes`, `redirect`, `value`, or nothing.
        returns: String,
        /// The name of a variable for the response.
        binding: String,
        /// The keys of the list in a response, from the outermost.
        list: Option<Vec<String>>,
        /// How the next page is reached.
        paging: Option<Paging>,
        /// Groups of fields of which one is given completely.
        needs: Vec<Vec<usize>>,
        /// Its examples.
        examples: Vec<Example>,
    }
    /// A path.
    Route {
        /// The field and the value by which it is taken.
        when: Option<(usize, String)>,
        /// Its parts.
        parts: Vec<PathPart>,
    }
    /// A part of a path: text, or a field's value.
    PathPart {
        /// The text.
        text: String,
        /// The field.
        field: Option<usize>,
        /// Whether its value has any number of segments.
        segments: bool,
    }
    /// What is sent under a key.
    Sent {
        /// The key.
        key: String,
        /// The value.
        source: Source,
        /// Members, in place of a value.
        members: Option<Vec<Sent>>,
    }
    /// Where a value comes from.
    Source {
        /// A field.
        field: Option<usize>,
        /// Only when this field has this value.
        when: Option<(usize, String)>,
        /// A constant, as JSON text.
        value: Option<String>,
        /// Only when this field is given.
        with: Option<usize>,
    }
    /// A field of a function's table.
    Field {
        /// The tables' name.
        name: String,
        /// What it accepts: `text`, `integer`, `object` and so on.
        kind: String,
        /// The key under which each item of a comma list is wrapped.
        wrap: Option<String>,
        /// Constants of each object of a list: keys and JSON texts.
        force: Vec<(String, String)>,
        /// How a list or an object is written where a text is wanted; empty for plain.
        style: String,
        /// Whether it is required.
        required: bool,
        /// Required when one of these fields has this value.
        required_when: Vec<(usize, String)>,
        /// Known values.
        values: Vec<String>,
        /// Whether null may be sent.
        nullable: bool,
        /// Whether the client is given it: a credential.
        credential: bool,
        /// Whether the client is given it: a part of the server's URL.
        variable: bool,
        /// The field whose destination it decides.
        selects: Option<usize>,
        /// Whether it is never shown in an address.
        secret: bool,
    }
    /// An argument of the typed call.
    Param {
        /// The Rust name.
        rust: String,
        /// The field.
        field: usize,
        /// The selector that it fills too.
        selector: Option<usize>,
        /// Its type.
        kind: String,
        /// The path of its enum below the crate.
        path: String,
        /// Whether it stands in the constructor.
        required: bool,
    }
    /// How the next page of a list is reached.
    Paging {
        /// `member`, `link`, `last`, `page` or `offset`.
        by: String,
        /// The keys of the member, the relation of the link, or the key of the last item.
        keys: Vec<String>,
        /// The first page's number.
        first: u16,
        /// The query key where it goes.
        query: String,
        /// The keys in the body where it goes.
        body: Vec<String>,
    }
    /// An example.
    Example {
        /// The arguments, as JSON text.
        args: String,
        /// The status.
        status: u16,
    }
}

impl Catalogue {
    /// The function of a name.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.name == name)
    }

    /// The environment variable of a value that clients are given.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = self.values.iter().find(|value| value.name == name)?;
        Some(format!("{}_{}", self.env, value.variable))
    }

    /// The scheme of a function's calls.
    pub(crate) fn scheme_of(&self, function: &Function) -> Option<&Scheme> {
        match &function.scheme {
            _ if function.open => None,
            None => self.auth.first(),
            Some(name) => self.auth.iter().find(|scheme| scheme.name == *name),
        }
    }
}
