//! A reader of JSON text: one pass, and no copy of what needs none.
//!
//! Our own, because serde's traits are instantiated for every model: with them, decoding was most of a client's compile time.
//! This reader is compiled once, and a model adds its keys. It is lenient where JSON of real servers is invalid in one
//! character: unpaired surrogates and bytes that are not UTF-8 become U+FFFD, raw control characters are kept.

mod containers;
mod cursor;
mod fail;
mod left_out;
mod number;
mod parts;
mod text;
mod values;

#[cfg(test)]
mod tests;

pub use self::cursor::{Reader, Scalar};
pub use self::fail::Fail;
pub(crate) use self::parts::{items_of, members_of};
pub use self::text::utf8;
pub(crate) use self::values::parse;
