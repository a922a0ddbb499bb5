//! `package.rs`: servers, headers, the shape of errors.

use super::file::rust_file;
use super::names::{path, runtime};
use crate::base::output::OutputFile;
use crate::model::Api;
use quote::quote;

pub fn emit(api: &Api) -> OutputFile {
    let package = &api.package;
    let (name, env) = (&package.name, &package.env);
    let servers = package.servers.iter().map(|server| {
        let (name, url) = (&server.name, &server.url);
        quote!(rt::Server::new(#name, #url))
    });
    let servers = (!package.servers.is_empty()).then(|| quote!(.servers(&[#(#servers),*])));
    let auth = package.auth.as_ref().map(|auth| {
        let (field, header, scheme) = (&auth.field, &auth.header, &auth.scheme);
        quote!(.auth(#field, #header, #scheme))
    });
    let version = package.version.as_ref().map(|version| {
        let (header, default, known) = (&version.header, &version.default, &version.known);
        quote!(.version(#header, #default, &[#(#known),*]))
    });
    let headers = package.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let headers = (!package.headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let rate_limit = package.rate_limit.as_ref().map(|names| {
        let (limit, remaining, reset) = (&names.limit, &names.remaining, &names.reset);
        quote!(.rate_limit(#limit, #remaining, #reset))
    });
    let errors = &package.errors;
    let (kind, list, code) = (&errors.kind, &errors.list, &errors.code);
    let (message, field, request_id) = (&errors.message, &errors.field, &errors.request_id);
    let item = quote! {
        #[doc = " What applies to all functions."]
        pub static PACKAGE: rt::Package = rt::Package::new(
            #name,
            #env,
            concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            rt::ErrorShape::new(#kind, #list, &[#(#code),*], #message, #field, #request_id),
        )
        #servers #auth #version #headers #rate_limit;
    };
    let runtime = runtime(api);
    rust_file(
        path(api, "package"),
        &package.source,
        "What applies to all functions: servers, headers, the shape of errors.",
        &[quote!(use #runtime as rt;)],
        &[item],
    )
}
