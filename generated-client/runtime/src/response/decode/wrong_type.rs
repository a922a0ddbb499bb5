//! Errors for values of another type, without the value.

use serde::de;

pub fn wrong_type<E: de::Error>(found: &str, expected: &str) -> E {
    E::custom(format_args!("expected {expected}, found {found}"))
}

/// The methods by which visitors of objects and lists reject single values: serde's own messages would quote the value, and it
/// may be a secret.
macro_rules! reject_scalars {
    ($expected:literal) => {
        fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Err($crate::response::decode::wrong_type::wrong_type("a boolean", $expected))
        }

        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err($crate::response::decode::wrong_type::wrong_type("a number", $expected))
        }

        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err($crate::response::decode::wrong_type::wrong_type("a number", $expected))
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err($crate::response::decode::wrong_type::wrong_type("a number", $expected))
        }

        fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Err($crate::response::decode::wrong_type::wrong_type("a text", $expected))
        }
    };
}
pub(crate) use reject_scalars;
