//! Whether a scroll that is not found is at its end or has expired: the server returns 404 for both.

use crate::time::platform::{Instant, SystemTime};
use crate::time::server_time::ServerTime;
use http::HeaderMap;
use std::time::Duration;

/// When a page of a scroll was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastUse {
    /// When the page was asked for, by the attempt that got it: the server has used the scroll then or later.
    asked: Instant,
    /// The server's clock when it responded, in unix seconds; the local system's where it does not say.
    server: i64,
}

impl LastUse {
    pub(crate) fn new(asked: Instant, headers: &HeaderMap, local: SystemTime) -> Self {
        Self { asked, server: server_seconds(headers, local) }
    }

    /// Whether the scroll was certainly open when a response with these headers came. The later one of both clocks counts: the own
    /// one stands still while the machine sleeps.
    pub(crate) fn is_certainly_open(
        &self,
        idle: Duration,
        now: Instant,
        headers: &HeaderMap,
        local: SystemTime,
    ) -> bool {
        let by_server = server_seconds(headers, local).saturating_sub(self.server);
        let by_server = Duration::from_secs(u64::try_from(by_server).unwrap_or(0));
        now.saturating_duration_since(self.asked).max(by_server) < idle
    }
}

fn server_seconds(headers: &HeaderMap, local: SystemTime) -> i64 {
    ServerTime::read(headers, None, &|| local).now()
}
