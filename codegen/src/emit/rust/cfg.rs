//! What is behind features of the crate.

use proc_macro2::TokenStream;
use quote::quote;

/// The attribute of what is there with one of these features; none for what is always there.
pub fn cfg<'a>(features: impl IntoIterator<Item = &'a String>) -> Option<TokenStream> {
    let features: Vec<&String> = features.into_iter().collect();
    match features[..] {
        [] => None,
        [feature] => Some(quote!(#[cfg(feature = #feature)])),
        _ => Some(quote!(#[cfg(any(#(feature = #features),*))])),
    }
}

/// The same before items that are text already.
pub fn cfg_line(features: &[String]) -> String {
    let quoted: Vec<String> = features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    match &quoted[..] {
        [] => String::new(),
        [feature] => format!("#[cfg({feature})]\n"),
        _ => format!("#[cfg(any({}))]\n", quoted.join(", ")),
    }
}

/// The features of something that several things need: none where one of them is always there.
#[derive(Clone, Debug, Default)]
pub struct Needed {
    features: Vec<String>,
    is_always: bool,
}

impl Needed {
    /// Something with these features needs it.
    pub fn add<'a>(&mut self, features: impl IntoIterator<Item = &'a String>) {
        let before = self.features.len();
        let mut any = false;
        for feature in features {
            any = true;
            if !self.features[..before].contains(feature) {
                self.features.push(feature.clone());
            }
        }
        self.is_always |= !any;
    }

    /// Its attribute.
    pub fn cfg(&self) -> Option<TokenStream> {
        if self.is_always { None } else { cfg(&self.features) }
    }
}
