//! `Debug` of all models.

use crate::response::model::object::Object;
use crate::response::model::redacted::RedactedSlot;
use std::fmt;

/// Shows a model by its fields; personal data is redacted.
///
/// # Errors
///
/// The formatter's own.
pub fn debug(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let model = object.model();
    let mut shown = f.debug_struct(model.name);
    for (at, key) in model.keys.iter().enumerate() {
        let (name, slot) = (key.field.trim_start_matches("r#"), object.member(at));
        if key.is_personal {
            shown.field(name, &RedactedSlot(slot));
        } else {
            shown.field(name, &slot);
        }
    }
    shown.field("extra", object.extra()).finish()
}
