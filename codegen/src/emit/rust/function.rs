//! A function in Rust: the method of its resource's handle, and its builder.

use super::doc;
use super::names::{allow_arguments, ident};
use super::types::response_type;
use crate::emit::snippet::Snippet;
use crate::emit::text;
use crate::model::{Api, Function, Paging, Param, ParamType, Resource, Returns};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The method that starts a call.
pub fn method(api: &Api, resource: &Resource, function: &Function) -> TokenStream {
    let docs = doc::doc(docs(api, resource, function));
    let alias = alias(&function.name, &function.rust.method);
    let (name, builder, table) =
        (ident(&function.rust.method), ident(&function.rust.builder), ident(&function.rust.table));
    let deprecated = deprecated(function.deprecated.as_deref());
    let Required { params, splits, sets, allow } = required(function);
    quote! {
        #docs
        #alias
        #deprecated
        #allow
        pub fn #name(&self, #(#params),*) -> #builder {
            #(#splits)*
            #builder(rt::Call::new(self.0, &#table)#(#sets)*)
        }
    }
}

/// What the required arguments of a function come to in its method.
pub struct Required {
    pub params: Vec<TokenStream>,
    /// What must be done before the call is built.
    pub splits: Vec<TokenStream>,
    /// The calls that set the arguments.
    pub sets: Vec<TokenStream>,
    /// The lint about many arguments.
    pub allow: Option<TokenStream>,
}

pub fn required(function: &Function) -> Required {
    let builder = ident(&function.rust.builder);
    let required: Vec<&Param> = function.params.iter().filter(|param| param.required).collect();
    let params = required.iter().map(|param| {
        let (name, kind) = (ident(&param.rust_name), param_type(&param.kind));
        quote!(#name: #kind)
    });
    let sets = required.iter().map(|param| set(function, &builder, param));
    let (splits, sets): (Vec<_>, Vec<_>) = sets.unzip();
    Required {
        params: params.collect(),
        splits: splits.into_iter().flatten().collect(),
        sets,
        allow: allow_arguments(required.len() + 1),
    }
}

/// The builder's type, its setters, and what all builders can do.
pub fn builder(function: &Function) -> Vec<TokenStream> {
    let name = ident(&function.rust.builder);
    let docs = format!(" A call of `{}`.", function.name);
    let setters = setters(function);
    let output = output(&function.returns);
    let mut items = vec![quote! {
        #[doc = #docs]
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent: `.await` it"]
        pub struct #name(rt::Call);
    }];
    if !setters.is_empty() {
        items.push(quote! { impl #name { #(#setters)* } });
    }
    items.push(quote!(rt::endpoint!(#name => #output);));
    if matches!(function.returns, Returns::Bytes) {
        items.push(quote!(rt::download!(#name);));
    }
    if let Some((field, chunk)) = function.fields.iter().find_map(|field| Some((&field.name, field.chunk?))) {
        let chunk = proc_macro2::Literal::u16_unsuffixed(chunk);
        items.push(quote!(rt::chunked!(#name => #output, #field, #chunk);));
    }
    if function.returns.paging().is_some() {
        items.push(quote!(rt::pager!(#name => #output);));
    }
    items
}

/// The setters of the optional arguments.
pub fn setters(function: &Function) -> Vec<TokenStream> {
    function.params.iter().filter(|param| !param.required).map(|param| setter(function, param)).collect()
}

fn setter(function: &Function, param: &Param) -> TokenStream {
    let field = &function.fields[param.field];
    let mut lines: Vec<String> = Vec::new();
    for text in [Some(&field.doc), field.note.as_ref()].into_iter().flatten().filter(|text| !text.is_empty()) {
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push(text::inline(text));
    }
    if let Some(since) = &field.since {
        lines.extend((!lines.is_empty()).then(String::new));
        lines.push(text::since(since));
    }
    if let Some(why) = &field.addition {
        lines.extend([String::new(), format!("Not in the function tables: {}", text::inline(why))]);
    }
    let docs = doc::doc(lines);
    let alias = alias(&field.name, &param.rust_name);
    let (name, kind) = (ident(&param.rust_name), param_type(&param.kind));
    let (split, set) = set(function, &ident("Self"), param);
    let maybe = ident(&format!("maybe_{}", param.rust_name.trim_start_matches("r#")));
    let deprecated = deprecated(field.deprecated.as_deref());
    // What nobody should use any more needs no second form.
    let optional = deprecated.is_none().then(|| quote!(rt::maybe!(#maybe => #name: #kind);));
    let clear = field.nullable.then(|| {
        let clear = ident(&format!("clear_{}", param.rust_name.trim_start_matches("r#")));
        let (docs, key) = (format!(" Sends null for `{}`.", field.name), &field.name);
        quote! {
            #[doc = #docs]
            pub fn #clear(self) -> Self {
                Self(self.0.set(rt::field!(Self, #key), rt::Arg::null()))
            }
        }
    });
    quote! {
        #docs
        #alias
        #deprecated
        pub fn #name(self, #name: #kind) -> Self {
            #split
            Self(self.0 #set)
        }

        #optional

        #clear
    }
}

/// The table's name, so that a search of the docs finds it; nothing when it is the Rust name.
fn alias(name: &str, rust_name: &str) -> Option<TokenStream> {
    (name != rust_name.trim_start_matches("r#")).then(|| quote!(#[doc(alias = #name)]))
}

/// What to use instead, for the compiler's warning.
fn deprecated(instead: Option<&str>) -> Option<TokenStream> {
    instead.map(|instead| quote!(#[deprecated(note = #instead)]))
}

/// What a method's documentation says: the table's text, the request, the arguments, what it returns, its errors, an example.
fn docs(api: &Api, resource: &Resource, function: &Function) -> Vec<String> {
    let mut lines = vec![text::inline(&function.doc), String::new()];
    lines.push(if function.draft {
        text::DRAFT.to_owned()
    } else {
        format!("`{} {}`", function.http.as_str(), function.path)
    });
    if let Some(since) = &function.since {
        lines.extend([String::new(), text::since(since)]);
    }
    if let Some(why) = &function.addition {
        lines.extend([String::new(), format!("Not in the function tables: {}", text::inline(why))]);
    }
    let required: Vec<&Param> = function.params.iter().filter(|param| param.required).collect();
    if !required.is_empty() {
        lines.extend([String::new(), "# Arguments".to_owned(), String::new()]);
        lines.extend(required.iter().map(|param| argument(function, param)));
    }
    if let Some(groups) = function.needed_groups(text::code) {
        lines.extend([String::new(), format!("Needs {groups}.")]);
    }
    for warning in [&resource.warning, &function.warning].into_iter().flatten() {
        lines.extend([String::new(), "# Note".to_owned(), String::new(), text::inline(warning)]);
    }
    lines.extend([String::new(), "# Returns".to_owned(), String::new(), returned(&function.returns)]);
    lines.extend([String::new(), "# Errors".to_owned(), String::new(), errors(&function.returns)]);
    if let Some(example) = function.examples.first() {
        lines.extend([String::new(), "# Example".to_owned(), String::new(), "```no_run".to_owned()]);
        lines.extend(Snippet::new(api, resource, function, example).rustdoc().lines().map(str::to_owned));
        lines.push("```".to_owned());
    }
    lines
}

/// An item of the list of arguments: the table's text and what the spec adds to them.
fn argument(function: &Function, param: &Param) -> String {
    let field = &function.fields[param.field];
    let name = param.rust_name.trim_start_matches("r#");
    let texts = [Some(&field.doc), field.note.as_ref()].into_iter().flatten().filter(|text| !text.is_empty());
    let since = field.since.as_deref().map(text::since);
    let texts: Vec<String> = texts.map(|text| text::one_line(text)).chain(since).collect();
    if texts.is_empty() { format!("- `{name}`") } else { format!("- `{name}`: {}", texts.join(" ")) }
}

fn returned(returns: &Returns) -> String {
    match returns {
        Returns::Empty => "Nothing; a body of the response is ignored.".to_owned(),
        Returns::Text => "The text of the response.".to_owned(),
        Returns::Bytes => "The bytes of the response; `send_stream()` returns them as a stream.".to_owned(),
        Returns::Redirect => "The address that the response names; it is not followed.".to_owned(),
        Returns::Json { spec_type, paging: Some(paging), .. } => format!(
            "JSON, {}: the first page. `by_page()` and `by_item()` stream {}, `send_page()` returns a page with its cursor.",
            text::code(spec_type),
            streamed(paging)
        ),
        Returns::Json { spec_type, .. } => format!("JSON: {}.", text::code(spec_type)),
        Returns::Model { rust, list: Some(_), paging: Some(paging), .. } => format!(
            "A [`{rust}`](super::types::{rust}): the first page. `by_page()` and `by_item()` stream {}, `send_page()` \
             returns a page with its cursor.",
            streamed(paging)
        ),
        Returns::Model { rust, .. } => format!("A [`{rust}`](super::types::{rust})."),
    }
}

/// What streams of a list return.
fn streamed(paging: &Paging) -> String {
    match &paging.reaches {
        None => "the whole list".to_owned(),
        Some((items, None)) => format!("the first {items} items"),
        Some((items, Some(beyond))) => format!("the first {items} items ({} has all)", text::code(beyond)),
    }
}

fn errors(returns: &Returns) -> String {
    let all = "An [`Error`](crate::Error) when the call is sent: an argument is missing or invalid, no response came, or its \
               status is no success.";
    match returns {
        Returns::Model { unwrap: Some(_), .. } => {
            format!("{all} `is_not_found()` when nothing matches, `is_ambiguous()` when several objects do.")
        }
        _ => all.to_owned(),
    }
}

fn param_type(kind: &ParamType) -> TokenStream {
    match kind {
        ParamType::Text => quote!(impl Into<String>),
        ParamType::Integer => quote!(impl rt::IntoInteger),
        ParamType::Number => quote!(f64),
        ParamType::Boolean => quote!(bool),
        ParamType::Time | ParamType::DateTime => quote!(impl Into<rt::Timestamp>),
        ParamType::Date => quote!(impl Into<String>),
        ParamType::Json => quote!(impl rt::IntoJson),
        ParamType::File => quote!(impl Into<rt::File>),
        ParamType::Integers => quote!(impl IntoIterator<Item = impl rt::IntoInteger>),
        ParamType::Numbers => quote!(impl IntoIterator<Item = f64>),
        ParamType::List => quote!(impl IntoIterator<Item = impl Into<rt::Value>>),
        ParamType::Strings => quote!(impl IntoIterator<Item = impl Into<String>>),
        ParamType::Object { item: None } => quote!(impl Into<rt::Value>),
        ParamType::Object { item: Some(item) } => {
            let item = ident(item);
            quote!(impl Into<super::types::#item>)
        }
        ParamType::Objects { item: None } => quote!(impl IntoIterator<Item = impl Into<rt::Value>>),
        ParamType::Objects { item: Some(item) } => {
            let item = ident(item);
            quote!(impl IntoIterator<Item = impl Into<super::types::#item>>)
        }
        ParamType::Enum { rust, shared } => {
            let path = enum_path(rust, *shared);
            quote!(impl Into<#path>)
        }
        ParamType::Selector { argument: Some(argument), .. } => {
            let argument = ident(argument);
            quote!(impl super::types::#argument)
        }
        ParamType::Selector { rust, shared, argument: None } => enum_path(rust, *shared),
    }
}

fn enum_path(rust: &str, shared: bool) -> TokenStream {
    let name = ident(rust);
    if shared { quote!(super::types::#name) } else { quote!(#name) }
}

/// What must be done before the call is built, and the calls that set the argument.
fn set(function: &Function, builder: &Ident, param: &Param) -> (Option<TokenStream>, TokenStream) {
    let field = |position: usize| {
        let name = function.fields.get(position).map_or("", |field| field.name.as_str());
        quote!(rt::field!(#builder, #name))
    };
    let (name, selector) = (ident(&param.rust_name), param.selector.map(field));
    let field = field(param.field);
    let constructor = match &param.kind {
        ParamType::Text => "text",
        ParamType::Integer => "integer",
        ParamType::Number => "number",
        ParamType::Boolean => "boolean",
        ParamType::Time => "time",
        ParamType::DateTime => "datetime",
        ParamType::Date => "date",
        ParamType::Json => "json",
        ParamType::File => "file",
        ParamType::Integers => "integers",
        ParamType::Numbers => "numbers",
        ParamType::List => "list",
        ParamType::Strings => "strings",
        ParamType::Object { item: None } => "object",
        ParamType::Object { item: Some(item) } => {
            let item = ident(item);
            return (None, quote!(.set(#field, rt::Arg::input(Into::<super::types::#item>::into(#name)))));
        }
        ParamType::Objects { item: None } => "objects",
        ParamType::Objects { item: Some(item) } => {
            let item = ident(item);
            return (
                None,
                quote!(.set(#field, rt::Arg::inputs(#name.into_iter().map(Into::<super::types::#item>::into)))),
            );
        }
        ParamType::Enum { rust, shared } => {
            let path = enum_path(rust, *shared);
            return (None, quote!(.set(#field, rt::Arg::text(Into::<#path>::into(#name)))));
        }
        ParamType::Selector { argument, .. } => {
            let parts = match argument {
                Some(argument) => {
                    let argument = ident(argument);
                    quote!(super::types::#argument::into_parts(#name))
                }
                None => quote!(#name.into_parts()),
            };
            // The pair takes its parameter's name: any other could be that of another parameter.
            return (
                Some(quote!(let #name = #parts;)),
                quote!(.set(#selector, rt::Arg::text(#name.0)).set(#field, rt::Arg::text(#name.1))),
            );
        }
    };
    let constructor = ident(constructor);
    (None, quote!(.set(#field, rt::Arg::#constructor(#name))))
}

fn output(returns: &Returns) -> TokenStream {
    match returns {
        Returns::Empty => quote!(()),
        Returns::Text => quote!(String),
        Returns::Bytes => quote!(rt::Bytes),
        Returns::Redirect => quote!(rt::Redirect),
        Returns::Json { kind, .. } => response_type(kind),
        Returns::Model { rust, .. } => {
            let name = ident(rust);
            quote!(super::types::#name)
        }
    }
}
