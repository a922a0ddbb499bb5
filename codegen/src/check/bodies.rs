//! Rules of bodies: how they are written, and what they can hold.

use super::checked::Destination;
use super::clashes::Slot;
use crate::base::http::HttpMethod;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::field_type::FieldKind;
use crate::spec::function::Function;
use crate::spec::http_line::HttpLine;
use crate::spec::keywords::{BodyAs, Encode};
use crate::spec::package::Package;

/// How a function's body is written.
#[must_use]
pub fn body_as(function: &Function, package: &Package) -> BodyAs {
    function.body_as.as_ref().or(package.body_as.as_ref()).map_or(BodyAs::Json, |body_as| body_as.value)
}

/// Checks that a body is written in a way that fits its contents.
pub fn check(function: &Function, package: &Package, http: &HttpLine, slots: &[Slot], diagnostics: &mut Diagnostics) {
    check_methods(function, http, slots, diagnostics);
    let complete =
        slots.iter().find(|slot| matches!(&slot.destination, Destination::Body(pointer) if pointer.is_root()));
    let has_members =
        slots.iter().any(|slot| matches!(&slot.destination, Destination::Body(pointer) if !pointer.is_root()));
    let written = body_as(function, package);
    if let Some(content_type) = function.content_type.as_ref().filter(|_| complete.is_none()) {
        diagnostics.push(
            Diagnostic::new(
                Code::BadBody,
                content_type.span,
                "`content_type` requires a field that is the complete body",
            )
            .help("give one field `body: \"\"`, or remove `content_type`"),
        );
    }
    if let Some(body_as) = function.body_as.as_ref().filter(|_| !has_members && complete.is_none()) {
        diagnostics.push(Diagnostic::new(Code::BadBody, body_as.span, "this function has no body"));
    }
    if let Some(complete) = complete.filter(|_| function.body_as.is_some() && written != BodyAs::Json) {
        let message = format!("a body that is one value is not written as `{}`", written.keyword());
        diagnostics.push(
            Diagnostic::new(Code::BadBody, complete.span, message)
                .help("remove `body_as`, or give the fields of the body places of their own"),
        );
    }
    for field in &function.fields {
        let is_file = field.kind.kind == FieldKind::File;
        let is_here = slots
            .iter()
            .find(|slot| is_file && slot.span == field.body.as_ref().map_or(field.name.span, |body| body.span));
        let Some(slot) = is_here else { continue };
        let fits = match &slot.destination {
            Destination::Body(pointer) if pointer.is_root() => function.content_type.is_some(),
            Destination::Body(pointer) => written == BodyAs::Multipart && pointer.keys().len() == 1,
            _ => false,
        };
        if !fits && field.encode.as_ref().is_none_or(|encode| encode.value != Encode::JsonText) {
            diagnostics.push(
                Diagnostic::new(
                    Code::BadBody,
                    slot.span,
                    format!("`{}` is a file, which this body cannot hold", field.name.value),
                )
                .help("write `body_as: multipart`, or `body: \"\"` and a `content_type`"),
            );
        }
    }
}

/// Reports values in the body of a request that has none.
fn check_methods(function: &Function, http: &HttpLine, slots: &[Slot], diagnostics: &mut Diagnostics) {
    if http.method != HttpMethod::Get {
        return;
    }
    for slot in slots.iter().filter(|slot| matches!(slot.destination, Destination::Body(_))) {
        diagnostics.push(
            Diagnostic::new(Code::BodyOnGet, slot.span, format!("{} requests have no body", http.method.as_str()))
                .also(function.http.span, "the method is set here")
                .help("send it in the query, or change the method"),
        );
    }
}
