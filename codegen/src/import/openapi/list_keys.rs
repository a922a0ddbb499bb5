//! The key of a list, checked against the response that the document shows: where that has the list under another key, both are
//! read. Which one is right cannot be known, and documents are written by hand.

use super::draft::{Draft, Function, Returns, Type};
use super::usage::members;
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::import::notes::Notes;
use std::collections::{BTreeMap, BTreeSet};

/// Adds the key of the example's list to each function whose own key is not there.
pub fn check(draft: &mut Draft, notes: &mut Notes) {
    let types: BTreeMap<String, BTreeSet<String>> = draft
        .types
        .iter()
        .map(|one| (one.name.clone(), members(one).map(|member| member.name.clone()).collect()))
        .collect();
    for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
        let Some((own, found)) = other_key(function, &types) else { continue };
        if function.also.contains(&found) {
            continue;
        }
        let span = function.examples.first().map_or(function.span, |example| example.span);
        let message = format!(
            "the example of `{}` has the list under `{found}`, the schema under `{own}`: both are read",
            function.name
        );
        notes.note_with_help(
            Code::ListKeyOfExample,
            span,
            message,
            "say in an overlay, with `also`, what the API sends",
        );
        function.also.push(found);
    }
}

/// The list's own key, and the only list of the example, where that stands under another one.
fn other_key(function: &Function, types: &BTreeMap<String, BTreeSet<String>>) -> Option<(String, String)> {
    let own = function.list.as_ref().filter(|list| !list.starts_with('/'))?;
    let Returns::Value(Type::Named(model)) = &function.returns else { return None };
    let known = types.get(model)?;
    let Json::Object(shown) = function.examples.iter().find_map(|example| example.response.as_ref())? else {
        return None;
    };
    if shown.iter().any(|(key, _)| key == own) {
        return None;
    }
    let lists: Vec<&String> = shown
        .iter()
        .filter(|(key, value)| matches!(value, Json::Array(_)) && !known.contains(key))
        .map(|(key, _)| key)
        .collect();
    match lists[..] {
        [only] => Some((own.clone(), only.clone())),
        _ => None,
    }
}
