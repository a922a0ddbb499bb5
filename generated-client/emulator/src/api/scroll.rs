//! Scrolls: one at a time, at an end when nothing is left, and forgotten after a minute.

use crate::engine::{Call, Refusal};
use crate::state::records::Scroll;
use crate::state::table::Seq;

/// About as many records as Intercom gives at once.
pub(crate) const PART: usize = 100;

/// Seconds of the emulator's clock after which an idle scroll is over.
const IDLE: i64 = 60;

/// Takes up the scroll that a request names, or opens one.
pub(crate) fn take(call: &mut Call<'_>) -> Result<Scroll, Refusal> {
    let now = call.now;
    if call.world.scroll.as_ref().is_some_and(|scroll| now.saturating_sub(scroll.used_at) > IDLE) {
        call.world.scroll = None;
    }
    let over = call.request.segments.first().cloned().unwrap_or_default();
    match (call.query("scroll_param"), &call.world.scroll) {
        (Some(param), Some(scroll))
            if scroll.param == param && scroll.over.as_ref().is_none_or(|known| *known == over) =>
        {
            Ok(Scroll { over: Some(over), ..scroll.clone() })
        }
        (Some(_), _) => Err(Refusal::no_scroll()),
        (None, Some(scroll)) if scroll.over.is_some() => Err(Refusal::scroll_exists()),
        // One of the seed data that nobody has taken up is not open yet.
        (None, _) => Ok(Scroll { param: call.world.ids.uuid(), over: Some(over), last: None, used_at: now }),
    }
}

/// Keeps a scroll for the next request; without anything given out it is over.
pub(crate) fn keep(call: &mut Call<'_>, mut scroll: Scroll, last: Option<Seq>) -> String {
    let param = scroll.param.clone();
    call.world.scroll = last.map(|last| {
        scroll.last = Some(last);
        scroll.used_at = call.now;
        scroll
    });
    param
}
