//! Report: a first program passes the times that it has to setters, and gets such times back.

use chrono::{DateTime, FixedOffset, Utc};
use intercom_client::time::{TimeRangeError, Timestamp};
use intercom_client::{Client, Value};
use proptest::prelude::*;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;

const SECOND: i64 = 1_538_130_000;

/// What all of the types can hold.
const COMMON: std::ops::Range<i64> = -377_705_023_201..253_402_207_200;

/// The first and the last second that another type can represent, and no more.
fn assert_ends<T>(name: &str, ends: [i64; 2])
where
    T: TryFrom<Timestamp, Error = TimeRangeError>,
    Timestamp: From<T>,
{
    for inside in [ends[0], ends[1], 0, -1, 1] {
        let time = T::try_from(Timestamp::from_unix(inside)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(Timestamp::from(time).unix(), inside, "{name}");
    }
    for outside in [ends[0] - 1, ends[1] + 1, i64::MIN, i64::MAX] {
        let Err(error) = T::try_from(Timestamp::from_unix(outside)) else { panic!("{name} takes {outside}") };
        assert_eq!(error.timestamp().unix(), outside);
        let text = error.to_string();
        assert!(text.contains(&outside.to_string()) && text.contains(name) && text.contains("out of range"), "{text}");
    }
}

#[test]
fn each_type_has_its_range_and_no_more() {
    let ends = [jiff::Timestamp::MIN, jiff::Timestamp::MAX].map(|end| end.as_second());
    assert_ends::<jiff::Timestamp>("jiff::Timestamp", ends);
    let ends = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC].map(|end| end.timestamp());
    assert_ends::<DateTime<Utc>>("chrono::DateTime<Utc>", ends);
    let ends = [time::Date::MIN.midnight(), time::Date::MAX.with_time(time::Time::MAX)];
    assert_ends::<OffsetDateTime>("time::OffsetDateTime", ends.map(|end| end.assume_utc().unix_timestamp()));
}

#[test]
fn extremes_of_each_type_convert() {
    assert_eq!(Timestamp::from(jiff::Timestamp::MAX).unix(), jiff::Timestamp::MAX.as_second());
    assert_eq!(Timestamp::from(jiff::Timestamp::MIN).unix(), jiff::Timestamp::MIN.as_second());
    assert_eq!(Timestamp::from(DateTime::<Utc>::MAX_UTC).unix(), DateTime::<Utc>::MAX_UTC.timestamp());
    assert_eq!(Timestamp::from(DateTime::<Utc>::MIN_UTC).unix(), DateTime::<Utc>::MIN_UTC.timestamp());
    // The system's clock has the range of the platform; what is beyond is an error and no panic.
    for second in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
        match SystemTime::try_from(Timestamp::from_unix(second)) {
            Ok(time) => assert_eq!(Timestamp::from(time).unix(), second),
            Err(error) => assert!(error.to_string().contains("std::time::SystemTime"), "{error}"),
        }
    }
}

#[test]
fn half_a_second_before_1970_is_rounded_down() {
    let half = Duration::from_millis(500);
    assert_eq!(Timestamp::from(UNIX_EPOCH - half).unix(), -1);
    assert_eq!(Timestamp::from(jiff::Timestamp::UNIX_EPOCH - half).unix(), -1);
    assert_eq!(Timestamp::from(DateTime::<Utc>::UNIX_EPOCH - half).unix(), -1);
    assert_eq!(Timestamp::from(OffsetDateTime::UNIX_EPOCH - half).unix(), -1);
    assert_eq!(Timestamp::parse("1969-12-31T23:59:59.5Z").map(Timestamp::unix), Some(-1));
}

#[test]
fn time_in_any_zone_is_the_same_point() {
    let zoned = jiff::Timestamp::from_second(SECOND).unwrap().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9)));
    assert_eq!(Timestamp::from(&zoned).unix(), SECOND);
    assert_eq!(Timestamp::from(zoned).unix(), SECOND);
    let east = FixedOffset::east_opt(9 * 3600).unwrap();
    let offset: DateTime<FixedOffset> = DateTime::from_timestamp(SECOND, 0).unwrap().with_timezone(&east);
    assert_eq!(Timestamp::from(offset).unix(), SECOND);
    let offset = OffsetDateTime::from_unix_timestamp(SECOND).unwrap();
    assert_eq!(Timestamp::from(offset.to_offset(time::UtcOffset::from_hms(9, 0, 0).unwrap())).unix(), SECOND);
}

/// What a setter sends for a time.
fn sent(client: &Client, time: impl Into<Timestamp>) -> Value {
    let call = client.users().create_by_email("ines@kiln.example").signed_up_at(time);
    let request = call.into_request().unwrap();
    let body: Value = serde_json::from_slice(request.body().unwrap()).unwrap();
    body["signed_up_at"].clone()
}

#[test]
fn setters_take_the_times_of_other_crates() {
    let client = Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").build().unwrap();
    let by_others = [
        sent(&client, jiff::Timestamp::from_second(SECOND).unwrap()),
        sent(&client, jiff::Timestamp::from_second(SECOND).unwrap().to_zoned(jiff::tz::TimeZone::UTC)),
        sent(&client, DateTime::from_timestamp(SECOND, 999_999_999).unwrap()),
        sent(&client, OffsetDateTime::from_unix_timestamp(SECOND).unwrap()),
        sent(&client, UNIX_EPOCH + Duration::from_secs(SECOND.unsigned_abs())),
    ];
    for value in by_others {
        assert_eq!(value, SECOND);
    }
    // A number without a type is still seconds.
    assert_eq!(sent(&client, 1538130000), SECOND);
}

proptest! {
    #[test]
    fn every_second_converts_there_and_back(second in COMMON) {
        let time = Timestamp::from_unix(second);
        prop_assert_eq!(Timestamp::from(jiff::Timestamp::try_from(time).unwrap()), time);
        prop_assert_eq!(Timestamp::from(DateTime::<Utc>::try_from(time).unwrap()), time);
        prop_assert_eq!(Timestamp::from(OffsetDateTime::try_from(time).unwrap()), time);
        prop_assert_eq!(Timestamp::from(SystemTime::try_from(time).unwrap()), time);
    }

    #[test]
    fn fractions_are_rounded_down_by_all_alike(second in COMMON, nanos in 0..1_000_000_000_u32) {
        let time = Timestamp::from_unix(second);
        prop_assert_eq!(Timestamp::from(DateTime::from_timestamp(second, nanos).unwrap()), time);
        let all = i128::from(second) * 1_000_000_000 + i128::from(nanos);
        prop_assert_eq!(Timestamp::from(jiff::Timestamp::from_nanosecond(all).unwrap()), time);
        prop_assert_eq!(Timestamp::from(OffsetDateTime::from_unix_timestamp_nanos(all).unwrap()), time);
        let system = SystemTime::try_from(time).unwrap() + Duration::from_nanos(u64::from(nanos));
        prop_assert_eq!(Timestamp::from(system), time);
    }

    #[test]
    fn no_second_panics(second: i64) {
        let time = Timestamp::from_unix(second);
        let back = [
            jiff::Timestamp::try_from(time).map(Timestamp::from),
            DateTime::<Utc>::try_from(time).map(Timestamp::from),
            OffsetDateTime::try_from(time).map(Timestamp::from),
            SystemTime::try_from(time).map(Timestamp::from),
        ];
        for result in back {
            match result {
                Ok(same) => prop_assert_eq!(same, time),
                Err(error) => prop_assert_eq!(error.timestamp(), time),
            }
        }
    }
}
