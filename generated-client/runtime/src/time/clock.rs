//! Time, as a seam: waits and deadlines of tests pass without waiting.

use crate::time::platform::{Instant, SystemTime};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A wait.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where the client reads the time and waits. The default is the system's clocks and tokio's timer, in a
/// browser its own.
pub trait Clock: Send + Sync + fmt::Debug + 'static {
    /// A clock that never goes back: deadlines are reckoned with it.
    fn now(&self) -> Instant;

    /// The system's clock: only compared with the server's, where the server does not send its own.
    fn system(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, time: Duration) -> Sleep;
}

/// The system's clocks and tokio's timer.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system(&self) -> SystemTime {
        SystemTime::now()
    }

    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    fn sleep(&self, time: Duration) -> Sleep {
        let millis = u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
        // A browser's timers stay on their thread.
        Box::pin(send_wrapper::SendWrapper::new(gloo_timers::future::TimeoutFuture::new(millis)))
    }

    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(async move {
            // Outside of a runtime tokio's timer would panic; there the call has failed before it comes to a wait.
            if tokio::runtime::Handle::try_current().is_ok() {
                tokio::time::sleep(time).await;
            }
        })
    }
}
