//! Rules about several values of a spec. Every error is reported, not only the first.

mod advice;
mod auth;
pub mod bodies;
pub mod checked;
mod clashes;
mod destinations;
pub mod drafts;
mod enum_values;
mod field_index;
mod fields;
mod functions;
mod groups;
mod inputs;
mod package;
mod paging;
mod resources;
mod returns;
pub mod rust_names;
mod selectors;
mod since;
mod type_cycles;
mod type_names;
mod types;
mod unique;
mod unused_types;

pub use checked::Checked;

use crate::diagnostic::finding::Diagnostics;
use crate::spec::Spec;
use type_names::TypeNames;

/// Checks a spec, resolves its references and decides its Rust names. What has an error is left out of the result, so that
/// the examples of the other functions can be checked too.
pub fn check<'s>(spec: &'s Spec, diagnostics: &mut Diagnostics) -> Checked<'s> {
    let advice = package::check(&spec.package, diagnostics);
    since::check(spec, diagnostics);
    let names = TypeNames::new(spec, diagnostics);
    let paged = returns::check_paged_models(spec, diagnostics);
    let types = types::check(spec, &names, &paged, diagnostics);
    let resources = resources::check(spec, &names, diagnostics);
    Checked { spec, advice, resources, types }
}
