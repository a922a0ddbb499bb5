//! What a model is to the runtime: members by position, and a description of them.

use crate::redact::SecretString;
use crate::response::decode::reader::{Fail, Reader};
use crate::response::model::extra::Extra;
use crate::response::model::wire_form::WireForm;
use serde_json::{Map, Value};
use std::fmt;

/// A model. Generated code says which field is at which position of the description.
pub trait Object: Send + 'static {
    /// The description of its members.
    fn model(&self) -> &'static Model;

    /// The member at a position of the description; behind the last one `extra`.
    fn member(&self, at: usize) -> &dyn Slot;

    /// The same, to read into.
    fn member_mut(&mut self, at: usize) -> &mut dyn Slot;

    /// The keys that the model does not know.
    fn extra(&self) -> &Extra;

    /// The same, to add to.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// The description of a model.
#[derive(Debug)]
pub struct Model {
    /// The Rust name.
    pub(crate) name: &'static str,
    /// The keys of the members, in the order of their positions.
    pub(crate) keys: &'static [Key],
}

/// The key of a member.
#[derive(Debug)]
pub struct Key {
    /// On the wire.
    pub(crate) wire: &'static str,
    /// The Rust field.
    pub(crate) field: &'static str,
    /// `Debug` redacts it.
    pub(crate) is_personal: bool,
}

impl Model {
    /// For generated code.
    #[must_use]
    pub const fn new(name: &'static str, keys: &'static [Key]) -> Self {
        Self { name, keys }
    }

    /// The position of a key, looked for first where it is expected: most servers write the keys in one order.
    pub(crate) fn position(&self, key: &str, expected: usize) -> Option<usize> {
        if self.keys.get(expected).is_some_and(|known| known.wire == key) {
            return Some(expected);
        }
        self.keys.iter().position(|known| known.wire == key)
    }
}

impl Key {
    /// For generated code.
    #[must_use]
    pub const fn new(wire: &'static str, field: &'static str) -> Self {
        Self { wire, field, is_personal: false }
    }

    /// Personal data: `Debug` redacts it.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.is_personal = true;
        self
    }
}

/// A field of a model: an `Option`, a list, a map.
pub trait Slot: fmt::Debug {
    /// Reads a value in the place of the one that is there. Returns how it stood in the response, where the type does not say.
    ///
    /// # Errors
    ///
    /// A value that cannot be meant for this field.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<Option<WireForm>, Fail>;

    /// The value.
    fn data(&self) -> Data<'_>;
}

/// A value of a model, without its type.
pub enum Data<'a> {
    /// There is no value.
    Nothing,
    /// True or false.
    Boolean(bool),
    /// An integer, or a time in unix seconds.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// Text, or the text of an enum's value.
    Text(&'a str),
    /// Text that is never printed.
    Secret(&'a SecretString),
    /// A model.
    Object(&'a dyn Object),
    /// A list.
    List(&'a dyn List),
    /// An object with free keys.
    Map(&'a dyn Entries),
    /// Any JSON.
    Json(&'a Value),
    /// Any JSON object.
    Members(&'a Map<String, Value>),
}

#[cfg(feature = "serde")]
impl Data<'_> {
    /// Whether there is no value, or an empty list or map: then the member is not written, unless it was there when the
    /// model was read.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Data::Nothing => true,
            Data::List(list) => list.len() == 0,
            Data::Map(map) => map.len() == 0,
            _ => false,
        }
    }
}

/// A list, without the type of its items.
pub trait List {
    /// The number of items.
    fn len(&self) -> usize;

    /// The item at a position.
    fn item(&self, at: usize) -> Data<'_>;
}

/// What follows for each entry of a map.
pub type EachEntry<'f> = &'f mut dyn FnMut(&str, Data<'_>);

/// A map, without the type of its values.
pub trait Entries {
    /// The number of entries.
    fn len(&self) -> usize;

    /// The value of a key.
    fn get(&self, key: &str) -> Data<'_>;

    /// Visits all entries.
    fn each(&self, each: EachEntry<'_>);
}
