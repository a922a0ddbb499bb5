//! A host per account, Basic auth from a field and a constant, paging by the Link header, several shapes of errors.

use crate::recorder::Recorder;
use freshdesk_client::{Client, File};

fn client(recorder: &Recorder) -> Client {
    Client::builder().value("apiKey", "key").base_url(recorder.url()).retries(0).build().unwrap()
}

#[tokio::test]
async fn account_is_a_part_of_the_host() {
    let client = Client::builder().value("apiKey", "key").value("domain", "acme").build().unwrap();
    let request = client.tickets().list().into_request().unwrap();
    assert_eq!(request.url(), "https://acme.freshdesk.com/api/v2/tickets");
    let request = client.tickets().delete(7).into_request().unwrap();
    assert_eq!((request.method(), request.url()), ("DELETE", "https://acme.freshdesk.com/api/v2/tickets/7".to_owned()));
}

#[tokio::test]
async fn credential_is_the_user_and_x_the_password() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{ "id": 7, "name": "Ines" }"#);
    let contact = client(&recorder).contacts().get_single(7).await.unwrap();
    assert_eq!(contact.name.as_deref(), Some("Ines"));
    let request = recorder.took();
    assert_eq!(request.line, "GET /contacts/7");
    // `key:X` in Base64.
    assert_eq!(request.header("authorization"), Some("Basic a2V5Olg="));
}

#[tokio::test]
async fn link_header_leads_to_the_next_page() {
    let recorder = Recorder::start();
    let next = format!("<{}/tickets?page=2&filter=watching>; rel=\"next\"", recorder.url());
    recorder.will_respond_with(200, &[("Link", &next)], r#"[{ "id": 1 }, { "id": 2 }]"#);
    recorder.will_respond(200, r#"[{ "id": 3 }]"#);
    let mut items = client(&recorder).tickets().list().filter("watching").by_item();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(recorder.took().line, "GET /tickets?filter=watching");
    assert_eq!(recorder.took().line, "GET /tickets?page=2&filter=watching");
}

#[tokio::test]
async fn both_shapes_of_errors_are_read() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let body = r#"{ "description": "Validation failed", "errors": [{ "field": "email", "message": "It should be a valid email address", "code": "invalid_value" }] }"#;
    recorder.will_respond(400, body);
    let error = client.contacts().create("Ines").email("no").await.unwrap_err();
    let first = &error.errors()[0];
    assert_eq!((first.code.as_deref(), first.field.as_deref()), (Some("invalid_value"), Some("email")), "{error}");
    recorder.will_respond(401, r#"{ "code": "invalid_credentials", "message": "You have to be logged in" }"#);
    let error = client.agents().list().await.unwrap_err();
    assert_eq!(error.errors()[0].code.as_deref(), Some("invalid_credentials"), "{error}");
}

#[tokio::test]
async fn avatar_is_sent_as_a_part_with_a_name() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{ "id": 7 }"#);
    client(&recorder).other().update_avatar(7, File::new("kiln.png", "picture")).await.unwrap();
    let request = recorder.took();
    assert_eq!(request.line, "PUT /contacts/7");
    assert!(request.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    assert!(request.body.contains("name=\"avatar\"; filename=\"kiln.png\""), "{}", request.body);
    assert!(request.body.contains("\r\n\r\npicture\r\n"), "{}", request.body);
}
