//! Each fault, as the client and as a plain socket see it.

use crate::raw_http;
use crate::raw_http::{raw, request};
use intercom_client::error::ErrorKind;
use intercom_client::{Client, Error};
use intercom_emulator::{Emulator, Fault, FaultRule, Reset, Seed};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const AUTH: &str = "authorization: Bearer any";

async fn emulator() -> Emulator {
    Emulator::builder().seed(Seed::examples()).start().await.unwrap()
}

fn rule(function: &str, fault: Fault) -> FaultRule {
    FaultRule::new(fault).function(function)
}

/// A client with a long timeout, since a machine may be busy.
fn client(emulator: &Emulator) -> Client {
    emulator.client().retries(0).build().unwrap()
}

/// A client with a short timeout.
fn impatient_client(emulator: &Emulator) -> Client {
    emulator.client().retries(0).attempt_timeout(Duration::from_millis(400)).build().unwrap()
}

fn is_late(fault: &Fault) -> bool {
    matches!(fault, Fault::Hang | Fault::Delay(_) | Fault::SlowBody(_))
}

/// The results of `getSingleUser` and `createTag` with a fault, through both transports.
async fn results(fault: Fault) -> [Result<String, Error>; 4] {
    let served = emulator().await;
    let inside = Emulator::builder().seed(Seed::examples()).without_socket().unwrap();
    let mut seen = Vec::new();
    for emulator in [served, inside] {
        for function in ["getSingleUser", "createTag"] {
            emulator.add_fault(rule(function, fault.clone()));
        }
        let client = if is_late(&fault) { impatient_client(&emulator) } else { client(&emulator) };
        let person = intercom_client::types::PersonRef::user_id("u-4711");
        seen.push(client.users().get(person).await.map(|user| format!("{user:?}")));
        seen.push(client.tags().create("new").await.map(|tag| format!("{tag:?}")));
        // A function without a rule does not fail.
        self::client(&emulator).admins().list().await.unwrap();
    }
    seen.try_into().unwrap()
}

async fn kinds(fault: Fault) -> Vec<ErrorKind> {
    results(fault).await.into_iter().map(|outcome| outcome.unwrap_err().kind()).collect()
}

#[tokio::test]
async fn status_replaces_the_response() {
    for outcome in results(Fault::Status(503)).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Some(503));
        assert_eq!(error.errors()[0].code.as_deref(), Some("service_unavailable"));
        assert!(error.request_id().is_some());
    }
}

#[tokio::test]
async fn status_skips_and_reset_after_keeps_processing() {
    for (fault, count) in [
        (Fault::Status(500), 2),
        (Fault::Html(502), 2),
        (Fault::Reset(Reset::Before), 2),
        (Fault::Redirect("http://localhost:1/".to_owned()), 2),
        (Fault::RateLimit(5), 2),
        (Fault::Reset(Reset::After), 3),
        (Fault::Truncate(5), 3),
        (Fault::BadJson, 3),
        (Fault::Hang, 3),
    ] {
        let emulator = emulator().await;
        emulator.add_fault(rule("createTag", fault.clone()));
        let client = if is_late(&fault) { impatient_client(&emulator) } else { client(&emulator) };
        client.tags().create("new").await.unwrap_err();
        let tags = self::client(&emulator).tags().list().await.unwrap().tags;
        assert_eq!(tags.len(), count, "{fault:?}");
    }
}

#[tokio::test]
async fn rate_limit_fault_sets_the_headers() {
    for outcome in results(Fault::RateLimit(7)).await {
        let error = outcome.unwrap_err();
        assert!(error.is_rate_limited());
        let limit = error.rate_limit().unwrap();
        assert_eq!((limit.remaining(), limit.reset().unwrap().unix()), (Some(0), 1_539_604_800 + 7));
    }
}

#[tokio::test]
async fn html_replaces_the_response() {
    for outcome in results(Fault::Html(502)).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Some(502));
        assert!(error.body().unwrap().starts_with(b"<html>"));
    }
}

#[tokio::test]
async fn truncated_and_reset_responses_are_errors() {
    for fault in [
        Fault::Truncate(0),
        Fault::Truncate(10),
        Fault::Reset(Reset::Before),
        Fault::Reset(Reset::After),
        Fault::Reset(Reset::AtByte(30)),
    ] {
        for kind in kinds(fault.clone()).await {
            assert!(matches!(kind, ErrorKind::Transport | ErrorKind::Connect), "{fault:?}: {kind:?}");
        }
    }
}

#[tokio::test]
async fn hanging_and_slow_responses_time_out() {
    for fault in [Fault::Hang, Fault::Delay(60_000), Fault::SlowBody(10)] {
        assert_eq!(kinds(fault.clone()).await, [ErrorKind::Timeout; 4], "{fault:?}");
    }
}

#[tokio::test]
async fn slow_body_arrives_completely() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getSingleAdmin", Fault::SlowBody(1_000)));
    let client = emulator.client().build().unwrap();
    let started = Instant::now();
    let admin = client.admins().get("70215").await.unwrap();
    assert_eq!(admin.name.as_deref(), Some("Rui Matos"));
    assert!(started.elapsed() >= Duration::from_millis(150), "{:?}", started.elapsed());
}

#[tokio::test]
async fn corrupt_bodies_are_errors() {
    assert_eq!(kinds(Fault::BadJson).await, [ErrorKind::Decode; 4]);
    assert_eq!(kinds(Fault::CorruptGzip).await, [ErrorKind::Decode; 4]);
    // JSON is read whatever its content type.
    for outcome in results(Fault::ContentType("text/html".to_owned())).await {
        outcome.unwrap();
    }
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::ContentType("text/html".to_owned())));
    assert_eq!(raw_http::send(&emulator, "GET", "/admins", "").await.header("content-type"), Some("text/html"));
}

#[tokio::test]
async fn huge_body_is_an_error() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::HugeBody(200_000_000)));
    let error = emulator.client().retries(0).build().unwrap().admins().list().await.unwrap_err();
    assert!(error.to_string().contains("larger than"), "{error}");
}

#[tokio::test]
async fn members_are_added_removed_nulled_and_changed() {
    for outcome in results(Fault::ExtraFields).await {
        assert!(outcome.unwrap().contains("emulator_extra"));
    }
    let [user, ..] = results(Fault::MissingField("session_count".to_owned())).await;
    assert!(!user.unwrap().contains("session_count: Some"));
    let [user, ..] = results(Fault::NullField("tags".to_owned())).await;
    user.unwrap();
    let [user, ..] = results(Fault::UnknownEnum("type".to_owned())).await;
    assert!(user.unwrap().contains("emulator_unknown"));
}

#[tokio::test]
async fn repeated_cursors_and_empty_pages_are_detected() {
    let seed = Seed::parse("generate: { users: 120 }").unwrap();
    let emulator = Emulator::builder().seed(seed).start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let stream = async || {
        let mut items = client.users().list().by_item();
        let mut count = 0;
        loop {
            match items.next().await {
                Some(Ok(_)) => count += 1,
                Some(Err(error)) => return (count, Some(error)),
                None => return (count, None),
            }
        }
    };
    assert_eq!(stream().await.0, 120);
    emulator.add_fault(FaultRule::new(Fault::EmptyPage).function("getUsers").call(2));
    let (count, error) = stream().await;
    assert_eq!((count, error.is_none()), (70, true), "an empty page is not the end");
    emulator.clear_faults();
    emulator.add_fault(FaultRule::new(Fault::RepeatCursor).function("getUsers").call(2));
    let (count, error) = stream().await;
    assert!(count <= 100 && error.is_some(), "{count}");
}

#[tokio::test]
async fn redirect_is_not_followed() {
    for outcome in results(Fault::Redirect("http://elsewhere.example/".to_owned())).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Some(302), "{error}");
    }
}

#[tokio::test]
async fn clock_skew_shifts_date_and_reset() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::ClockSkew(-3_600)));
    let response = raw_http::send(&emulator, "GET", "/admins", "").await;
    assert_eq!(response.header("date"), Some("Mon, 15 Oct 2018 11:00:00 GMT"));
    let response = raw_http::send(&emulator, "GET", "/me", "").await;
    assert_eq!(response.header("date"), Some("Mon, 15 Oct 2018 12:00:00 GMT"));
}

#[tokio::test]
async fn fault_header_applies_to_one_request() {
    let emulator = emulator().await;
    let client = client(&emulator);
    let failed = client.admins().list().with_header("X-Emulator-Fault", "status=418").await.unwrap_err();
    assert_eq!(failed.status(), Some(418));
    client.admins().list().await.unwrap();
    let wrong = client.admins().list().with_header("X-Emulator-Fault", "statsu=418").await.unwrap_err();
    assert_eq!(wrong.status(), Some(400));
    assert!(wrong.to_string().contains("statsu"), "{wrong}");
}

#[tokio::test]
async fn connection_is_reset_at_the_given_byte() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::Reset(Reset::AtByte(17))));
    let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    stream.write_all(request("GET", "/admins", &[AUTH], "").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let error = stream.read_to_end(&mut bytes).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert!(bytes.len() <= 17 && b"HTTP/1.1 200 OK\r\n".starts_with(&bytes), "{bytes:?}");
    // The next connection is not affected.
    emulator.clear_faults();
    assert_eq!(raw(&emulator, request("GET", "/admins", &[AUTH], "")).await.status, 200);
}

#[tokio::test]
async fn truncated_body_keeps_head_and_start() {
    let emulator = emulator().await;
    for at in [0, 10, 1_000_000] {
        emulator.clear_faults();
        emulator.add_fault(rule("getSingleAdmin", Fault::Truncate(at)));
        let complete = r#"{"type":"admin","id":"70215""#;
        let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
        stream.write_all(request("GET", "/admins/70215", &[AUTH], "").as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{at}: {text:?}"));
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        assert!(length.parse::<usize>().unwrap() > body.len(), "{at}: {length}");
        assert!(at > 10 || body == &complete[..at], "{at}: {body}");
    }
}

#[tokio::test]
async fn client_retries_until_a_fault_ends() {
    let emulator = emulator().await;
    emulator.add_fault(FaultRule::new(Fault::Status(503)).function("getAdmins").first(2));
    let client = emulator.client().build().unwrap();
    client.admins().list().await.unwrap();
    assert_eq!(emulator.requests().iter().map(|request| request.status).collect::<Vec<_>>(), [503, 503, 200]);
}

#[tokio::test]
async fn probability_is_reproducible() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let emulator = Emulator::in_process();
        emulator.add_fault(FaultRule::new(Fault::Status(500)).probability(0.5));
        let client = emulator.client().retries(0).build().unwrap();
        for _ in 0..40 {
            let _ = client.admins().list().await;
        }
        runs.push(emulator.requests().iter().map(|request| request.status).collect::<Vec<_>>());
    }
    assert_eq!(runs[0], runs[1]);
    let failed = runs[0].iter().filter(|status| **status == 500).count();
    assert!((8..=32).contains(&failed), "{failed} of 40");
}

#[tokio::test]
async fn reset_restarts_the_call_counts() {
    let emulator = Emulator::in_process();
    emulator.add_fault(FaultRule::new(Fault::Status(500)).function("getAdmins").first(1));
    let client = emulator.client().retries(0).build().unwrap();
    for _ in 0..2 {
        client.admins().list().await.unwrap_err();
        client.admins().list().await.unwrap();
        emulator.reset().unwrap();
    }
}

#[test]
fn rules_are_parsed_from_yaml_and_json() {
    let rules = FaultRule::parse_all(
        "- when: { function: getUsers, call: 3 }\n  fault: { status: 503 }\n- fault: hang\n- fault: { reset: { at_byte: 9 } }\n",
    )
    .unwrap();
    assert_eq!(rules.len(), 3);
    assert_eq!(*rules[0].fault(), Fault::Status(503));
    assert_eq!(*rules[2].fault(), Fault::Reset(Reset::AtByte(9)));
    for (rules, text) in [
        ("- when: { function: getUser }\n  fault: hang", "getUser"),
        ("- when: { fnuction: getUsers }\n  fault: hang", "fnuction"),
        ("- fault: explode", "explode"),
        ("- fault: { status: 99 }", "400 to 599"),
        ("- when: { every: 0 }\n  fault: hang", "`every` must be at least 1"),
        ("- when: { probability: 2 }\n  fault: hang", "from 0 to 1"),
        ("- when: { path: users }\n  fault: hang", "`path`"),
        ("when: { function: getUsers }", "fault"),
        ("fault: { status: 503, hang: 1 }", ""),
    ] {
        let error = FaultRule::parse_all(rules).unwrap_err().to_string();
        assert!(error.contains(text), "{error}");
    }
}
