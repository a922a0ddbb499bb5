//! Lists and maps within lists and maps.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader};
use crate::response::model::object::{Data, Slot};
use crate::response::model::wire_form::WireForm;
use std::collections::BTreeMap;

impl<T: Lenient> Lenient for Vec<T> {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        read(place, reader)
    }

    fn data(&self) -> Data<'_> {
        Slot::data(self)
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        read(place, reader)
    }

    fn data(&self) -> Data<'_> {
        Slot::data(self)
    }
}

fn read<T: Slot + Default>(place: &mut Option<T>, reader: &mut Reader<'_>) -> Result<(), Fail> {
    let mut value = T::default();
    *place = (value.read(reader)? != Some(WireForm::Null)).then_some(value);
    Ok(())
}
