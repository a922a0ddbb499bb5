//! Items of all pages as a stream.

use crate::error::Error;
use crate::paging::cursor::At;
use crate::paging::cursor::Cursor;
use crate::paging::listing::Listing;
use crate::paging::pages::Pages;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;

/// All items of a list as a stream; pages are fetched as they are needed, and one page at most is held.
///
/// It ends after the last item, and at the first error, as [`Pages`] do; [`resume`](Self::resume) carries on.
pub struct Items<L: Listing> {
    pages: Pages<L>,
    current: Option<CurrentPage<L::Item>>,
    left: Option<usize>,
}

/// The page that items are taken from.
struct CurrentPage<T> {
    at: At,
    taken: usize,
    items: IntoIter<T>,
}

impl<L: Listing> Items<L> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(pages: Pages<L>) -> Self {
        Self { pages, current: None, left: None }
    }

    /// Starts at a cursor of an earlier stream of the same call: no item is lost, none comes twice. The cursor of another list
    /// is an error of kind [`Argument`](crate::error::ErrorKind::Argument) when the first item is asked for.
    #[must_use]
    pub fn starting_at(mut self, cursor: Cursor) -> Self {
        self.pages = self.pages.starting_at(cursor);
        self.current = None;
        self
    }

    /// Stops after this many items.
    #[must_use]
    pub fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Wcurrent the stream would carry on, also after an error. `None` at the end of the list, and in the middle of a scroll's
    /// page: a page of a scroll cannot be read twice.
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.current {
            Some(current) if current.items.len() > 0 => {
                (!self.pages.is_scroll()).then(|| Cursor { at: current.at.clone(), taken: current.taken })
            }
            _ => self.pages.cursor().cloned(),
        }
    }

    /// Carries on after the error at which the stream ended; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// The next item; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<L::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<L::Item, Error>>> {
        loop {
            if self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(current) = &mut self.current
                && let Some(item) = current.items.next()
            {
                current.taken += 1;
                self.left = self.left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(self.pages.poll_read(context)) {
                Some(Ok((Cursor { at, taken }, page))) => {
                    let mut items = page.into_inner().into_items().into_iter();
                    // They were taken by an earlier stream.
                    items.by_ref().take(taken).for_each(drop);
                    self.current = Some(CurrentPage { at, taken, items });
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<L: Listing + Unpin> Stream for Items<L>
where
    L::Item: Unpin,
{
    type Item = Result<L::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

crate::not_iterable!(Items<L: Listing>, StreamWithoutAwait);

impl<L: Listing> fmt::Debug for Items<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
