//! Ids: text, or numbers with all their digits.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader, Scalar};

/// Reads an id: text, or a number with all its digits.
///
/// # Errors
///
/// A value that is neither.
pub fn id(reader: &mut Reader<'_>) -> Result<Option<String>, Fail> {
    Id::read(reader).map(|id| id.map(|id| id.0))
}

/// Reads a list of ids.
///
/// # Errors
///
/// A value that is not a list of texts and numbers.
pub fn ids(reader: &mut Reader<'_>) -> Result<Vec<String>, Fail> {
    let ids = Vec::<Id>::read(reader)?;
    Ok(ids.unwrap_or_default().into_iter().map(|id| id.0).collect())
}

struct Id(String);

impl Lenient for Id {
    fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, Fail> {
        if matches!(reader.peek(), Some(b't' | b'f')) {
            return Err(reader.expected("an id"));
        }
        Ok(match reader.scalar("an id")? {
            Scalar::Text(text) => Some(Self(text.into_owned())),
            Scalar::Number(digits) => Some(Self(digits.to_owned())),
            Scalar::Null | Scalar::Boolean(_) => None,
        })
    }
}
