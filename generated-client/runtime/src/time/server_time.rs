//! What a response's headers say about time, by the server's clock.

use crate::time::platform::SystemTime;
use crate::time::timestamp::Timestamp;
use http::{HeaderMap, HeaderName, header};
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use std::time::Duration;

/// Times in a response's headers. Values that cannot be read are as good as absent.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct ServerTime {
    /// The server's clock when it responded; the local one where it does not say.
    now: i64,
    retry_after: Option<Duration>,
    reset: Option<i64>,
}

impl ServerTime {
    /// Reads `Date`, `Retry-After` and the rate limit's reset header.
    pub(crate) fn read(headers: &HeaderMap, reset_header: Option<&HeaderName>, local: &dyn Fn() -> SystemTime) -> Self {
        let date = texts(headers, &header::DATE).find_map(http_date);
        let now = date.unwrap_or_else(|| Timestamp::from(local()).unix());
        let retry_after = texts(headers, &header::RETRY_AFTER).find_map(|text| match text.parse::<u64>() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => http_date(text).map(|at| distance(now, at)),
        });
        let reset = reset_header
            .and_then(|name| texts(headers, name).find_map(|text| text.parse::<i64>().ok()))
            // A reset before the epoch of rate limits is no time, and one a day ahead no window.
            .filter(|reset| *reset > 0 && reset.saturating_sub(now) <= 86_400);
        Self { now, retry_after, reset }
    }

    /// The server's clock when it responded, in unix seconds; the local one where it does not say.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// `Retry-After`.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// How long until the rate limit's window ends: by `Retry-After`, else by the reset header.
    pub(crate) fn until_reset(&self) -> Option<Duration> {
        self.retry_after.or_else(|| self.reset.map(|reset| distance(self.now, reset)))
    }

    /// How long until the rate limit's window ends, by the reset header alone.
    pub(crate) fn until_window(&self) -> Option<Duration> {
        self.reset.map(|reset| distance(self.now, reset))
    }

    /// When the server would take the call again.
    pub(crate) fn retry_at(&self) -> Option<Timestamp> {
        let wait = i64::try_from(self.until_reset()?.as_secs()).ok()?;
        self.now.checked_add(wait).map(Timestamp::from_unix)
    }
}

fn texts<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok()).map(str::trim)
}

/// An HTTP date in unix seconds, in any of the three forms of RFC 9110, 5.6.7.
fn http_date(text: &str) -> Option<i64> {
    const OBSOLETE: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    if let Some(seconds) = imf_fixdate(text.as_bytes()) {
        return Some(seconds);
    }
    if let Ok(time) = rfc2822::parse(text) {
        return Some(time.timestamp().as_second());
    }
    for form in OBSOLETE {
        if let Ok(time) = DateTime::strptime(form, text) {
            return Some(Offset::UTC.to_timestamp(time).ok()?.as_second());
        }
    }
    None
}

/// The form in which servers write dates (RFC 9110, 5.6.7), such as `Sun, 06 Nov 1994 08:49:37 GMT`. It is read here, since each
/// response has one; whatever looks otherwise is left to the general parser.
fn imf_fixdate(text: &[u8]) -> Option<i64> {
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let text: &[u8; 29] = text.try_into().ok()?;
    let [
        ..,
        b',',
        b' ',
        d1,
        d2,
        b' ',
        m1,
        m2,
        m3,
        b' ',
        y1,
        y2,
        y3,
        y4,
        b' ',
        h1,
        h2,
        b':',
        i1,
        i2,
        b':',
        s1,
        s2,
        b' ',
        b'G',
        b'M',
        b'T',
    ] = text
    else {
        return None;
    };
    let number = |tens: &u8, ones: &u8| {
        let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
        is_number.then(|| i8::try_from((tens - b'0') * 10 + (ones - b'0')).unwrap_or_default())
    };
    let month = MONTHS.as_chunks::<3>().0.iter().position(|month| month == &[*m1, *m2, *m3])?;
    let year = i16::from(number(y1, y2)?) * 100 + i16::from(number(y3, y4)?);
    let day = Date::new(year, i8::try_from(month + 1).ok()?, number(d1, d2)?).ok()?;
    let time = Time::new(number(h1, h2)?, number(i1, i2)?, number(s1, s2)?, 0).ok()?;
    Some(Offset::UTC.to_timestamp(day.to_datetime(time)).ok()?.as_second())
}

/// From one time to a later one; zero when it is past.
fn distance(now: i64, later: i64) -> Duration {
    Duration::from_secs(u64::try_from(later.saturating_sub(now)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(headers: &[(&str, &str)]) -> ServerTime {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), (*value).try_into().unwrap());
        }
        ServerTime::read(&map, Some(&HeaderName::from_static("x-reset")), &|| {
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_538_130_000)
        })
    }

    #[test]
    fn times_are_reckoned_by_the_server_s_clock() {
        // The local clock is an hour behind the server's.
        let time = read(&[("date", "Fri, 28 Sep 2018 11:20:00 GMT"), ("x-reset", "1538133607")]);
        assert_eq!(time.until_reset(), Some(Duration::from_secs(7)));
        let time = read(&[("date", "Fri, 28 Sep 2018 11:20:00 GMT"), ("retry-after", "Fri, 28 Sep 2018 11:20:09 GMT")]);
        assert_eq!(time.until_reset(), Some(Duration::from_secs(9)));
        assert_eq!(time.retry_at(), Some(Timestamp::from_unix(1_538_133_609)));
    }

    #[test]
    fn dates_in_the_forms_that_http_has_had() {
        for date in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(http_date(date), Some(784_111_777), "{date}");
        }
        for invalid in ["Sunday, 06-Nov-94", "Sun Nov  6 1994", "06-Nov-94 08:49:37 GMT"] {
            assert_eq!(http_date(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn invalid_values_are_ignored_or_clamped() {
        for invalid in ["-1", "abc", "99999999999999999999", "", "1.5", "Fri, 99 Sep 2018"] {
            assert_eq!(read(&[("retry-after", invalid)]).until_reset(), None, "{invalid}");
        }
        for invalid in ["-5", "abc", "99999999999999999999", "9223372036854775807", "0"] {
            assert_eq!(read(&[("x-reset", invalid)]).until_reset(), None, "{invalid}");
        }
        assert_eq!(read(&[("retry-after", "0")]).until_reset(), Some(Duration::ZERO));
        assert_eq!(read(&[("retry-after", "abc"), ("retry-after", "3")]).until_reset(), Some(Duration::from_secs(3)));
        assert_eq!(read(&[("x-reset", "1538129000")]).until_reset(), Some(Duration::ZERO), "a reset that is past");
        let huge = read(&[("retry-after", "18446744073709551615")]);
        assert_eq!(huge.retry_at(), None);
    }

    proptest! {
        #[test]
        fn no_header_breaks_the_reckoning(after in ".{0,40}", reset in ".{0,40}", date in ".{0,40}") {
            let headers = [("retry-after", after), ("x-reset", reset), ("date", date)];
            let valid = headers.iter().filter(|(_, value)| http::HeaderValue::from_str(value).is_ok());
            let headers: Vec<_> = valid.map(|(name, value)| (*name, value.as_str())).collect();
            let time = read(&headers);
            let _ = (time.until_reset(), time.until_window(), time.retry_at());
        }

        #[test]
        fn seconds_and_dates_say_the_same(seconds in 0..100_000_i64, now in 0..4_000_000_000_i64) {
            let date = |unix| {
                let time = jiff::Timestamp::from_second(unix).unwrap();
                rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap()
            };
            let (now_text, then) = (date(now), date(now + seconds));
            let by_seconds = read(&[("date", &now_text), ("retry-after", &seconds.to_string())]);
            let by_date = read(&[("date", &now_text), ("retry-after", &then)]);
            let wait = Duration::from_secs(seconds.unsigned_abs());
            prop_assert_eq!((by_seconds.until_reset(), by_date.until_reset()), (Some(wait), Some(wait)));
            prop_assert_eq!(by_seconds.retry_at(), Some(Timestamp::from_unix(now + seconds)));
            let by_reset = read(&[("date", &now_text), ("x-reset", &(now + seconds).to_string())]);
            let known = seconds <= 86_400 && now + seconds > 0;
            prop_assert_eq!(by_reset.until_reset(), known.then_some(wait));
        }
    }
}
