//! Typed calls of the tables' functions: what the generated builders wrap.

use super::done::Done;
use super::error::TablesError;
use api_client_runtime::__private::{Arg, Call, FieldRef, Function};
use std::future::Future;
use std::pin::Pin;

pub use super::handle::Tables as Handle;

/// A call of a function of the tables, which its plan sends.
#[derive(Clone, Debug)]
pub struct TableCall<'c> {
    tables: Handle<'c>,
    call: Call,
}

/// What a call has done, on its way.
pub type TableFuture<'c> = Pin<Box<dyn Future<Output = Result<Done, TablesError>> + Send + 'c>>;

impl<'c> TableCall<'c> {
    /// A call without arguments.
    pub fn new(tables: Handle<'c>, function: &'static Function) -> Self {
        Self { call: Call::new(tables.client.core(), function), tables }
    }

    /// Sets the argument of a field.
    pub fn set(mut self, field: FieldRef, arg: Arg) -> Self {
        self.call = self.call.set(field, arg);
        self
    }

    /// Makes the calls of the plan.
    pub fn send(self) -> TableFuture<'c> {
        Box::pin(async move {
            let function = self.call.function().name;
            match self.call.into_args() {
                Ok(args) => self.tables.call(function, args).await,
                Err(error) => Err(TablesError::of_call(function, error)),
            }
        })
    }
}

/// What a builder can do besides taking arguments: what generated code adds below each.
macro_rules! table_call {
    ($name:ident) => {
        impl<'c> $name<'c> {
            /// Makes the calls; `.await` on the builder does the same.
            ///
            /// # Errors
            ///
            /// As [`Tables::call`](crate::tables::Tables::call).
            pub fn send(self) -> crate::tables::TableFuture<'c> {
                self.0.send()
            }
        }

        impl<'c> std::future::IntoFuture for $name<'c> {
            type Output = Result<crate::tables::Done, crate::tables::TablesError>;
            type IntoFuture = crate::tables::TableFuture<'c>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

pub(crate) use table_call;
