//! Connections of clients that take nothing, wait for nothing any more, or end in the middle: they keep nobody out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::{read_answer, request};
use intercom_emulator::{Emulator, Settings};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const AUTH: &str = "authorization: Bearer any";
/// So few, that a place that is not given back is missed.
const PLACES: usize = 2;

async fn emulator(settings: Settings) -> Emulator {
    Emulator::start_with(settings.connections(PLACES)).await.unwrap()
}

/// A connection on which a request that fails so has been sent.
async fn asking(emulator: &Emulator, fault: &str) -> TcpStream {
    let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let fault = format!("x-emulator-fault: {fault}");
    stream.write_all(request("GET", "/me", &[AUTH, &fault], "").as_bytes()).await.unwrap();
    stream
}

/// Waits until so many requests have been worked on.
async fn worked_on(emulator: &Emulator, count: usize) {
    for _ in 0..2_000 {
        if emulator.requests().len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} requests instead of {count}", emulator.requests().len());
}

/// Others are served, and every place is theirs: each connection is kept until the last one has its answer.
async fn serves(emulator: &Emulator) {
    let mut kept = Vec::new();
    for _ in 0..PLACES {
        let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
        stream.write_all(kept_open(&request("GET", "/me", &[AUTH], "")).as_bytes()).await.unwrap();
        let mut line = [0; 12];
        stream.read_exact(&mut line).await.unwrap();
        assert_eq!(&line, b"HTTP/1.1 200");
        kept.push(stream);
    }
}

/// A request behind which the connection stays.
fn kept_open(request: &str) -> String {
    request.replace("connection: close\r\n", "")
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut_off() {
    let emulator = emulator(Settings::default().write_timeout(Duration::from_millis(200))).await;
    let mut unread = Vec::new();
    for _ in 0..PLACES {
        unread.push(asking(&emulator, "huge_body=1000000000").await);
    }
    serves(&emulator).await;
    for mut stream in unread {
        let outcome = stream.read_to_end(&mut Vec::new()).await;
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::ConnectionReset);
    }
}

#[tokio::test]
async fn a_client_that_takes_all_is_not_cut_off_however_slow_the_emulator_is() {
    let emulator = emulator(Settings::default().write_timeout(Duration::from_millis(1))).await;
    let mut stream = asking(&emulator, "slow_body=500").await;
    assert_eq!(read_answer(&mut stream).await.json()["type"], "admin");
}

#[tokio::test]
async fn an_answer_that_never_comes_is_over_when_the_client_is_gone() {
    let emulator = emulator(Settings::default()).await;
    for round in 1..=2 {
        let closed = asking(&emulator, "hang").await;
        let mut closed_behind_a_request = asking(&emulator, "hang").await;
        closed_behind_a_request.write_all(request("GET", "/me", &[AUTH], "").as_bytes()).await.unwrap();
        worked_on(&emulator, round * PLACES + (round - 1) * PLACES).await;
        drop((closed, closed_behind_a_request));
        serves(&emulator).await;
    }
}

#[tokio::test]
async fn an_answer_that_comes_late_is_over_when_the_client_resets_the_connection() {
    let emulator = emulator(Settings::default()).await;
    let streams = [asking(&emulator, "delay=600000").await, asking(&emulator, "delay=600000").await];
    worked_on(&emulator, PLACES).await;
    assert!(emulator.requests().iter().all(|request| request.status == 200));
    for stream in streams {
        stream.set_zero_linger().unwrap();
    }
    serves(&emulator).await;
}

#[tokio::test]
async fn an_answer_that_comes_very_late_is_over_when_the_client_has_gone() {
    let emulator = emulator(Settings::default()).await;
    let streams = [asking(&emulator, "delay=600000").await, asking(&emulator, "delay=600000").await];
    worked_on(&emulator, PLACES).await;
    // Closed, as by a program that has ended: it may still wait for an answer, for some seconds.
    drop(streams);
    serves(&emulator).await;
}

#[tokio::test]
async fn a_request_behind_one_that_is_answered_late_is_answered_too() {
    let emulator = emulator(Settings::default()).await;
    let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let late = kept_open(&request("GET", "/me", &[AUTH, "x-emulator-fault: delay=600"], ""));
    stream.write_all(format!("{late}{}", request("GET", "/admins", &[AUTH], "")).as_bytes()).await.unwrap();
    let mut both = String::new();
    stream.read_to_string(&mut both).await.unwrap();
    assert_eq!(both.matches("HTTP/1.1 200 OK").count(), 2, "{both}");
    assert!(both.contains("admin.list"), "{both}");
}

#[tokio::test]
async fn a_client_that_closes_its_side_gets_its_answer() {
    let emulator = emulator(Settings::default()).await;
    let mut stream = asking(&emulator, "delay=100").await;
    stream.shutdown().await.unwrap();
    assert_eq!(read_answer(&mut stream).await.status, 200);
}

#[tokio::test]
async fn case_42_a_head_that_does_not_come_whole_is_told_of() {
    let emulator = emulator(Settings::default().header_timeout(Duration::from_millis(150))).await;
    let begun = async |head: &[u8]| {
        let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
        stream.write_all(head).await.unwrap();
        stream
    };
    let head = b"GET /users HTTP/1.1\r\nhost: 127";
    assert_eq!(read_answer(&mut begun(head).await).await.error(408).0, "request_timeout");
    let mut broken_off = begun(head).await;
    broken_off.shutdown().await.unwrap();
    let (code, message, _) = read_answer(&mut broken_off).await.error(400);
    assert_eq!((code.as_str(), message.as_str()), ("bad_request", "the head of the request broke off"));
    let http2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    assert_eq!(read_answer(&mut begun(http2).await).await.error(400).0, "bad_request");
    let seen: Vec<_> = emulator.requests().into_iter().map(|it| (it.status, it.unmatched)).collect();
    assert_eq!(seen, [(408, true), (400, true), (400, true)]);
}

#[tokio::test]
async fn a_connection_on_which_nothing_is_asked_is_closed_without_a_word() {
    let emulator = emulator(Settings::default().header_timeout(Duration::from_millis(150))).await;
    let mut unused = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    assert_eq!(unused.read_to_end(&mut Vec::new()).await.unwrap(), 0);
    // The same after a request, behind which old clients send an empty line.
    let mut used = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let kept = kept_open(&request("GET", "/me", &[AUTH], ""));
    used.write_all(format!("{kept}\r\n").as_bytes()).await.unwrap();
    assert_eq!(read_answer(&mut used).await.json()["type"], "admin");
    assert_eq!(emulator.requests().len(), 1);
}
