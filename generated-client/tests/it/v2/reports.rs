//! What people reported of clients and connectors of API 2.x: each test has the number of its report.

use crate::support::manual_clock::ManualClock;
use crate::support::scripted::{Scripted, json as response};
use bytes::Bytes;
use futures_core::Stream;
use intercom_client::error::{ErrorKind, ExistingState};
use intercom_client::search::field;
use intercom_client::time::Timestamp;
use intercom_client::v2::types::{
    Article, Contact, Conversation, HelpCenter, SearchContactsSort, Ticket, TicketCategory,
};
use intercom_client::v2::{Client, Error};
use intercom_client::{Value, json};
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn builder(transport: &Scripted) -> intercom_client::ClientBuilder<Client> {
    Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").base_url("http://scripted.test").transport(transport.clone())
}

fn client(transport: &Scripted) -> Client {
    builder(transport).retries(0).build().unwrap()
}

fn ok(body: Value) -> http::Response<Bytes> {
    response(200, &[], &body.to_string())
}

fn failed(status: u16, code: &str, message: &str) -> http::Response<Bytes> {
    let body = json!({ "type": "error.list", "request_id": "b3d4", "errors": [{ "code": code, "message": message }] });
    response(status, &[], &body.to_string())
}

fn decoded<T: serde::de::DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap()
}

/// A transport that responds in order, and the JSON bodies that it is sent.
fn kept(responses: Vec<http::Response<Bytes>>) -> (Scripted, Arc<Mutex<Vec<Value>>>) {
    let bodies: Arc<Mutex<Vec<Value>>> = Arc::default();
    let kept = Arc::clone(&bodies);
    let transport = Scripted::new(move |nth, request| {
        kept.lock().unwrap().push(serde_json::from_slice(request.body()).unwrap_or(Value::Null));
        Ok(responses[nth].clone())
    });
    (transport, bodies)
}

async fn all<T>(items: impl Stream<Item = Result<T, Error>>) -> Result<Vec<T>, Error> {
    let mut items = pin!(items);
    let mut found = Vec::new();
    while let Some(item) = poll_fn(|context| items.as_mut().poll_next(context)).await {
        found.push(item?);
    }
    Ok(found)
}

/// A page of a list under a key.
fn page(key: &str, ids: &[&str], next: Value) -> http::Response<Bytes> {
    let items: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    ok(json!({ "type": "list", key: items, "pages": { "type": "pages", "next": next } }))
}

#[tokio::test]
async fn report_01_02_03_13_18_no_member_is_needed_and_null_may_stand_anywhere() {
    let transport = Scripted::responses(vec![ok(json!({})), ok(json!({ "type": "list" }))]);
    let contact = client(&transport).contacts().show("1").await.unwrap();
    assert_eq!((contact.email.as_deref(), contact.id.as_deref()), (None, None));
    assert!(client(&transport).contacts().list().await.unwrap().data.is_empty());
    // 2: the document calls these required.
    let center: HelpCenter = decoded(json!({ "id": 7 }));
    assert!(center.identifier.is_none());
    // 18: it is described, and never comes.
    let article: Article = decoded(json!({ "id": "7" }));
    assert!(article.translated_content.is_none());
    // 3: the document says so beside a `$ref`, where readers of OpenAPI 3.0 look away.
    let contact: Contact =
        decoded(json!({ "location": null, "owner_id": null, "tags": null, "custom_attributes": null }));
    assert!(contact.location.is_none() && contact.tags.is_none());
    // 13: a scroll counts nothing.
    let transport = Scripted::responses(vec![ok(json!({ "data": [], "total_count": null, "pages": null }))]);
    assert_eq!(client(&transport).companies().scroll().await.unwrap().total_count, None);
}

#[tokio::test]
async fn report_04_the_list_of_conversations_is_under_either_key() {
    for key in ["conversations", "data"] {
        let transport = Scripted::responses(vec![page(key, &["5"], Value::Null)]);
        let all = all(client(&transport).conversations().list().by_item()).await.unwrap();
        assert_eq!(all.len(), 1, "{key}");
    }
}

#[tokio::test]
async fn report_05_06_28_searches_send_pagination_and_sort_with_every_page() {
    let query = || field("open").eq(true).build().unwrap();
    let next = json!({ "per_page": 150, "starting_after": "abc" });
    let sort = || SearchContactsSort::new().field("created_at").order("descending");
    for kind in ["contacts", "conversations", "tickets"] {
        let key = if kind == "contacts" { "data" } else { kind };
        let (transport, bodies) = kept(vec![page(key, &["1"], next.clone()), page(key, &["2"], Value::Null)]);
        let client = client(&transport);
        let count = match kind {
            "contacts" => all(client.contacts().search(query()).sort(sort()).by_item()).await.unwrap().len(),
            "conversations" => all(client.conversations().search(query()).sort(sort()).by_item()).await.unwrap().len(),
            _ => all(client.tickets().search(query()).sort(sort()).by_item()).await.unwrap().len(),
        };
        assert_eq!(count, 2, "{kind}");
        let bodies = bodies.lock().unwrap();
        // 28: nothing is assumed of how many come by themselves; 150 is the most that a page can have.
        assert_eq!(bodies[0]["pagination"], json!({ "per_page": 150 }), "{kind}");
        assert_eq!(bodies[1]["pagination"], json!({ "per_page": 150, "starting_after": "abc" }), "{kind}");
        for member in ["query", "sort"] {
            assert!(!bodies[0][member].is_null() && bodies[0][member] == bodies[1][member], "{kind} {member}");
        }
    }
}

#[tokio::test]
async fn report_07_12_the_next_page_is_absent_null_an_address_or_an_object() {
    let pages = |next: Value| ok(json!({ "type": "list", "data": [{ "id": "1" }], "pages": { "next": next } }));
    let object = json!({ "page": 2, "starting_after": "abc" });
    let transport = Scripted::responses(vec![pages(object.clone()), pages(Value::Null)]);
    assert_eq!(all(client(&transport).contacts().list().by_item()).await.unwrap().len(), 2);
    assert_eq!(transport.sent(), ["GET /contacts?per_page=150", "GET /contacts?per_page=150&starting_after=abc"]);
    let absent = ok(json!({ "type": "list", "events": [{ "id": "1" }] }));
    let address = "http://scripted.test/events?type=user&before=7";
    let first = ok(json!({ "type": "list", "events": [{ "id": "1" }], "pages": { "next": address } }));
    let transport = Scripted::responses(vec![first, absent]);
    let events = client(&transport).data_events().list("user").user_id("25").by_item();
    assert_eq!(all(events).await.unwrap().len(), 2);
    assert_eq!(transport.sent()[1], "GET /events?type=user&before=7");
    // The contacts of a company are in numbered pages, whatever `next` is.
    for next in [Value::Null, object, json!("http://scripted.test/companies/9/contacts?page=2")] {
        let page = |page: u64| {
            ok(json!({ "data": [{ "id": "1" }], "pages": { "next": next, "page": page, "total_pages": 2 } }))
        };
        let transport = Scripted::responses(vec![page(1), page(2)]);
        let all = all(client(&transport).companies().list_attached_contacts("9").by_item()).await.unwrap();
        assert_eq!((all.len(), transport.sent()[1].as_str()), (2, "GET /companies/9/contacts?page=2"));
    }
}

#[test]
fn report_08_09_filters_nest_and_take_booleans() {
    let filter = (field("open").eq(true) & field("read").eq(false)) | field("tag_id").eq("42");
    let inner = json!({ "operator": "AND", "value": [
        { "field": "open", "operator": "=", "value": true },
        { "field": "read", "operator": "=", "value": false },
    ] });
    let tag = json!({ "field": "tag_id", "operator": "=", "value": "42" });
    assert_eq!(filter.build().unwrap(), json!({ "operator": "OR", "value": [inner, tag] }));
}

#[tokio::test]
async fn report_10_a_ticket_is_created_with_its_attributes() {
    let (transport, bodies) = kept(vec![ok(json!({ "type": "ticket", "id": "5" }))]);
    let attributes = json!({ "_default_title_": "Lost card", "urgent": true });
    let call = client(&transport).call(
        "createTicket",
        json!({ "ticket_type_id": "1", "contacts": [{ "id": "6f" }], "ticket_attributes": attributes }),
    );
    call.await.unwrap();
    assert_eq!(bodies.lock().unwrap()[0]["ticket_attributes"], attributes);
}

#[test]
fn report_11_19_21_values_of_several_kinds_decode() {
    // 11: a boolean among the attributes.
    let conversation: Conversation =
        decoded(json!({ "custom_attributes": { "vip": true, "seats": 4, "plan": "pro", "none": null } }));
    assert_eq!(serde_json::to_value(&conversation).unwrap()["custom_attributes"]["vip"], true);
    // 19: one value, or a list of them.
    for value in [json!({ "id": "4", "label": "A" }), json!({ "id": ["4", "5"], "label": ["A", "B"] })] {
        let part = json!({ "type": "ticket_part", "id": "1", "updated_attribute_data": { "attribute": { "id": "9" }, "value": value } });
        let ticket = json!({ "ticket_parts": { "ticket_parts": [part] } });
        let back = serde_json::to_value(decoded::<Ticket>(ticket.clone())).unwrap();
        assert_eq!(
            back["ticket_parts"]["ticket_parts"][0]["updated_attribute_data"],
            ticket["ticket_parts"]["ticket_parts"][0]["updated_attribute_data"]
        );
    }
    // 21: a text on tickets, a number on conversations.
    for id in [json!(991), json!("991")] {
        let conversation: Conversation = decoded(json!({ "admin_assignee_id": id, "team_assignee_id": id }));
        let ticket: Ticket = decoded(json!({ "admin_assignee_id": id }));
        assert_eq!(conversation.admin_assignee_id.map(|id| id.to_string()).as_deref(), Some("991"));
        assert_eq!(ticket.admin_assignee_id.map(|id| id.to_string()).as_deref(), Some("991"));
    }
}

#[tokio::test]
async fn report_14_a_scroll_may_end_with_404_after_its_first_page() {
    let first = ok(json!({ "type": "list", "data": [{ "id": "1" }], "scroll_param": "abc" }));
    let missing = || failed(404, "not_found", "scroll parameter not found");
    let transport = Scripted::responses(vec![first, missing()]);
    assert_eq!(all(client(&transport).companies().scroll().by_item()).await.unwrap().len(), 1);
    let transport = Scripted::responses(vec![missing()]);
    let error = all(client(&transport).companies().scroll().by_item()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn report_15_beyond_10_000_companies_the_error_names_the_scroll() {
    let message = "page limit reached, please use scroll API";
    let transport = Scripted::responses(vec![failed(400, "bad_request", message)]);
    let error = client(&transport).companies().list().page(200).await.unwrap_err();
    assert!(error.to_string().contains("`scrollOverAllCompanies` reads all of them"), "{error}");
}

#[tokio::test]
async fn report_16_a_conflict_names_what_exists_and_its_state() {
    let existing = "A contact matching those details already exists with id=6762f2341bb69f9f2193bc17";
    let archived = "An archived contact matching those details already exists with id=6762f0";
    for (message, state, id) in [
        (existing, ExistingState::Active, Some("6762f2341bb69f9f2193bc17")),
        (archived, ExistingState::Archived, Some("6762f0")),
        ("Multiple existing users match this email address", ExistingState::Active, None),
    ] {
        let transport = Scripted::responses(vec![failed(409, "conflict", message)]);
        let error = client(&transport).call("CreateContact", json!({ "email": "a@b.example" })).await.unwrap_err();
        let found = error.existing().unwrap();
        assert_eq!((found.state, found.id.as_deref(), error.is_conflict()), (state, id, true), "{error}");
        assert!(error.to_string().contains("it exists"), "{error}");
    }
    let link = [("Link", r#"</contacts/6762f0d01bb69f9f2193bb7d>; rel="canonical""#)];
    let body = json!({ "type": "error.list", "errors": [{ "code": "contact_merged", "message": "merged" }] });
    let transport = Scripted::responses(vec![response(410, &link, &body.to_string())]);
    let found = client(&transport).contacts().show("1").await.unwrap_err().existing().unwrap();
    assert_eq!((found.state, found.id.as_deref()), (ExistingState::Merged, Some("6762f0d01bb69f9f2193bb7d")));
}

#[tokio::test]
async fn report_17_milliseconds_are_rejected_and_nothing_is_sent() {
    let transport = Scripted::responses(Vec::new());
    let client = client(&transport);
    for milliseconds in [json!(1_700_000_000_000_i64), json!("1700000000000")] {
        let args = json!({ "event_name": "e", "user_id": "25", "created_at": milliseconds });
        let error = client.call("createDataEvent", args).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument);
        let problem = "`created_at` must be in unix seconds, and 1700000000000 looks like milliseconds";
        assert!(error.to_string().contains(problem), "{error}");
    }
    let late = Timestamp::from_unix(1_700_000_000_000);
    let error = client.data_events().create().created_at(late).await.unwrap_err();
    assert!(error.is_usage() && error.to_string().contains("looks like milliseconds"), "{error}");
}

#[tokio::test]
async fn report_20_ids_are_text() {
    let (transport, bodies) = kept(vec![ok(json!({}))]);
    let client = client(&transport);
    client.call("attachTagToContact", json!({ "contact_id": "6f", "id": "7" })).await.unwrap();
    assert_eq!(bodies.lock().unwrap()[0]["id"], "7");
    let error = client.call("attachTagToContact", json!({ "contact_id": "6f", "id": 7 })).await.unwrap_err();
    assert!(error.is_usage() && error.to_string().contains("`id` must be a text, not a number"), "{error}");
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test]
async fn report_22_a_page_of_html_and_an_empty_body_are_errors_that_say_so() {
    for (content_type, body, problem) in [
        ("text/html", "<html>Bad gateway", "found no JSON at line 1 column 1"),
        ("application/json", "", "the response is empty"),
    ] {
        let html = http::Response::builder().status(200).header("content-type", content_type);
        let transport = Scripted::responses(vec![html.body(Bytes::from(body)).unwrap()]);
        let error = client(&transport).contacts().show("1").await.unwrap_err();
        assert!(error.is_decode() && error.status() == Some(200), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(error.headers().unwrap()["content-type"], content_type);
    }
}

#[tokio::test]
async fn report_23_24_29_the_error_of_a_later_page_says_all_there_is() {
    let limits = [("X-RateLimit-Limit", "166"), ("X-RateLimit-Remaining", "12"), ("X-RateLimit-Reset", "1700000000")];
    let errors =
        json!([{ "code": "parameter_not_found", "message": "Custom attribute 'x' does not exist", "field": "x" }]);
    let body = json!({ "type": "error.list", "request_id": "b3d4", "errors": errors }).to_string();
    let next = json!({ "starting_after": "abc" });
    let transport = Scripted::responses(vec![page("data", &["1"], next), response(400, &limits, &body)]);
    let error =
        all(client(&transport).contacts().search(field("x").eq(1).build().unwrap()).by_item()).await.unwrap_err();
    assert_eq!(
        (error.status(), error.request_id(), error.function()),
        (Some(400), Some("b3d4"), Some("SearchContacts"))
    );
    assert_eq!(error.rate_limit().unwrap().remaining(), Some(12));
    assert_eq!(error.body().unwrap(), &body);
    let line = error.to_string();
    for part in
        ["POST /contacts/search", "400", "parameter_not_found", "Custom attribute 'x' does not exist", "field x"]
    {
        assert!(line.contains(part), "{part}: {line}");
    }
}

#[tokio::test]
async fn report_25_the_last_error_is_returned() {
    let responses = ["first", "second", "third"].map(|message| failed(503, "service_unavailable", message));
    let transport = Scripted::responses(responses.to_vec());
    let client = builder(&transport).clock(ManualClock::new()).retries(2).build().unwrap();
    let error = client.tags().list().await.unwrap_err();
    assert!(error.to_string().contains("third") && error.attempts() == 3, "{error}");
}

#[tokio::test]
async fn report_26_clients_that_wait_for_the_same_reset_do_not_wake_together() {
    let mut waits = BTreeSet::new();
    for _ in 0..20 {
        let limited = response(429, &[("Retry-After", "10")], "{}");
        let transport = Scripted::responses(vec![limited, ok(json!({ "data": [] }))]);
        let clock = ManualClock::new();
        let client = builder(&transport).clock(clock.clone()).build().unwrap();
        client.tags().list().await.unwrap();
        let wait = clock.waits()[0];
        assert!(wait >= Duration::from_secs(10), "{wait:?}");
        waits.insert(wait);
    }
    assert!(waits.len() > 10, "{waits:?}");
}

#[test]
fn report_27_a_category_that_the_document_does_not_name_is_kept() {
    let ticket: Ticket = decoded(json!({ "category": "request" }));
    assert_eq!(serde_json::to_value(&ticket).unwrap()["category"], "request");
    assert_ne!(ticket.category, Some(TicketCategory::Customer));
    let ticket: Ticket = decoded(json!({ "category": "Customer" }));
    assert_eq!(ticket.category, Some(TicketCategory::Customer));
}

#[tokio::test]
async fn report_30_any_version_can_be_sent() {
    let versions: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&versions);
    let transport = Scripted::new(move |_, request| {
        kept.lock().unwrap().push(request.headers()["intercom-version"].to_str().unwrap().to_owned());
        Ok(ok(json!({ "data": [] })))
    });
    let client = builder(&transport).version("Unstable").build().unwrap();
    client.tags().list().await.unwrap();
    client.tags().list().with_version("2.17").await.unwrap();
    assert_eq!(*versions.lock().unwrap(), ["Unstable", "2.17"]);
}
