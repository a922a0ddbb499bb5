//! A ready call of a function, as the spec's examples have it.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::request::call::Call;
use crate::request::pending::Pending;
use crate::schema::Function;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

/// A ready call with its request and its response.
#[derive(Debug)]
pub struct Example<C: 'static> {
    /// The function.
    pub function: &'static Function,
    /// The arguments of the dynamic call, as JSON.
    pub args: &'static str,
    /// The path as sent.
    pub path: &'static str,
    /// The query before percent-encoding.
    pub query: &'static [(&'static str, &'static str)],
    /// The body as JSON.
    pub body: Option<&'static str>,
    /// The response's status.
    pub status: u16,
    /// The response's body as JSON; empty for none.
    pub response: &'static str,
    /// Builds the typed call.
    pub call: fn(&C) -> Call,
    /// Sends the typed call and shows what it decodes to.
    pub send: fn(&C) -> Shown,
}

/// The decoded response of a typed call, as `Debug` shows it.
pub type Shown = Pin<Box<dyn Future<Output = Result<String, Error>> + Send>>;

/// Shows what a call decodes to.
#[must_use]
pub fn show<T: FromResponse + Debug>(pending: Pending<T>) -> Shown {
    Box::pin(async move { pending.await.map(|value| format!("{value:?}")) })
}
