//! What a notification carries.

use crate::support::reference;

use intercom_client::redact::unredacted;
use intercom_client::time::Timestamp;
use intercom_client::types::{PersonType, WebhookTopic};
use intercom_client::webhooks::{Item, Notification};
use intercom_client::{Value, json};

fn parse(topic: &str, item: &Value) -> Notification {
    let body = json!({
        "type": "notification_event",
        "id": "notif_1",
        "topic": topic,
        "created_at": 1_538_136_000,
        "data": { "type": "notification_event_data", "item": item },
    });
    Notification::parse(body.to_string().as_bytes()).unwrap()
}

fn item(topic: &str, item: &Value) -> Item {
    parse(topic, item).item().unwrap()
}

/// The variant, by the name that the reference has for it.
fn name(item: &Item) -> &'static str {
    match item {
        Item::User(_) => "User",
        Item::Lead(_) => "Lead",
        Item::Visitor(_) => "Visitor",
        Item::Company(_) => "Company",
        Item::Conversation(_) => "Conversation",
        Item::Event(_) => "Event",
        Item::UserTag(_) => "UserTag",
        Item::ContactTag(_) => "ContactTag",
        Item::Ping(_) => "Ping",
        Item::Other(_) => "Other",
        _ => "?",
    }
}

#[test]
fn every_topic_of_the_reference_has_its_item() {
    let models = reference::rows("models-v1.json");
    let model = models.iter().find(|model| model["name"] == "WebhookNotification").unwrap();
    let topics = model["topics"].as_object().unwrap();
    assert_eq!(topics.len(), 27);
    for (topic, carries) in topics {
        // "ContactTag (1.1+)" is `ContactTag`.
        let expected = carries.as_str().unwrap().split(' ').next().unwrap();
        let kind = match expected {
            "Lead" => "contact".to_owned(),
            "UserTag" => "user_tag".to_owned(),
            "ContactTag" => "contact_tag".to_owned(),
            other => other.to_lowercase(),
        };
        for given in [json!({ "type": kind, "id": "1" }), json!({ "id": "1" }), json!({ "type": null })] {
            let notification = parse(topic, &given);
            let known = notification.topic().unwrap();
            assert!(!matches!(known, WebhookTopic::Other(_)), "{topic} is not known");
            assert_eq!(known.as_str(), topic);
            assert_eq!(name(&notification.item().unwrap()), expected, "{topic} {given}");
        }
    }
}

#[test]
fn the_examples_of_the_reference_decode() {
    for model in reference::rows("models-v1.json") {
        let topic = match model["name"].as_str().unwrap() {
            "User" => "user.created",
            "Lead" => "contact.created",
            "Visitor" => "visitor.signed_up",
            "Company" => "company.created",
            "Conversation (full)" => "conversation.user.created",
            "Event" => "event.created",
            _ => continue,
        };
        assert_ne!(name(&item(topic, &model["example"])), "Other", "{topic}");
    }
}

#[test]
fn the_type_of_the_item_wins_over_the_topic() {
    // A lead that signed up is a user by now.
    let Item::User(user) = item("contact.signed_up", &json!({ "type": "user", "id": "u" })) else { panic!() };
    assert_eq!(user.r#type, Some(PersonType::User));
    assert_eq!(name(&item("user.created", &json!({ "type": "lead" }))), "Lead");
    assert_eq!(name(&item("brand.new", &json!({ "type": "company" }))), "Company");
}

#[test]
fn a_tag_comes_with_whom_it_is_on() {
    let tag = json!({ "type": "tag", "id": 17513, "name": "independent" });
    let given =
        json!({ "type": "user_tag", "created_at": 1392731331, "tag": tag, "user": { "id": "5", "user_id": "25" } });
    let Item::UserTag(tagged) = item("user.tag.created", &given) else { panic!() };
    assert_eq!(tagged.created_at, Some(Timestamp::from_unix(1_392_731_331)));
    assert_eq!(tagged.tag.unwrap().id.as_deref(), Some("17513"));
    assert_eq!(tagged.user.unwrap().user_id.as_deref(), Some("25"));
    let given = json!({ "type": "contact_tag", "tag": tag, "contact": { "type": "contact", "id": "5" } });
    let Item::ContactTag(tagged) = item("contact.tag.deleted", &given) else { panic!() };
    assert_eq!(tagged.contact.unwrap().id.as_deref(), Some("5"));
}

#[test]
fn times_come_in_three_forms() {
    for time in [json!(1_538_136_000), json!("1538136000"), json!("2018-09-28T12:00:00.000Z"), json!(1_538_136_000.0)] {
        let given = json!({ "type": "user", "created_at": time, "updated_at": null, "signed_up_at": "" });
        let Item::User(user) = item("user.created", &given) else { panic!() };
        assert_eq!(user.created_at, Some(Timestamp::from_unix(1_538_136_000)), "{time}");
        assert_eq!((user.updated_at, user.signed_up_at), (None, None));
        let body = json!({ "topic": "ping", "created_at": time, "delivered_at": time });
        let notification = Notification::parse(body.to_string().as_bytes()).unwrap();
        assert_eq!(notification.created_at.map(Timestamp::unix), Some(1_538_136_000));
    }
}

#[test]
fn what_is_not_known_is_kept() {
    let given = json!({ "type": "ticket", "id": "1", "deep": [1, { "a": null }] });
    let notification = parse("ticket.created", &given);
    assert!(matches!(notification.topic(), Some(WebhookTopic::Other(topic)) if topic.as_str() == "ticket.created"));
    let Item::Other(kept) = notification.item().unwrap() else { panic!() };
    assert_eq!(kept, given);
    // The topic is known and the type is not.
    assert_eq!(name(&item("user.created", &given)), "Other");
    // Neither says what it is.
    assert_eq!(name(&item("ticket.created", &json!({ "id": "1" }))), "Other");
    assert_eq!(name(&item("ticket.created", &json!(["a"]))), "Other");
    let body = json!({ "topic": "ping", "added": { "later": true } });
    let notification = Notification::parse(body.to_string().as_bytes()).unwrap();
    assert_eq!(notification.extra["added"]["later"], true);
}

#[test]
fn an_envelope_may_lack_anything() {
    for body in ["{}", r#"{"data":null}"#, r#"{"data":{}}"#, r#"{"topic":"user.created","data":{"item":null}}"#] {
        let notification = Notification::parse(body.as_bytes()).unwrap();
        assert!(matches!(notification.item().unwrap(), Item::Other(Value::Null)), "{body}");
    }
    assert_eq!(Notification::parse(b"{}").unwrap().topic(), None);
    // A topic without a type.
    assert_eq!(name(&item("user.deleted", &json!({}))), "User");
}

#[test]
fn ids_keep_all_their_digits() {
    let body = br#"{"topic":"conversation.user.replied","data":{"item":{"id":123456789012345678901234567890}}}"#;
    let Item::Conversation(conversation) = Notification::parse(body).unwrap().item().unwrap() else { panic!() };
    assert_eq!(conversation.id.as_deref(), Some("123456789012345678901234567890"));
}

#[test]
fn what_cannot_be_read_is_an_error_that_says_where() {
    for body in ["", "null", "[]", "7", "{", r#""canary""#, r#"{"data":"canary"}"#, r#"{"data":{}} canary"#] {
        let error = Notification::parse(body.as_bytes()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
    for given in [json!("canary"), json!({ "type": "user", "tags": { "tags": [{ "name": { "canary": 1 } }] } })] {
        let notification = parse("user.created", &given);
        let error = notification.item().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        // It is still there as JSON.
        assert_eq!(notification.data.as_ref().unwrap().item, Some(given));
    }
    let bad = json!({ "type": "user", "tags": { "tags": [{ "name": {} }] } });
    assert_eq!(parse("user.created", &bad).item().unwrap_err().path(), "tags.tags[0].name");
}

#[test]
fn debug_redacts_personal_data() {
    for kind in ["user", "contact", "visitor", "ticket"] {
        let notification = parse("user.created", &json!({ "type": kind, "email": "canary@kiln.example" }));
        let item = notification.item().unwrap();
        let shown = format!("{item:?} {notification:?} {notification:#?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert!(format!("{:?}", unredacted(&item)).contains("canary"));
        assert!(format!("{:?}", unredacted(&notification)).contains("canary"));
    }
}
