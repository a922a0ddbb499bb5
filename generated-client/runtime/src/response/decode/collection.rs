//! Lists and maps.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader};
use std::collections::BTreeMap;

impl<T: Lenient> Lenient for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, Fail> {
        if reader.null()? {
            return Ok(None);
        }
        let mut list = Self::new();
        if reader.peek() == Some(b'[') {
            reader.list(&mut |reader| {
                list.extend(T::read(reader)?.or_else(T::from_null));
                Ok(())
            })?;
        } else {
            reader.empty("a list")?;
        }
        Ok(Some(list))
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, Fail> {
        if reader.null()? {
            return Ok(None);
        }
        let mut map = Self::new();
        if reader.peek() == Some(b'{') {
            reader.object(&mut |key, reader| {
                // A null value counts as absent, as everywhere, but where any JSON is kept.
                if let Some(value) = T::read(reader)?.or_else(T::from_null) {
                    map.insert(key.to_owned(), value);
                }
                Ok(())
            })?;
        } else {
            reader.empty("an object")?;
        }
        Ok(Some(map))
    }
}
