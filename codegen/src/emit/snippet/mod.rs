//! Examples as code. The printers are those of `api-client-snippets`, which the try-it page and the command line use too.

pub mod catalogue;

use crate::base::json::Json;
use crate::model::{Api, Example, Function, Request, Resource};
use api_client_snippets::catalogue::Catalogue;
use api_client_snippets::{Call, Encoded, Language, RustCall};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// The examples of all functions: code and docs show the same ones.
#[derive(Clone, Debug)]
pub struct Snippets<'a>(HashMap<&'a str, Vec<Snippet<'a>>>);

impl<'a> Snippets<'a> {
    /// The examples of an API.
    #[must_use]
    pub fn new(api: &'a Api) -> Self {
        let of = |(resource, function): (&'a Resource, &'a Function)| {
            let catalogue = Rc::new(catalogue::of_function(api, resource, function));
            let snippet = |example| Snippet::of(Rc::clone(&catalogue), example);
            (function.name.as_str(), function.examples.iter().map(snippet).collect())
        };
        Self(api.functions().map(of).collect())
    }

    /// The examples of a function, in the spec's order.
    #[must_use]
    pub fn of(&self, function: &Function) -> &[Snippet<'a>] {
        self.0.get(function.name.as_str()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// One example of a function, to be shown as code.
#[derive(Clone, Debug)]
pub struct Snippet<'a> {
    catalogue: Rc<Catalogue>,
    /// The example.
    pub example: &'a Example,
    // Each is shown in several files.
    statement: OnceCell<String>,
    curl: OnceCell<String>,
}

impl<'a> Snippet<'a> {
    /// An example of a function.
    #[must_use]
    pub fn new(api: &'a Api, resource: &'a Resource, function: &'a Function, example: &'a Example) -> Self {
        Self::of(Rc::new(catalogue::of_function(api, resource, function)), example)
    }

    fn of(catalogue: Rc<Catalogue>, example: &'a Example) -> Self {
        Self { catalogue, example, statement: OnceCell::new(), curl: OnceCell::new() }
    }

    fn rust(&self) -> Option<RustCall<'_>> {
        let function = self.catalogue.functions.first()?;
        Some(RustCall { catalogue: &self.catalogue, function, args: &self.example.args })
    }

    fn with_rust<T: Default>(&self, make: impl Fn(RustCall) -> T) -> T {
        self.rust().map(make).unwrap_or_default()
    }

    /// The typed call as one expression, such as `client.users().get(types::PersonRef::email("a@b"))`.
    #[must_use]
    pub fn call(&self) -> String {
        self.with_rust(|rust| rust.call())
    }

    /// The call for a reader: one link a line when it is long, awaited.
    #[must_use]
    pub fn statement(&self) -> &str {
        self.statement.get_or_init(|| self.with_rust(|rust| rust.statement()))
    }

    /// The `use` lines that the statement needs.
    #[must_use]
    pub fn uses(&self) -> String {
        self.with_rust(|rust| rust.uses())
    }

    /// The example as a test of the docs: the call, with its frame left out.
    #[must_use]
    pub fn rustdoc(&self) -> String {
        let (uses, statement, krate) = (self.uses(), self.statement(), &self.catalogue.library);
        format!(
            "{uses}\n\n# async fn example(client: Client) -> Result<(), {krate}::Error> {{\n{statement}\n# Ok(())\n# }}"
        )
    }

    /// The Rust modules below the crate's root that the call names.
    #[must_use]
    pub fn modules(&self) -> BTreeSet<String> {
        self.with_rust(|rust| rust.modules())
    }

    /// What the call needs of the runtime: the `json!` macro, and types.
    #[must_use]
    pub fn runtime_names(&self) -> BTreeSet<&'static str> {
        self.with_rust(|rust| rust.runtime_names())
    }

    /// The request as a curl command; credentials come from the environment.
    #[must_use]
    pub fn curl(&self) -> &str {
        self.curl.get_or_init(|| self.print("curl"))
    }

    /// The call in the language of this id; empty where there is none.
    #[must_use]
    pub fn print(&self, language: &str) -> String {
        print(&self.catalogue, &self.example.args, &self.example.request, None, language)
    }
}

/// A call of the catalogue's first function in the language of this id, perhaps of another server.
#[must_use]
pub fn print(
    catalogue: &Catalogue,
    args: &[(String, Json)],
    request: &Request,
    base_url: Option<&str>,
    language: &str,
) -> String {
    let encoded = Encoded { path: request.path.clone(), query: request.query.clone(), body: request.body.clone() };
    let call = |function| Call { catalogue, function, args, encoded: &encoded, base_url };
    let (Some(function), Some(language)) = (catalogue.functions.first(), Language::find(language)) else {
        return String::new();
    };
    call(function).print(language)
}
