//! Rules of what a function returns.

use super::checked::CheckedReturns;
use super::type_names::TypeNames;
use super::type_names::undefined;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::function::Function;
use crate::spec::return_type::ReturnType;
use crate::spec::type_expr::TypeExpr;
use crate::spec::types::Model;
use std::collections::BTreeMap;

/// Checks the model, its list and its paging.
pub fn check<'s>(
    function: &'s Function,
    spec: &'s Spec,
    names: &TypeNames<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<CheckedReturns<'s>> {
    let name = match &function.returns.value {
        ReturnType::Empty => {
            for key in [&function.list, &function.unwrap].into_iter().flatten() {
                diagnostics.push(Diagnostic::new(Code::ListKey, key.span, "an empty response has no list"));
            }
            return Some(CheckedReturns::Empty);
        }
        ReturnType::Model(name) => name.as_str(),
    };
    let Some((model, model_names)) = spec.model(name).zip(names.models.get(name)) else {
        let known = names.models.keys().copied().chain([ReturnType::EMPTY]);
        diagnostics.push(undefined(name, function.returns.span, known));
        return None;
    };
    if let Some(unwrap) = function.unwrap.as_ref().filter(|_| function.list.is_some()) {
        diagnostics.push(Diagnostic::new(Code::ListKey, unwrap.span, "`list` and `unwrap` exclude each other"));
    }
    check_paging(function, model, diagnostics);
    let list = match &function.list {
        Some(list) => Some((list.as_str(), model_names.fields.get(list_field(list, model, diagnostics)?)?.clone())),
        None => None,
    };
    Some(CheckedReturns::Model {
        model,
        rust: model_names.rust.clone(),
        binding: model_names.binding.clone(),
        unwrap: function.unwrap.as_ref().map(|unwrap| unwrap.trim()),
        list,
        paging: function.paging.as_ref().map(|paging| paging.value),
    })
}

/// The position of the model's field with the items.
fn list_field(list: &Spanned<String>, model: &Model, diagnostics: &mut Diagnostics) -> Option<usize> {
    let position = model.fields.iter().position(|field| field.name.value == *list.as_str());
    let field = position.and_then(|position| model.fields.get(position));
    // A type that does not parse has been reported, and may have been a list.
    if field.is_some_and(|field| field.kind.get().is_none_or(|kind| matches!(kind, TypeExpr::List(_)))) {
        return position;
    }
    let lists = model.fields.iter().filter(|field| matches!(field.kind.get(), Some(TypeExpr::List(_))));
    diagnostics.push(
        Diagnostic::new(
            Code::ListKey,
            list.span,
            format!("`{}` is not a list field of `{}`", list.value, model.name.value),
        )
        .also(model.name.span, "the returned model")
        .did_you_mean(list, lists.map(|field| field.name.as_str())),
    );
    None
}

fn check_paging(function: &Function, model: &Model, diagnostics: &mut Diagnostics) {
    let Some(paging) = &function.paging else { return };
    if function.list.is_none() {
        diagnostics.push(Diagnostic::new(Code::ListKey, paging.span, "`paging` requires `list`"));
    }
    let cursor = paging.cursor_field();
    if !model.fields.iter().any(|field| field.name.value == cursor) {
        diagnostics.push(
            Diagnostic::new(
                Code::ListKey,
                paging.span,
                format!("paging by `{}` requires the field `{cursor}` in `{}`", paging.keyword(), model.name.value),
            )
            .also(model.name.span, "the returned model"),
        );
    }
}

/// The key of the items of each model that functions return in pages. A model is a page of one kind of items: all functions
/// that return it must name the same key.
pub fn check_paged_models<'s>(spec: &'s Spec, diagnostics: &mut Diagnostics) -> BTreeMap<&'s str, &'s str> {
    let mut keys: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for function in spec.functions().filter(|function| function.paging.is_some()) {
        let Some(list) = &function.list else { continue };
        let first = keys.entry(function.returns.as_str()).or_insert(list);
        if first.value != list.value {
            diagnostics.push(
                Diagnostic::new(
                    Code::ListKey,
                    list.span,
                    format!("`{}` is already a page of `{}`", function.returns.value, first.value),
                )
                .also(first.span, "here")
                .help("define another model for the other list"),
            );
        }
    }
    keys.into_iter().map(|(model, key)| (model, key.as_str())).collect()
}
