//! Enums: open ones, and selectors whose variants carry the selected value.

use super::doc;
use super::names::ident;
use crate::emit::text;
use crate::model::{EnumDef, Variant};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of an enum.
pub fn items(definition: &EnumDef) -> Vec<TokenStream> {
    if definition.selector { selector(definition) } else { open(definition) }
}

fn open(definition: &EnumDef) -> Vec<TokenStream> {
    let name = ident(&definition.rust_name);
    let docs = doc::doc([text::inline(&definition.doc)]);
    let variants = definition.variants.iter().map(|variant| {
        let docs = variant_docs(variant);
        let variant = ident(&variant.rust_name);
        quote!(#docs #variant,)
    });
    let reads = definition.variants.iter().map(|variant| {
        let (value, variant) = (&variant.value, ident(&variant.rust_name));
        quote!(#value => Self::#variant,)
    });
    let texts = definition.variants.iter().map(|variant| {
        let (value, variant) = (&variant.value, ident(&variant.rust_name));
        quote!(Self::#variant => #value,)
    });
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, Eq, Hash, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #[doc = " A value that this version does not know; `as_str()` returns its text."]
                Other(rt::UnknownValue),
            }
        },
        quote! {
            impl rt::OpenEnum for #name {
                fn from_text(text: String) -> Self {
                    match text.as_str() {
                        #(#reads)*
                        _ => Self::Other(rt::UnknownValue::new(text)),
                    }
                }

                fn text(&self) -> &str {
                    match self {
                        #(#texts)*
                        Self::Other(value) => value.as_str(),
                    }
                }
            }
        },
        quote!(rt::open_enum!(#name);),
    ]
}

/// What a value means, and the version that brought it.
fn variant_docs(variant: &Variant) -> TokenStream {
    let meaning = variant.doc.as_deref().map_or_else(|| text::code(&variant.value), text::inline);
    let since = variant.since.as_deref().map(|since| [String::new(), text::since(since)]);
    doc::doc([meaning].into_iter().chain(since.into_iter().flatten()))
}

fn selector(definition: &EnumDef) -> Vec<TokenStream> {
    let name = ident(&definition.rust_name);
    let docs = doc::doc([text::inline(&definition.doc)]);
    let variants = definition.variants.iter().map(|variant| {
        let docs = variant_docs(variant);
        let variant = ident(&variant.rust_name);
        quote!(#docs #variant(String),)
    });
    let constructors = definition.variants.iter().map(|variant| {
        let docs = variant_docs(variant);
        let (constructor, variant) = (ident(&variant.rust_constructor), ident(&variant.rust_name));
        quote! {
            #docs
            pub fn #constructor(value: impl Into<String>) -> Self {
                Self::#variant(value.into())
            }
        }
    });
    let parts = definition.variants.iter().map(|variant| {
        let (value, variant) = (&variant.value, ident(&variant.rust_name));
        quote!(Self::#variant(value) => (#value, value),)
    });
    let mut items = vec![
        quote! {
            #docs
            #[derive(Clone, Debug, Eq, Hash, PartialEq)]
            pub enum #name {
                #(#variants)*
            }
        },
        quote! {
            impl #name {
                #(#constructors)*

                #[doc = " The selector's text and the value."]
                #[must_use]
                pub fn into_parts(self) -> (&'static str, String) {
                    match self {
                        #(#parts)*
                    }
                }
            }
        },
    ];
    items.extend(definition.argument.iter().flat_map(|argument| argument_trait(definition, argument)));
    items
}

/// The trait of arguments that are a selector: only the enum has it, and the compiler says what to pass instead of a text.
fn argument_trait(definition: &EnumDef, argument: &str) -> [TokenStream; 2] {
    let (rust, name, argument) = (&definition.rust_name, ident(&definition.rust_name), ident(argument));
    let constructors: Vec<String> =
        definition.variants.iter().map(|variant| format!("`{rust}::{}(…)`", variant.rust_constructor)).collect();
    let message = format!("`{{Self}}` does not say what it identifies: expected a `{rust}`");
    let note = format!("pass {}", constructors.join(" or "));
    let docs = format!(" An argument that is a [`{rust}`].");
    [
        quote! {
            #[doc = #docs]
            #[diagnostic::on_unimplemented(message = #message, label = "an identifier without its kind", note = #note)]
            pub trait #argument {
                #[doc(hidden)]
                fn into_parts(self) -> (&'static str, String);
            }
        },
        quote! {
            impl #argument for #name {
                fn into_parts(self) -> (&'static str, String) {
                    self.into_parts()
                }
            }
        },
    ]
}
