//! JSON that is not what the models say: cases 28 to 30. The sweep over all functions is in `schema_mutations.rs`.

use crate::faults::find;
use crate::support::canary::checked;
use crate::support::manual_clock::ManualClock;
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use bytes::Bytes;
use intercom_client::time::Timestamp;
use intercom_client::types::{PersonType, User};
use intercom_client::{Client, Error, Value};
use std::time::SystemTime;

async fn user(body: impl Into<Vec<u8>>) -> Result<User, Error> {
    let mut response = json(200, &[], "");
    *response.body_mut() = Bytes::from(body.into());
    let transport = Scripted::always(response);
    let client: Client = scripted(&transport).clock(ManualClock::new()).build().unwrap();
    let result = find(&client).await;
    assert_eq!(transport.sent().len(), 1, "an unreadable response is never asked for again");
    result.inspect_err(|error| {
        let line = checked(error);
        assert!(error.is_decode() && error.status() == Some(200) && error.body().is_some(), "{line}");
    })
}

#[tokio::test]
async fn case_28_unknown_values_are_kept_byte_for_byte() {
    let unusual = "Brand-NEW \u{1F600}\u{0}\u{7f} ";
    let body = serde_json::json!({ "type": unusual, "id": "1", "new": { "deep": [1, unusual] } });
    let user = user(body.to_string()).await.unwrap();
    let kind = user.r#type.unwrap();
    assert_eq!((kind.as_str(), kind.clone()), (unusual, PersonType::from(unusual)));
    assert_eq!(String::from(kind), unusual);
    assert_eq!(user.extra["new"], body["new"]);
}

#[tokio::test]
async fn case_28_numbers_texts_and_nulls_change_places() {
    let user = user(
        r#"{"type":null,"id":98765432109876543210987,"user_id":12,"email":null,"anonymous":"false","session_count":"12",
            "created_at":"1538130000","updated_at":1538130000.75,"signed_up_at":"2018-09-28T10:20:00Z","last_request_at":"",
            "companies":null,"custom_attributes":null,"owner_id":0,"name":7,"pseudonym":1.5,"unsubscribed_from_emails":1}"#,
    )
    .await
    .unwrap();
    assert_eq!(user.id.as_deref(), Some("98765432109876543210987"));
    assert_eq!((user.user_id.as_deref(), user.owner_id.as_deref()), (Some("12"), Some("0")));
    assert_eq!(
        (user.anonymous, user.session_count, user.unsubscribed_from_emails),
        (Some(false), Some(12), Some(true))
    );
    for time in [user.created_at, user.updated_at, user.signed_up_at] {
        assert_eq!(time.map(Timestamp::unix), Some(1_538_130_000));
    }
    assert_eq!((user.last_request_at, user.email), (None, None));
    assert_eq!((user.name.as_deref(), user.pseudonym.as_deref()), (Some("7"), Some("1.5")));
    assert!(user.custom_attributes.is_empty() && user.companies.is_none());
}

#[tokio::test]
async fn case_29_times_at_the_ends_of_numbers() {
    let times = [
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("18446744073709551615", i64::MAX),
        ("1e300", i64::MAX),
        ("-1e300", i64::MIN),
        ("-1", -1),
        ("0", 0),
        ("-0.5", 0),
        ("1538130000000", 1_538_130_000_000),
        ("\"-62135596801\"", -62_135_596_801),
    ];
    for (text, unix) in times {
        let time = user(format!(r#"{{"created_at":{text}}}"#)).await.unwrap().created_at.unwrap();
        assert_eq!(time.unix(), unix, "{text}");
        // No conversion overflows; times that others cannot hold are none.
        let shown = format!("{time} {time:?} {:?}", time.to_system_time());
        assert!(!shown.is_empty());
        if let Some(system) = time.to_system_time() {
            assert_eq!(Timestamp::from(system), time, "{text}");
        }
        assert_eq!(Timestamp::parse(&time.unix().to_string()), Some(time));
    }
    assert!(Timestamp::from(SystemTime::UNIX_EPOCH - std::time::Duration::from_nanos(1)).unix() == -1);
    for text in ["1e400", "-1e400", "\"NaN\"", "\"inf\"", "\"soon\"", "true", "{}", "[]"] {
        user(format!(r#"{{"created_at":{text}}}"#)).await.unwrap_err();
    }
}

#[tokio::test]
async fn case_30_deep_json_is_an_error_and_no_overflow() {
    const DEPTH: usize = 10_000;
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let (open, close) = (open.repeat(DEPTH), close.repeat(DEPTH));
        for key in ["custom_attributes", "new", "companies", "name", "id", "users"] {
            let result = user(format!(r#"{{"{key}":{open}1{close}}}"#)).await;
            assert!(result.is_err(), "{key}");
            user(format!(r#"{{"{key}":{open}"#)).await.unwrap_err();
        }
        user(format!("{open}1{close}")).await.unwrap_err();
    }
    // The dynamic call, and the error decoder.
    let deep = format!(r#"{{"errors":{}"#, "[".repeat(DEPTH));
    for status in [200, 400] {
        let client: Client = scripted(&Scripted::always(json(status, &[], &deep))).build().unwrap();
        checked(&client.call("getCurrentAdmin", Value::Null).await.unwrap_err());
    }
}

#[tokio::test]
async fn case_30_bytes_that_are_not_text() {
    // One invalid character does not cost the response.
    assert_eq!(user(b"{\"name\":\"\xff\"}".to_vec()).await.unwrap().name.as_deref(), Some("\u{fffd}"));
    assert_eq!(user(b"{\"\xff\":1}".to_vec()).await.unwrap().extra["\u{fffd}"], 1);
    assert_eq!(user(b"{\"new\":\"\xff\"}".to_vec()).await.unwrap().extra["new"], "\u{fffd}");
    user(b"\xff".to_vec()).await.unwrap_err();
    for (lone, text) in [
        (r"\ud800", "\u{fffd}"),
        (r"\udc00", "\u{fffd}"),
        (r"\ud800A", "\u{fffd}A"),
        (r"\ud800\ud800", "\u{fffd}\u{fffd}"),
    ] {
        let body =
            format!(r#"{{"name":"{lone}","new":"{lone}","id":"{lone}","custom_attributes":{{"{lone}":"{lone}"}}}}"#);
        let user = user(body).await.unwrap();
        assert_eq!((user.name.as_deref(), user.id.as_deref()), (Some(text), Some(text)), "{lone}");
        assert_eq!(
            (&user.extra["new"], &user.custom_attributes[text]),
            (&Value::from(text), &Value::from(text)),
            "{lone}"
        );
    }
    let pair = user(r#"{"name":"\ud83d\ude00"}"#).await.unwrap();
    assert_eq!(pair.name.as_deref(), Some("\u{1F600}"));
    user("\u{feff}{}").await.unwrap();
    // UTF-16 is no JSON of the web; the error says so.
    user("{}".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()).await.unwrap_err();
}

#[tokio::test]
async fn case_30_last_of_duplicate_keys_counts() {
    let user = user(r#"{"name":"a","new":1,"name":"b","new":2,"custom_attributes":{"x":1,"x":2}}"#).await.unwrap();
    assert_eq!(user.name.as_deref(), Some("b"));
    assert_eq!((&user.extra["new"], &user.custom_attributes["x"]), (&Value::from(2), &Value::from(2)));
}
