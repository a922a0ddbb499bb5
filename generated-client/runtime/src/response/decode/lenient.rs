//! The trait of all values of a response.

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess};
use serde_json::Value;
use std::marker::PhantomData;

/// A value of a response; `None` stands for null.
pub trait Lenient: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// A value that cannot be meant for this type.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error>;

    /// Whether it is an object as a whole: then an empty list in its place is no empty object, but another response.
    #[doc(hidden)]
    const IS_OBJECT: bool = false;

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
pub fn value<'de, T: Lenient + Default, A: MapAccess<'de>>(map: &mut A) -> Result<T, A::Error> {
    map.next_value_seed(Seed(PhantomData::<T>)).map(Option::unwrap_or_default)
}

/// Reads a value with serde where serde asks for a seed.
pub struct Seed<T>(pub PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for Seed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer)
    }
}

impl<T: Lenient> Lenient for Option<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        T::read(from).map(Some)
    }
}

impl Lenient for Value {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let value: Self = serde::Deserialize::deserialize(from)?;
        Ok(if value.is_null() { None } else { Some(value) })
    }

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }
}
