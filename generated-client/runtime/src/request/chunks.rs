//! A call with a long list, sent as several calls.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::join::joined;
use crate::request::arg::{Arg, ArgValue};
use crate::request::call::Call;
use crate::request::pending::Pending;
use crate::response::decode::reader::items_of;
use crate::schema::FieldRef;
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A call with a long list, sent as one call for each chunk of its items, one after the other, as they are asked for.
///
/// It ends at its first error: [`items_sent`](Self::items_sent) items were accepted before. A call without items is sent once.
pub struct Chunks<T> {
    call: Call,
    field: FieldRef,
    /// The items of each chunk, as JSON.
    chunks: VecDeque<(usize, String)>,
    current: Option<(usize, Pending<T>)>,
    items_sent: usize,
}

impl<T: FromResponse> Chunks<T> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(call: Call, field: FieldRef, size: usize) -> Self {
        let chunks = match call.arg(field) {
            Some(Arg(ArgValue::Json(list))) => split(list, size),
            _ => None,
        };
        Self {
            call,
            field,
            chunks: chunks.unwrap_or_else(|| [(0, String::new())].into()),
            current: None,
            items_sent: 0,
        }
    }

    /// The number of items that the server has accepted.
    #[must_use]
    pub fn items_sent(&self) -> usize {
        self.items_sent
    }

    /// Sends the next chunk and returns its response; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Sends all chunks; the responses in their order.
    ///
    /// # Errors
    ///
    /// The first error; the chunks after it are not sent. [`next`](Self::next) says how far it came.
    pub async fn send_all(mut self) -> Result<Vec<T>, Error> {
        let mut responses = Vec::new();
        while let Some(response) = self.next().await {
            responses.push(response?);
        }
        Ok(responses)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let (items, mut pending) = match self.current.take() {
            Some(current) => current,
            None => match self.chunks.pop_front() {
                // A list that is empty or invalid goes as it is.
                Some((0, _)) => (0, self.call.clone().send()),
                Some((items, json)) => (items, self.call.clone().set(self.field, Arg(ArgValue::Json(json))).send()),
                None => return Poll::Ready(None),
            },
        };
        match Pin::new(&mut pending).poll(context) {
            Poll::Pending => {
                self.current = Some((items, pending));
                Poll::Pending
            }
            Poll::Ready(response) => {
                match &response {
                    Ok(_) => self.items_sent += items,
                    Err(_) => self.chunks.clear(),
                }
                Poll::Ready(Some(response))
            }
        }
    }
}

/// The items of a list in chunks; `None` for what is no list, or an empty one.
fn split(list: &str, size: usize) -> Option<VecDeque<(usize, String)>> {
    let items = items_of(list)?;
    let chunk = |items: &[&str]| (items.len(), format!("[{}]", joined(&mut items.iter().copied(), ",")));
    (!items.is_empty()).then(|| items.chunks(size.max(1)).map(chunk).collect())
}

impl<T: FromResponse + Unpin> Stream for Chunks<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for Chunks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunks")
            .field("call", &self.call)
            .field("chunks_left", &self.chunks.len())
            .field("items_sent", &self.items_sent)
            .finish_non_exhaustive()
    }
}

/// Sending in chunks: what generated code adds below a builder whose list should have few items.
#[doc(hidden)]
#[macro_export]
macro_rules! chunked {
    ($name:ident => $output:ty, $field:literal, $size:literal) => {
        impl $name {
            #[doc = concat!("The same in calls of ", $size, " items each, one after the other: for lists of any length.")]
            #[inline]
            pub fn by_chunk(self) -> $crate::__private::Chunks<$output> {
                let field = const { $crate::__private::FieldRef::of($name::FIELDS, $field) };
                $crate::__private::Chunks::new(self.0, field, $size)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_without_a_change_to_their_items() {
        let list = r#"[{"id":12345678901234567890123},{"b": [1]},{}]"#;
        let chunks: Vec<_> = split(list, 2).unwrap().into();
        assert_eq!(chunks, [(2, r#"[{"id":12345678901234567890123},{"b": [1]}]"#.to_owned()), (1, "[{}]".to_owned()),]);
        assert_eq!(split("[]", 2), None);
    }
}
