//! Enums: open ones, and selectors whose variants carry the selected value.

use super::doc::{doc, doc_text};
use super::format::{format_item, format_long};
use super::names::{ident, literal};
use crate::emit::text;
use crate::model::{EnumDef, Variant};
use proc_macro2::TokenStream;
use quote::quote;

/// The items of an enum.
pub fn items(definition: &EnumDef) -> Vec<String> {
    if definition.selector { selector(definition).iter().map(format_item).collect() } else { open(definition) }
}

fn open(definition: &EnumDef) -> Vec<String> {
    let name = &definition.rust_name;
    let (mut variants, mut reads, mut texts) = (String::new(), String::new(), String::new());
    for variant in &definition.variants {
        let (value, rust) = (literal(&variant.value), &variant.rust_name);
        variants.push_str(&doc_text(variant_docs(variant), 4));
        variants.push_str(&format!("    {rust},\n"));
        reads.push_str(&format!("            {value} => Self::{rust},\n"));
        texts.push_str(&format!("            Self::{rust} => {value},\n"));
    }
    let docs = doc_text([text::inline(&definition.doc)], 0);
    vec![
        format_long(format!(
            "{docs}#[derive(Clone, Debug, Eq, Hash, PartialEq)]\n#[non_exhaustive]\npub enum {name} {{\n{variants}    \
             /// A value that this version does not know; `as_str()` returns its text.\n    \
             Other(rt::UnknownValue),\n}}\n"
        )),
        format_long(format!(
            "impl rt::OpenEnum for {name} {{\n    fn from_text(text: String) -> Self {{\n        match text.as_str() \
             {{\n{reads}            _ => Self::Other(rt::UnknownValue::new(text)),\n        }}\n    }}\n\n    \
             fn text(&self) -> &str {{\n        match self {{\n{texts}            \
             Self::Other(value) => value.as_str(),\n        }}\n    }}\n}}\n"
        )),
        format!("rt::open_enum!({name});\n"),
    ]
}

/// What a value means, and the version that brought it.
fn variant_docs(variant: &Variant) -> impl Iterator<Item = String> {
    let meaning = variant.doc.as_deref().map_or_else(|| text::code(&variant.value), text::inline);
    let since = variant.since.as_deref().map(|since| [String::new(), text::since(since)]);
    [meaning].into_iter().chain(since.into_iter().flatten())
}

fn selector(definition: &EnumDef) -> Vec<TokenStream> {
    let name = ident(&definition.rust_name);
    let docs = doc([text::inline(&definition.doc)]);
    let variants = definition.variants.iter().map(|variant| {
        let docs = doc(variant_docs(variant));
        let variant = ident(&variant.rust_name);
        quote!(#docs #variant(String),)
    });
    let constructors = definition.variants.iter().map(|variant| {
        let docs = doc(variant_docs(variant));
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
