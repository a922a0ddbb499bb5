//! What a function can do to data, from its table.

use api_client_runtime::schema::{Function, Method, Retry};
use serde_json::Value;
use std::collections::BTreeMap;

/// Parts of a method's name that say that it takes something away, whatever its HTTP method.
const DESTRUCTIVE: [&str; 5] = ["delete", "destroy", "erase", "purge", "redact"];

/// Whether a call takes something away: its HTTP method is DELETE, or its name says so. The tables have no mark of their own.
pub fn is_destructive(function: &Function) -> bool {
    function.http == Method::Delete || function.method.split('_').any(|part| DESTRUCTIVE.contains(&part))
}

/// Whether a call changes nothing.
pub fn is_read_only(function: &Function) -> bool {
    function.retry == Retry::Safe && !is_destructive(function)
}

/// Whether a call with these arguments may be made twice: that has the same effect as once.
pub fn is_repeatable(function: &Function, args: &str) -> bool {
    let Ok(args) = serde_json::from_str::<BTreeMap<String, Value>>(args) else { return false };
    let is = |field: &str, json: &str| args.get(field) == serde_json::from_str::<Value>(json).ok().as_ref();
    function.retry != Retry::Never
        && !function.retry_unless.iter().any(|(field, json)| is(field, json))
        && function.retry_with.is_none_or(|field| args.contains_key(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_repeatable_as_its_table_says() {
        static NEVER: Function = Function::new("add", Method::Post, "/x");
        static UPSERT: Function =
            Function::new("put", Method::Post, "/x").retry(Retry::Idempotent).retry_unless(&[("fresh", "true")]);
        static KEYED: Function = Function::new("key", Method::Post, "/x").retry(Retry::Idempotent).retry_with("key");
        assert!(!is_repeatable(&NEVER, "{}"));
        assert!(is_repeatable(&UPSERT, r#"{"fresh":false}"#) && !is_repeatable(&UPSERT, r#"{"fresh":true}"#));
        assert!(is_repeatable(&KEYED, r#"{"key":"7"}"#) && !is_repeatable(&KEYED, "{}"));
    }

    #[test]
    fn deletions_are_known_by_method_and_by_name() {
        static DELETE: Function = Function::new("x", Method::Delete, "/x").method("x", "take");
        static BY_NAME: Function = Function::new("x", Method::Post, "/x").method("x", "permanently_delete");
        static OTHER: Function = Function::new("x", Method::Get, "/x").method("x", "list_deleted").retry(Retry::Safe);
        assert!(is_destructive(&DELETE) && is_destructive(&BY_NAME) && !is_destructive(&OTHER));
        assert!(is_read_only(&OTHER) && !is_read_only(&BY_NAME));
    }
}
