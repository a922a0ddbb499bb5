//! The plans, from `spec/v2/tables.yaml`: how each function of the tables is called on API 2.x.

use serde_json::Value;
use std::sync::OnceLock;

/// The plans, as `cargo xtask regen` prints them from `spec/v2/tables.yaml`.
const PLANS: &str = include_str!("../generated/v2/tables.json");

/// All plans.
pub fn plans() -> &'static Value {
    static ALL: OnceLock<Value> = OnceLock::new();
    // The file is generated, and a test reads it.
    ALL.get_or_init(|| serde_json::from_str(PLANS).unwrap_or_default())
}

/// The plan of a function.
pub fn find(function: &str) -> Option<&'static Value> {
    let all = plans().get("functions")?.as_array()?;
    all.iter().find(|plan| plan.get("name").and_then(Value::as_str) == Some(function))
}
