//! Models in the formats of serde: written as the server wrote them, read as leniently as responses.
//!
//! Unknown keys, null, empty lists and ids that are numbers are written as they came; keys that were absent stay absent. What else
//! the decoder takes leniently is written in its own type: a number or a boolean that came as text becomes one, a date becomes
//! unix seconds, an empty list in the place of an object becomes an object, an id with a fraction or more digits than a number of
//! 64 bits becomes text. Null within a list, or in a map of typed values, is dropped.

mod deserialize;
mod json_text;
mod serialize;

pub use deserialize::deserialize;
pub use serialize::serialize;
