//! Objects: models of generated code.

use crate::response::decode::extra::Extra;
use crate::response::decode::reader::{Fail, Reader};

/// A model: generated code says which key fills which field.
pub trait Object: Send + 'static {
    /// Reads the value of a key into its field; `false` when the model does not know the key, and then the value is still
    /// to be read.
    ///
    /// # Errors
    ///
    /// A value that cannot be meant for the field.
    fn fill(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<bool, Fail>;

    /// Where unknown keys are kept.
    fn extra(&mut self) -> &mut Extra;
}

/// Reads an object, or null.
///
/// # Errors
///
/// Anything but an object or null, or a value that cannot be meant for its field.
pub fn read_object<T: Object + Default>(reader: &mut Reader<'_>) -> Result<Option<T>, Fail> {
    if reader.null()? {
        return Ok(None);
    }
    let mut object = T::default();
    read_members(&mut object, reader)?;
    Ok(Some(object))
}

/// Compiled once, for all models.
fn read_members(object: &mut dyn Object, reader: &mut Reader<'_>) -> Result<(), Fail> {
    if reader.peek() != Some(b'{') {
        return reader.empty("an object");
    }
    reader.object(&mut |key, reader| {
        if !object.fill(key, reader)? {
            let value = reader.value()?;
            object.extra().insert(key.to_owned(), value);
        }
        Ok(())
    })
}
