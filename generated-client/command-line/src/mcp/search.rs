//! Finding functions by what their tables say.

use super::scope::Scope;
use crate::remarks;
use api_client_runtime::schema::{Field, Function};
use serde_json::{Value, json};

/// The functions that a text is about, the best first. Every part of the text counts; one without a match is no hit.
pub fn find(functions: &[&'static Function], query: &str, max: usize) -> Vec<Value> {
    let parts: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let score = |function: &&'static Function| {
        let name = format!("{} {} {}", function.name, function.resource, function.method).to_lowercase();
        let about = format!("{} {}", function.path, function.doc).to_lowercase();
        let fields = function.fields.iter().map(|field| field.name.to_lowercase()).collect::<Vec<_>>().join(" ");
        let of = |part: &String| match (name.contains(part), about.contains(part), fields.contains(part)) {
            (true, ..) => 4,
            (_, true, _) => 2,
            (.., true) => 1,
            _ => 0,
        };
        parts.iter().map(of).sum::<u32>()
    };
    let mut found: Vec<(u32, &'static Function)> =
        functions.iter().copied().map(|function| (score(&function), function)).collect();
    if !parts.is_empty() {
        found.retain(|(score, _)| *score > 0);
    }
    // Stable: functions of one score stay in the order of the table.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().take(max).map(|(_, function)| summary(function)).collect()
}

fn summary(function: &Function) -> Value {
    json!({ "name": function.name, "effect": Scope::of(function).effect(), "description": function.doc })
}

/// All that a caller needs to know of a function.
pub fn describe(function: &'static Function) -> Value {
    let is_argument = |field: &&Field| !field.credential;
    let argument = |field: &Field| {
        let mut argument = json!({
            "name": field.name,
            "type": field.table_type,
            "takes": field.kind.expected(),
            "required": field.required,
            "description": field.doc,
        });
        if !field.values.is_empty() {
            argument["known_values"] = json!(field.values);
        }
        for (other, value) in field.required_when {
            argument["required_when"] = json!({ (*other): value });
        }
        argument
    };
    let mut described = json!({
        "name": function.name,
        "effect": Scope::of(function).effect(),
        "description": function.doc,
        "request": format!("{} {}", function.http.as_str(), function.path),
        "returns_list": function.returns.items().is_some(),
        "arguments": function.fields.iter().filter(is_argument).map(argument).collect::<Vec<_>>(),
    });
    if let Some(end) = remarks::end_of_list(function) {
        described["end_of_list"] = end.into();
    }
    described
}
