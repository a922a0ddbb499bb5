//! Personal data of a model in `Debug`.

use crate::redact::{Dots, is_unredacted};
use crate::response::model::object::{Data, Slot};
use std::fmt;

/// A field with personal data: `Debug` shows whether there is a value, and not which.
pub struct RedactedSlot<'a>(pub &'a dyn Slot);

impl fmt::Debug for RedactedSlot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_unredacted() {
            return self.0.fmt(f);
        }
        match self.0.data() {
            Data::Nothing => f.write_str("None"),
            Data::List(list) => f.debug_list().entries((0..list.len()).map(|_| Dots)).finish(),
            Data::Map(map) => {
                let mut shown = f.debug_map();
                map.each(&mut |key, _| {
                    shown.entry(&key, &Dots);
                });
                shown.finish()
            }
            _ => f.debug_tuple("Some").field(&Dots).finish(),
        }
    }
}
