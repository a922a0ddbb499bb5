//! `advice`: what to do about errors.

use super::keywords::ExistingState;
use crate::base::span::Spanned;
use crate::format::decode::{Entries, OneOrMany};
use crate::format::mapping::mapping;

mapping! {
    /// What to do about an error: the first entry whose parts all fit counts.
    "an advice" struct Advice example "{ status: 409, code: conflict, say: Update it instead., existing: active, id: \"id={}\" }" {
        /// The status of the response.
        status: Option<Spanned<u16>>,
        /// The code of its first error.
        code: Option<Spanned<String>>,
        /// Text in its message, in any case.
        contains: Option<Spanned<String>>,
        /// What to do.
        say: Spanned<String>,
        /// The error says that something exists already, and in which state.
        existing: Option<Spanned<ExistingState>>,
        /// With `existing`: where its id stands in the message.
        id: Option<Spanned<String>>,
        /// With `existing`: the relation of the `Link` header whose address ends with its id.
        link: Option<Spanned<String>>,
    }
}

/// All advice: texts by the code of an error, or a list of entries.
pub type AdviceList = OneOrMany<Entries<Spanned<String>>, Advice>;
