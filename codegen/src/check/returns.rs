//! Rules of what a function returns.

use super::checked::{CheckedPaging, CheckedReturns, ListPath, Next};
use super::type_names::TypeNames;
use super::type_names::{resolve, undefined};
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::function::Function;
use crate::spec::place::Place;
use crate::spec::return_type::ReturnType;
use crate::spec::type_expr::TypeExpr;
use crate::spec::types::Model;
use std::collections::BTreeMap;

/// Checks the type, its list and its paging, which has been checked by itself.
pub fn check<'s>(
    function: &'s Function,
    paging: Option<(CheckedPaging, Span)>,
    spec: &'s Spec,
    names: &TypeNames<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<CheckedReturns<'s>> {
    let returns = function.returns.get()?;
    let span = function.returns.span;
    if let Some(unwrap) = function.unwrap.as_ref().filter(|_| function.list.is_some()) {
        diagnostics.push(Diagnostic::new(Code::ListKey, unwrap.span, "`list` and `unwrap` exclude each other"));
    }
    let Some(name) = returns.model().filter(|name| !names.enums.contains_key(name)) else {
        let written = function.list.as_ref().map(|list| list.span);
        let also = function.also.iter().map(|also| also.span);
        for key in written.into_iter().chain(also).chain(function.unwrap.as_ref().map(|unwrap| unwrap.span)) {
            diagnostics.push(Diagnostic::new(Code::ListKey, key, format!("`{returns}` has no list within it")));
        }
        let is_list = matches!(returns, ReturnType::Json(TypeExpr::List(_)));
        if let Some((_, span)) = paging.as_ref().filter(|_| !is_list) {
            diagnostics.push(Diagnostic::new(Code::ListKey, *span, "`paging` requires a list"));
        }
        return Some(match returns {
            ReturnType::Empty => CheckedReturns::Empty,
            ReturnType::Text => CheckedReturns::Text,
            ReturnType::Bytes => CheckedReturns::Bytes,
            ReturnType::Redirect => CheckedReturns::Redirect,
            ReturnType::Json(kind) => CheckedReturns::Json {
                kind: resolve(kind, span, names, diagnostics)?,
                paging: paging.map(|(paging, _)| paging),
            },
        });
    };
    let Some((model, model_names)) = spec.model(name).zip(names.models.get(name)) else {
        let known = names.models.keys().copied().chain(ReturnType::BUILT_IN);
        diagnostics.push(undefined(name, span, known));
        return None;
    };
    if let Some((paging, span)) = &paging {
        check_paging(function, model, paging, *span, diagnostics);
    }
    check_also(function, model, diagnostics);
    let list = match &function.list {
        Some(list) => Some(list_path(list, model, spec, names, diagnostics)?),
        None => None,
    };
    Some(CheckedReturns::Model {
        model,
        rust: model_names.rust.clone(),
        binding: model_names.binding.clone(),
        unwrap: function.unwrap.as_ref().map(|unwrap| unwrap.trim()),
        list,
        paging: paging.map(|(paging, _)| paging),
    })
}

/// Other keys of a list stand where its own does: at the top of the response, and nothing else has them.
fn check_also(function: &Function, model: &Model, diagnostics: &mut Diagnostics) {
    let own = function.list.as_ref().map(|list| list.keys());
    for (position, also) in function.also.iter().enumerate() {
        let message = match &own {
            Some(own) if own.len() == 1 => {
                let is_known = model.fields.iter().any(|field| field.name.as_str() == also.as_str());
                let is_again = function.also.iter().take(position).any(|before| before.as_str() == also.as_str());
                match (is_known, is_again) {
                    (false, false) => continue,
                    (true, _) => format!("`{}` is a field of `{}`", also.value, model.name.value),
                    (false, true) => format!("`{}` stands here twice", also.value),
                }
            }
            _ => "`also` requires a `list` of one key".to_owned(),
        };
        diagnostics.push(Diagnostic::new(Code::ListKey, also.span, message));
    }
}

/// The fields that lead to the items of a list.
pub fn list_path(
    list: &Spanned<Place>,
    model: &Model,
    spec: &Spec,
    names: &TypeNames,
    diagnostics: &mut Diagnostics,
) -> Option<ListPath> {
    let keys = list.keys();
    let mut rust = Vec::new();
    let mut current = model;
    for (depth, key) in keys.iter().enumerate() {
        let position = current.fields.iter().position(|field| field.name.as_str() == key);
        let field = position.and_then(|position| current.fields.get(position));
        // A type that does not parse has been reported, and may have been a list.
        let kind = match field {
            Some(field) => field.kind.get()?,
            None => return not_a_list(list, current, diagnostics),
        };
        let fields = &names.models.get(current.name.as_str())?.fields;
        rust.extend(position.and_then(|position| fields.get(position)).cloned());
        match kind {
            TypeExpr::List(item) if depth + 1 == keys.len() => {
                let item = resolve(item, list.span, names, diagnostics)?;
                return Some(ListPath { keys, rust, item });
            }
            TypeExpr::Named(name) if depth + 1 < keys.len() => match spec.model(name) {
                Some(inner) => current = inner,
                None => return not_a_list(list, current, diagnostics),
            },
            _ => return not_a_list(list, current, diagnostics),
        }
    }
    None
}

fn not_a_list(list: &Spanned<Place>, model: &Model, diagnostics: &mut Diagnostics) -> Option<ListPath> {
    let lists = model.fields.iter().filter(|field| matches!(field.kind.get(), Some(TypeExpr::List(_))));
    diagnostics.push(
        Diagnostic::new(
            Code::ListKey,
            list.span,
            format!("`{}` is not a list field of `{}`", list.value, model.name.value),
        )
        .also(model.name.span, "the returned model")
        .did_you_mean(list.as_str(), lists.map(|field| field.name.as_str())),
    );
    None
}

/// What leads to the next page must be a member of the model.
fn check_paging(function: &Function, model: &Model, paging: &CheckedPaging, span: Span, diagnostics: &mut Diagnostics) {
    if function.list.is_none() {
        diagnostics.push(Diagnostic::new(Code::ListKey, span, "`paging` requires `list`"));
    }
    let members = match &paging.next {
        Next::Member(keys) => Some(keys),
        Next::LastItem(_, keys) | Next::Page(_, keys) | Next::Offset(keys) => keys.as_ref(),
        Next::Link(_) => None,
    };
    let Some(first) = members.and_then(|keys| keys.first()) else { return };
    if !model.fields.iter().any(|field| field.name.as_str() == first) {
        let by = paging.name.as_ref().map(|name| format!(" by `{name}`")).unwrap_or_default();
        diagnostics.push(
            Diagnostic::new(
                Code::ListKey,
                span,
                format!("paging{by} requires the field `{first}` in `{}`", model.name.value),
            )
            .also(model.name.span, "the returned model"),
        );
    }
}

/// The key of the items of each model that functions return in pages. A model is a page of one kind of items: all functions
/// that return it must name the same key.
pub fn check_paged_models<'s>(spec: &'s Spec, diagnostics: &mut Diagnostics) -> BTreeMap<&'s str, &'s Spanned<Place>> {
    let mut keys: BTreeMap<&str, &Spanned<Place>> = BTreeMap::new();
    for function in spec.functions().filter(|function| function.paging.is_some()) {
        let Some(list) = &function.list else { continue };
        let Some(model) = function.returns.get().and_then(ReturnType::model) else { continue };
        let first = keys.entry(model).or_insert(list);
        if first.keys() != list.keys() {
            diagnostics.push(
                Diagnostic::new(Code::ListKey, list.span, format!("`{model}` is already a page of `{}`", first.value))
                    .also(first.span, "here")
                    .help("define another model for the other list"),
            );
        }
    }
    keys
}
