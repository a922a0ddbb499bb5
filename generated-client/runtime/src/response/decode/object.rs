//! Objects: models of generated code.

use crate::response::decode::empty;
use crate::response::decode::error_path;
use crate::response::decode::extra::Extra;
use crate::response::decode::wrong_type::reject_scalars;
use serde::Deserializer;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A model: generated code says which key fills which field.
pub trait Object: Default + Send + 'static {
    /// Reads the value of a key into its field; `false` when the model does not know the key, and then the value is still
    /// to be read.
    ///
    /// # Errors
    ///
    /// A value that cannot be meant for the field.
    fn fill<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;

    /// Where unknown keys are kept.
    fn extra(&mut self) -> &mut Extra;
}

/// Reads an object, or null.
///
/// # Errors
///
/// Anything but an object or null, or a value that cannot be meant for its field.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    from.deserialize_any(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    reject_scalars!("an object");

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        empty::list(items, "an object")?;
        Ok(Some(T::default()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut object = T::default();
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            match object.fill(&key, &mut map) {
                Ok(true) => {}
                Ok(false) => {
                    let value = map.next_value::<Value>()?;
                    object.extra().insert(key.into_owned(), value);
                }
                Err(error) => {
                    error_path::push(|| key.into_owned());
                    return Err(error);
                }
            }
        }
        Ok(Some(object))
    }
}

/// A key, borrowed from the response unless it contains escapes.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}
