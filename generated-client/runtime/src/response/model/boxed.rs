//! A member whose model contains itself.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader};
use crate::response::model::object::Data;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A value on the heap: a member whose model contains itself. It is used like the value.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Boxed<T>(Box<T>);

impl<T> Boxed<T> {
    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        *self.0
    }
}

impl<T> From<T> for Boxed<T> {
    fn from(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T> Deref for Boxed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Boxed<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Boxed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Lenient> Lenient for Boxed<T> {
    const IS_OBJECT: bool = T::IS_OBJECT;

    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        let mut value = None;
        T::read(&mut value, reader)?;
        *place = value.map(Self::from);
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        self.0.data()
    }
}
