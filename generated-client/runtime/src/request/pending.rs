//! A call on its way.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::response::raw::RawResponse;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A call on its way: a `Send + 'static` future of its decoded response. Dropping it cancels the call.
#[must_use = "a call does nothing until it is awaited"]
pub struct Pending<T> {
    response: Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>,
    decodes: PhantomData<fn() -> T>,
}

impl<T> Pending<T> {
    pub(crate) fn new(response: impl Future<Output = Result<RawResponse, Error>> + Send + 'static) -> Self {
        Self { response: Box::pin(response), decodes: PhantomData }
    }
}

impl<T: FromResponse> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.response.as_mut().poll(context).map(|response| response.and_then(T::from_response))
    }
}

crate::not_iterable!(Pending<T>, CallWithoutAwait);

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}
