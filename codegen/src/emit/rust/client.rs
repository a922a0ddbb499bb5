//! `mod.rs`: the client of this API, its modules, and the table of all functions.

use super::cfg::cfg;
use super::doc;
use super::file::rust_file;
use super::names::{ident, path, runtime};
use crate::base::output::OutputFile;
use crate::check::rust_names::{Style, rust_name};
use crate::emit::text;
use crate::model::{Api, GivenValue};
use proc_macro2::TokenStream;
use quote::quote;

pub fn emit(api: &Api) -> OutputFile {
    let runtime = runtime(api);
    let name = &api.package.name;
    let modules = api.resources.iter().map(|resource| {
        let (cfg, module) = (cfg(&resource.feature), ident(&resource.rust_module));
        quote!(#cfg pub mod #module;)
    });
    let accessors = api.resources.iter().map(|resource| {
        let (cfg, docs) = (cfg(&resource.feature), doc::doc([text::inline(&resource.doc)]));
        let (module, handle) = (ident(&resource.rust_module), ident(&resource.rust_type));
        quote! {
            #docs
            #cfg
            #[must_use]
            pub fn #module(&self) -> #module::#handle<'_> {
                #module::#handle(&self.core)
            }
        }
    });
    let table = api.functions().map(|(resource, function)| {
        let (module, item) = (ident(&resource.rust_module), ident(&function.rust.table));
        let cfg = cfg(&resource.feature);
        quote!(#cfg &#module::#item)
    });
    let intro = doc::doc([text::inline(&format!(
        "A client of the {name} API. Cheap to clone; clones share their connections."
    ))]);
    let (new, environment) = (constructor(api), environment(api));
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
                #new

                #[doc = " A builder for a client with other settings."]
                #[must_use]
                pub fn builder() -> rt::ClientBuilder<Self> {
                    rt::ClientBuilder::new(&PACKAGE)
                }

                #[doc = #environment]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " No credential, or a variable whose value cannot be used; the error names it. Without a credential: `builder().env()`."]
                pub fn from_env() -> Result<Self, rt::Error> {
                    rt::ClientBuilder::from_env(&PACKAGE)
                }

                #(#accessors)*

                #[doc = " Calls a function by the tables' name, with JSON arguments and a JSON response."]
                pub fn call(&self, function: &str, args: impl Into<rt::Args>) -> rt::DynamicCall {
                    rt::DynamicCall::new(&self.core, FUNCTIONS, function, &args.into())
                }

                #[doc = " A client of another API of the same app, such as another version: with the connections, credentials, server, settings,"]
                #[doc = " retry budget and limiter of this one."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " The other API has no server of that region."]
                pub fn with_api<C: rt::ApiClient>(&self) -> Result<C, rt::Error> {
                    self.core.with_api()
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
            impl rt::ApiClient for Client {
                fn package() -> &'static rt::Package {
                    &PACKAGE
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

/// What a client cannot do without: the credentials of the default scheme, and the parts of the default server's URL that
/// have no default.
fn needed(api: &Api) -> Vec<&GivenValue> {
    let package = &api.package;
    let is_credential = |name: &str| package.auth.first().is_some_and(|scheme| scheme.fields().any(|own| own == name));
    let is_part = |name: &str| {
        package.servers.first().is_some_and(|server| {
            server.url.contains(&format!("{{{name}}}")) && !server.defaults.iter().any(|(known, _)| known == name)
        })
    };
    package.values.iter().filter(|value| is_credential(&value.name) || is_part(&value.name)).collect()
}

/// `new`: what a client cannot do without, by position.
fn constructor(api: &Api) -> TokenStream {
    let needed = needed(api);
    let names: Vec<_> = needed.iter().map(|value| ident(&rust_name(&value.name, Style::Param))).collect();
    let keys = needed.iter().map(|value| &value.name);
    let (what, errors) = match needed.len() {
        0 => (" A client with the default settings.", " No transport: none of the features for one is on."),
        1 if needed.iter().all(|value| value.is_credential) => (
            " A client with its credential and the default settings.",
            " A credential that cannot be sent; it is not echoed.",
        ),
        _ => (
            " A client with what it is given by name, and the default settings.",
            " A credential that cannot be sent; it is not echoed.",
        ),
    };
    quote! {
        #[doc = #what]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = #errors]
        pub fn new(#(#names: impl Into<String>),*) -> Result<Self, rt::Error> {
            Self::builder()#(.value(#keys, #names))*.build()
        }
    }
}

/// What `from_env` reads.
fn environment(api: &Api) -> String {
    let package = &api.package;
    let own = package.values.iter().map(|value| value.variable.as_str());
    let common = ["BASE_URL", "REGION", "VERSION"];
    let names: Vec<String> = own.chain(common).map(|name| format!("`{}_{name}`", package.env)).collect();
    let (last, first) = names.split_last().map_or((String::new(), &names[..]), |(last, first)| (last.clone(), first));
    format!(" A client with the settings of the environment: {} and {last}.", first.join(", "))
}
