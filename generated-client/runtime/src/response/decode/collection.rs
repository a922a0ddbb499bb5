//! Lists and maps.

use crate::response::decode::empty;
use crate::response::decode::error_path;
use crate::response::decode::lenient::{Lenient, Seed};
use crate::response::decode::wrong_type::reject_scalars;
use serde::Deserializer;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

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

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        empty::object(members, "a list")?;
        Ok(Some(Vec::new()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        let mut position = 0;
        loop {
            match items.next_element_seed(Seed(PhantomData::<T>)) {
                Ok(Some(item)) => list.extend(item.or_else(T::from_null)),
                Ok(None) => return Ok(Some(list)),
                Err(error) => {
                    error_path::push(|| format!("[{position}]"));
                    return Err(error);
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

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        empty::list(items, "an object")?;
        Ok(Some(BTreeMap::new()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key::<String>()? {
            match entries.next_value_seed(Seed(PhantomData::<T>)) {
                // A null value counts as absent, as everywhere, but where any JSON is kept.
                Ok(value) => map.extend(value.or_else(T::from_null).map(|value| (key, value))),
                Err(error) => {
                    error_path::push(|| key);
                    return Err(error);
                }
            }
        }
        Ok(Some(map))
    }
}
