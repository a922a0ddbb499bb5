//! The fields of a model: options, lists, maps, and the keys that it does not know.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader};
use crate::response::model::extra::Extra;
use crate::response::model::object::{Data, Entries, List, Slot};
use crate::response::model::wire_form::WireForm;
use std::collections::BTreeMap;

/// The form of a text that came as a number.
fn number_of_text(is_number: bool, value: &impl Lenient) -> Option<WireForm> {
    (is_number && matches!(value.data(), Data::Text(_))).then_some(WireForm::Number)
}

impl<T: Lenient> Slot for Option<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<Option<WireForm>, Fail> {
        // Of several values with one key the last counts.
        *self = None;
        let is_number = reader.is_at_number();
        T::read(self, reader)?;
        Ok(match self {
            None => Some(WireForm::Null),
            Some(value) => number_of_text(is_number, value),
        })
    }

    fn data(&self) -> Data<'_> {
        self.as_ref().map_or(Data::Nothing, Lenient::data)
    }
}

impl<T: Lenient> Slot for Vec<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<Option<WireForm>, Fail> {
        self.clear();
        if reader.null()? {
            return Ok(Some(WireForm::Null));
        }
        if reader.peek() != Some(b'[') {
            reader.empty("a list")?;
            return Ok(Some(WireForm::Empty));
        }
        let mut numbers = 0;
        reader.list(&mut |reader| {
            let (mut item, is_number) = (None, reader.is_at_number());
            T::read(&mut item, reader)?;
            if let Some(item) = item.or_else(T::from_null) {
                numbers += usize::from(number_of_text(is_number, &item).is_some());
                self.push(item);
            }
            Ok(())
        })?;
        Ok(match self.len() {
            0 => Some(WireForm::Empty),
            items => (numbers == items).then_some(WireForm::Number),
        })
    }

    fn data(&self) -> Data<'_> {
        Data::List(self)
    }
}

impl<T: Lenient> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, at: usize) -> Data<'_> {
        self.get(at).map_or(Data::Nothing, Lenient::data)
    }
}

impl<T: Lenient> Slot for BTreeMap<String, T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<Option<WireForm>, Fail> {
        self.clear();
        if reader.null()? {
            return Ok(Some(WireForm::Null));
        }
        if reader.peek() != Some(b'{') {
            reader.empty("an object")?;
            return Ok(Some(WireForm::Empty));
        }
        reader.object(&mut |key, reader| {
            let mut value = None;
            T::read(&mut value, reader)?;
            // A null value counts as absent, as everywhere, but where any JSON is kept.
            if let Some(value) = value.or_else(T::from_null) {
                self.insert(key.to_owned(), value);
            }
            Ok(())
        })?;
        Ok(self.is_empty().then_some(WireForm::Empty))
    }

    fn data(&self) -> Data<'_> {
        Data::Map(self)
    }
}

impl<T: Lenient> Entries for BTreeMap<String, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, key: &str) -> Data<'_> {
        self.get(key).map_or(Data::Nothing, Lenient::data)
    }

    fn each(&self, each: &mut dyn FnMut(&str, Data<'_>)) {
        self.iter().for_each(|(key, value)| each(key, value.data()));
    }
}

impl Slot for Extra {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<Option<WireForm>, Fail> {
        reader.object(&mut |key, reader| {
            self.insert(key.to_owned(), reader.value()?);
            Ok(())
        })?;
        Ok(None)
    }

    fn data(&self) -> Data<'_> {
        Data::Members(self)
    }
}
