//! Models are written as the server wrote them: every response of the spec and of the reference, read and written again.

use crate::support::reference::{rows, text};
use intercom_client::examples::{EXAMPLES, MODELS};
use intercom_client::from_json;
use intercom_client::schema::Returns;
use intercom_client::time::Timestamp;
use intercom_client::types::{AccessToken, Order, User};
use serde_json::{Value, json};

/// The sizes of what is read: a file that lost rows must not pass for the complete.
const MODEL_EXAMPLES: usize = 45;
const RESPONSES: usize = 123;
const RECORDED: usize = 37;

/// Reads and writes a model again, by the spec's name.
fn round_trip(model: &str, body: &Value) -> Value {
    let known = MODELS.iter().find(|known| known.name == model).unwrap_or_else(|| panic!("no model `{model}`"));
    (known.round_trip)(body.to_string().as_bytes()).unwrap_or_else(|error| panic!("{model}: {error}"))
}

/// Whether what was read and what was written are the same JSON. Numbers are compared as numbers: 4 is 4.0. A date is written as
/// its unix seconds.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (Value::String(date), Value::Number(seconds)) if date.contains('T') => {
            Timestamp::parse(date).map(Timestamp::unix) == seconds.as_i64()
        }
        _ => a == b,
    }
}

#[track_caller]
fn assert_kept(model: &str, body: &Value) {
    let written = round_trip(model, body);
    assert!(same(body, &written), "{model}\n   read {body}\nwritten {written}");
}

#[test]
fn every_example_of_a_model_is_kept() {
    let examples: Vec<_> = MODELS.iter().filter_map(|model| Some((model.name, model.example?))).collect();
    assert_eq!(examples.len(), MODEL_EXAMPLES);
    for (name, example) in examples {
        assert_kept(name, &serde_json::from_str(example).unwrap());
    }
}

#[test]
fn every_response_of_an_example_is_kept() {
    let mut responses = 0;
    for example in EXAMPLES.iter().filter(|example| !example.response.is_empty()) {
        let (Returns::Object(model) | Returns::List(model, ..) | Returns::Unwrap(model, _)) = example.function.returns
        else {
            continue;
        };
        assert_kept(model, &serde_json::from_str(example.response).unwrap());
        responses += 1;
    }
    assert_eq!(responses, RESPONSES);
}

#[test]
fn every_recorded_response_is_kept() {
    let mut recorded = 0;
    for model in &rows("models-v1.json") {
        let Some(example) = model.get("example").filter(|example| example.is_object()) else { continue };
        let name = text(model, "name");
        let name = NAMES.iter().find(|(reference, _)| *reference == name).map_or(name, |(_, name)| *name);
        assert_kept(name, example);
        recorded += 1;
    }
    assert_eq!(recorded, RECORDED);
}

/// Names of the reference that the spec has under another one.
const NAMES: &[(&str, &str)] = &[
    ("Conversation (list item)", "ConversationItem"),
    ("Conversation (full)", "Conversation"),
    ("ScrollEnvelope", "UserScroll"),
    ("Error", "ApiError"),
];

/// Every key of every model, with null, and with an empty list or object where it can be one.
#[test]
fn null_and_empty_are_kept_as_they_were() {
    let mut kept = 0;
    for model in MODELS {
        let Some(example) = model.example else { continue };
        let Value::Object(example) = serde_json::from_str(example).unwrap() else { panic!("{}", model.name) };
        for (key, value) in &example {
            assert_kept(model.name, &json!({ key: null }));
            kept += 1;
            if value.is_array() || value.is_object() {
                let empty = if value.is_array() { json!([]) } else { json!({}) };
                assert_kept(model.name, &json!({ key: empty }));
                kept += 1;
            }
        }
        assert_kept(model.name, &json!({}));
        assert_kept(model.name, &json!({ "a_new_key": { "of": ["a", null, 1.5] }, "another": null }));
    }
    assert!(kept > 300, "{kept}");
}

/// What the decoder takes leniently is written in its own type.
#[test]
fn lenient_values_are_written_in_their_own_type() {
    let read = json!({
        "id": 25.5, "session_count": "7", "anonymous": 0, "created_at": "2018-09-28T10:20:00Z", "location_data": [],
        "tags": { "type": "tag.list", "tags": [null, { "id": "1" }] },
    });
    let written = json!({
        "id": "25.5", "session_count": 7, "anonymous": false, "created_at": 1_538_130_000, "location_data": {},
        "tags": { "type": "tag.list", "tags": [{ "id": "1" }] },
    });
    assert_eq!(round_trip("User", &read), written);
}

#[test]
fn ids_that_are_numbers_stay_numbers() {
    for id in ["25", "-1", "18446744073709551615"] {
        let json = format!(r#"{{"id":{id}}}"#);
        let mut user: User = from_json(json.as_bytes()).unwrap();
        assert_eq!(user.id.as_deref(), Some(id));
        assert_eq!(serde_json::to_string(&user).unwrap(), json);
        user.id = Some("u-1".to_owned());
        assert_eq!(serde_json::to_string(&user).unwrap(), r#"{"id":"u-1"}"#);
    }
    let digits = from_json::<User>(br#"{"id":12345678901234567890123}"#).unwrap();
    assert_eq!(serde_json::to_string(&digits).unwrap(), r#"{"id":"12345678901234567890123"}"#);
}

#[test]
fn a_changed_model_is_written_as_it_is_now() {
    let mut user: User = from_json(br#"{"id":"1","name":null,"email":"a@b.example","custom_attributes":{}}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&user).unwrap(),
        r#"{"id":"1","email":"a@b.example","name":null,"custom_attributes":{}}"#
    );
    (user.name, user.email) = (Some("Ines".to_owned()), None);
    user.custom_attributes.insert("seats".to_owned(), json!(4));
    assert_eq!(serde_json::to_string(&user).unwrap(), r#"{"id":"1","name":"Ines","custom_attributes":{"seats":4}}"#);
}

#[test]
fn models_are_built_for_tests_and_compared() {
    let mut user = User::default();
    user.id = Some("1".to_owned());
    user.created_at = Some(Timestamp::from_unix(1_538_130_000));
    let json = r#"{"id":"1","created_at":1538130000}"#;
    assert_eq!(serde_json::to_string(&user).unwrap(), json);
    assert_eq!(serde_json::from_str::<User>(json).unwrap(), user);
    // Null and absent are equal, and so are an id of digits and a number.
    assert_eq!(from_json::<User>(br#"{"id":1,"created_at":"1538130000","name":null}"#).unwrap(), user);
    user.extra.insert("new".to_owned(), json!(true));
    assert_ne!(serde_json::from_str::<User>(json).unwrap(), user);
}

#[test]
fn every_format_of_serde_is_read_leniently() {
    let yaml = "id: 25\nname: Ines\ncreated_at: '1538130000'\ntags: {tags: [{id: 7, new: yes}]}\ncustom_attributes: {seats: 4, rate: 1.5}\n";
    let user: User = serde_yaml::from_str(yaml).unwrap();
    assert_eq!(user.id.as_deref(), Some("25"));
    assert_eq!(user.tags.unwrap().tags[0].id.as_deref(), Some("7"));
    assert_eq!(user.custom_attributes["rate"], 1.5);
    let value = json!({ "id": 1, "name": "a \u{2028}\"b\"", "companies": { "companies": [] } });
    let user: User = serde_json::from_value(value).unwrap();
    assert_eq!(user.name.as_deref(), Some("a \u{2028}\"b\""));
    let order: Order = serde_json::from_str("\"asc\"").unwrap();
    assert_eq!((order, serde_json::to_string(&Order::from("new")).unwrap().as_str()), (Order::Asc, "\"new\""));
    let time: Timestamp = serde_json::from_str("\"2018-09-28T10:20:00Z\"").unwrap();
    assert_eq!(serde_json::to_string(&time).unwrap(), "1538130000");
}

#[test]
fn an_error_of_serde_says_where_and_shows_no_value() {
    let error = serde_json::from_str::<User>(r#"{"tags":{"tags":[{},{"id":["canary"]}]}}"#).unwrap_err().to_string();
    assert!(error.starts_with("expected a text, found a list at `tags.tags[1].id`"), "{error}");
    assert!(!error.contains("canary"));
    assert!(serde_json::from_str::<User>("null").is_err());
    assert!(serde_json::from_str::<User>("[1]").is_err());
    assert!(serde_json::from_str::<User>(r#"{"id":"#).unwrap_err().is_eof());
    assert_eq!(serde_json::from_str::<Option<User>>("null").unwrap(), None);
}

/// Serialising does not redact, unlike `Debug`.
#[test]
fn secrets_and_personal_data_are_written() {
    let token: AccessToken = from_json(br#"{"token":"dG9rOmNhbmFyeQ"}"#).unwrap();
    assert!(!format!("{token:?}").contains("dG9rOmNhbmFyeQ"));
    assert_eq!(serde_json::to_string(&token).unwrap(), r#"{"token":"dG9rOmNhbmFyeQ"}"#);
}
