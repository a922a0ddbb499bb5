//! One page of a list.

use super::next::next;
use super::{Cursor, Listing};
use crate::{Error, FromAnswer, RawResponse};
use std::ops::Deref;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<L> {
    pub(super) value: L,
    pub(super) cursor: Option<Cursor>,
}

impl<L> Page<L> {
    /// Where the list goes on; `None` on the last page. Where the next page cannot be followed, a walk from here says why.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// The answer itself.
    pub fn into_inner(self) -> L {
        self.value
    }
}

impl<L> Deref for Page<L> {
    type Target = L;

    fn deref(&self) -> &L {
        &self.value
    }
}

impl<L: Listing> FromAnswer for Page<L> {
    /// The first page of a list: walks look at their answers themselves.
    fn from_answer(answer: RawResponse) -> Result<Self, Error> {
        let value = L::from_answer(answer.clone())?;
        let items = value.items().len();
        let cursor =
            next(&answer, answer.sent().path(), items).unwrap_or_else(|_| Some(Cursor::start().after_items(items)));
        Ok(Self { value, cursor })
    }
}
