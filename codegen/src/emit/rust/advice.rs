//! What to do about errors, as the package's description has it.

use crate::model::{Advice, Existing, ExistingId, ExistingState};
use proc_macro2::TokenStream;
use quote::quote;

pub fn advice(advice: &Advice) -> TokenStream {
    let say = &advice.say;
    let status = advice.status.map(|status| quote!(.status(#status)));
    let narrowed = |text: &str, call: TokenStream| (!text.is_empty()).then_some(call);
    let (code, contains) = (&advice.code, &advice.contains);
    let by_code = narrowed(code, quote!(.code(#code)));
    let by_text = narrowed(contains, quote!(.contains(#contains)));
    let existing = advice.existing.as_ref().map(existing);
    quote!(rt::Advice::new(#say) #status #by_code #by_text #existing)
}

fn existing(existing: &Existing) -> TokenStream {
    let state = match existing.state {
        ExistingState::Active => quote!(Active),
        ExistingState::Archived => quote!(Archived),
        ExistingState::Merged => quote!(Merged),
    };
    let id = match &existing.id {
        ExistingId::Unknown => quote!(Unknown),
        ExistingId::Message(before, after) => quote!(Message(#before, #after)),
        ExistingId::Link(relation) => quote!(Link(#relation)),
    };
    quote!(.existing(rt::ExistingState::#state, rt::ExistingId::#id))
}
