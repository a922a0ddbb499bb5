//! Rules of a field by itself: its values and its encoding.

use super::types::check_values;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::decode::OneOrMany;
use crate::spec::Spec;
use crate::spec::function::{Field, Function};
use crate::spec::keywords::{Encode, FieldType};

/// Checks a field.
pub fn check(field: &Field, function: &Function, spec: &Spec, diagnostics: &mut Diagnostics) {
    check_addition(field.addition.as_ref(), diagnostics);
    if field.doc.trim().is_empty() {
        diagnostics.push(Diagnostic::new(
            Code::NoDoc,
            field.doc.span,
            format!("`{}` of `{}` has no description", field.name.value, function.name.value),
        ));
    }
    if field.required && field.required_when.is_some() {
        diagnostics.push(
            Diagnostic::new(Code::BadSelector, field.name.span, "`required` and `required_when` exclude each other")
                .help("keep `required_when` if only some calls need the argument"),
        );
    }
    check_known_values(field, spec, diagnostics);
    check_encoding(field, spec, diagnostics);
}

/// An addition must give its reason.
pub fn check_addition(addition: Option<&Spanned<String>>, diagnostics: &mut Diagnostics) {
    if let Some(reason) = addition.filter(|reason| reason.trim().is_empty()) {
        diagnostics.push(
            Diagnostic::new(Code::AdditionReason, reason.span, "this addition has no reason")
                .help("say in a few words why the function tables are not enough"),
        );
    }
}

/// The known values: written out, of a shared enum, or the cases of a selector.
pub fn known_values<'s>(field: &'s Field, spec: &'s Spec) -> Vec<&'s str> {
    match &field.values {
        Some(OneOrMany::Many(values)) => values.iter().map(|value| value.as_str()).collect(),
        Some(OneOrMany::One(name)) => {
            let values = spec.shared_enum(name).into_iter().flat_map(|shared| &shared.values);
            values.map(|value| value.value.as_str()).collect()
        }
        None => field.cases.iter().flat_map(|cases| &cases.0).map(|(value, _)| value.as_str()).collect(),
    }
}

fn check_known_values(field: &Field, spec: &Spec, diagnostics: &mut Diagnostics) {
    match &field.values {
        Some(OneOrMany::One(name)) if spec.shared_enum(name).is_none() => diagnostics.push(
            Diagnostic::new(Code::UnknownType, name.span, format!("the enum `{}` is not defined", name.value))
                .did_you_mean(name, spec.enums().map(|shared| shared.name.as_str())),
        ),
        Some(OneOrMany::Many(values)) => check_values(&field.name, values.iter(), diagnostics),
        _ => {}
    }
    if field.values.is_some() && field.kind.value != FieldType::String {
        diagnostics.push(Diagnostic::new(
            Code::BadEncoding,
            field.kind.span,
            format!("only a String can have an `enum`, not a field of type {}", field.kind.keyword()),
        ));
    }
}

fn check_encoding(field: &Field, spec: &Spec, diagnostics: &mut Diagnostics) {
    if let Some(encode) = &field.encode {
        if !field.kind.accepts(encode.value) {
            diagnostics.push(Diagnostic::new(
                Code::BadEncoding,
                encode.span,
                format!("`{}` does not fit the type {}", encode.keyword(), field.kind.keyword()),
            ));
        }
        if field.values.is_some() {
            diagnostics.push(Diagnostic::new(Code::BadEncoding, encode.span, "an `enum` has no other encoding"));
        }
    }
    let encode = field.encode.as_ref().map(|encode| encode.value);
    if let Some(wrap) = field.wrap.as_ref().filter(|_| encode != Some(Encode::CommaList)) {
        diagnostics.push(Diagnostic::new(Code::BadEncoding, wrap.span, "`wrap` requires `encode: comma_list`"));
    }
    let is_array_of_objects = field.kind.value == FieldType::Array && encode.is_none();
    if let Some(item) = &field.item {
        if !is_array_of_objects {
            diagnostics.push(Diagnostic::new(Code::BadEncoding, item.span, "`item` requires an Array of objects"));
        } else if !spec.inputs().any(|input| input.name.as_str() == item.as_str()) {
            diagnostics.push(
                Diagnostic::new(Code::UnknownType, item.span, format!("the input `{}` is not defined", item.value))
                    .did_you_mean(item, spec.inputs().map(|input| input.name.as_str())),
            );
        }
    }
    if let Some(chunk) = field.chunk.as_ref().filter(|chunk| !is_array_of_objects || chunk.value == 0) {
        let message = "`chunk` requires an Array of objects, and is 1 at least";
        diagnostics.push(Diagnostic::new(Code::BadEncoding, chunk.span, message));
    }
    if field.force.is_some() && (field.kind.value != FieldType::Array || encode.is_some()) {
        diagnostics.push(Diagnostic::new(Code::BadEncoding, field.name.span, "`force` requires an Array of objects"));
    }
}
