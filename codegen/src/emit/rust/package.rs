//! `package.rs`: servers, credentials, headers, the shapes of errors.

use super::advice::advice;
use super::file::rust_file;
use super::names::{path, runtime};
use crate::base::json::Json;
use crate::base::output::OutputFile;
use crate::model::{Api, BasicPart, Credential, ErrorShape, Scheme, Server};
use proc_macro2::TokenStream;
use quote::quote;

pub fn emit(api: &Api) -> OutputFile {
    let package = &api.package;
    let (name, env) = (&package.name, &package.env);
    let servers = package.servers.iter().map(server);
    let servers = (!package.servers.is_empty()).then(|| quote!(.servers(&[#(#servers),*])));
    let schemes = package.auth.iter().map(scheme);
    let auth = (!package.auth.is_empty()).then(|| quote!(.auth(&[#(#schemes),*])));
    let values = package.values.iter().map(|value| {
        let (name, variable) = (&value.name, &value.variable);
        quote!((#name, #variable))
    });
    let values = (!package.values.is_empty()).then(|| quote!(.values(&[#(#values),*])));
    let version = package.version.as_ref().map(|version| {
        let (header, default, known) = (&version.header, &version.default, &version.known);
        quote!(.version(#header, #default, &[#(#known),*]))
    });
    let headers = package.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let headers = (!package.headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let shapes = package.errors.iter().map(error_shape);
    let errors = (!package.errors.is_empty()).then(|| quote!(.errors(&[#(#shapes),*])));
    let failed_when = conditions(&package.failed_when);
    let advice = package.advice.iter().map(advice);
    let advice = (!package.advice.is_empty()).then(|| quote!(.advice(&[#(#advice),*])));
    let rate_limit = package.rate_limit.as_ref().map(|names| {
        let (limit, remaining, reset) = (&names.limit, &names.remaining, &names.reset);
        quote!(.rate_limit(#limit, #remaining, #reset))
    });
    let item = quote! {
        #[doc = " What applies to all functions."]
        pub static PACKAGE: rt::Package = rt::Package::new(
            #name,
            #env,
            concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        )
        #servers #auth #values #version #headers #errors #failed_when #advice #rate_limit;
    };
    let runtime = runtime(api);
    rust_file(
        path(api, "package"),
        &package.source,
        "What applies to all functions.",
        &[quote!(use #runtime as rt;)],
        &[item],
    )
}

fn server(server: &Server) -> TokenStream {
    let (name, url) = (&server.name, &server.url);
    let defaults = server.defaults.iter().map(|(name, value)| quote!((#name, #value)));
    let defaults = (!server.defaults.is_empty()).then(|| quote!(.defaults(&[#(#defaults),*])));
    quote!(rt::Server::new(#name, #url)#defaults)
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let part = |part: &BasicPart| match part {
        BasicPart::Field(field) => quote!(rt::BasicPart::Field(#field)),
        BasicPart::Text(text) => quote!(rt::BasicPart::Text(#text)),
    };
    let credentials = scheme.credentials.iter().map(|credential| match credential {
        Credential::Header { field, header, scheme } => quote!(rt::Credential::header(#field, #header, #scheme)),
        Credential::Basic { user, password } => {
            let (user, password) = (part(user), part(password));
            quote!(rt::Credential::basic(#user, #password))
        }
        Credential::Field(field) => quote!(rt::Credential::Field(#field)),
    });
    let name = &scheme.name;
    quote!(rt::Scheme::new(#name, &[#(#credentials),*]))
}

fn error_shape(shape: &ErrorShape) -> TokenStream {
    let (kind, list, code) = (&shape.kind, &shape.list, &shape.code);
    let (message, field, request_id) = (&shape.message, &shape.field, &shape.request_id);
    quote!(rt::ErrorShape::new(#kind, #list, &[#(#code),*], #message, #field, #request_id))
}

fn conditions(conditions: &[(String, Json)]) -> Option<TokenStream> {
    let pairs = conditions.iter().map(|(place, value)| {
        let value = value.to_string();
        quote!((#place, #value))
    });
    (!conditions.is_empty()).then(|| quote!(.failed_when(&[#(#pairs),*])))
}
