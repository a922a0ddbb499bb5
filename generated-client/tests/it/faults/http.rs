//! Statuses and bodies: cases 23 to 27.

use crate::faults::{PERSON, create, find};
use crate::support::canary::{EMAIL, checked};
use crate::support::fault_server::FaultServer;
use crate::support::manual_clock::ManualClock;
use crate::support::scripted::{Scripted, json};
use crate::support::{builder, scripted, wire};
use intercom_client::{Client, Error};

/// A client whose every call gets this response, and how many requests there were.
fn responding(status: u16, headers: &[(&str, &str)], body: &str) -> (Client, Scripted) {
    let transport = Scripted::always(json(status, headers, body));
    (scripted(&transport).clock(ManualClock::new()).build().unwrap(), transport)
}

/// The error of one attempt.
async fn error(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    let (client, transport) = responding(status, headers, body);
    let error = find(&client).await.unwrap_err();
    assert_eq!((error.attempts(), transport.sent().len()), (1, 1), "{}", checked(&error));
    error
}

#[tokio::test]
async fn case_23_unavailable_twice_then_there() {
    for status in [408, 500, 502, 503, 504] {
        let script =
            move |nth| wire::reply(if nth < 2 { wire::response(status, &[], "busy") } else { wire::ok(PERSON) });
        let server = FaultServer::start(script);
        let clock = ManualClock::new();
        let client = builder(&server.url()).clock(clock.clone()).build().unwrap();
        assert_eq!(find(&client).send_full().await.unwrap().raw().attempts(), 3, "{status}");
        assert_eq!((server.requests().len(), clock.waits().len()), (3, 2), "{status}");

        let server = FaultServer::start(script);
        let client = builder(&server.url()).clock(ManualClock::new()).build().unwrap();
        let error = create(&client).await.unwrap_err();
        let line = checked(&error);
        assert!(error.may_have_been_processed() && line.contains("the server may have acted"), "{line}");
        assert_eq!((error.status(), error.attempts(), server.requests().len()), (Some(status), 1, 1), "{line}");
    }
}

#[tokio::test]
async fn case_23_retry_depends_on_the_arguments() {
    let repeated = |session: Option<bool>| async move {
        let (client, transport) = responding(503, &[], "");
        let call = client.users().create_by_id("u-4711");
        let call = match session {
            Some(session) => call.new_session(session),
            None => call,
        };
        let error = call.await.unwrap_err();
        assert_eq!(error.may_have_been_processed(), session == Some(true), "{}", checked(&error));
        transport.sent().len()
    };
    assert_eq!((repeated(None).await, repeated(Some(false)).await, repeated(Some(true)).await), (3, 3, 1));
}

#[tokio::test]
async fn case_23_no_retries_where_none_are_wanted() {
    let (client, transport) = responding(503, &[], "");
    assert_eq!(find(&client).with_retries(0).await.unwrap_err().attempts(), 1);
    assert_eq!(transport.sent().len(), 1);
    assert_eq!(find(&client).with_retries(5).await.unwrap_err().attempts(), 6);
    let client = scripted(&transport).retries(0).clock(ManualClock::new()).build().unwrap();
    let error = find(&client).await.unwrap_err();
    assert!(!checked(&error).contains("attempt"), "{error}");
}

#[tokio::test]
async fn case_24_gateway_timeout_in_html() {
    let page = "<html><body><h1>504 Gateway Time-out</h1></body></html>";
    let headers = [("Content-Type", "text/html"), ("X-Request-Id", "req-24")];
    let server = FaultServer::always(wire::reply(wire::response(504, &headers, page)));
    let client = builder(&server.url()).clock(ManualClock::new()).build().unwrap();
    let error = create(&client).await.unwrap_err();
    let line = checked(&error);
    assert_eq!((error.status(), error.request_id()), (Some(504), Some("req-24")), "{line}");
    assert_eq!(error.body().unwrap().as_ref(), page.as_bytes());
    assert!(error.errors().is_empty() && !error.is_decode(), "{line}");
    assert_eq!(
        line,
        "createLead: POST /contacts → 504 Gateway Timeout, with 55 bytes of text/html (request id req-24, attempt 1 of 3); \
         the server may have acted; look before repeating the call"
    );
}

/// Success that cannot be read, of a call for which twice is not as good as once.
fn assert_acted(error: &Error) {
    let line = checked(error);
    assert!(error.is_decode() && error.may_have_been_processed(), "{line}");
    assert!(line.ends_with("the server may have acted; look before repeating the call"), "{line}");
    assert_eq!((error.status(), error.attempts()), (Some(200), 1), "{line}");
}

#[tokio::test]
async fn case_25_success_without_a_readable_body() {
    let bodies = ["<html>maintenance</html>", "", "null", "[]", "\"text\"", "{\"type\":\"user\"", "{} {}", "NaN"];
    for body in bodies {
        for kind in ["application/json", "text/html"] {
            let response = wire::response(200, &[("Content-Type", kind), ("X-Request-Id", "req-25")], body);
            let server = FaultServer::always(wire::reply(response));
            let client = builder(&server.url()).clock(ManualClock::new()).build().unwrap();
            let error = find(&client).await.unwrap_err();
            let line = checked(&error);
            assert!(error.is_decode() && !error.is_transport() && !error.may_have_been_processed(), "{line}");
            assert_eq!((error.status(), error.request_id()), (Some(200), Some("req-25")), "{line}");
            assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
            assert_eq!((error.attempts(), server.requests().len()), (1, 1), "{line}");
            // The server said success, so doing it again may be once too often.
            for result in [create(&client).await.map(|_| ()), create(&client).send_full().await.map(|_| ())] {
                match result {
                    Err(error) => assert_acted(&error),
                    Ok(()) => assert!(body.is_empty(), "a write may succeed without a body, not with `{body}`"),
                }
            }
            assert_eq!(server.requests().len(), 3, "{line}");
        }
    }
    // JSON is JSON, whatever its label says.
    let server = FaultServer::always(wire::reply(wire::response(200, &[("Content-Type", "text/plain")], PERSON)));
    find(&builder(&server.url()).build().unwrap()).await.unwrap();
}

#[tokio::test]
async fn case_25_unreadable_dynamic_success_may_have_been_processed() {
    for (name, args, acted) in [
        ("createLead", intercom_client::json!({ "email": EMAIL }), true),
        ("createUserByEmail", intercom_client::json!({ "email": EMAIL }), false),
        ("createUserByEmail", intercom_client::json!({ "email": EMAIL, "newSession": true }), true),
    ] {
        let (client, _) = responding(200, &[], "<html>");
        let error = client.call(name, args).await.unwrap_err();
        assert!(error.is_decode(), "{}", checked(&error));
        assert_eq!(error.may_have_been_processed(), acted, "{}", checked(&error));
    }
}

#[tokio::test]
async fn case_25_decode_error_names_the_position_not_the_value() {
    let secret = "EXAMPLE-GIVEN-TOKEN";
    let bodies = [
        format!(r#""{secret}""#),
        format!(r#"{{"avatar":"{secret}"}}"#),
        format!(r#"{{"companies":{{"companies":"{secret}"}}}}"#),
        format!(r#"{{"custom_attributes":"{secret}"}}"#),
        format!(r#"{{"created_at":"{secret}"}}"#),
        format!(r#"{{"anonymous":"{secret}"}}"#),
        format!(r#"{{"session_count":"{secret}"}}"#),
        format!(r#"{{"id":["{secret}"]}}"#),
        format!(r#"{{"email":{{"{secret}":1}}}}"#),
    ];
    for body in bodies {
        let error = error(200, &[], &body).await;
        assert!(error.is_decode(), "{error:?}");
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(secret), "{body}: {shown}");
            cause = error.source();
        }
    }
    let error = error(200, &[], r#"{"companies":{"companies":[{"id":"1"},{"plan":7}]}}"#).await;
    assert!(error.to_string().contains("at `companies.companies[1].plan`"), "{error}");
}

#[tokio::test]
async fn case_26_empty_and_unexpected_bodies_are_handled() {
    // A function that returns nothing takes anything: 202 without a body, 204, or a body.
    for (status, body) in [(202, ""), (204, ""), (200, "{}"), (200, "not JSON"), (202, "null")] {
        let (client, _) = responding(status, &[], body);
        client.tags().delete("17513").await.unwrap();
    }
    // A function that returns something does not take nothing.
    for status in [200, 202, 204] {
        let error = error(status, &[], "").await;
        assert!(error.is_decode() && checked(&error).contains("the response is empty"), "{error}");
        assert_eq!(error.status(), Some(status));
    }
    // Over a socket, where a 204 must not have a body.
    let server = FaultServer::always(wire::reply(crate::support::fault_server::Step::Write(
        b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(),
    )));
    builder(&server.url()).build().unwrap().tags().delete("17513").await.unwrap();
}

#[tokio::test]
async fn case_27_each_status_has_its_predicate() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(u16, Predicate); 6] = [
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (429, Error::is_rate_limited),
        (422, |_| false),
    ];
    for (status, own) in predicates {
        let error = error(status, &[], r#"{"type":"error.list","errors":[{"code":"x","message":"y"}]}"#).await;
        for (other, predicate) in predicates {
            assert_eq!(predicate(&error), status == other && status != 422, "{status}, {other}");
        }
        assert_eq!((own(&error), error.status()), (status != 422, Some(status)));
        assert!(!error.may_have_been_processed() && !error.is_usage() && !error.is_timeout(), "{}", checked(&error));
    }
}

#[tokio::test]
async fn case_27_transient_statuses_are_reported_as_such() {
    for (status, passing) in [
        (302, false),
        (401, false),
        (404, false),
        (408, true),
        (409, false),
        (422, false),
        (429, true),
        (500, true),
        (501, false),
        (502, true),
        (503, true),
        (504, true),
    ] {
        let server = FaultServer::always(wire::reply(wire::response(status, &[], "")));
        let error = find(&builder(&server.url()).retries(0).build().unwrap()).await.unwrap_err();
        assert_eq!((error.status(), error.is_transient()), (Some(status), passing), "{}", checked(&error));
    }
    assert!(!error(200, &[("Content-Encoding", "br")], "").await.is_transient());
    let nowhere = builder("http://127.0.0.1:1").retries(0).build().unwrap();
    assert!(find(&nowhere).await.unwrap_err().is_transient());
    assert!(!find(&nowhere).with_version("\n").await.unwrap_err().is_transient());
}

#[tokio::test]
async fn case_27_all_errors_are_kept() {
    let body = r#"{"type":"error.list","request_id":null,"errors":[
        {"code":"parameter_invalid","message":"email is invalid","field":"email"},
        {"type":"old_style","message":null},
        {},
        {"code":17,"message":["unusual"],"field":null},
        "no object", null]}"#;
    let error = error(422, &[], body).await;
    let errors: Vec<_> = error.errors().iter().map(|error| (error.code.as_deref(), error.message.as_deref())).collect();
    assert_eq!(
        errors,
        [
            (Some("parameter_invalid"), Some("email is invalid")),
            (Some("old_style"), None),
            (None, None),
            (Some("17"), None),
            (None, Some("no object"))
        ]
    );
    assert_eq!(error.request_id(), None);
    assert_eq!(
        checked(&error),
        "getSingleUser: GET /users → 422 parameter_invalid: email is invalid (field email, and 4 more, attempt 1 of 3)"
    );
}

#[tokio::test]
async fn case_27_error_bodies_of_any_shape_are_tolerated() {
    let deep = "[".repeat(10_000);
    let long = format!(r#"{{"errors":[{{"code":"{0}","message":"{0}"}}]}}"#, "x".repeat(100_000));
    let bodies = [
        "",
        "{}",
        "[]",
        "null",
        "1",
        "\u{feff}{}",
        "{\"errors\":null}",
        "{\"errors\":{}}",
        "{\"errors\":[]}",
        "{\"errors\":\"text\"}",
        "{\"errors\":[[]]}",
        "{\"errors\":[{\"message\":\"two\\nlines\\u001b[2J\"}]}",
        "<html></html>",
        &deep,
        &long,
        "{\"request_id\":{},\"errors\":[{\"code\":{}}]}",
    ];
    for body in bodies {
        let error = error(400, &[("X-Request-Id", "req\u{9b}27")], body).await;
        let line = checked(&error);
        assert_eq!(error.status(), Some(400), "{line}");
        assert!(line.starts_with("getSingleUser: GET /users → 400") && line.len() < 1_000, "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert_eq!(error.body().unwrap().len(), body.len());
    }
}

#[tokio::test]
async fn case_27_request_id_of_header_or_body() {
    let body = r#"{"type":"error.list","request_id":"of-the-body","errors":[]}"#;
    assert_eq!(error(400, &[], body).await.request_id(), Some("of-the-body"));
    assert_eq!(error(400, &[("X-Request-Id", "of-the-header")], body).await.request_id(), Some("of-the-header"));
}
