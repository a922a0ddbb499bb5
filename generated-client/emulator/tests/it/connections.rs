//! Connections of clients that read nothing, disconnect or send half a request: they do not block others.

use crate::raw_http::{read_response, request};
use intercom_emulator::{Emulator, Settings};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const AUTH: &str = "authorization: Bearer any";
/// Few, so that a connection that is not freed is noticed.
const CONNECTIONS: usize = 2;

async fn emulator(settings: Settings) -> Emulator {
    Emulator::builder().settings(settings.max_connections(CONNECTIONS)).start().await.unwrap()
}

/// A connection on which a request with this fault was sent.
async fn connect_with_fault(emulator: &Emulator, fault: &str) -> TcpStream {
    let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let fault = format!("x-emulator-fault: {fault}");
    stream.write_all(request("GET", "/me", &[AUTH, &fault], "").as_bytes()).await.unwrap();
    stream
}

/// Waits until this number of requests was processed.
async fn wait_for_requests(emulator: &Emulator, count: usize) {
    for _ in 0..2_000 {
        if emulator.requests().len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} requests instead of {count}", emulator.requests().len());
}

/// Others are served on all connections: each one stays open until the last one has its response.
async fn assert_all_connections_are_free(emulator: &Emulator) {
    let mut kept = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
        stream.write_all(keep_alive(&request("GET", "/me", &[AUTH], "")).as_bytes()).await.unwrap();
        let mut line = [0; 12];
        stream.read_exact(&mut line).await.unwrap();
        assert_eq!(&line, b"HTTP/1.1 200");
        kept.push(stream);
    }
}

/// A request that keeps the connection open.
fn keep_alive(request: &str) -> String {
    request.replace("connection: close\r\n", "")
}

#[tokio::test]
async fn client_that_reads_nothing_is_disconnected() {
    let emulator = emulator(Settings::default().write_timeout(Duration::from_millis(200))).await;
    let mut unread = Vec::new();
    for _ in 0..CONNECTIONS {
        unread.push(connect_with_fault(&emulator, "huge_body=1000000000").await);
    }
    assert_all_connections_are_free(&emulator).await;
    for mut stream in unread {
        let outcome = stream.read_to_end(&mut Vec::new()).await;
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::ConnectionReset);
    }
}

#[tokio::test]
async fn client_of_a_slow_body_stays_connected() {
    let emulator = emulator(Settings::default().write_timeout(Duration::from_millis(1))).await;
    let mut stream = connect_with_fault(&emulator, "slow_body=500").await;
    assert_eq!(read_response(&mut stream).await.json()["type"], "admin");
}

#[tokio::test]
async fn hang_ends_when_the_client_disconnects() {
    let emulator = emulator(Settings::default()).await;
    for round in 1..=2 {
        let closed = connect_with_fault(&emulator, "hang").await;
        let mut closed_behind_a_request = connect_with_fault(&emulator, "hang").await;
        closed_behind_a_request.write_all(request("GET", "/me", &[AUTH], "").as_bytes()).await.unwrap();
        wait_for_requests(&emulator, round * CONNECTIONS + (round - 1) * CONNECTIONS).await;
        drop((closed, closed_behind_a_request));
        assert_all_connections_are_free(&emulator).await;
    }
}

/// Attack: 800 requests that ask for `hang` keep others out. The same for each fault that lasts.
#[tokio::test]
async fn faults_that_wait_do_not_keep_others_out() {
    for fault in ["hang", "delay=600000", "slow_body=1", "huge_body=1000000000"] {
        let emulator = emulator(Settings::default()).await;
        let mut waiting = Vec::new();
        for count in 1..=20 {
            waiting.push(connect_with_fault(&emulator, fault).await);
            wait_for_requests(&emulator, count).await;
        }
        // None of the clients disconnects.
        assert_all_connections_are_free(&emulator).await;
        for mut stream in waiting {
            let outcome = stream.read_to_end(&mut Vec::new()).await;
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::ConnectionReset, "{fault}");
        }
    }
}

#[tokio::test]
async fn only_the_oldest_hang_makes_room() {
    let emulator = emulator(Settings::default()).await;
    let mut oldest = connect_with_fault(&emulator, "hang").await;
    wait_for_requests(&emulator, 1).await;
    // This one waits for its body, not because of a fault, so it keeps its connection.
    let mut started = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let (head, body) = (request("POST", "/tags", &[AUTH, "content-length: 15"], ""), r#"{"name":"beta"}"#);
    started.write_all(head.as_bytes()).await.unwrap();
    let newer = connect_with_fault(&emulator, "hang").await;
    wait_for_requests(&emulator, 2).await;
    assert_eq!(oldest.read_to_end(&mut Vec::new()).await.unwrap_err().kind(), ErrorKind::ConnectionReset);
    started.write_all(body.as_bytes()).await.unwrap();
    assert_eq!(read_response(&mut started).await.status, 200);
    // Nobody needs the slot of the newer one.
    assert_eq!(newer.try_read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[tokio::test]
async fn delay_ends_when_the_client_resets() {
    let emulator = emulator(Settings::default()).await;
    let streams =
        [connect_with_fault(&emulator, "delay=600000").await, connect_with_fault(&emulator, "delay=600000").await];
    wait_for_requests(&emulator, CONNECTIONS).await;
    assert!(emulator.requests().iter().all(|request| request.status == 200));
    for stream in streams {
        stream.set_zero_linger().unwrap();
    }
    assert_all_connections_are_free(&emulator).await;
}

#[tokio::test]
async fn long_delay_ends_when_the_client_closes() {
    let emulator = emulator(Settings::default()).await;
    let streams =
        [connect_with_fault(&emulator, "delay=600000").await, connect_with_fault(&emulator, "delay=600000").await];
    wait_for_requests(&emulator, CONNECTIONS).await;
    // A closed client may be half-closed and wait for the response, so it is kept for some seconds.
    drop(streams);
    assert_all_connections_are_free(&emulator).await;
}

#[tokio::test]
async fn pipelined_request_after_a_delay_gets_a_response() {
    let emulator = emulator(Settings::default()).await;
    let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let late = keep_alive(&request("GET", "/me", &[AUTH, "x-emulator-fault: delay=600"], ""));
    stream.write_all(format!("{late}{}", request("GET", "/admins", &[AUTH], "")).as_bytes()).await.unwrap();
    let mut both = String::new();
    stream.read_to_string(&mut both).await.unwrap();
    assert_eq!(both.matches("HTTP/1.1 200 OK").count(), 2, "{both}");
    assert!(both.contains("admin.list"), "{both}");
}

#[tokio::test]
async fn half_closed_client_gets_its_response() {
    let emulator = emulator(Settings::default()).await;
    let mut stream = connect_with_fault(&emulator, "delay=100").await;
    stream.shutdown().await.unwrap();
    assert_eq!(read_response(&mut stream).await.status, 200);
}

#[tokio::test]
async fn case_42_incomplete_head_gets_an_error() {
    let emulator = emulator(Settings::default().header_timeout(Duration::from_millis(150))).await;
    let started = async |head: &[u8]| {
        let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
        stream.write_all(head).await.unwrap();
        stream
    };
    let head = b"GET /users HTTP/1.1\r\nhost: 127";
    assert_eq!(read_response(&mut started(head).await).await.error(408).0, "request_timeout");
    let mut broken_off = started(head).await;
    broken_off.shutdown().await.unwrap();
    let (code, message, _) = read_response(&mut broken_off).await.error(400);
    assert_eq!((code.as_str(), message.as_str()), ("bad_request", "the head of the request is incomplete"));
    let http2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    assert_eq!(read_response(&mut started(http2).await).await.error(400).0, "bad_request");
    let seen: Vec<_> = emulator.requests().into_iter().map(|it| (it.status, it.unmatched)).collect();
    assert_eq!(seen, [(408, true), (400, true), (400, true)]);
}

#[tokio::test]
async fn idle_connection_is_closed_without_a_response() {
    let emulator = emulator(Settings::default().header_timeout(Duration::from_millis(150))).await;
    let mut unused = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    assert_eq!(unused.read_to_end(&mut Vec::new()).await.unwrap(), 0);
    // Also after a request that an empty line follows, as old clients send it.
    let mut used = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let kept = keep_alive(&request("GET", "/me", &[AUTH], ""));
    used.write_all(format!("{kept}\r\n").as_bytes()).await.unwrap();
    assert_eq!(read_response(&mut used).await.json()["type"], "admin");
    assert_eq!(emulator.requests().len(), 1);
}
