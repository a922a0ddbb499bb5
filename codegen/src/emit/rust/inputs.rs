//! Inputs in Rust: objects that are built by name.

use super::doc;
use super::names::{allow_arguments, ident};
use crate::emit::text;
use crate::model::{Input, InputField, InputKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// The items of an input. `here` are the types of the same file.
pub fn items(input: &Input, here: &BTreeSet<&str>) -> Vec<TokenStream> {
    let name = ident(&input.rust_name);
    let docs =
        doc::doc([text::inline(&input.doc), String::new(), "Any JSON object can stand in its place.".to_owned()]);
    let constructors: Vec<TokenStream> = match input.by[..] {
        [] => vec![constructor(input, &ident("new"), None, here)],
        _ => input
            .by
            .iter()
            .filter_map(|by| {
                let field = input.fields.get(*by)?;
                Some(constructor(input, &ident(&field.rust_name), Some(field), here))
            })
            .collect(),
    };
    let is_setter = |(position, field): &(usize, &InputField)| {
        field.kind.is_some() && !field.required && !input.by.contains(position)
    };
    let setters = input.fields.iter().enumerate().filter(is_setter).map(|(_, field)| setter(field, here));
    let is_empty = input.by.is_empty() && !input.fields.iter().any(|field| field.required);
    let default = is_empty.then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    let mut items = vec![
        quote! {
            #docs
            #[derive(Clone)]
            #[must_use = "an input does nothing until a call takes it"]
            pub struct #name(rt::Input);
        },
        quote! {
            impl #name {
                #(#constructors)*
                #(#setters)*
            }
        },
        quote!(rt::input!(#name);),
    ];
    items.extend(default);
    items
}

/// A function that starts an object: from what identifies it, and from its required fields.
fn constructor(input: &Input, name: &Ident, by: Option<&InputField>, here: &BTreeSet<&str>) -> TokenStream {
    let required =
        input.fields.iter().filter(|field| field.required && by.is_none_or(|by| by.wire_name != field.wire_name));
    let fields: Vec<&InputField> = by.into_iter().chain(required).collect();
    let constants = input.fields.iter().filter_map(|field| {
        let (key, value) = (&field.wire_name, field.constant.as_ref()?.to_string());
        Some(quote!(.constant(#key, #value)))
    });
    let mut lines = match by {
        Some(by) => field_doc(by),
        None => vec!["An object of this kind.".to_owned()],
    };
    if fields.len() > usize::from(by.is_some()) {
        lines.extend([String::new(), "# Arguments".to_owned(), String::new()]);
        lines.extend(fields.iter().map(|field| {
            let docs = field.doc.as_deref().map(text::one_line).unwrap_or_default();
            format!("- `{}`: {docs}", field.rust_name.trim_start_matches("r#")).trim_end_matches(": ").to_owned()
        }));
    }
    let docs = doc::doc(lines);
    let params = fields.iter().filter_map(|field| {
        let (name, kind) = (ident(&field.rust_name), param_type(field.kind.as_ref()?, here));
        Some(quote!(#name: #kind))
    });
    let sets = fields.iter().map(|field| set(field, here));
    let allow = allow_arguments(fields.len());
    quote! {
        #docs
        #allow
        pub fn #name(#(#params),*) -> Self {
            Self(rt::Input::new()#(#constants)*#(#sets)*)
        }
    }
}

fn setter(field: &InputField, here: &BTreeSet<&str>) -> TokenStream {
    let docs = doc::doc(field_doc(field));
    let (name, set) = (ident(&field.rust_name), set(field, here));
    let maybe = ident(&format!("maybe_{}", field.rust_name.trim_start_matches("r#")));
    let kind = field.kind.as_ref().map(|kind| param_type(kind, here));
    let deprecated = field.deprecated.as_ref().map(|instead| quote!(#[deprecated(note = #instead)]));
    // What nobody should use any more needs no second form.
    let optional = deprecated.is_none().then(|| quote!(rt::maybe!(#maybe => #name: #kind);));
    let clear = field.nullable.then(|| {
        let clear = ident(&format!("clear_{}", field.rust_name.trim_start_matches("r#")));
        let (docs, key) = (format!(" Sends null for `{}`.", field.wire_name), &field.wire_name);
        quote! {
            #[doc = #docs]
            pub fn #clear(self) -> Self {
                Self(self.0.set(#key, rt::Arg::null()))
            }
        }
    });
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #kind) -> Self {
            Self(self.0 #set)
        }

        #optional

        #clear
    }
}

fn field_doc(field: &InputField) -> Vec<String> {
    let docs = field.doc.as_deref().map(text::inline);
    let mut lines = vec![docs.unwrap_or_else(|| format!("The key {}.", text::code(&field.wire_name)))];
    lines.extend(field.since.as_deref().into_iter().flat_map(|since| [String::new(), text::since(since)]));
    lines
}

fn param_type(kind: &InputKind, here: &BTreeSet<&str>) -> TokenStream {
    let path = |rust: &String| type_path(rust, here);
    match kind {
        InputKind::Text => quote!(impl Into<String>),
        InputKind::Boolean => quote!(bool),
        InputKind::Integer => quote!(impl rt::IntoInteger),
        InputKind::Number => quote!(f64),
        InputKind::Time | InputKind::DateTime => quote!(impl Into<rt::Timestamp>),
        InputKind::Date => quote!(impl Into<String>),
        InputKind::Integers => quote!(impl IntoIterator<Item = impl rt::IntoInteger>),
        InputKind::Numbers => quote!(impl IntoIterator<Item = f64>),
        InputKind::List => quote!(impl IntoIterator<Item = impl Into<rt::Value>>),
        InputKind::Json | InputKind::Object => quote!(impl Into<rt::Value>),
        InputKind::Strings => quote!(impl IntoIterator<Item = impl Into<String>>),
        InputKind::Input(rust) | InputKind::Enum(rust) => {
            let path = path(rust);
            quote!(impl Into<#path>)
        }
        InputKind::Inputs(rust) => {
            let path = path(rust);
            quote!(impl IntoIterator<Item = impl Into<#path>>)
        }
    }
}

/// A type of this file, or of another one by way of the parent module.
fn type_path(rust: &str, here: &BTreeSet<&str>) -> TokenStream {
    let name = ident(rust);
    if here.contains(rust) { quote!(#name) } else { quote!(super::#name) }
}

/// The call that sets a field.
fn set(field: &InputField, here: &BTreeSet<&str>) -> TokenStream {
    let (key, name) = (&field.wire_name, ident(&field.rust_name));
    let value = match field.kind.as_ref() {
        None | Some(InputKind::Text) => quote!(rt::Arg::text(#name)),
        Some(InputKind::Boolean) => quote!(rt::Arg::boolean(#name)),
        Some(InputKind::Integer) => quote!(rt::Arg::integer(#name)),
        Some(InputKind::Number) => quote!(rt::Arg::number(#name)),
        Some(InputKind::Time) => quote!(rt::Arg::time(#name)),
        Some(InputKind::DateTime) => quote!(rt::Arg::datetime(#name)),
        Some(InputKind::Date) => quote!(rt::Arg::date(#name)),
        Some(InputKind::Integers) => quote!(rt::Arg::integers(#name)),
        Some(InputKind::Numbers) => quote!(rt::Arg::numbers(#name)),
        Some(InputKind::List) => quote!(rt::Arg::list(#name)),
        Some(InputKind::Json) => quote!(rt::Arg::json(#name)),
        Some(InputKind::Object) => quote!(rt::Arg::object(#name)),
        Some(InputKind::Strings) => quote!(rt::Arg::strings(#name)),
        Some(InputKind::Input(rust)) => {
            let path = type_path(rust, here);
            quote!(rt::Arg::input(Into::<#path>::into(#name)))
        }
        Some(InputKind::Inputs(rust)) => {
            let path = type_path(rust, here);
            quote!(rt::Arg::inputs(#name.into_iter().map(Into::<#path>::into)))
        }
        Some(InputKind::Enum(rust)) => {
            let path = type_path(rust, here);
            quote!(rt::Arg::text(Into::<#path>::into(#name)))
        }
    };
    quote!(.set(#key, #value))
}
