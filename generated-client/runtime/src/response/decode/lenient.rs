//! The trait of all values of a response.

use crate::response::decode::reader::{Fail, Reader};
use serde_json::Value;

/// A value of a response; `None` stands for null.
pub trait Lenient: Sized {
    /// Whether it is an object as a whole: then an empty list in its place is no empty object, but another response.
    #[doc(hidden)]
    const IS_OBJECT: bool = false;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// A value that cannot be meant for this type.
    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, Fail>;

    /// What null is within a list or a map: as a rule nothing; null itself where any JSON is kept.
    #[must_use]
    fn from_null() -> Option<Self> {
        None
    }
}

/// Reads the value of the current key.
///
/// # Errors
///
/// A value that cannot be meant for this type.
pub fn value<T: Lenient + Default>(reader: &mut Reader<'_>) -> Result<T, Fail> {
    T::read(reader).map(Option::unwrap_or_default)
}

impl<T: Lenient> Lenient for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, Fail> {
        T::read(reader).map(Some)
    }
}

impl Lenient for Value {
    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, Fail> {
        let value = reader.value()?;
        Ok(if value.is_null() { None } else { Some(value) })
    }

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }
}
