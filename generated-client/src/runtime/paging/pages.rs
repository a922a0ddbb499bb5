//! Pages as a stream.

use super::Listing;
use super::cursor::{At, Cursor};
use super::next::next;
use crate::runtime::{Arg, Call, Error, ErrorKind, FromAnswer, Pending, RawResponse};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<L> {
    value: L,
    cursor: Option<Cursor>,
}

impl<L> Page<L> {
    /// Where the list goes on; `None` on the last page.
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
    fn from_answer(answer: RawResponse) -> Result<Self, Error> {
        let value = L::from_answer(answer.clone())?;
        let cursor = next(&answer, answer.base_url(), answer.sent(), value.items().len())?.map(Cursor::from);
        Ok(Self { value, cursor })
    }
}

/// All pages of a list as a stream, one request each, made when the page is asked for.
///
/// After an error the stream can be polled again: it asks for the same page once more. It ends after the last page. A page of
/// a scroll cannot be read twice, so after an error amid a scroll polling again may leave a page out: start over.
pub struct Pages<L> {
    call: Call,
    next: Option<Cursor>,
    on_its_way: Option<Pending<Page<L>>>,
    taken: u64,
    /// A page seen earlier, and when to look again: finds a list that goes round in circles at any length.
    landmark: Option<At>,
    next_landmark: u64,
}

impl<L: Listing> Pages<L> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(call: Call) -> Self {
        Self { call, next: Some(Cursor::start()), on_its_way: None, taken: 0, landmark: None, next_landmark: 1 }
    }

    /// Goes on from a cursor of an earlier walk.
    #[must_use]
    pub fn starting_at(mut self, cursor: Cursor) -> Self {
        self.next = Some(cursor);
        self
    }

    /// Where the walk would go on; `None` at its end.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }

    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Page<L>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    pub(super) fn is_scroll(&self) -> bool {
        self.call.function().is_scroll()
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<L>, Error>>> {
        let Some(cursor) = &self.next else { return Poll::Ready(None) };
        let pending = self.on_its_way.get_or_insert_with(|| request(&self.call, cursor));
        let answer = std::task::ready!(Pin::new(pending).poll(context));
        self.on_its_way = None;
        Poll::Ready(match answer {
            Ok(page) => self.advance(page).transpose(),
            // The scroll has come to its end between two pages.
            Err(error) if self.taken > 0 && matches!(cursor.at, At::Scroll(_)) && error.is_not_found() => {
                self.next = None;
                None
            }
            Err(error) => Some(Err(error)),
        })
    }

    fn advance(&mut self, page: Page<L>) -> Result<Option<Page<L>>, Error> {
        if let Some(Cursor { at: At::Page(target), .. }) = &page.cursor {
            let at = At::Page(target.clone());
            let here = self.next.as_ref().map(|cursor| &cursor.at);
            if here == Some(&at) || self.landmark.as_ref() == Some(&at) {
                self.next = None;
                let problem = "the list goes round in circles: a page leads to one that has been read already";
                return Err(Error::new(ErrorKind::Paging, problem).with_function(self.call.function()));
            }
        }
        if self.taken == self.next_landmark {
            self.landmark = self.next.take().map(|cursor| cursor.at);
            self.next_landmark *= 2;
        }
        self.taken += 1;
        self.next.clone_from(&page.cursor);
        // A scroll's empty page only says that it is over.
        let over = page.cursor.is_none() && page.value.items().is_empty() && self.taken > 1;
        Ok((!over || !self.call.function().is_scroll()).then_some(page))
    }
}

fn request<L: Listing>(call: &Call, cursor: &Cursor) -> Pending<Page<L>> {
    let call = call.clone();
    match &cursor.at {
        At::Start => call.send(),
        At::Page(target) => call.at(target.clone()).send(),
        At::Scroll(parameter) => match call.function().query_field("scroll_param") {
            Some(field) => call.set(field, Arg::text(parameter)).send(),
            None => call.send(),
        },
    }
}

impl<L: Listing + Unpin> Stream for Pages<L> {
    type Item = Result<Page<L>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<L> fmt::Debug for Pages<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("function", &self.call.function().name)
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}
