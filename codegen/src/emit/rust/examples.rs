//! `examples.rs`: one ready call for each example of the spec.

use super::cfg::{Needed, cfg};
use super::file::rust_file;
use super::names::{ident, path, runtime};
use crate::base::json::Json;
use crate::base::output::OutputFile;
use crate::emit::snippet::Snippet;
use crate::model::{Api, Model, Returns};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

pub fn emit(api: &Api) -> OutputFile {
    let mut entries = Vec::new();
    // What the file uses, and the features of the entries that need it.
    let mut modules: BTreeMap<String, Needed> = BTreeMap::new();
    let mut runtime_names: BTreeMap<&str, Needed> = BTreeMap::new();
    for (resource, function) in api.functions() {
        let (module, table) = (ident(&resource.rust_module), ident(&function.rust.table));
        for example in &function.examples {
            let snippet = Snippet::new(api, resource, function, example);
            for module in snippet.modules().into_iter().chain([resource.rust_module.clone()]) {
                modules.entry(module).or_default().add(&resource.feature);
            }
            for name in snippet.runtime_names() {
                runtime_names.entry(name).or_default().add(&resource.feature);
            }
            // A snippet is made of literals and names, which always parse.
            let call: TokenStream = snippet.call().parse().unwrap_or_default();
            let args = Json::Object(example.args.clone()).to_string();
            let request = &example.request;
            let path = &request.path;
            let query = request.query.iter().map(|(key, value)| quote!((#key, #value)));
            let body = request.body.as_ref().map_or_else(
                || quote!(None),
                |body| {
                    let body = body.to_string();
                    quote!(Some(#body))
                },
            );
            let status = Literal::u16_unsuffixed(example.status);
            let is_text = matches!(function.returns, Returns::Text | Returns::Bytes);
            let response = example.response.as_ref().map(|response| match response.as_str() {
                Some(text) if is_text => text.to_owned(),
                _ => response.to_string(),
            });
            let response = response.unwrap_or_default();
            let cfg = cfg(&resource.feature);
            entries.push(quote! {
                #cfg
                rt::Example {
                    function: &#module::#table,
                    args: #args,
                    path: #path,
                    query: &[#(#query),*],
                    body: #body,
                    status: #status,
                    response: #response,
                    call: |client| #call.into_call(),
                    send: |client| rt::show(#call.send()),
                }
            });
        }
    }
    let models: Vec<TokenStream> = api.types.iter().flat_map(|file| &file.models).map(model).collect();
    for model in api.types.iter().flat_map(|file| &file.models) {
        modules.entry("types".to_owned()).or_default().add(&model.features);
    }
    // An example shows how a function is called as long as there is one.
    let mut inputs = api.types.iter().flat_map(|file| &file.inputs).flat_map(|input| &input.fields);
    let is_deprecated = inputs.any(|field| field.deprecated.is_some())
        || api.functions().any(|(_, function)| {
            function.deprecated.is_some() || function.fields.iter().any(|field| field.deprecated.is_some())
        });
    let deprecated = is_deprecated.then(|| quote!(#[allow(deprecated, reason = "examples of what is deprecated")]));
    let runtime = runtime(api);
    let items = [
        quote! {
            #[doc = " All examples of the spec, in the order of the functions."]
            #deprecated
            pub static EXAMPLES: &[rt::Example<Client>] = &[#(#entries),*];
        },
        quote! {
            #[doc = " All models, file by file."]
            pub static MODELS: &[rt::ModelExample] = &[#(#models),*];
        },
    ];
    let mut uses = vec![
        quote!(use #runtime as rt;),
        quote!(
            use super::Client;
        ),
    ];
    uses.extend(modules.iter().map(|(module, needed)| {
        let (cfg, module) = (needed.cfg(), ident(module));
        quote!(#cfg use super::#module;)
    }));
    uses.extend(runtime_names.into_iter().map(|(name, needed)| {
        let (cfg, name) = (needed.cfg(), ident(name));
        quote!(#cfg use #runtime::#name;)
    }));
    rust_file(
        path(api, "examples"),
        &api.package.source,
        "One ready call for each example of the spec, with its request and its response: for tests and demos.",
        &uses,
        &items,
    )
}

fn model(model: &Model) -> TokenStream {
    let (name, rust) = (&model.name, ident(&model.rust_name));
    let example = model.example.as_ref().map_or_else(
        || quote!(None),
        |example| {
            let example = example.to_string();
            quote!(Some(#example))
        },
    );
    let cfg = cfg(&model.features);
    quote! {
        #cfg
        rt::ModelExample { name: #name, example: #example, round_trip: rt::round_trip::<types::#rust> }
    }
}
