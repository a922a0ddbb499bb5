//! A call on its way.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::response::raw::RawResponse;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A response on its way. Boxed where the call is made, so that it is compiled once and not for each type of response.
pub(crate) type ResponseFuture = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

/// A call on its way: a `Send + 'static` future of its decoded response. Dropping it cancels the call.
#[must_use = "a call does nothing until it is awaited"]
pub struct Pending<T> {
    response: ResponseFuture,
    decodes: PhantomData<fn() -> T>,
}

impl<T> Pending<T> {
    pub(crate) fn new(response: ResponseFuture) -> Self {
        Self { response, decodes: PhantomData }
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
