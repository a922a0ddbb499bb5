//! `mod.rs`: the client of this API, its modules, and the table of all functions.

use super::doc;
use super::file::rust_file;
use super::names::{ident, path, runtime};
use crate::base::output::OutputFile;
use crate::emit::text;
use crate::model::Api;
use quote::quote;

pub fn emit(api: &Api) -> OutputFile {
    let runtime = runtime(api);
    let name = &api.package.name;
    let modules = api.resources.iter().map(|resource| {
        let module = ident(&resource.rust_module);
        quote!(pub mod #module;)
    });
    let accessors = api.resources.iter().map(|resource| {
        let docs = doc::doc([text::inline(&resource.doc)]);
        let (module, handle) = (ident(&resource.rust_module), ident(&resource.rust_type));
        quote! {
            #docs
            #[must_use]
            pub fn #module(&self) -> #module::#handle<'_> {
                #module::#handle(&self.core)
            }
        }
    });
    let table = api.functions().map(|(resource, function)| {
        let (module, item) = (ident(&resource.rust_module), ident(&function.rust.table));
        quote!(&#module::#item)
    });
    let intro = doc::doc([text::inline(&format!(
        "A client of the {name} API. Cheap to clone; clones share their connections."
    ))]);
    let items = [
        quote! { #(#modules)* pub mod types; #[cfg(feature = "examples")] pub mod examples; mod package; },
        quote! { pub use package::PACKAGE; },
        quote! {
            #intro
            #[derive(Clone, Debug)]
            pub struct Client {
                core: rt::Core,
            }
        },
        quote! {
            impl Client {
                #[doc = " A client with an access token and the default settings."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " A token that cannot stand in a header; it is not echoed."]
                pub fn new(access_token: impl Into<String>) -> Result<Self, rt::Error> {
                    Self::builder().access_token(access_token).build()
                }

                #[doc = " A builder for a client with other settings."]
                #[must_use]
                pub fn builder() -> rt::ClientBuilder<Self> {
                    rt::ClientBuilder::new(&PACKAGE)
                }

                #[doc = " A client with the settings of the environment: `…_ACCESS_TOKEN`, `…_BASE_URL`, `…_REGION` and `…_VERSION` after the package's prefix."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " No access token, or a variable whose value cannot be used; the error names it. Without a token: `builder().env()`."]
                pub fn from_env() -> Result<Self, rt::Error> {
                    rt::ClientBuilder::from_env(&PACKAGE)
                }

                #(#accessors)*

                #[doc = " Calls a function by the tables' name, with JSON arguments and a JSON response."]
                pub fn call(&self, function: &str, args: impl Into<rt::Args>) -> rt::DynamicCall {
                    rt::DynamicCall::new(&self.core, FUNCTIONS, function, &args.into())
                }

                #[doc(hidden)]
                #[must_use]
                pub fn core(&self) -> &rt::Core {
                    &self.core
                }
            }
        },
        quote! {
            impl From<rt::Core> for Client {
                fn from(core: rt::Core) -> Self {
                    Self { core }
                }
            }
        },
        quote! {
            #[doc = " All functions, resource by resource in the order of the tables."]
            pub static FUNCTIONS: &[&rt::Function] = &[#(#table),*];
        },
    ];
    rust_file(
        path(api, "mod"),
        &api.package.source,
        &text::inline(&format!("The {name} API {}.", api.package.module)),
        &[quote!(use #runtime as rt;)],
        &items,
    )
}
