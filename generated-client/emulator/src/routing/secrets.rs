//! Redacts secrets in recorded requests.

use super::slots::slots;
use crate::protocol::apis::functions;
use crate::protocol::credential_names::is_credential_name;
use crate::protocol::recorded_request::REDACTED;
use intercom_client::schema::{Function, Source};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The keys of all secrets of all functions: a request that matches no function may have them anywhere.
static KEYS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| functions().flat_map(secret_keys).collect());

fn secret_keys(function: &'static Function) -> Vec<&'static str> {
    slots(function)
        .into_iter()
        .filter(|slot| matches!(slot.source, Source::Field(field) | Source::Case { field, .. } if field.secret))
        .filter_map(|slot| slot.place.last_key())
        .collect()
}

/// Whether the value of this key may be a secret.
pub fn is_secret(key: &str) -> bool {
    KEYS.contains(key) || is_credential_name(key)
}

/// Replaces each value whose key is that of a secret, at any depth.
pub fn redact_secrets(body: Value) -> Value {
    match body {
        Value::Object(members) => {
            let redact = |(key, value): (String, Value)| {
                let value = if is_secret(&key) { Value::from(REDACTED) } else { redact_secrets(value) };
                (key, value)
            };
            Value::Object(members.into_iter().map(redact).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(redact_secrets).collect()),
        scalar => scalar,
    }
}
