//! Responses that are too large or unusually encoded: cases 15 and 16.

use crate::faults::{PERSON, create, find};
use crate::support::canary::checked;
use crate::support::fault_server::{Event, FaultServer, Step};
use crate::support::held_time::HeldTime;
use crate::support::manual_clock::ManualClock;
use crate::support::scripted::json;
use crate::support::{builder, child, wire};
use ::http::Request;
use bytes::Bytes;
use intercom_client::Error;
use intercom_client::transport::{SendOptions, Transport, TransportFuture};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The predicate and the advice agree.
fn assert_may_have_acted(error: &Error, acted: bool) {
    let line = checked(error);
    assert_eq!(error.may_have_been_processed(), acted, "{line}");
    assert_eq!(line.ends_with("the server may have acted; look before repeating the call"), acted, "{line}");
    assert_eq!(error.advice().is_some(), acted, "{line}");
}

/// A response that never ends, with or without a length, and one whose headers never end.
fn endless() -> [Step; 2] {
    let claim = wire::head(200, &[("Content-Length", "1000000000")]);
    let chunked = wire::head(200, &[("Transfer-Encoding", "chunked")]);
    [Step::Write(claim), Step::Write(chunked)]
}

#[tokio::test]
async fn case_15_endless_body_is_cut_at_its_cap() {
    let test = "faults::responses::case_15_endless_body_is_cut_at_its_cap";
    if child::part().is_none() {
        child::run(test, "client", &[]);
        return;
    }
    const CAP: usize = 4 << 20;
    let before = child::peak_memory();
    for head in endless() {
        let piece = if matches!(&head, Step::Write(head) if head.windows(7).any(|text| text == b"chunked")) {
            [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat()
        } else {
            vec![b' '; 0x10000]
        };
        let server = FaultServer::always(vec![Step::ReadRequest, head, Step::Flood(piece)]);
        let client = builder(&server.url()).clock(ManualClock::new()).max_body(CAP).build().unwrap();
        // The server did what it was asked for, whatever became of its response.
        for (error, acted) in [(find(&client).await.unwrap_err(), false), (create(&client).await.unwrap_err(), true)] {
            let line = checked(&error);
            assert_eq!(error.kind(), intercom_client::error::ErrorKind::TooLarge, "{line}");
            assert!(line.contains("larger than 4194304 bytes"), "{line}");
            assert_eq!((error.status(), error.attempts()), (Some(200), 1), "{line}");
            assert_may_have_acted(&error, acted);
        }
        server.until(|events| events.contains(&Event::Left(1))).await;
        assert_eq!(server.requests().len(), 2);
        // Buffers of the system's sockets aside, no more was taken.
        assert!(server.written() < 2 * (CAP + (16 << 20)), "{}", server.written());
    }
    if let (Some(before), Some(after)) = (before, child::peak_memory()) {
        assert!(after - before < 64, "{before} MiB before, {after} MiB at the most");
    }
}

#[tokio::test]
async fn case_15_body_of_just_the_cap_is_taken() {
    let cap = PERSON.len();
    let server = FaultServer::always(wire::reply(wire::ok(PERSON)));
    let client = |cap| builder(&server.url()).max_body(cap).build().unwrap();
    find(&client(cap)).await.unwrap();
    let error = find(&client(cap - 1)).await.unwrap_err();
    assert_eq!(error.kind(), intercom_client::error::ErrorKind::TooLarge, "{}", checked(&error));
    find(&client(usize::MAX)).await.unwrap();
}

/// Responses, and keeps the limits that each attempt got.
#[derive(Clone, Default)]
struct Limits(Arc<Mutex<Vec<(usize, Duration)>>>);

impl Transport for Limits {
    fn send(&self, _: Request<Bytes>, options: SendOptions) -> TransportFuture {
        self.0.lock().unwrap().push((options.max_body, options.timeout));
        Box::pin(async { Ok(json(200, &[], PERSON)) })
    }
}

#[tokio::test]
async fn case_15_the_cap_is_64_mib_unless_set() {
    let limits = Limits::default();
    let with = || builder("http://scripted.test").transport(limits.clone());
    find(&with().build().unwrap()).await.unwrap();
    find(&with().max_body(7).attempt_timeout(Duration::from_secs(1)).build().unwrap()).await.unwrap();
    let seen = limits.0.lock().unwrap().clone();
    assert_eq!(seen, [(67_108_864, Duration::from_secs(30)), (7, Duration::from_secs(1))]);
}

#[tokio::test]
async fn case_15_oversized_error_response_keeps_its_status() {
    for (status, acted) in [(201, true), (302, true), (401, false), (422, false), (429, false), (500, true)] {
        let server = FaultServer::always(wire::reply(wire::response(status, &[], PERSON)));
        let client = builder(&server.url()).clock(ManualClock::new()).max_body(8).build().unwrap();
        let error = create(&client).await.unwrap_err();
        assert_eq!(error.kind(), intercom_client::error::ErrorKind::TooLarge, "{}", checked(&error));
        assert_eq!((error.status(), error.attempts(), server.requests().len()), (Some(status), 1, 1));
        assert_may_have_acted(&error, acted);
        assert_may_have_acted(&find(&client).await.unwrap_err(), false);
    }
}

#[tokio::test(start_paused = true)]
async fn case_15_endless_headers() {
    // It is not the timeout that ends it.
    let _time = HeldTime::new();
    let head = Step::Write(b"HTTP/1.1 200 OK\r\n".to_vec());
    let server = FaultServer::always(vec![Step::ReadRequest, head, Step::Flood(b"X-Filler: filler\r\n".repeat(100))]);
    let client = builder(&server.url()).clock(ManualClock::new()).build().unwrap();
    let error = create(&client).await.unwrap_err();
    assert!(error.is_transport() && error.may_have_been_processed(), "{}", checked(&error));
}

#[tokio::test]
async fn case_15_compression_is_not_requested() {
    let server = FaultServer::always(wire::reply(wire::ok(PERSON)));
    find(&builder(&server.url()).build().unwrap()).await.unwrap();
    // Without decompression there is no bomb.
    assert!(!server.requests()[0].to_lowercase().contains("accept-encoding"), "{}", server.requests()[0]);
}

#[tokio::test]
async fn case_16_unrequested_encoding_is_a_decode_error_with_status() {
    for (encoding, body) in
        [("gzip", "\u{1f}\u{8b}corrupt"), ("gzip", ""), ("br", "x"), ("unusual\u{7f}", "x"), ("gzip, br", "x")]
    {
        for (status, attempts) in [(200, 1), (401, 1), (404, 1), (503, 3)] {
            let server =
                FaultServer::always(wire::reply(wire::response(status, &[("Content-Encoding", encoding)], body)));
            let client = builder(&server.url()).clock(ManualClock::new()).build().unwrap();
            let error = find(&client).await.unwrap_err();
            let line = checked(&error);
            if encoding.contains('\u{7f}') {
                continue;
            }
            assert!(error.is_decode() && line.contains(&format!("encoded as `{encoding}`")), "{line}");
            // A status of failure is one, whatever became of its texts.
            let sent = (error.status(), error.attempts(), server.requests().len());
            assert_eq!(sent, (Some(status), attempts, attempts as usize), "{line}");
            assert_eq!((error.is_unauthorized(), error.is_not_found()), (status == 401, status == 404), "{line}");
            assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
            assert_may_have_acted(&error, false);
            let acted = !matches!(status, 401 | 404);
            assert_may_have_acted(&create(&client).await.unwrap_err(), acted);
        }
    }
    // A rate limit is waited out, and reported as one in the end.
    let limited = wire::response(429, &[("Content-Encoding", "gzip"), ("Retry-After", "1")], "\u{1f}");
    let server = FaultServer::always(wire::reply(limited));
    let clock = ManualClock::new();
    let error = create(&builder(&server.url()).clock(clock.clone()).build().unwrap()).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_been_processed(), "{}", checked(&error));
    // Until the timeout of the call: the waits cost no retry.
    assert!(error.attempts() > 3 && error.attempts() as usize == server.requests().len(), "{}", checked(&error));
    assert!(clock.waits().iter().sum::<Duration>() <= Duration::from_secs(60));
    for encoding in ["identity", ""] {
        let server = FaultServer::always(wire::reply(wire::response(200, &[("Content-Encoding", encoding)], PERSON)));
        find(&builder(&server.url()).build().unwrap()).await.unwrap();
    }
}
