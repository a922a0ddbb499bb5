//! `package.rs`: servers, headers, the shape of errors.

use super::file::rust_file;
use super::{path, runtime};
use crate::base::output::OutputFile;
use crate::model::Api;
use proc_macro2::TokenStream;
use quote::quote;

pub fn emit(api: &Api) -> OutputFile {
    let package = &api.package;
    let (name, env) = (&package.name, &package.env);
    let servers = package.servers.iter().map(|server| {
        let (name, url) = (&server.name, &server.url);
        quote!(rt::Server { name: #name, url: #url })
    });
    let auth = optional(package.auth.as_ref().map(|auth| {
        let (field, header, scheme) = (&auth.field, &auth.header, &auth.scheme);
        quote!(rt::Auth { field: #field, header: #header, scheme: #scheme })
    }));
    let version = optional(package.version.as_ref().map(|version| {
        let (header, default, known) = (&version.header, &version.default, &version.known);
        quote!(rt::Version { header: #header, default: #default, known: &[#(#known),*] })
    }));
    let headers = package.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let rate_limit = optional(package.rate_limit.as_ref().map(|names| {
        let (limit, remaining, reset) = (&names.limit, &names.remaining, &names.reset);
        quote!(rt::RateLimitHeaders { limit: #limit, remaining: #remaining, reset: #reset })
    }));
    let errors = &package.errors;
    let (kind, list, code) = (&errors.kind, &errors.list, &errors.code);
    let (message, field, request_id) = (&errors.message, &errors.field, &errors.request_id);
    let item = quote! {
        #[doc = " What holds for all functions."]
        pub static PACKAGE: rt::Package = rt::Package {
            name: #name,
            env: #env,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            servers: &[#(#servers),*],
            auth: #auth,
            version: #version,
            headers: &[#(#headers),*],
            errors: rt::ErrorShape {
                kind: #kind,
                list: #list,
                code: &[#(#code),*],
                message: #message,
                field: #field,
                request_id: #request_id,
            },
            rate_limit: #rate_limit,
        };
    };
    let runtime = runtime(api);
    rust_file(
        path(api, "package"),
        &package.source,
        "What holds for all functions: servers, headers, the shape of errors.",
        &[quote!(use #runtime as rt;)],
        &[item],
    )
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
