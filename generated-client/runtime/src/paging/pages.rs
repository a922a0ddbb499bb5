//! Pages as a stream.

use crate::decoded::response::Response;
use crate::error::Error;
use crate::paging::cursor::At;
use crate::paging::cursor::Cursor;
use crate::paging::listing::Listing;
use crate::paging::next::next;
use crate::paging::next::paging_error;
use crate::paging::page::Page;
use crate::paging::scroll_life::LastUse;
use crate::paging::visited::Visited;
use crate::request::arg::Arg;
use crate::request::call::Call;
use crate::request::pending::Pending;
use crate::response::raw::RawResponse;

use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// All pages of a list as a stream: one request each, sent when the page is asked for.
///
/// It ends after the last page, and at the first error: after `Some(Err(_))` comes `None`. To carry on, for instance after a
/// timeout, call [`resume`](Self::resume), or keep [`cursor`](Self::cursor) and start again from there. A page of a scroll
/// cannot be read twice: after an error amid a scroll, resuming may leave a page out, so start over.
pub struct Pages<L> {
    call: Call,
    next: Option<Cursor>,
    state: State<L>,
    pages_read: u64,
    visited: Visited,
    /// When the scroll was last used.
    last_use: Option<LastUse>,
}

/// What polling the stream returns.
type Polled<T> = Poll<Option<Result<T, Error>>>;

/// What happens when the next page is asked for.
enum State<L> {
    /// The page at the cursor is fetched.
    Ready,
    /// It has been asked for.
    Sending(Asked<L>),
    /// The error is reported, and the stream ends.
    Failing(Error),
    /// The stream has ended, at its last page or at an error.
    Ended,
}

/// A page that has been asked for.
struct Asked<L> {
    from: Cursor,
    response: Pending<Response<L>>,
}

impl<L: Listing> Pages<L> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(call: Call) -> Self {
        Self {
            call,
            next: Some(Cursor::start()),
            state: State::Ready,
            pages_read: 0,
            visited: Visited::default(),
            last_use: None,
        }
    }

    /// Starts at a cursor of an earlier stream of the same call. A page whose items have all been taken is left out. The cursor
    /// of another list is an error of kind [`Argument`](crate::error::ErrorKind::Argument) when the first page is asked for.
    #[must_use]
    pub fn starting_at(self, cursor: Cursor) -> Self {
        if cursor.fits(&self.call) {
            return Self { next: Some(cursor), ..Self::new(self.call) };
        }
        let problem = "the cursor belongs to another list than this call's; nothing was sent";
        let error = Error::argument(problem).with_function(self.call.function());
        Self { next: None, state: State::Failing(error), ..Self::new(self.call) }
    }

    /// Where the stream would carry on: the page that is asked for next, also after an error. `None` at the end of the list, and
    /// where no page can follow (an error of kind [`Paging`](crate::error::ErrorKind::Paging)).
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.next.as_ref()
    }

    /// Carries on after the error at which the stream ended: the next poll asks for the same page once more. Does nothing
    /// where [`cursor`](Self::cursor) is `None`.
    pub fn resume(&mut self) {
        if matches!(self.state, State::Ended) && self.next.is_some() {
            self.state = State::Ready;
        }
    }

    /// The next page; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<Page<L>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    pub(crate) fn is_scroll(&self) -> bool {
        self.call.function().is_scroll()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Polled<Page<L>> {
        self.poll_read(context).map_ok(|(_, page)| page)
    }

    /// The next page, with the cursor by which it was asked for.
    pub(crate) fn poll_read(&mut self, context: &mut Context<'_>) -> Polled<(Cursor, Page<L>)> {
        loop {
            let mut asked = match (std::mem::replace(&mut self.state, State::Ended), &self.next) {
                (State::Sending(asked), _) => asked,
                (State::Ready, Some(cursor)) => self.ask(cursor.clone()),
                (State::Failing(error), _) => {
                    self.next = None;
                    return Poll::Ready(Some(Err(error)));
                }
                (State::Ready, None) | (State::Ended, _) => return Poll::Ready(None),
            };
            let Poll::Ready(response) = Pin::new(&mut asked.response).poll(context) else {
                self.state = State::Sending(asked);
                return Poll::Pending;
            };
            match response {
                Ok(response) => {
                    self.state = State::Ready;
                    if let Some(page) = self.receive(&asked, response) {
                        return Poll::Ready(Some(Ok((asked.from, page))));
                    }
                }
                Err(error) => return Poll::Ready(self.fail(&asked.from, error).map(Err)),
            }
        }
    }

    fn ask(&self, from: Cursor) -> Asked<L> {
        let call = self.call.clone();
        let call = match &from.at {
            At::Start => with_size(call),
            At::Page { target, .. } => call.at(target.clone()),
            At::Scroll(place) | At::Token(place) => match call.function().place_field() {
                Some(field) => with_size(call).set(field, Arg::place(field, place)),
                None => call,
            },
        };
        Asked { from, response: call.send() }
    }

    /// Moves on to where a page leads. A page that leads nowhere is returned like any other, and the error is reported after
    /// it. `None` for a page without new items.
    fn receive(&mut self, asked: &Asked<L>, response: Response<L>) -> Option<Page<L>> {
        let raw = response.raw().clone();
        let value = response.into_inner();
        let items = value.items().len();
        self.pages_read += 1;
        match &asked.from.at {
            At::Token(place) => self.visited.add(place),
            _ => self.visited.add(target(&raw)),
        }
        if self.is_scroll() {
            self.last_use = Some(LastUse::new(raw.asked, &raw.headers, self.call.core().clock().system()));
        }
        let list = asked.from.list().unwrap_or_else(|| raw.sent().path());
        let cursor = match next(&raw, list, items).and_then(|next| self.not_visited(next, &raw)) {
            Ok(cursor) => {
                self.next.clone_from(&cursor);
                cursor
            }
            Err(error) => {
                self.state = State::Failing(error);
                // A stream from here reports the error again, and returns nothing twice.
                self.next = Some(asked.from.clone().after_items(items));
                self.next.clone()
            }
        };
        let known = asked.from.taken > 0 && asked.from.taken >= items;
        // The empty page of a scroll only says that it is at its end.
        let over = self.is_scroll() && cursor.is_none() && items == 0 && self.pages_read > 1;
        (!known && !over).then(|| Page::new(value, cursor, self.call.function()))
    }

    /// The next page, if it has not been read.
    fn not_visited(&self, next: Option<Cursor>, response: &RawResponse) -> Result<Option<Cursor>, Error> {
        match &next {
            Some(Cursor { at: At::Page { target: place, .. } | At::Token(place), .. }) if self.visited.has(place) => {
                let problem = "the list runs in a circle: a page leads to one that has been read already";
                Err(paging_error(problem, response))
            }
            _ => Ok(next),
        }
    }

    /// What a page that could not be read means for the stream; `None` where it only means its end.
    fn fail(&mut self, from: &Cursor, error: Error) -> Option<Error> {
        if matches!(from.at, At::Scroll(_)) && error.is_not_found() && self.scroll_is_certainly_open(&error) {
            // It has not expired, so it came to its end between two pages.
            self.next = None;
            return None;
        }
        Some(error)
    }

    fn scroll_is_certainly_open(&self, error: &Error) -> bool {
        let clock = self.call.core().clock();
        let idle = self.call.function().paging().and_then(|paging| paging.idle);
        match (&self.last_use, error.headers(), idle) {
            (Some(last_use), Some(headers), Some(idle)) => {
                let idle = Duration::from_secs(u64::from(idle));
                last_use.is_certainly_open(idle, clock.now(), headers, clock.system())
            }
            _ => false,
        }
    }
}

/// Asks for as many items a page as the API accepts, where the caller says nothing else: a stream reads them all.
fn with_size(call: Call) -> Call {
    let size = call.function().paging().and_then(|paging| paging.size);
    let field = size.and_then(|(name, most)| Some((call.function().field(name)?, most)));
    match field {
        Some((field, most)) if call.arg(field).is_none() => call.set(field, Arg::place(field, &most.to_string())),
        _ => call,
    }
}

/// Path and query of the request of a response.
fn target(response: &RawResponse) -> &str {
    response.sent().path_and_query().map_or("", |target| target.as_str())
}

impl<L: Listing + Unpin> Stream for Pages<L> {
    type Item = Result<Page<L>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

crate::not_iterable!(Pages<L>, StreamWithoutAwait);

impl<L> fmt::Debug for Pages<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("function", &self.call.function().name)
            .field("pages_read", &self.pages_read)
            .finish_non_exhaustive()
    }
}
