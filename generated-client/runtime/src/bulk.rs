//! Many calls at once: bounded concurrency over many inputs, and looking up before creating.
//!
//! ```no_run
//! # async fn example<T: Clone>(rows: Vec<u32>) {
//! use api_client_runtime::bulk::for_each_concurrent;
//!
//! let outcomes = for_each_concurrent(16, rows, |row| async move { upsert(row).await }).collect().await;
//! for (row, error) in &outcomes.failed {
//!     eprintln!("row {row}: {error}");
//! }
//! # }
//! # async fn upsert(_: u32) -> Result<(), api_client_runtime::error::Error> { Ok(()) }
//! ```
//!
//! The calls share the client's limiter, so they keep to the server's rate limit whatever the concurrency.

use crate::error::Error;
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Makes a call for each input, at most `limit` at once. The results come in the order of the inputs; an error ends nothing.
///
/// Inputs are taken as there is room for them, so an iterator may be endless.
pub fn for_each_concurrent<I, F, C>(limit: usize, inputs: I, call: F) -> Concurrent<Iter<I::IntoIter>, F, C::IntoFuture>
where
    I: IntoIterator,
    F: FnMut(I::Item) -> C,
    C: IntoFuture,
{
    for_each_concurrent_of(limit, Iter(inputs.into_iter()), call)
}

/// The same for inputs that come as a stream, such as the items of a list.
pub fn for_each_concurrent_of<S, F, C>(limit: usize, inputs: S, call: F) -> Concurrent<S, F, C::IntoFuture>
where
    S: Stream,
    F: FnMut(S::Item) -> C,
    C: IntoFuture,
{
    Concurrent { inputs: Some(Box::pin(inputs)), call, limit: limit.max(1), running: VecDeque::new() }
}

/// An iterator as a stream.
#[derive(Debug)]
pub struct Iter<I>(I);

impl<I> Unpin for Iter<I> {}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// Calls that run at once; a stream of their results, in the order of the inputs.
#[must_use = "calls are made while their results are asked for"]
pub struct Concurrent<S, F, C: Future> {
    /// `None` after the last one.
    inputs: Option<Pin<Box<S>>>,
    call: F,
    limit: usize,
    running: VecDeque<Running<C>>,
}

/// A call, or its result while earlier ones are awaited.
enum Running<C: Future> {
    Call(Pin<Box<C>>),
    Done(C::Output),
}

impl<S, F, C, R> Concurrent<S, F, C>
where
    S: Stream,
    F: FnMut(S::Item) -> R,
    R: IntoFuture<Output = C::Output, IntoFuture = C>,
    C: Future,
{
    /// The next result; `None` after the last one.
    pub async fn next(&mut self) -> Option<C::Output> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<C::Output>> {
        // Room is counted by results that wait for an earlier one too: memory is bounded by the limit.
        while self.running.len() < self.limit {
            let Some(inputs) = &mut self.inputs else { break };
            match inputs.as_mut().poll_next(context) {
                Poll::Ready(Some(input)) => {
                    let call = (self.call)(input).into_future();
                    self.running.push_back(Running::Call(Box::pin(call)));
                }
                Poll::Ready(None) => self.inputs = None,
                Poll::Pending => break,
            }
        }
        for running in &mut self.running {
            if let Running::Call(call) = running
                && let Poll::Ready(output) = call.as_mut().poll(context)
            {
                *running = Running::Done(output);
            }
        }
        match self.running.pop_front() {
            Some(Running::Done(output)) => Poll::Ready(Some(output)),
            Some(first) => {
                self.running.push_front(first);
                Poll::Pending
            }
            None if self.inputs.is_none() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

impl<S, F, C, R, T> Concurrent<S, F, C>
where
    S: Stream,
    F: FnMut(S::Item) -> R,
    R: IntoFuture<Output = Result<T, Error>, IntoFuture = C>,
    C: Future<Output = Result<T, Error>>,
{
    /// Runs all calls; successes and failures, each with the position of its input.
    pub async fn collect(mut self) -> Outcomes<T> {
        let mut outcomes = Outcomes { succeeded: Vec::new(), failed: Vec::new() };
        let mut position = 0;
        while let Some(result) = self.next().await {
            match result {
                Ok(value) => outcomes.succeeded.push((position, value)),
                Err(error) => outcomes.failed.push((position, error)),
            }
            position += 1;
        }
        outcomes
    }
}

impl<S, F, C, R> Stream for Concurrent<S, F, C>
where
    S: Stream,
    F: FnMut(S::Item) -> R + Unpin,
    R: IntoFuture<Output = C::Output, IntoFuture = C>,
    C: Future,
    C::Output: Unpin,
{
    type Item = C::Output;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<C::Output>> {
        self.poll(context)
    }
}

impl<S, F, C: Future> fmt::Debug for Concurrent<S, F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concurrent")
            .field("limit", &self.limit)
            .field("running", &self.running.len())
            .finish_non_exhaustive()
    }
}

/// What became of many calls.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcomes<T> {
    /// Successes, each with the position of its input, from 0.
    pub succeeded: Vec<(usize, T)>,
    /// Failures, each with the position of its input, from 0.
    pub failed: Vec<(usize, Error)>,
}

/// Awaits `find`; where nothing is found, awaits `create`. Where another client creates the object in between and `create`
/// conflicts, awaits `find` once more.
///
/// The calls are sent only when they are awaited here, so `create` costs nothing where the object exists.
///
/// # Errors
///
/// The error of `find`, unless nothing was found; the error of `create`.
pub async fn find_or_create<T>(
    find: impl IntoFuture<Output = Result<T, Error>> + Clone,
    create: impl IntoFuture<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match find.clone().into_future().await {
        Err(error) if error.is_not_found() => {}
        found => return found,
    }
    match create.into_future().await {
        Err(conflict) if conflict.is_conflict() => match find.into_future().await {
            Err(error) if error.is_not_found() => Err(conflict),
            found => found,
        },
        created => created,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn results_keep_the_order_of_inputs_within_the_limit() {
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let call = |input: u64| {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            async move {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(100 - input)).await;
                running.fetch_sub(1, Ordering::SeqCst);
                if input % 7 == 3 { Err(Error::new(ErrorKind::Timeout, format!("{input}"))) } else { Ok(input) }
            }
        };
        let outcomes = for_each_concurrent(8, 0..50, call).collect().await;
        assert_eq!(most.load(Ordering::SeqCst), 8);
        let failed: Vec<usize> = outcomes.failed.iter().map(|(position, _)| *position).collect();
        assert_eq!(failed, [3, 10, 17, 24, 31, 38, 45]);
        assert!(outcomes.succeeded.iter().all(|(position, value)| *position as u64 == *value));
        assert_eq!(outcomes.succeeded.len() + failed.len(), 50);
    }

    #[tokio::test(start_paused = true)]
    async fn inputs_are_taken_as_there_is_room() {
        let mut calls = for_each_concurrent(3, 0_u64.., |input| async move {
            tokio::time::sleep(Duration::from_millis(input)).await;
            Ok::<_, Error>(input)
        });
        for expected in 0..20 {
            assert_eq!(calls.next().await.unwrap().unwrap(), expected);
            assert!(calls.running.len() < 3, "the endless rest is not taken");
        }
    }

    #[tokio::test]
    async fn found_objects_are_not_created() {
        let not_found = || std::future::ready(Err::<u8, _>(Error::new(ErrorKind::NotFound, "")));
        let never = async { unreachable!("created") };
        assert_eq!(find_or_create(Again(|| Ok(1)), never).await.unwrap(), 1);
        assert_eq!(find_or_create(Again(|| not_found().into_inner()), async { Ok(2) }).await.unwrap(), 2);
        let broken = find_or_create(Again(|| Err::<u8, _>(Error::new(ErrorKind::Timeout, ""))), async { Ok(2) }).await;
        assert!(broken.unwrap_err().is_timeout());
    }

    /// A call that can be made again.
    #[derive(Clone)]
    struct Again<F>(F);

    impl<T, F: Fn() -> Result<T, Error>> IntoFuture for Again<F> {
        type Output = Result<T, Error>;
        type IntoFuture = std::future::Ready<Result<T, Error>>;

        fn into_future(self) -> Self::IntoFuture {
            std::future::ready((self.0)())
        }
    }
}
