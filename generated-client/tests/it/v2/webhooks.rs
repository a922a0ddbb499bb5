//! Notifications of API 2.x.

use intercom_client::webhooks::Notification;
use intercom_client::webhooks::v2::{FinEvent, Item, Topic};
use intercom_client::{Value, json};

fn parse(topic: &str, item: &Value) -> Notification {
    let data = json!({ "type": "notification_event_data", "item": item });
    let body = json!({ "type": "notification_event", "id": "notif_1", "topic": topic, "data": data });
    Notification::parse(body.to_string().as_bytes()).unwrap()
}

#[test]
fn topics_are_those_of_the_vendors_list_and_open() {
    assert_eq!(Topic::ALL.len(), 75);
    for topic in Topic::ALL {
        assert_eq!(Topic::of(&parse(topic.as_str(), &json!({}))).as_ref(), Some(topic));
    }
    let newer = Topic::of(&parse("contact.teleported", &json!({}))).unwrap();
    assert!(matches!(&newer, Topic::Other(_)) && newer.as_str() == "contact.teleported");
    assert_eq!(Topic::of(&parse("ping", &json!({}))), Some(Topic::Ping));
}

#[test]
fn items_are_typed_by_what_they_say_or_by_their_topic() {
    let contact = json!({ "type": "contact", "id": "6f01", "role": "user", "new": [1] });
    for (topic, item) in [
        ("contact.user.created", contact.clone()),
        ("something.new", contact.clone()),
        ("contact.deleted", json!({ "id": "6f01" })),
        (
            "contact.merged",
            json!({ "type": "contact", "id": "6f01", "merged_from": { "type": "contact", "id": "6f02" } }),
        ),
        // A contact that has a company is a contact.
        ("contact.user.updated", json!({ "type": "contact", "id": "6f01", "company": { "id": "5" }, "contact": {} })),
    ] {
        let Item::Contact(contact) = Item::of(&parse(topic, &item)).unwrap() else { panic!("{topic}") };
        assert_eq!(contact.id.as_deref(), Some("6f01"), "{topic}");
    }
    let ticket = json!({ "type": "ticket", "id": "7", "ticket_state": { "category": "resolved" } });
    let Item::Ticket(ticket) = Item::of(&parse("ticket.state.updated", &ticket)).unwrap() else { panic!("ticket") };
    assert_eq!(ticket.id.as_deref(), Some("7"));
    for (kind, is_right) in [
        ("conversation", (|item| matches!(item, Item::Conversation(_))) as fn(&Item) -> bool),
        ("company", |item| matches!(item, Item::Company(_))),
        ("admin", |item| matches!(item, Item::Admin(_))),
        ("article", |item| matches!(item, Item::Article(_))),
        ("visitor", |item| matches!(item, Item::Visitor(_))),
        ("event", |item| matches!(item, Item::Event(_))),
        ("call", |item| matches!(item, Item::Call(_))),
    ] {
        let item = Item::of(&parse(&format!("{kind}.created"), &json!({ "type": kind, "id": "1" }))).unwrap();
        assert!(is_right(&item), "{kind}: {item:?}");
    }
    let ping = Item::of(&parse("ping", &json!({ "type": "ping", "message": "something something" }))).unwrap();
    assert_eq!(ping, Item::Ping(Some("something something".to_owned())));
}

#[test]
fn a_contact_beside_something_is_an_association() {
    let contact = json!({ "type": "contact", "id": "6f01" });
    let tagged =
        json!({ "type": "contact_tag", "tag": { "type": "tag", "id": "9", "name": "beta" }, "contact": contact });
    let Item::Association(tagged) = Item::of(&parse("contact.user.tag.created", &tagged)).unwrap() else {
        panic!("tag")
    };
    assert_eq!(tagged.tag.unwrap().name.as_deref(), Some("beta"));
    assert_eq!(tagged.contact.unwrap().id.as_deref(), Some("6f01"));
    assert_eq!((tagged.company, tagged.conversation), (None, None));
    let attached = json!({ "company": { "type": "company", "id": "5a" }, "contact": contact });
    let item = Item::of(&parse("company.contact.attached", &attached)).unwrap();
    assert!(matches!(&item, Item::Association(both) if both.company.is_some()), "{item:?}");
}

#[test]
fn unknown_items_and_none_are_no_errors_and_print_no_data() {
    let other =
        Item::of(&parse("content_stat.email", &json!({ "type": "content_stat", "email": "canary@x" }))).unwrap();
    assert!(matches!(&other, Item::Other(value) if value["email"] == "canary@x"));
    assert!(!format!("{other:?}").contains("canary"));
    assert_eq!(Item::of(&parse("contact.deleted", &Value::Null)).unwrap(), Item::Other(Value::Null));
    let contact = Item::of(&parse("contact.user.created", &json!({ "type": "contact", "email": "canary@x" }))).unwrap();
    assert!(!format!("{contact:?}").contains("canary"));
    assert!(Item::of(&parse("contact.user.created", &json!("text"))).is_err());
}

#[test]
fn events_of_fin_are_typed_as_the_document_describes_them() {
    let parse = |event: &Value| FinEvent::parse(event.to_string().as_bytes()).unwrap();
    let replied = json!({ "event_name": "fin_replied", "conversation_id": "1", "status": "replying",
        "message": { "author": "fin", "body": "canary", "timestamp_ms": "2025-01-24T09:01:00.456Z" } });
    let FinEvent::Replied(event) = parse(&replied) else { panic!("replied") };
    assert_eq!(event.message.unwrap().body.as_deref(), Some("canary"));
    let updated = json!({ "event_name": "fin_status_updated", "status": "escalated", "reason": "Routed to team" });
    assert!(
        matches!(parse(&updated), FinEvent::StatusUpdated(event) if event.reason.as_deref() == Some("Routed to team"))
    );
    assert!(matches!(parse(&json!({ "event_name": "csat_requested" })), FinEvent::CsatRequested(_)));
    assert!(matches!(parse(&json!({ "event_name": "new" })), FinEvent::Other(_)));
    assert!(FinEvent::parse(b"no").is_err());
}
