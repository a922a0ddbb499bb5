//! Requests without a transport.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::engine::core::testing::without_handlers;
use crate::faults::fault::Fault;
use crate::faults::rule::FaultRule;
use crate::protocol::headers::RESPONSE_SOURCE_HEADER;
use crate::protocol::rate_limit::RateLimit;
use crate::settings::Settings;
use crate::workspace::seed::Seed;
use http::StatusCode;
use intercom_client::examples::EXAMPLES;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, mpsc};

fn send(engine: &Engine, method: &str, target: &str, body: Option<&str>) -> Response<Bytes> {
    send_with(engine, method, target, body, &[("authorization", "Bearer any")])
}

fn send_with(
    engine: &Engine,
    method: &str,
    target: &str,
    body: Option<&str>,
    headers: &[(&str, &str)],
) -> Response<Bytes> {
    let mut request = http::Request::builder().method(method).uri(target).header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (head, ()) = request.body(()).unwrap().into_parts();
    engine.respond(&head, Ok(Bytes::copy_from_slice(body.unwrap_or_default().as_bytes()))).response
}

fn is_example(response: &Response<Bytes>) -> bool {
    response.headers().get(RESPONSE_SOURCE_HEADER).is_some_and(|value| value == "example")
}

#[test]
fn each_request_locks_once_and_matches_once() {
    let limit = RateLimit::new(1_000, 10);
    let settings = Settings::default().token("secret").rate_limit(limit);
    let engine = Engine::new(settings, Seed::examples()).unwrap();
    let counts = || (engine.locks.load(Relaxed), engine.router.matches.load(Relaxed));
    let auth = [("authorization", "Bearer secret")];
    let fault = [("authorization", "Bearer secret"), ("x-emulator-fault", "status=503")];
    type Case<'a> = (&'a str, &'a str, Option<&'a str>, &'a [(&'a str, &'a str)], u16);
    let cases: [Case<'_>; 9] = [
        ("GET", "/users?user_id=u-4711", None, &auth, 200),
        ("POST", "/users", Some(r#"{"email":"new@kiln.example"}"#), &auth, 200),
        ("GET", "/users/scroll", None, &auth, 200),
        ("POST", "/events", Some("{}"), &auth, 422),
        ("GET", "/users", None, &fault, 503),
        ("GET", "/nowhere", None, &auth, 404),
        ("DELETE", "/admins", None, &auth, 405),
        ("GET", "/users", None, &[("authorization", "Bearer other")], 401),
        ("POST", "/tags", Some("{"), &auth, 400),
    ];
    for (method, target, body, headers, status) in cases {
        let (locks, matches) = counts();
        let response = send_with(&engine, method, target, body, headers);
        assert_eq!(response.status().as_u16(), status, "{method} {target}");
        assert_eq!(counts(), (locks + 1, matches + 1), "{method} {target}");
    }
}

#[test]
fn function_without_handler_returns_the_example_of_the_spec() {
    let engine = without_handlers(Settings::default(), EXAMPLES);
    for example in EXAMPLES {
        let query: Vec<String> = example
            .query
            .iter()
            .map(|(key, value)| {
                format!("{key}={}", percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC))
            })
            .collect();
        let target = format!("{}?{}", example.path, query.join("&"));
        let response = send(&engine, example.function.http.as_str(), &target, example.body);
        let name = example.function.name;
        assert!(is_example(&response), "{name}: {response:?}");
        assert_eq!(response.status().as_u16(), example.status, "{name}");
        let request = engine.log.all().pop().unwrap();
        let is_own = example.function.name == request.function_name().unwrap();
        let is_peer = request.peers.iter().any(|peer| peer.name == name);
        assert!(is_own || is_peer, "{name} was matched to {:?}", request.function_name());
        if is_own {
            assert_eq!(response.body(), example.response, "{name}");
        }
    }
}

#[test]
fn function_without_handler_is_checked_as_others_are() {
    let engine = without_handlers(Settings::default(), EXAMPLES);
    let status = |response: Response<Bytes>| {
        assert!(!is_example(&response));
        response.status().as_u16()
    };
    assert_eq!(status(send_with(&engine, "GET", "/admins", None, &[])), 401);
    assert_eq!(status(send(&engine, "POST", "/tags", Some("{}"))), 422);
    assert_eq!(status(send(&engine, "POST", "/tags", Some(r#"{"name":[]}"#))), 422);
    assert_eq!(status(send(&engine, "POST", "/tags", Some("{"))), 400);
    assert_eq!(status(send(&engine, "DELETE", "/admins", None)), 405);
    assert_eq!(status(send(&engine, "GET", "/nothing", None)), 404);
    let headers = [("authorization", "Bearer any"), ("intercom-version", "9.9")];
    assert_eq!(status(send_with(&engine, "GET", "/admins", None, &headers)), 400);
    engine.faults.add(FaultRule::new(Fault::Status(503)).function("getAdmins"));
    assert_eq!(status(send(&engine, "GET", "/admins", None)), 503);
    engine.faults.clear();
    assert!(is_example(&send(&engine, "GET", "/admins", None)));

    let limited = without_handlers(Settings::default().rate_limit(RateLimit::new(1, 10)), EXAMPLES);
    assert!(is_example(&send(&limited, "GET", "/admins", None)));
    assert_eq!(status(send(&limited, "GET", "/admins", None)), 429);
}

#[test]
fn function_without_handler_and_example_returns_an_empty_object() {
    let engine = without_handlers(Settings::default(), &[]);
    let response = send(&engine, "GET", "/admins", None);
    assert!(is_example(&response));
    assert_eq!((response.status(), &response.body()[..]), (StatusCode::OK, &b"{}"[..]));
}

#[test]
fn function_with_handler_is_no_example() {
    let response = send(&Engine::with_defaults(), "GET", "/admins", None);
    assert_eq!(response.status(), StatusCode::OK);
    assert!(!is_example(&response));
}

/// Attack: a large body that is read, parsed and checked under the lock keeps all other requests waiting.
#[test]
fn large_body_is_checked_while_others_are_served() {
    let engine = Engine::with_defaults();
    let (checked, has_checked) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let may_go_on = Mutex::new(may_go_on);
    let hold = move |request: &RecordedRequest| {
        if request.body.len() > 1_000_000 {
            checked.send(request.function_name()).unwrap();
            may_go_on.lock().unwrap().recv().unwrap();
        }
    };
    assert!(engine.on_decoded.set(Box::new(hold)).is_ok());
    let long = "x".repeat(1_000_000);
    let body = format!(r#"{{"email":"large@kiln.example","custom_attributes":{{"long":"{long}"}}}}"#);
    std::thread::scope(|scope| {
        // Dropped if something fails here, so that the worker does not wait for ever.
        let go_on = go_on;
        let large = scope.spawn(|| send(&engine, "POST", "/users", Some(&body)));
        assert!(has_checked.recv().unwrap().is_some());
        // The worker has the large request now, parsed and matched; the others get through.
        assert_eq!(send(&engine, "POST", "/users", Some(r#"{"email":"small@kiln.example"}"#)).status(), StatusCode::OK);
        assert_eq!(send(&engine, "GET", "/users", None).status(), StatusCode::OK);
        assert_eq!(engine.log.all().len(), 2);
        go_on.send(()).unwrap();
        assert_eq!(large.join().unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
    });
    assert_eq!(engine.log.all().len(), 3);
}
