//! Items of all pages as a stream.

use super::cursor::{At, Cursor};
use super::{Listing, Pages};
use crate::Error;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;

/// All items of a list as a stream; pages are fetched as they are needed, and one page at most is held.
///
/// It ends, and can be polled again after an error, as [`Pages`] do.
pub struct Items<L: Listing> {
    pages: Pages<L>,
    here: Option<Here<L::Item>>,
    left: Option<usize>,
}

/// The page that items are taken from.
struct Here<T> {
    at: At,
    taken: usize,
    items: IntoIter<T>,
}

impl<L: Listing> Items<L> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(pages: Pages<L>) -> Self {
        Self { pages, here: None, left: None }
    }

    /// Goes on from a cursor of an earlier walk of the same call, without loss and without repeats. The cursor of another list
    /// is an error of kind [`Argument`](crate::ErrorKind::Argument) when the first item is asked for.
    #[must_use]
    pub fn starting_at(mut self, cursor: Cursor) -> Self {
        self.pages = self.pages.starting_at(cursor);
        self.here = None;
        self
    }

    /// Stops after this many items.
    #[must_use]
    pub fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Where the walk would go on. `None` at its end, and in the middle of a scroll's page: a page of a scroll cannot be
    /// read twice.
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.here {
            Some(here) if here.items.len() > 0 => {
                (!self.pages.is_scroll()).then(|| Cursor { at: here.at.clone(), taken: here.taken })
            }
            _ => self.pages.cursor().cloned(),
        }
    }

    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<L::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<L::Item, Error>>> {
        loop {
            if self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(here) = &mut self.here
                && let Some(item) = here.items.next()
            {
                here.taken += 1;
                self.left = self.left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(self.pages.poll_read(context)) {
                Some(Ok((Cursor { at, taken }, page))) => {
                    let mut items = page.into_inner().into_items().into_iter();
                    // They were taken by an earlier walk.
                    items.by_ref().take(taken).for_each(drop);
                    self.here = Some(Here { at, taken, items });
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

impl<L: Listing> fmt::Debug for Items<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
