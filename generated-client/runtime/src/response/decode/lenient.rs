//! The trait of all values of a response.

use crate::response::decode::reader::{Fail, Reader};
use crate::response::model::object::Data;
use serde_json::Value;
use std::fmt;

/// A value of a response.
pub trait Lenient: fmt::Debug + Sized + 'static {
    /// Whether it is an object: then an empty list in the place of a complete response is no empty object, but another
    /// response.
    #[doc(hidden)]
    const IS_OBJECT: bool = false;

    /// Reads the value into an empty place, which stays empty for null.
    ///
    /// # Errors
    ///
    /// A value that cannot be meant for this type.
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail>;

    /// The value without its type.
    fn data(&self) -> Data<'_>;

    /// What null is within a list or a map: as a rule nothing; null itself where any JSON is kept.
    #[must_use]
    fn from_null() -> Option<Self> {
        None
    }
}

impl Lenient for Value {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        *place = Some(reader.value()?).filter(|value| !value.is_null());
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Json(self)
    }

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }
}
