//! What happens to a call, for metrics and logs of the application. No bodies, no arguments, no credential.

use crate::schema::Function;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Something that happened to a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum CallEvent<'a> {
    /// An attempt goes out.
    Sending {
        /// The function.
        function: &'static Function,
        /// The attempt, from 1.
        attempt: u32,
    },
    /// A response came, whatever its status.
    Response {
        /// The function.
        function: &'static Function,
        /// The attempt, from 1.
        attempt: u32,
        /// The HTTP status.
        status: u16,
        /// The body's length.
        bytes: usize,
        /// From sending to the end of the body.
        time: Duration,
    },
    /// No response came, or only a part of it.
    Failed {
        /// The function.
        function: &'static Function,
        /// The attempt, from 1.
        attempt: u32,
        /// From sending to the failure.
        time: Duration,
        /// Why.
        message: &'a str,
    },
    /// The call will be tried again.
    Waiting {
        /// The function.
        function: &'static Function,
        /// The attempt that failed, from 1.
        attempt: u32,
        /// The wait.
        time: Duration,
    },
}

/// The application's observer of calls.
#[derive(Clone)]
pub(crate) struct Observer(pub Arc<dyn Fn(&CallEvent<'_>) + Send + Sync>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
