//! Pages as a stream.

use super::cursor::{At, Cursor};
use super::lasting::is_lasting;
use super::next::{next, paging};
use super::scroll_life::LastUse;
use super::visited::Visited;
use super::{Listing, Page};
use crate::schema::{FieldRef, Function, Source};
use crate::{Arg, Call, Error, ErrorKind, Pending, RawResponse, Response};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

/// All pages of a list as a stream, one request each, made when the page is asked for.
///
/// It ends after the last page, and after an error that asking again cannot mend: any that is not
/// [`is_transient`](Error::is_transient), but for `scroll_exists`. After another error the stream can be polled again: it asks for the same page once more, without end where the error does not. Mostly an error
/// should end the walk, as with `?` or `try_next`. A page of a scroll cannot be read twice, so after an error amid a scroll
/// polling again may leave a page out: start over.
pub struct Pages<L> {
    call: Call,
    next: Option<Cursor>,
    turn: Turn,
    on_its_way: Option<Asked<L>>,
    taken: u64,
    visited: Visited,
    /// Of the scroll that is walked.
    last_use: Option<LastUse>,
}

/// What polling a stream gives.
type Polled<T> = Poll<Option<Result<T, Error>>>;

/// What is to be done when the next page is asked for.
enum Turn {
    /// The page at the cursor is fetched.
    Fetch,
    /// The same, after other tasks had their turn: a stream that fails at once again and again would keep them from theirs.
    Pause,
    /// An error is told, and all is over.
    Tell(Error),
    /// Nothing: it is over.
    Over,
}

/// A page that has been asked for.
struct Asked<L> {
    from: Cursor,
    answer: Pending<Response<L>>,
}

impl<L: Listing> Pages<L> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(call: Call) -> Self {
        Self {
            call,
            next: Some(Cursor::start()),
            turn: Turn::Fetch,
            on_its_way: None,
            taken: 0,
            visited: Visited::default(),
            last_use: None,
        }
    }

    /// Goes on from a cursor of an earlier walk of the same call. The cursor of another list is an error of kind
    /// [`Argument`](ErrorKind::Argument) when the first page is asked for. A page whose items have all been taken is left
    /// out.
    #[must_use]
    pub fn starting_at(self, cursor: Cursor) -> Self {
        let turn = if cursor.fits(&self.call) {
            Turn::Fetch
        } else {
            let problem = "the cursor is one of another list than this call's; nothing was sent";
            Turn::Tell(Error::argument(problem).with_function(self.call.function()))
        };
        Self { next: Some(cursor), turn, ..Self::new(self.call) }
    }

    /// Where the walk would go on; `None` at its end. After an error that ended it, where another walk can try again; `None`
    /// after one of kind [`Paging`](ErrorKind::Paging).
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

    fn poll(&mut self, context: &mut Context<'_>) -> Polled<Page<L>> {
        self.poll_read(context).map_ok(|(_, page)| page)
    }

    /// The next page with the cursor that it was asked for by.
    pub(super) fn poll_read(&mut self, context: &mut Context<'_>) -> Polled<(Cursor, Page<L>)> {
        loop {
            match self.turn {
                Turn::Fetch => {}
                Turn::Pause => {
                    self.turn = Turn::Fetch;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Turn::Tell(_) | Turn::Over => return Poll::Ready(self.end().map(Err)),
            }
            let mut asked = match (self.on_its_way.take(), &self.next) {
                (Some(asked), _) => asked,
                (None, Some(cursor)) => self.ask(cursor.clone()),
                (None, None) => return Poll::Ready(None),
            };
            let Poll::Ready(answer) = Pin::new(&mut asked.answer).poll(context) else {
                self.on_its_way = Some(asked);
                return Poll::Pending;
            };
            match answer {
                Ok(answer) => {
                    if let Some(page) = self.arrive(&asked, answer) {
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
            At::Start => call,
            At::Page { target, .. } => call.at(target.clone()),
            At::Scroll(parameter) => match scroll_field(call.function()) {
                Some(field) => call.set(field, Arg::text(parameter)),
                None => call,
            },
        };
        Asked { from, answer: call.send() }
    }

    /// Moves on to where a page leads. A page that leads nowhere is given out like any other, and the error is told after it.
    /// None for a page that has nothing new.
    fn arrive(&mut self, asked: &Asked<L>, answer: Response<L>) -> Option<Page<L>> {
        let raw = answer.raw().clone();
        let value = answer.into_inner();
        let items = value.items().len();
        self.taken += 1;
        self.visited.add(target(&raw));
        if self.is_scroll() {
            self.last_use = Some(LastUse::new(raw.asked, &raw.headers, self.call.core().clock().system()));
        }
        let list = asked.from.list().unwrap_or_else(|| raw.sent().path());
        let cursor = next(&raw, list, items).and_then(|next| self.not_visited(next, &raw)).unwrap_or_else(|problem| {
            self.turn = Turn::Tell(problem);
            Some(asked.from.clone().after_items(items))
        });
        self.next.clone_from(&cursor);
        let known = asked.from.taken > 0 && asked.from.taken >= items;
        // A scroll's empty page only says that it is over.
        let over = self.is_scroll() && cursor.is_none() && items == 0 && self.taken > 1;
        (!known && !over).then_some(Page { value, cursor })
    }

    /// The next page, if it has not been read.
    fn not_visited(&self, next: Option<Cursor>, answer: &RawResponse) -> Result<Option<Cursor>, Error> {
        match &next {
            Some(Cursor { at: At::Page { target, .. }, .. }) if self.visited.has(target) => {
                let problem = "the list goes round in circles: a page leads to one that has been read already";
                Err(paging(problem, answer))
            }
            _ => Ok(next),
        }
    }

    /// What a page that could not be read means for the walk; none where it only means its end.
    fn fail(&mut self, from: &Cursor, error: Error) -> Option<Error> {
        if matches!(from.at, At::Scroll(_)) && error.is_not_found() && self.scroll_surely_lives(&error) {
            // It has not expired, so it has come to its end between two pages.
            self.next = None;
            self.turn = Turn::Over;
            return None;
        }
        self.turn = if is_lasting(&error) { Turn::Over } else { Turn::Pause };
        Some(error)
    }

    fn scroll_surely_lives(&self, error: &Error) -> bool {
        let clock = self.call.core().clock();
        match (&self.last_use, error.headers()) {
            (Some(last_use), Some(headers)) => last_use.surely_lives(clock.now(), headers, clock.system()),
            _ => false,
        }
    }

    /// The error that is still to be told, once.
    fn end(&mut self) -> Option<Error> {
        match std::mem::replace(&mut self.turn, Turn::Over) {
            Turn::Tell(error) => {
                self.next.take_if(|_| error.kind() == ErrorKind::Paging);
                Some(error)
            }
            _ => None,
        }
    }
}

/// The field that goes under the query key of a scroll.
fn scroll_field(function: &'static Function) -> Option<FieldRef> {
    function.layout().query().iter().find(|item| item.key == "scroll_param").and_then(|item| match item.source {
        Source::Field(field) => Some(field),
        _ => None,
    })
}

/// Path and query of the request that an answer came to.
fn target(answer: &RawResponse) -> &str {
    answer.sent().path_and_query().map_or("", |target| target.as_str())
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
