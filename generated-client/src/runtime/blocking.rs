//! Calls without `async`, for programs that have no runtime.

use super::{Error, FromAnswer, Items, Listing, Page, Pages, Pending};
use std::fmt;
use std::future::Future;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// One runtime for all blocking calls of the process: connections live on it between calls.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::config("a blocking call inside of a tokio runtime would stop it; await the call there"));
    }
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread().worker_threads(1).thread_name("blocking-calls").enable_all().build().ok()
    });
    match runtime {
        Some(runtime) => Ok(runtime.block_on(future)),
        None => Err(Error::config("the runtime of blocking calls cannot be started")),
    }
}

impl<T: FromAnswer> Pending<T> {
    /// Waits for the answer on this thread.
    ///
    /// # Errors
    ///
    /// As awaiting; and when the thread is inside of a tokio runtime.
    pub fn wait(self) -> Result<T, Error> {
        block_on(self)?
    }
}

/// Items of a list, fetched as they are needed, on this thread.
pub struct BlockingItems<L: Listing>(Items<L>);

impl<L: Listing> Items<L> {
    /// An iterator instead of a stream.
    #[must_use]
    pub fn blocking(self) -> BlockingItems<L> {
        BlockingItems(self)
    }
}

impl<L: Listing> Iterator for BlockingItems<L> {
    type Item = Result<L::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.0.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<L: Listing> fmt::Debug for BlockingItems<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Pages of a list, fetched as they are needed, on this thread.
pub struct BlockingPages<L>(Pages<L>);

impl<L: Listing> Pages<L> {
    /// An iterator instead of a stream.
    #[must_use]
    pub fn blocking(self) -> BlockingPages<L> {
        BlockingPages(self)
    }
}

impl<L: Listing> Iterator for BlockingPages<L> {
    type Item = Result<Page<L>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        block_on(self.0.next()).unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<L> fmt::Debug for BlockingPages<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What builders can do with the `blocking` feature.
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint_blocking {
    ($name:ident => $output:ty) => {
        impl $name {
            /// Sends the call and waits for its answer on this thread.
            ///
            /// # Errors
            ///
            /// As awaiting; and when the thread is inside of a tokio runtime.
            pub fn blocking(self) -> Result<$output, $crate::runtime::Error> {
                self.send().wait()
            }
        }
    };
}
