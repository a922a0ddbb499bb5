//! One page of a list.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::paging::cursor::Cursor;
use crate::paging::listing::Listing;
use crate::paging::next::next;
use crate::response::raw::RawResponse;
use std::ops::Deref;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<L> {
    pub(crate) value: L,
    pub(crate) cursor: Option<Cursor>,
}

impl<L> Page<L> {
    /// Where the list carries on; `None` on the last page. Where the next page cannot be followed, a stream from here reports why.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// The response itself.
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

impl<L: Listing> FromResponse for Page<L> {
    /// The first page of a list: streams look at their responses themselves.
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        let value = L::from_response(response.clone())?;
        let items = value.items().len();
        let cursor =
            next(&response, response.sent().path(), items).unwrap_or_else(|_| Some(Cursor::start().after_items(items)));
        Ok(Self { value, cursor })
    }
}
