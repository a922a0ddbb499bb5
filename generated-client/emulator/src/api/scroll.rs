//! Scrolls: one at a time; a scroll ends with an empty page or expires after a minute.

use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::workspace::records::account::Scroll;
use crate::workspace::table::Seq;

/// About the page size of Intercom.
pub const PAGE_SIZE: usize = 100;

/// An idle scroll expires after this time of the emulator's clock.
const MAX_IDLE_SECONDS: i64 = 60;

/// Continues the scroll that a request names, or opens one.
pub fn open(call: &mut Call<'_>) -> Result<Scroll, ApiError> {
    let now = call.now;
    if call.workspace.scroll.as_ref().is_some_and(|scroll| now.saturating_sub(scroll.used_at) > MAX_IDLE_SECONDS) {
        call.workspace.scroll = None;
    }
    let over = call.request.segments.first().cloned().unwrap_or_default();
    match (call.query("scroll_param"), &call.workspace.scroll) {
        (Some(param), Some(scroll))
            if scroll.param == param && scroll.over.as_ref().is_none_or(|known| *known == over) =>
        {
            Ok(Scroll { over: Some(over), ..scroll.clone() })
        }
        (Some(_), _) => Err(ApiError::scroll_not_found()),
        (None, Some(scroll)) if scroll.over.is_some() => Err(ApiError::scroll_exists()),
        // A seeded scroll that no list has continued does not count as open.
        (None, _) => Ok(Scroll { param: call.workspace.ids.uuid(), over: Some(over), last: None, used_at: now }),
    }
}

/// Stores the position of a scroll; it ends with an empty page. Returns its parameter.
pub fn advance(call: &mut Call<'_>, mut scroll: Scroll, last: Option<Seq>) -> String {
    let param = scroll.param.clone();
    call.workspace.scroll = last.map(|last| {
        scroll.last = Some(last);
        scroll.used_at = call.now;
        scroll
    });
    param
}
