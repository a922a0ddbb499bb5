//! The headers that every response has: request id, rate limit and date.

use crate::protocol::headers::REQUEST_ID_HEADER;
use crate::protocol::rate_limit::RateLimitStatus;
use http::{HeaderName, HeaderValue, Response, header};
use intercom_client::PACKAGE;
use std::cell::RefCell;
use std::sync::LazyLock;
use std::thread::LocalKey;

/// The headers with limit, remaining requests and reset.
static RATE_HEADERS: LazyLock<Option<[HeaderName; 3]>> = LazyLock::new(|| {
    let names = PACKAGE.rate_limit.as_ref()?;
    let name = |name: &str| HeaderName::try_from(name).ok();
    Some([name(names.limit)?, name(names.remaining)?, name(names.reset)?])
});

/// The latest value of a header, with the number that it is made from. Requests of one second have equal dates and resets.
type Latest = RefCell<Option<(i64, HeaderValue)>>;

thread_local! {
    static DATE: Latest = const { RefCell::new(None) };
    static LIMIT: Latest = const { RefCell::new(None) };
    static RESET: Latest = const { RefCell::new(None) };
}

/// Adds the headers at the time `now` of a clock with this error in seconds.
pub fn add<B>(response: &mut Response<B>, id: &str, now: i64, clock_skew: i64, rate_limit: Option<RateLimitStatus>) {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(&REQUEST_ID_HEADER, id);
    }
    if let (Some([limit, remaining, reset]), Some(status)) = (&*RATE_HEADERS, rate_limit) {
        let number = |number: i64| Some(HeaderValue::from(number));
        let constant = i64::try_from(status.limit).unwrap_or(i64::MAX);
        if let Some(value) = latest(&LIMIT, constant, |_| Some(status.limit.into())) {
            headers.insert(limit, value);
        }
        headers.insert(remaining, status.remaining.into());
        let at = status.reset.saturating_add(clock_skew);
        if let Some(value) = latest(&RESET, at, number) {
            headers.insert(reset, value);
        }
    }
    if let Some(date) = latest(&DATE, now.saturating_add(clock_skew), date) {
        headers.insert(header::DATE, date);
    }
}

fn latest(
    cell: &'static LocalKey<Latest>,
    number: i64,
    make: impl FnOnce(i64) -> Option<HeaderValue>,
) -> Option<HeaderValue> {
    if let Some(value) =
        cell.with_borrow(|latest| Some(latest.as_ref().filter(|(known, _)| *known == number)?.1.clone()))
    {
        return Some(value);
    }
    let value = make(number)?;
    cell.replace(Some((number, value.clone())));
    Some(value)
}

/// None for a time beyond the calendar.
fn date(seconds: i64) -> Option<HeaderValue> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).ok()?;
    HeaderValue::try_from(date).ok()
}
