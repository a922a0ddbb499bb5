//! Lists, maps, ids and optional values.

use crate::response::decode::lenient::{Lenient, note_fault, wrong};
use crate::response::decode::scalar;
use serde::Deserializer;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// Reads the value of the current key.
///
/// # Errors
///
/// A value that cannot be meant for this type.
pub fn value<'de, T: Lenient + Default, A: MapAccess<'de>>(map: &mut A) -> Result<T, A::Error> {
    map.next_value_seed(Seed(PhantomData::<T>)).map(Option::unwrap_or_default)
}

/// Reads an id: text, or a number with all its digits.
///
/// # Errors
///
/// A value that is neither.
pub fn id<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    scalar::id(map.next_value::<&RawValue>()?)
}

/// Reads a list of ids.
///
/// # Errors
///
/// A value that is not a list of texts and numbers.
pub fn ids<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Vec<String>, A::Error> {
    let items: &RawValue = map.next_value()?;
    let items: Option<Vec<&RawValue>> =
        serde_json::from_str(items.get()).map_err(|_| wrong("another value", "a list of ids"))?;
    items.unwrap_or_default().into_iter().filter_map(|item| scalar::id(item).transpose()).collect()
}

/// What visitors of objects and lists say to single values: serde's own words would quote them, and they may be secrets.
macro_rules! reject_scalars {
    ($expected:literal) => {
        fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Err(wrong("a boolean", $expected))
        }

        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err(wrong("a number", $expected))
        }

        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err(wrong("a number", $expected))
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err(wrong("a number", $expected))
        }

        fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Err(wrong("a text", $expected))
        }
    };
}
pub(crate) use reject_scalars;

struct Seed<T>(PhantomData<T>);

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
}

impl<T: Lenient> Lenient for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    reject_scalars!("a list");

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        let mut position = 0;
        loop {
            match items.next_element_seed(Seed(PhantomData::<T>)) {
                Ok(Some(item)) => list.extend(item),
                Ok(None) => return Ok(Some(list)),
                Err(fault) => {
                    note_fault(|| format!("[{position}]"));
                    return Err(fault);
                }
            }
            position += 1;
        }
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(MapVisitor(PhantomData))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for MapVisitor<T> {
    type Value = Option<BTreeMap<String, T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    reject_scalars!("an object");

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            match entries.next_value_seed(Seed(PhantomData::<T>)) {
                // A null value counts as absent, as everywhere.
                Ok(value) => map.extend(value.map(|value| (key, value))),
                Err(fault) => {
                    note_fault(|| key);
                    return Err(fault);
                }
            }
        }
        Ok(Some(map))
    }
}
