//! Templates of arguments: JSON in which `$name` stands for what is known.

use api_client_runtime::time::Timestamp;
use serde_json::{Map, Value};

/// A day in seconds.
const DAY: i64 = 86_400;

/// What is known: the arguments of the table's function, and what steps found.
pub type Scope = Map<String, Value>;

/// What a name stands for: `$userId`, or `$contact.id`.
fn look_up<'s>(name: &str, scope: &'s Scope) -> Option<&'s Value> {
    let mut parts = name.strip_prefix('$')?.split('.');
    let first = scope.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

/// A template with everything that is known put in; `None` when nothing of it is.
pub fn fill(template: &Value, scope: &Scope) -> Option<Value> {
    match template {
        Value::String(name) if name.starts_with('$') => look_up(name, scope).cloned(),
        Value::Array(items) => {
            // An item that refers to something absent says something else than it should.
            let items = items.iter().filter(|item| is_complete(item, scope)).filter_map(|item| fill(item, scope));
            Some(Value::Array(items.collect()))
        }
        Value::Object(members) if members.contains_key("of") => changed(members, scope),
        Value::Object(members) if members.contains_key("first") => {
            members.get("first")?.as_array()?.iter().find_map(|one| fill(one, scope))
        }
        Value::Object(members) => {
            let filled: Map<String, Value> =
                members.iter().filter_map(|(key, value)| Some((key.clone(), fill(value, scope)?))).collect();
            (!filled.is_empty() || members.is_empty()).then_some(Value::Object(filled))
        }
        other => Some(other.clone()),
    }
}

/// The arguments of a step.
pub fn args(step: &Value, scope: &Scope) -> Value {
    step.get("args").and_then(|args| fill(args, scope)).unwrap_or(Value::Object(Map::new()))
}

/// Whether all that a template refers to is known.
fn is_complete(template: &Value, scope: &Scope) -> bool {
    match template {
        Value::Object(members) if !members.contains_key("of") && !members.contains_key("first") => {
            members.values().all(|value| is_complete(value, scope))
        }
        template => fill(template, scope).is_some(),
    }
}

/// `{ of: $name, … }`: a value in another form.
fn changed(rule: &Map<String, Value>, scope: &Scope) -> Option<Value> {
    if let Some(other) = rule.get("when").and_then(Value::as_str)
        && look_up(other, scope) != rule.get("is")
    {
        return None;
    }
    let value = fill(rule.get("of")?, scope)?;
    if let Some(known) = rule.get("map") {
        let mapped = value.as_str().and_then(|text| known.get(text));
        return Some(mapped.cloned().unwrap_or(value));
    }
    if rule.contains_key("days_ago") {
        return Some(Value::from(Timestamp::now().unix().saturating_sub(integer(&value)?.saturating_mul(DAY))));
    }
    if rule.contains_key("integer") {
        return Some(integer(&value).map_or(value, Value::from));
    }
    if let Some(Value::Object(constants)) = rule.get("set") {
        let Value::Array(items) = value else { return Some(value) };
        let set = |item: Value| match item {
            Value::Object(mut members) => {
                members.extend(constants.clone());
                Value::Object(members)
            }
            other => other,
        };
        return Some(items.into_iter().map(set).collect());
    }
    Some(value)
}

/// A whole number, or its digits.
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Whether `if` and `unless` of a step let it run.
pub fn applies(step: &Value, scope: &Scope) -> bool {
    let is_set = |name: &Value| {
        let value = name.as_str().and_then(|name| look_up(name, scope));
        value.is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)))
    };
    let all = |names: &Value| names.as_array().map_or_else(|| vec![names.clone()], Clone::clone);
    step.get("if").is_none_or(|names| all(names).iter().all(is_set))
        && step.get("unless").is_none_or(|names| !all(names).iter().any(is_set))
}

#[cfg(test)]
mod tests {
    use super::{applies, fill};
    use serde_json::json;

    fn scope() -> super::Scope {
        let known = json!({ "email": "a@b.example", "n": "3", "order": "asc", "contact": { "id": "6f" }, "no": false });
        known.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn what_is_absent_is_left_out() {
        let filled = fill(&json!({ "email": "$email", "name": "$name", "to": { "id": "$none" } }), &scope());
        assert_eq!(filled, Some(json!({ "email": "a@b.example" })));
        let filters = json!([{ "field": "a", "value": "$email" }, { "field": "b", "value": "$none" }]);
        assert_eq!(fill(&filters, &scope()), Some(json!([{ "field": "a", "value": "a@b.example" }])));
    }

    #[test]
    fn values_change_their_form() {
        let rule = |rule| fill(&rule, &scope());
        assert_eq!(rule(json!({ "of": "$order", "map": { "asc": "ascending" } })), Some(json!("ascending")));
        assert_eq!(rule(json!({ "of": "$n", "integer": true })), Some(json!(3)));
        assert_eq!(rule(json!({ "of": "$email", "when": "$order", "is": "desc" })), None);
        assert_eq!(rule(json!({ "first": ["$none", "$contact.id"] })), Some(json!("6f")));
        let set = json!({ "of": [{ "id": 1 }], "set": { "untag": true } });
        assert_eq!(rule(set), Some(json!([{ "id": 1, "untag": true }])));
    }

    #[test]
    fn steps_have_conditions() {
        assert!(applies(&json!({ "if": "$contact.id" }), &scope()));
        assert!(!applies(&json!({ "if": ["$contact.id", "$no"] }), &scope()));
        assert!(applies(&json!({ "unless": ["$no", "$none"] }), &scope()));
    }
}
