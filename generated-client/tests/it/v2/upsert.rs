//! `contacts().upsert(…)`: creates first, then updates what the conflict names or the key finds.

use super::stub::Stub;
use intercom_client::bulk::for_each_concurrent;
use intercom_client::error::ExistingState;
use intercom_client::upsert::Key;
use intercom_client::{Value, json};

fn conflict(message: &str) -> (u16, Value) {
    (409, json!({ "type": "error.list", "errors": [{ "code": "conflict", "message": message }] }))
}

fn contact() -> (u16, Value) {
    (200, json!({ "type": "contact", "id": "6f01", "name": "Ines" }))
}

#[tokio::test]
async fn a_new_contact_is_created() {
    let stub = Stub::start(|_, _| contact()).await;
    let done = stub.client().contacts().upsert(Key::email("a@b.example")).with(|new| new.name("Ines")).await.unwrap();
    assert_eq!((done.created, done.contact.id.as_deref()), (true, Some("6f01")));
    let asked = stub.took();
    assert_eq!((asked.len(), asked[0].0.as_str()), (1, "POST /contacts"));
    assert_eq!(asked[0].1, json!({ "email": "a@b.example", "name": "Ines" }));
}

#[tokio::test]
async fn a_known_contact_is_updated_by_the_id_of_the_conflict_or_by_its_key() {
    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => conflict("A contact matching those details already exists with id=6f01"),
        _ => contact(),
    })
    .await;
    let upsert = stub.client().contacts().upsert(Key::external_id("25")).with(|new| new.role("user").name("Ines"));
    let done = upsert.await.unwrap();
    assert!(!done.created);
    let asked = stub.took();
    assert_eq!(asked[1].0, "PUT /contacts/6f01");
    assert_eq!(asked[1].1, json!({ "external_id": "25", "name": "Ines" }), "the role stays as it is");

    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => conflict("A contact matching those details already exists"),
        "POST /contacts/search" => (200, json!({ "type": "list", "data": [{ "type": "contact", "id": "6f01" }] })),
        _ => contact(),
    })
    .await;
    stub.client().contacts().upsert(Key::external_id("25")).await.unwrap();
    assert_eq!(stub.lines(), ["POST /contacts", "GET /contacts/find_by_external_id/25", "PUT /contacts/6f01"]);
    stub.client().contacts().upsert(Key::email("a@b.example")).await.unwrap();
    assert_eq!(stub.lines(), ["POST /contacts", "POST /contacts/search", "PUT /contacts/6f01"]);
}

#[tokio::test]
async fn what_is_unclear_is_the_conflict_and_changes_nothing() {
    for found in [json!([]), json!([{ "id": "6f01" }, { "id": "6f02" }])] {
        let stub = Stub::start(move |line, _| match line {
            "POST /contacts" => conflict("A contact matching those details already exists"),
            _ => (200, json!({ "type": "list", "data": found.clone() })),
        })
        .await;
        let error = stub.client().contacts().upsert(Key::email("a@b.example")).await.unwrap_err();
        assert!(error.is_conflict(), "{error}");
        assert_eq!(stub.lines(), ["POST /contacts", "POST /contacts/search"]);
    }
    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => conflict("A contact matching those details already exists"),
        _ => {
            (404, json!({ "type": "error.list", "errors": [{ "code": "not_found", "message": "Contact Not Found" }] }))
        }
    })
    .await;
    let error = stub.client().contacts().upsert(Key::external_id("25")).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
}

#[tokio::test]
async fn an_archived_contact_comes_back_if_it_may() {
    let stub = Stub::start(|line, _| match line {
        "POST /contacts" => conflict("An archived contact matching those details already exists with id=6f03"),
        _ => contact(),
    })
    .await;
    let client = stub.client();
    let error = client.contacts().upsert(Key::email("a@b.example")).await.unwrap_err();
    assert_eq!(error.existing().unwrap().state, ExistingState::Archived);
    assert_eq!(stub.lines(), ["POST /contacts"]);
    client.contacts().upsert(Key::email("a@b.example")).unarchive(true).await.unwrap();
    assert_eq!(stub.lines(), ["POST /contacts", "POST /contacts/6f03/unarchive", "PUT /contacts/6f03"]);
}

#[tokio::test]
async fn many_upserts_of_one_contact_at_once_make_one() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    let is_there = Arc::new(AtomicBool::new(false));
    let stub = Stub::start(move |line, _| match line {
        "POST /contacts" if is_there.swap(true, Ordering::SeqCst) => {
            conflict("A contact matching those details already exists with id=6f01")
        }
        _ => contact(),
    })
    .await;
    let client = stub.client();
    let contacts = client.contacts();
    let upserts = for_each_concurrent(8, 0..20, |_| contacts.upsert(Key::email("a@b.example"))).collect().await;
    let created = upserts.succeeded.iter().filter(|(_, done)| done.created).count();
    assert_eq!((upserts.succeeded.len(), created), (20, 1));
    let lines = stub.lines();
    assert_eq!(lines.iter().filter(|line| *line == "PUT /contacts/6f01").count(), 19);
    assert!(lines.iter().all(|line| !line.contains("search")), "{lines:?}");
}
