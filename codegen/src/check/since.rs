//! Versions that brought something: each is a known one, where the API has versions.

use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;

/// Warns of versions that nobody can ask for.
pub fn check(spec: &Spec, diagnostics: &mut Diagnostics) {
    let Some(version) = &spec.package.version else { return };
    let known = || version.known.iter().map(|known| known.as_str());
    for since in stated(spec).filter(|since| !known().any(|known| known == since.as_str())) {
        let message = format!("`{}` is none of the known versions", since.value);
        diagnostics.push(Diagnostic::new(Code::UnknownSince, since.span, message).did_you_mean(since, known()));
    }
}

/// Every `since` of a spec.
fn stated(spec: &Spec) -> impl Iterator<Item = &Spanned<String>> {
    let functions = spec.functions().flat_map(|function| {
        function.since.iter().chain(function.fields.iter().filter_map(|field| field.since.as_ref()))
    });
    let members = spec.models().flat_map(|model| model.fields.iter().filter_map(|field| field.since.as_ref()));
    let values = spec.enums().flat_map(|shared| shared.values.iter().filter_map(|value| value.since.as_ref()));
    let inputs = spec.inputs().flat_map(|input| input.fields.iter().filter_map(|field| field.since.as_ref()));
    functions.chain(members).chain(values).chain(inputs)
}
