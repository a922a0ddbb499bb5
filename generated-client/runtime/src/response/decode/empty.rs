//! Empty lists where objects are meant, and the other way round: some servers, such as those in PHP, write both alike.

use crate::response::decode::wrong_type::wrong_type;
use serde::de::{IgnoredAny, MapAccess, SeqAccess};

/// Reads an empty list.
pub fn list<'de, A: SeqAccess<'de>>(mut items: A, expected: &str) -> Result<(), A::Error> {
    match items.next_element::<IgnoredAny>()? {
        None => Ok(()),
        Some(_) => Err(wrong_type("a list", expected)),
    }
}

/// Reads an empty object.
pub fn object<'de, A: MapAccess<'de>>(mut members: A, expected: &str) -> Result<(), A::Error> {
    match members.next_key::<IgnoredAny>()? {
        None => Ok(()),
        Some(_) => Err(wrong_type("an object", expected)),
    }
}
