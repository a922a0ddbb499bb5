//! Decoding of JSON that is not the response to a call.

use api_client_runtime::from_json;
use intercom_client::types::{TagList, User};

#[test]
fn it_is_as_lenient_as_for_responses() {
    let user: User = from_json(br#"{"id":7,"name":null,"created_at":"1538136000","new":true}"#).unwrap();
    assert_eq!(user.id.as_deref(), Some("7"));
    assert_eq!(user.created_at.map(intercom_client::time::Timestamp::unix), Some(1_538_136_000));
    assert_eq!(user.extra["new"], true);
}

#[test]
fn an_error_says_where_and_shows_no_value() {
    let error = from_json::<TagList>(br#"{"tags":[{"id":"1"},{"id":"2","name":["canary"]}]}"#).unwrap_err();
    assert_eq!(error.path(), "tags[1].name");
    let error = from_json::<User>(br#""canary, expected nothing""#).unwrap_err();
    assert_eq!(error.path(), "");
    for json in [
        r#""canary""#,
        r#"{"tags":"canary"}"#,
        r#"{"tags":{"tags":"canary, expected \"canary\""}}"#,
        r#"{"tags":{"tags":["canary"]}}"#,
        r#"{"created_at":"canary"}"#,
        r#"{"id":{"canary":1}}"#,
        r#"{"anonymous":"canary"}"#,
        r#"{"session_count":"canary"}"#,
        r#"{"location_data":[["canary"]]}"#,
        "canary",
        "{\"name\":\"canary",
    ] {
        let error = from_json::<User>(json.as_bytes()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{json}: {error}");
    }
}

#[test]
fn what_follows_the_value_is_an_error() {
    assert!(from_json::<User>(b"{} {}").is_err());
    assert!(from_json::<User>(b"").is_err());
    assert_eq!(from_json::<User>(b"null").unwrap_err().to_string(), "the JSON cannot be read: it is null");
}

#[test]
fn models_compare_by_their_fields() {
    let user = |name: &str| {
        let json = format!(r#"{{"id":"1","name":"{name}","custom_attributes":{{"a":null}},"new":[1.5]}}"#);
        from_json::<User>(json.as_bytes()).unwrap()
    };
    assert_eq!(user("Ines"), user("Ines"));
    assert_ne!(user("Ines"), user("Bea"));
    let mut other = user("Ines");
    other.extra.insert("new".to_owned(), intercom_client::Value::Null);
    assert_ne!(other, user("Ines"), "unknown keys count");
    let mut built = User::default();
    built.id = Some("1".to_owned());
    assert_eq!(built, from_json(br#"{"id":"1"}"#).unwrap());
    let token = |text: &str| intercom_client::redact::SecretString::from(text);
    assert!(token("a") == token("a") && token("a") != token("b") && token("a") != token("ab"));
}
