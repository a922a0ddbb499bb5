//! Objects, by their descriptions.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader};
use crate::response::model::object::{Data, Object};
use std::fmt;

impl<T: Object + Default + fmt::Debug> Lenient for T {
    const IS_OBJECT: bool = true;

    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        if !read_members(place.insert(T::default()), reader)? {
            *place = None;
        }
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Object(self)
    }
}

/// Reads an object into a model without members, or null: then `false`.
///
/// # Errors
///
/// Anything but an object or null, or a value that cannot be meant for its member.
pub(crate) fn read_members(object: &mut dyn Object, reader: &mut Reader<'_>) -> Result<bool, Fail> {
    match reader.peek() {
        Some(b'{') => {}
        Some(b'n') => return reader.null().map(|_| false),
        _ => return reader.empty("an object").map(|()| true),
    }
    let (model, mut expected) = (object.model(), 0);
    reader.object(&mut |key, reader| {
        match model.position(key, expected) {
            Some(at) => {
                // Of several values with one key the last counts; a form that a value does not have any more says nothing.
                if let Some(form) = object.member_mut(at).read(reader)? {
                    object.extra_mut().set_form(at, form);
                }
                expected = at + 1;
            }
            None => {
                let value = reader.value()?;
                object.extra_mut().insert(key.to_owned(), value);
            }
        }
        Ok(())
    })?;
    Ok(true)
}
