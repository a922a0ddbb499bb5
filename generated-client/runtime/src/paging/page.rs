//! One page of a list.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::paging::cursor::Cursor;
use crate::paging::listing::Listing;
use crate::paging::next::next;
use crate::response::raw::RawResponse;
use crate::schema::{Function, Returns};
use serde_json::Value;
use std::fmt;
use std::ops::Deref;

/// One page of a list.
#[derive(Clone)]
pub struct Page<L> {
    value: L,
    cursor: Option<Cursor>,
    function: &'static Function,
}

impl<L> Page<L> {
    pub(crate) fn new(value: L, cursor: Option<Cursor>, function: &'static Function) -> Self {
        Self { value, cursor, function }
    }

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

impl<L: Listing> Page<L> {
    /// The items that do not decode as what they should be, as JSON: the page is returned without them.
    #[must_use]
    pub fn undecodable(&self) -> &[Value] {
        match self.function.returns {
            Returns::List(_, keys, _) => {
                // Under the key of the list that they are missing in.
                let key = keys.last().copied().unwrap_or_default();
                let items = self.value.extra().and_then(|extra| extra.get(key)).and_then(Value::as_array);
                items.map_or(&[], Vec::as_slice)
            }
            _ => &[],
        }
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
        Ok(Self::new(value, cursor, response.function()))
    }
}

impl<L: fmt::Debug> fmt::Debug for Page<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("value", &self.value).field("cursor", &self.cursor).finish_non_exhaustive()
    }
}
