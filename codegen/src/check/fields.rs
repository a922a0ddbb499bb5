//! Rules of a field by itself: its values and its encoding.

use super::enum_values::check_values;
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::decode::OneOrMany;
use crate::spec::Spec;
use crate::spec::field_type::FieldKind;
use crate::spec::function::{Field, Function};
use crate::spec::keywords::Encode;
use crate::spec::name::{Name, WireName};

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
    check_wire_name(&field.name, field.rust.as_ref(), diagnostics);
    check_known_values(field, spec, diagnostics);
    check_encoding(field, spec, diagnostics);
}

/// A name that Rust does not take needs one of its own.
pub fn check_wire_name(name: &Spanned<WireName>, rust: Option<&Spanned<Name>>, diagnostics: &mut Diagnostics) {
    if let Some(error) = name.value.name_error().filter(|_| rust.is_none()) {
        diagnostics.push(
            Diagnostic::new(Code::BadName, name.span, error.message)
                .help("use ASCII letters, digits and underscores, or add a name for Rust: `rust: name`"),
        );
    }
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
    if let Some(name) = shared_enum(field, spec) {
        let values = spec.shared_enum(name).into_iter().flat_map(|shared| &shared.values);
        return values.map(|value| value.value.as_str()).collect();
    }
    match field.own_values() {
        [] => field.cases.iter().flat_map(|cases| &cases.0).map(|(value, _)| value.as_str()).collect(),
        values => values.iter().map(|value| value.value.as_str()).collect(),
    }
}

/// The shared enum of a field: that of its `enum`, or of its type.
pub fn shared_enum<'s>(field: &'s Field, spec: &Spec) -> Option<&'s str> {
    match (&field.values, &field.kind.kind) {
        (Some(OneOrMany::One(name)), _) => Some(name.as_str()),
        (None, FieldKind::Named(name)) => spec.shared_enum(name).map(|_| name.as_str()),
        _ => None,
    }
}

/// The input of a field: that of its `item`, or of its type.
pub fn item_of(field: &Field) -> Option<&str> {
    match (&field.item, &field.kind.kind) {
        (Some(item), _) => Some(item.as_str()),
        (None, FieldKind::Named(name)) => Some(name),
        (None, FieldKind::List(inner)) => match &**inner {
            FieldKind::Named(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// What callers pass: in the place of a name, what that is.
pub fn resolve_kind(kind: &FieldKind, spec: &Spec) -> FieldKind {
    match kind {
        FieldKind::Named(name) if spec.shared_enum(name).is_some() => FieldKind::Text,
        FieldKind::Named(_) => FieldKind::Object,
        FieldKind::List(inner) => match resolve_kind(inner, spec) {
            FieldKind::Object => FieldKind::Array,
            inner => FieldKind::List(Box::new(inner)),
        },
        kind => kind.clone(),
    }
}

fn check_known_values(field: &Field, spec: &Spec, diagnostics: &mut Diagnostics) {
    match &field.values {
        Some(OneOrMany::One(name)) if spec.shared_enum(name).is_none() => diagnostics.push(
            Diagnostic::new(Code::UnknownType, name.span, format!("the enum `{}` is not defined", name.value))
                .did_you_mean(name, spec.enums().map(|shared| shared.name.as_str())),
        ),
        Some(OneOrMany::Many(values)) => {
            check_values(&field.name, values.iter().map(|value| &value.value), diagnostics);
        }
        _ if !field.options.is_empty() => {
            check_values(&field.name, field.options.iter().map(|value| &value.value), diagnostics);
        }
        _ => {}
    }
    let kind = resolve_kind(&field.kind.kind, spec);
    let has_values = field.values.is_some() || !field.options.is_empty();
    let is_number = matches!(kind, FieldKind::Number | FieldKind::Integer);
    if has_values && !is_number && kind != FieldKind::Text {
        diagnostics.push(Diagnostic::new(
            Code::BadEncoding,
            field.kind.span,
            format!("only a text or a number can have an `enum`, not a field of type {}", field.kind.as_str()),
        ));
    }
    for value in field.own_values() {
        if is_number && value.value.parse::<f64>().is_err() {
            let message = format!("`{}` is not a number, as the values of this field are", value.value.value);
            diagnostics.push(Diagnostic::new(Code::BadEnum, value.value.span, message));
        }
        if !is_number && value.is_number {
            let message = format!("`{}` is a number, and the values of this field are texts", value.value.value);
            diagnostics.push(Diagnostic::new(Code::WrongKind, value.value.span, message).help("quote it"));
        }
    }
}

/// A type by name must be an input or a shared enum.
fn check_named(kind: &FieldKind, span: Span, spec: &Spec, diagnostics: &mut Diagnostics) {
    match kind {
        FieldKind::List(inner) => check_named(inner, span, spec, diagnostics),
        FieldKind::Named(name) => {
            let is_input = spec.inputs().any(|input| input.name.as_str() == name);
            if !is_input && spec.shared_enum(name).is_none() {
                let known = spec.inputs().map(|input| input.name.as_str());
                let known = known.chain(spec.enums().map(|shared| shared.name.as_str()));
                let diagnostic =
                    Diagnostic::new(Code::UnknownType, span, format!("`{name}` is neither an input nor an enum"));
                diagnostics.push(match spec.model(name) {
                    Some(_) => diagnostic.help("it is a model, which responses have: callers pass inputs"),
                    None => diagnostic.did_you_mean(name, known),
                });
            }
        }
        _ => {}
    }
}

/// Whether an encoding fits a type.
fn fits(encode: Encode, kind: &FieldKind) -> bool {
    use FieldKind::{Array, Date, DateTime, Integer, Json, List, Named, Number, Object, Text, Time};
    match encode {
        Encode::Integer | Encode::UnixTime => matches!(kind, Text | Number | Integer | Time | DateTime | Date),
        Encode::Date | Encode::DateTime => matches!(kind, Text | Number | Time | DateTime | Date),
        Encode::CommaList => *kind == Text,
        Encode::Strings | Encode::Integers | Encode::Numbers | Encode::Json => matches!(kind, Array | List(_)),
        Encode::Comma | Encode::Repeat | Encode::Brackets => matches!(kind, Array | List(_)),
        Encode::JsonText => matches!(kind, Array | List(_) | Object | Json | Named(_)),
    }
}

fn check_encoding(field: &Field, spec: &Spec, diagnostics: &mut Diagnostics) {
    check_named(&field.kind.kind, field.kind.span, spec, diagnostics);
    let kind = &field.kind.kind;
    if let Some(encode) = &field.encode {
        if !fits(encode.value, kind) {
            diagnostics.push(Diagnostic::new(
                Code::BadEncoding,
                encode.span,
                format!("`{}` does not fit the type {}", encode.keyword(), field.kind.as_str()),
            ));
        }
        if field.values.is_some() && encode.value != Encode::Integer {
            diagnostics.push(Diagnostic::new(Code::BadEncoding, encode.span, "an `enum` has no other encoding"));
        }
    }
    let encode = field.encode.as_ref().map(|encode| encode.value);
    if let Some(wrap) = field.wrap.as_ref().filter(|_| encode != Some(Encode::CommaList)) {
        diagnostics.push(Diagnostic::new(Code::BadEncoding, wrap.span, "`wrap` requires `encode: comma_list`"));
    }
    let is_list = match resolve_kind(kind, spec) {
        FieldKind::Array => true,
        FieldKind::List(inner) => *inner == FieldKind::Object,
        _ => false,
    };
    let is_array_of_objects = is_list && matches!(encode, None | Some(Encode::JsonText));
    let is_object = resolve_kind(kind, spec) == FieldKind::Object;
    if let Some(item) = &field.item {
        if !is_array_of_objects && !is_object {
            diagnostics.push(Diagnostic::new(Code::BadEncoding, item.span, "`item` requires an Array of objects"));
        } else if !spec.inputs().any(|input| input.name.as_str() == item.as_str()) {
            diagnostics.push(
                Diagnostic::new(Code::UnknownType, item.span, format!("the input `{}` is not defined", item.value))
                    .did_you_mean(item, spec.inputs().map(|input| input.name.as_str())),
            );
        }
    }
    if let Some(pattern) = field.pattern.as_ref().filter(|_| !field.kind.is_text()) {
        diagnostics.push(Diagnostic::new(Code::BadEncoding, pattern.span, "only a text has a `pattern`"));
    }
    if let Some(chunk) = field.chunk.as_ref().filter(|chunk| !is_array_of_objects || chunk.value == 0) {
        let message = "`chunk` requires an Array of objects, and is 1 at least";
        diagnostics.push(Diagnostic::new(Code::BadEncoding, chunk.span, message));
    }
    if field.force.is_some() && !is_array_of_objects {
        diagnostics.push(Diagnostic::new(Code::BadEncoding, field.name.span, "`force` requires an Array of objects"));
    }
}
