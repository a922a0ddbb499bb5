//! Calls without `async`, for programs that have no runtime.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::execute::download::{Download, PendingDownload};
use crate::paging::cursor::Cursor;
use crate::paging::items::Items;
use crate::paging::listing::Listing;
use crate::paging::page::Page;
use crate::paging::pages::Pages;
use crate::request::pending::Pending;
use bytes::Bytes;
use std::fmt;
use std::future::Future;
use std::io;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// One runtime for all blocking calls of the process: connections live on it between calls.
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// Waits for a future on this thread.
///
/// A thread of `spawn_blocking` is rejected like those that drive tasks: tokio does not let a program distinguish them.
fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    if Handle::try_current().is_ok() {
        let problem = "a blocking call inside of a tokio runtime could stop it; await the call there, or, on a thread that \
                       may wait, such as one of `spawn_blocking`, use `Handle::current().block_on`";
        return Err(Error::config(problem));
    }
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread().worker_threads(1).thread_name("blocking-calls").enable_all().build().ok()
    });
    match runtime {
        Some(runtime) => Ok(runtime.block_on(future)),
        None => Err(Error::config("the runtime of blocking calls cannot be started")),
    }
}

impl<T: FromResponse> Pending<T> {
    /// Blocks this thread until the response is there.
    ///
    /// # Errors
    ///
    /// As awaiting; and when the thread is inside of a tokio runtime, where `Handle::current().block_on` does the same for
    /// threads that may wait.
    pub fn wait(self) -> Result<T, Error> {
        block_on(self)?
    }
}

impl PendingDownload {
    /// Blocks this thread until the head of the response is there.
    ///
    /// # Errors
    ///
    /// As awaiting; and when the thread is inside of a tokio runtime.
    pub fn wait(self) -> Result<Download, Error> {
        block_on(self)?
    }
}

/// The bytes of a response, read as they are needed, on this thread.
pub struct BlockingDownload {
    download: Download,
    chunk: Bytes,
}

impl Download {
    /// A reader instead of a stream.
    #[must_use]
    pub fn blocking(self) -> BlockingDownload {
        BlockingDownload { download: self, chunk: Bytes::new() }
    }
}

impl io::Read for BlockingDownload {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match block_on(self.download.next()).map_err(io::Error::other)? {
                Some(chunk) => self.chunk = chunk.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = self.chunk.len().min(buffer.len());
        let read = self.chunk.split_to(length);
        if let Some(place) = buffer.get_mut(..length) {
            place.copy_from_slice(&read);
        }
        Ok(length)
    }
}

impl fmt::Debug for BlockingDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.download.fmt(f)
    }
}

/// The next item, waited for on this thread; `None` after one that could not be waited for.
fn step<T>(stopped: &mut bool, next: impl Future<Output = Option<Result<T, Error>>>) -> Option<Result<T, Error>> {
    if *stopped {
        return None;
    }
    block_on(next).unwrap_or_else(|error| {
        *stopped = true;
        Some(Err(error))
    })
}

/// Items of a list, fetched as they are needed, on this thread. It ends as [`Items`] do, and when the thread is inside of a
/// tokio runtime, after the error.
pub struct BlockingItems<L: Listing> {
    items: Items<L>,
    stopped: bool,
}

impl<L: Listing> Items<L> {
    /// An iterator instead of a stream.
    #[must_use]
    pub fn blocking(self) -> BlockingItems<L> {
        BlockingItems { items: self, stopped: false }
    }
}

impl<L: Listing> BlockingItems<L> {
    /// Carries on after the error at which the iterator ended; see [`Items::resume`].
    pub fn resume(&mut self) {
        self.items.resume();
    }

    /// Where the iterator would carry on; see [`Items::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        self.items.cursor()
    }
}

impl<L: Listing> Iterator for BlockingItems<L> {
    type Item = Result<L::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        step(&mut self.stopped, self.items.next())
    }
}

impl<L: Listing> fmt::Debug for BlockingItems<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}

/// Pages of a list, fetched as they are needed, on this thread. It ends as [`Pages`] do, and when the thread is inside of a
/// tokio runtime, after the error.
pub struct BlockingPages<L> {
    pages: Pages<L>,
    stopped: bool,
}

impl<L: Listing> Pages<L> {
    /// An iterator instead of a stream.
    #[must_use]
    pub fn blocking(self) -> BlockingPages<L> {
        BlockingPages { pages: self, stopped: false }
    }
}

impl<L: Listing> BlockingPages<L> {
    /// Carries on after the error at which the iterator ended; see [`Pages::resume`].
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// Where the iterator would carry on; see [`Pages::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.pages.cursor()
    }
}

impl<L: Listing> Iterator for BlockingPages<L> {
    type Item = Result<Page<L>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        step(&mut self.stopped, self.pages.next())
    }
}

impl<L> fmt::Debug for BlockingPages<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pages.fmt(f)
    }
}

/// What builders can do with the `blocking` feature.
#[doc(hidden)]
#[macro_export]
macro_rules! endpoint_blocking {
    ($name:ident => $output:ty) => {
        impl $name {
            /// Sends the call and blocks this thread until the response is there.
            ///
            /// # Errors
            ///
            /// As awaiting; and when the thread is inside of a tokio runtime.
            #[inline]
            pub fn send_blocking(self) -> Result<$output, $crate::__private::Error> {
                self.send().wait()
            }
        }
    };
}
