//! Report 19 and others: errors that come with a status of success, and error bodies of other shapes.

use crate::faults::{create, find};
use crate::support::canary::checked;
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use intercom_client::error::ErrorKind;
use intercom_client::{Client, Error, Value};

const NOT_FOUND: &str = r#"{"type":"error.list","errors":[{"code":"not_found","message":"User Not Found"}]}"#;

fn client(status: u16, body: &str) -> Client {
    scripted(&Scripted::always(json(status, &[], body))).retries(0).build().unwrap()
}

#[tokio::test]
async fn report_19_error_list_with_status_200_is_an_error() {
    let client = client(200, NOT_FOUND);
    let dynamic = client.call("getSingleUser", intercom_client::json!({ "userId": "1", "userIdType": "email" }));
    for error in [find(&client).await.unwrap_err(), dynamic.await.unwrap_err()] {
        assert!(error.is_not_found() && error.kind() == ErrorKind::NotFound, "{error:?}");
        assert_eq!(error.errors()[0].message.as_deref(), Some("User Not Found"));
        // A line that reads "→ 200" would say the opposite.
        assert_eq!(checked(&error), "getSingleUser: GET /users → not_found: User Not Found");
    }
}

#[tokio::test]
async fn report_19_other_codes_keep_the_status_of_the_response() {
    let body = NOT_FOUND.replace("not_found", "parameter_invalid");
    let error = create(&client(200, &body)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(200)), "{error:?}");
    assert!(checked(&error).contains("200 parameter_invalid: User Not Found"), "{error}");
    // Text that only looks like it is data.
    let body = r#"{"type":"user","id":"1","name":"error.list"}"#;
    assert_eq!(find(&client(200, body)).await.unwrap().name.as_deref(), Some("error.list"));
}

#[tokio::test]
async fn look_up_by_email_that_finds_nothing_reads_as_not_found() {
    let error = find(&client(200, r#"{"type":"user.list","users":[]}"#)).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(checked(&error), "getSingleUser: GET /users → nothing was found");
}

async fn error(status: u16, body: &Value) -> Error {
    create(&client(status, &body.to_string())).await.unwrap_err()
}

#[tokio::test]
async fn error_bodies_of_other_shapes_keep_code_and_message() {
    for (body, line) in [
        (intercom_client::json!({ "code": "c1", "message": "m1" }), "400 c1: m1"),
        (intercom_client::json!({ "errors": { "email": ["m1"] } }), "400: m1 (field email)"),
        (intercom_client::json!({ "error": { "code": "c1", "message": "m1" } }), "400 c1: m1"),
        (intercom_client::json!({ "error": "c1", "error_description": "m1" }), "400 c1: m1"),
        (intercom_client::json!({ "error": "m1" }), "400: m1"),
    ] {
        let error = error(400, &body).await;
        assert_eq!(checked(&error), format!("createLead: POST /contacts → {line}"), "{body}");
        assert_eq!(error.errors()[0].message.as_deref(), Some("m1"), "{body}");
    }
}
