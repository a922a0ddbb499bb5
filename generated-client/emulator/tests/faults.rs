//! Faults as data: each one as the client and as a plain socket see it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::{raw, request};
use intercom_client::{Client, Error, ErrorKind};
use intercom_emulator::{Emulator, Fault, FaultRule, Reset, Seed, When};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const AUTH: &str = "authorization: Bearer any";

async fn emulator() -> Emulator {
    Emulator::builder().seed(Seed::examples()).start().await.unwrap()
}

fn rule(function: &str, fault: Fault) -> FaultRule {
    FaultRule { when: When { function: Some(function.to_owned()), ..When::default() }, fault }
}

/// A patient client: a machine may be busy.
fn client(emulator: &Emulator) -> Client {
    emulator.client().retries(0).build().unwrap()
}

/// One that does not wait for what comes too late.
fn impatient(emulator: &Emulator) -> Client {
    emulator.client().retries(0).timeout(Duration::from_millis(400)).build().unwrap()
}

fn is_late(fault: &Fault) -> bool {
    matches!(fault, Fault::Hang | Fault::Delay(_) | Fault::SlowBody(_))
}

/// What the client makes of a fault of `getSingleUser`, and of `createTag`, through both doors.
async fn seen(fault: Fault) -> [Result<String, Error>; 4] {
    let served = emulator().await;
    let inside = Emulator::builder().seed(Seed::examples()).without_socket().unwrap();
    let mut seen = Vec::new();
    for emulator in [served, inside] {
        for function in ["getSingleUser", "createTag"] {
            emulator.add_fault(rule(function, fault.clone()));
        }
        let client = if is_late(&fault) { impatient(&emulator) } else { client(&emulator) };
        let person = intercom_client::types::PersonRef::user_id("u-4711");
        seen.push(client.users().get(person).await.map(|user| format!("{user:?}")));
        seen.push(client.tags().create("new").await.map(|tag| format!("{tag:?}")));
        // What nobody asked to fail does not.
        self::client(&emulator).admins().list().await.unwrap();
    }
    seen.try_into().unwrap()
}

async fn kinds(fault: Fault) -> Vec<ErrorKind> {
    seen(fault).await.into_iter().map(|outcome| outcome.unwrap_err().kind()).collect()
}

#[tokio::test]
async fn a_status_instead_of_an_answer() {
    for outcome in seen(Fault::Status(503)).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Some(503));
        assert_eq!(error.errors()[0].code.as_deref(), Some("service_unavailable"));
        assert!(error.request_id().is_some());
    }
}

#[tokio::test]
async fn nothing_is_worked_on_before_a_status_and_all_of_it_before_a_reset_after() {
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
        let client = if is_late(&fault) { impatient(&emulator) } else { client(&emulator) };
        client.tags().create("new").await.unwrap_err();
        let tags = self::client(&emulator).tags().list().await.unwrap().tags;
        assert_eq!(tags.len(), count, "{fault:?}");
    }
}

#[tokio::test]
async fn a_rate_limit_with_its_headers() {
    for outcome in seen(Fault::RateLimit(7)).await {
        let error = outcome.unwrap_err();
        assert!(error.is_rate_limited());
        let limit = error.rate_limit().unwrap();
        assert_eq!((limit.remaining, limit.reset.unwrap().unix()), (Some(0), 1_539_604_800 + 7));
    }
}

#[tokio::test]
async fn a_page_of_a_gateway() {
    for outcome in seen(Fault::Html(502)).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Some(502));
        assert!(error.body().unwrap().starts_with(b"<html>"));
    }
}

#[tokio::test]
async fn answers_that_break_off() {
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
async fn answers_that_never_come_or_come_too_slowly() {
    for fault in [Fault::Hang, Fault::Delay(60_000), Fault::SlowBody(10)] {
        assert_eq!(kinds(fault.clone()).await, [ErrorKind::Timeout; 4], "{fault:?}");
    }
}

#[tokio::test]
async fn a_slow_body_comes_whole_in_the_end() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getSingleAdmin", Fault::SlowBody(1_000)));
    let client = emulator.client().build().unwrap();
    let begun = Instant::now();
    let admin = client.admins().get("70215").await.unwrap();
    assert_eq!(admin.name.as_deref(), Some("Rui Matos"));
    assert!(begun.elapsed() >= Duration::from_millis(150), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    assert_eq!(kinds(Fault::BadJson).await, [ErrorKind::Decode; 4]);
    assert_eq!(kinds(Fault::CorruptGzip).await, [ErrorKind::Decode; 4]);
    // JSON is JSON, whatever it is called.
    for outcome in seen(Fault::ContentType("text/html".to_owned())).await {
        outcome.unwrap();
    }
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::ContentType("text/html".to_owned())));
    assert_eq!(common::send(&emulator, "GET", "/admins", "").await.header("content-type"), Some("text/html"));
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::HugeBody(200_000_000)));
    let error = emulator.client().retries(0).build().unwrap().admins().list().await.unwrap_err();
    assert!(error.to_string().contains("larger than"), "{error}");
}

#[tokio::test]
async fn members_that_are_new_gone_null_or_unknown() {
    for outcome in seen(Fault::ExtraFields).await {
        assert!(outcome.unwrap().contains("emulator_extra"));
    }
    let [user, ..] = seen(Fault::MissingField("session_count".to_owned())).await;
    assert!(!user.unwrap().contains("session_count: Some"));
    let [user, ..] = seen(Fault::NullField("tags".to_owned())).await;
    user.unwrap();
    let [user, ..] = seen(Fault::UnknownEnum("type".to_owned())).await;
    assert!(user.unwrap().contains("emulator_unknown"));
}

#[tokio::test]
async fn lists_that_lead_to_themselves_or_on_from_nothing() {
    let seed = Seed::parse("generate: { users: 120 }").unwrap();
    let emulator = Emulator::builder().seed(seed).start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let walk = async || {
        let mut items = client.users().list().items();
        let mut count = 0;
        loop {
            match items.next().await {
                Some(Ok(_)) => count += 1,
                Some(Err(error)) => return (count, Some(error)),
                None => return (count, None),
            }
        }
    };
    assert_eq!(walk().await.0, 120);
    let second = When { function: Some("getUsers".to_owned()), call: Some(2), ..When::default() };
    emulator.add_fault(FaultRule { when: second.clone(), fault: Fault::EmptyPage });
    let (count, error) = walk().await;
    assert_eq!((count, error.is_none()), (70, true), "an empty page is not the end");
    emulator.clear_faults();
    emulator.add_fault(FaultRule { when: second, fault: Fault::RepeatCursor });
    let (count, error) = walk().await;
    assert!(count <= 100 && error.is_some(), "{count}");
}

#[tokio::test]
async fn a_redirect_goes_nowhere_else() {
    for outcome in seen(Fault::Redirect("http://elsewhere.example/".to_owned())).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Some(302), "{error}");
    }
}

#[tokio::test]
async fn a_clock_that_is_off() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::ClockSkew(-3_600)));
    let answer = common::send(&emulator, "GET", "/admins", "").await;
    assert_eq!(answer.header("date"), Some("Mon, 15 Oct 2018 11:00:00 GMT"));
    let answer = common::send(&emulator, "GET", "/me", "").await;
    assert_eq!(answer.header("date"), Some("Mon, 15 Oct 2018 12:00:00 GMT"));
}

#[tokio::test]
async fn a_header_asks_for_one_request() {
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
async fn a_reset_is_a_reset_at_its_byte() {
    let emulator = emulator().await;
    emulator.add_fault(rule("getAdmins", Fault::Reset(Reset::AtByte(17))));
    let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    stream.write_all(request("GET", "/admins", &[AUTH], "").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let error = stream.read_to_end(&mut bytes).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert!(bytes.len() <= 17 && b"HTTP/1.1 200 OK\r\n".starts_with(&bytes), "{bytes:?}");
    // A cut says nothing about the next connection.
    emulator.clear_faults();
    assert_eq!(raw(&emulator, request("GET", "/admins", &[AUTH], "")).await.status, 200);
}

#[tokio::test]
async fn a_body_that_ends_early_has_its_head_and_its_beginning() {
    let emulator = emulator().await;
    for at in [0, 10, 1_000_000] {
        emulator.clear_faults();
        emulator.add_fault(rule("getSingleAdmin", Fault::Truncate(at)));
        let whole = r#"{"type":"admin","id":"70215""#;
        let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
        stream.write_all(request("GET", "/admins/70215", &[AUTH], "").as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{at}: {text:?}"));
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        assert!(length.parse::<usize>().unwrap() > body.len(), "{at}: {length}");
        assert!(at > 10 || body == &whole[..at], "{at}: {body}");
    }
}

#[tokio::test]
async fn retries_of_the_client_get_past_a_fault_that_passes() {
    let emulator = emulator().await;
    let first = When { function: Some("getAdmins".to_owned()), first: Some(2), ..When::default() };
    emulator.add_fault(FaultRule { when: first, fault: Fault::Status(503) });
    let client = emulator.client().build().unwrap();
    client.admins().list().await.unwrap();
    assert_eq!(emulator.requests().iter().map(|request| request.status).collect::<Vec<_>>(), [503, 503, 200]);
}

#[tokio::test]
async fn chance_is_the_same_in_every_run() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let emulator = Emulator::in_process();
        let when = When { probability: Some(0.5), ..When::default() };
        emulator.add_fault(FaultRule { when, fault: Fault::Status(500) });
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
async fn a_reset_counts_the_calls_anew() {
    let emulator = Emulator::in_process();
    let first = When { function: Some("getAdmins".to_owned()), first: Some(1), ..When::default() };
    emulator.add_fault(FaultRule { when: first, fault: Fault::Status(500) });
    let client = emulator.client().retries(0).build().unwrap();
    for _ in 0..2 {
        client.admins().list().await.unwrap_err();
        client.admins().list().await.unwrap();
        emulator.reset().unwrap();
    }
}

#[test]
fn rules_from_a_file() {
    let rules = FaultRule::parse_all(
        "- when: { function: getUsers, call: 3 }\n  fault: { status: 503 }\n- fault: hang\n- fault: { reset: { at_byte: 9 } }\n",
    )
    .unwrap();
    assert_eq!(rules.len(), 3);
    assert_eq!(rules[0].fault, Fault::Status(503));
    assert_eq!(rules[2].fault, Fault::Reset(Reset::AtByte(9)));
    for (text, word) in [
        ("- when: { function: getUser }\n  fault: hang", "getUser"),
        ("- when: { fnuction: getUsers }\n  fault: hang", "fnuction"),
        ("- fault: explode", "explode"),
        ("- fault: { status: 99 }", "400 to 599"),
        ("- when: { every: 0 }\n  fault: hang", "`every` is at least 1"),
        ("- when: { probability: 2 }\n  fault: hang", "from 0 to 1"),
        ("- when: { path: users }\n  fault: hang", "`path`"),
        ("when: { function: getUsers }", "fault"),
        ("fault: { status: 503, hang: 1 }", ""),
    ] {
        let error = FaultRule::parse_all(text).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}
