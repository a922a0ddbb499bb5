//! Connections that break, and servers that never respond: cases 1 to 10.

use crate::faults::{PERSON, create, find};
use crate::support::canary::checked;
use crate::support::clocks::PausedClock;
use crate::support::fault_server::{Event, FaultServer, Step};
use crate::support::held_time::{HeldTime, until};
use crate::support::manual_clock::ManualClock;
use crate::support::{builder, wire};
use intercom_client::retry::RetryPolicy;
use intercom_client::{Client, Error};
use std::time::Duration;

/// A client whose backoff takes no time.
pub(super) fn client(url: &str) -> Client {
    builder(url).clock(ManualClock::new()).build().unwrap()
}

/// The first connections get this script, the one after them a response.
fn failing(times: usize, script: Vec<Step>) -> FaultServer {
    FaultServer::start(move |number| if number < times { script.clone() } else { wire::reply(wire::ok(PERSON)) })
}

/// What became of a call that must not be sent twice.
fn assert_left_alone(error: &Error, server: &FaultServer) {
    let line = checked(error);
    assert!(error.may_have_been_processed(), "{line}");
    assert!(line.contains("the server may have acted"), "{line}");
    assert_eq!((error.attempts(), server.requests().len(), server.connections()), (1, 1, 1), "{line}");
    assert!(server.requests()[0].starts_with("POST /contacts HTTP/1.1\r\n"));
}

/// The script fails two attempts: a call that may be repeated comes through with the third. A call that may not fails.
async fn assert_repeated_where_it_does_no_harm(script: Vec<Step>) -> Error {
    let server = failing(2, script.clone());
    let clock = ManualClock::new();
    let client = builder(&server.url()).clock(clock.clone()).build().unwrap();
    let found = find(&client).send_full().await.unwrap();
    assert_eq!(found.id.as_deref(), Some("6a1f0c2be4b0d94c5e7a1101"));
    assert_eq!((found.raw().attempts(), server.requests().len(), server.connections()), (3, 3, 3));
    let waits = clock.waits();
    assert!(
        waits.len() == 2 && waits[0] <= Duration::from_millis(500) && waits[1] <= Duration::from_secs(1),
        "{waits:?}"
    );

    let server = failing(1, script.clone());
    let error = create(&self::client(&server.url())).await.unwrap_err();
    assert_left_alone(&error, &server);

    let server = FaultServer::always(script);
    let error = find(&self::client(&server.url())).await.unwrap_err();
    let line = checked(&error);
    assert!(!error.may_have_been_processed(), "{line}");
    assert_eq!((error.attempts(), server.requests().len()), (3, 3), "{line}");
    assert!(line.ends_with("attempt 3 of 3)"), "{line}");
    error
}

#[tokio::test]
async fn case_01_closed_port_is_retried_for_every_method() {
    // A port that was free a moment ago. Its path contains a word that TLS libraries use.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [format!("http://{free}"), format!("http://{free}/certificates/tls")] {
        let clock = ManualClock::new();
        let client = builder(&url).clock(clock.clone()).build().unwrap();
        let errors = [find(&client).await.unwrap_err(), create(&client).await.unwrap_err()];
        for error in errors {
            let line = checked(&error);
            assert!(error.is_connect() && !error.may_have_been_processed(), "{line}");
            assert_eq!(error.attempts(), 3, "{line}");
            assert!(line.contains(&format!("cannot connect to {free}")), "{line}");
        }
        assert_eq!(clock.waits().len(), 4);
    }
}

#[tokio::test(start_paused = true)]
async fn case_01_closed_port_fails_within_the_timeout() {
    let _time = HeldTime::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let clock = ManualClock::new();
    let client = builder(&format!("http://{free}"))
        .retry_policy(RetryPolicy::new().retries(1000).budgeted(false))
        .timeout(Duration::from_secs(5))
        .clock(clock.clone())
        .build()
        .unwrap();
    let error = find(&client).await.unwrap_err();
    let (line, waits) = (checked(&error), clock.waits());
    assert!(error.is_connect() && error.attempts() < 1000, "{line}");
    assert_eq!(waits.len() + 1, error.attempts() as usize, "{line}");
    assert!(waits.iter().sum::<Duration>() < Duration::from_secs(5), "{waits:?}");
}

/// An address where connections neither come about nor are rejected: its queue is full.
async fn full() -> (std::net::SocketAddr, Vec<Box<dyn Send>>) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let with_room = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut kept: Vec<Box<dyn Send>> = vec![Box::new(listener)];
    loop {
        let next = tokio::spawn(tokio::net::TcpStream::connect(address));
        // It has begun. If there is room for it, it does not take longer than those that begin after it.
        for _ in 0..10 {
            tokio::task::yield_now().await;
            kept.push(Box::new(tokio::net::TcpStream::connect(with_room.local_addr().unwrap()).await.unwrap()));
        }
        if !next.is_finished() {
            kept.push(Box::new(next));
            return (address, kept);
        }
        kept.push(Box::new(next.await.unwrap().unwrap()));
    }
}

#[tokio::test]
async fn case_01_connect_timeout_reports_that_nothing_was_sent() {
    let (address, _kept) = full().await;
    let url = format!("http://{address}");
    let short = Duration::from_millis(120);
    let connecting = builder(&url).connect_timeout(short).clock(ManualClock::new()).build().unwrap();
    let error = find(&connecting).await.unwrap_err();
    assert!(error.is_connect(), "{}", checked(&error));
    for builder in [
        builder(&url).connect_timeout(short),
        builder(&url).timeout(short),
        builder(&url).retries(0).timeout(short),
        // The time of the attempt is over first, and the body reports that nothing was sent.
        builder(&url).timeout(short).connect_timeout(Duration::from_secs(5)),
    ] {
        let error = create(&builder.clock(ManualClock::new()).build().unwrap()).await.unwrap_err();
        let line = checked(&error);
        assert!(error.is_connect() && !error.may_have_been_processed(), "{line}");
    }
    // The time of this one call is shorter than that which the client returns its connections.
    let error = create(&client(&url)).with_attempt_timeout(short).await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_processed(), "{}", checked(&error));
    assert_eq!(error.attempts(), 3);
}

#[derive(Clone)]
struct NoNames;

impl reqwest::dns::Resolve for NoNames {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err("failed to lookup address information: Name or service not known".into()) })
    }
}

#[tokio::test]
async fn case_02_unknown_host_error_hints_at_url_and_region() {
    let http = reqwest::Client::builder().no_proxy().dns_resolver(std::sync::Arc::new(NoNames)).build().unwrap();
    let clock = ManualClock::new();
    let client = builder("https://api.tpyo.intercom.test").reqwest_client(http).clock(clock.clone()).build().unwrap();
    for error in [find(&client).await.unwrap_err(), create(&client).await.unwrap_err()] {
        let line = checked(&error);
        assert!(error.is_connect() && !error.may_have_been_processed(), "{line}");
        assert!(line.contains("api.tpyo.intercom.test") && line.contains("base URL, the region"), "{line}");
        assert_eq!(error.attempts(), 3, "{line}");
    }
    assert_eq!(clock.waits().len(), 4);
}

/// The time that passes with each silent attempt of [`silent_attempts`].
const ATTEMPT: Duration = Duration::from_millis(50);

/// Sends a call whose first attempts meet silence. Lets the time of each pass as soon as the server has its request.
async fn silent_attempts<T: Send + 'static>(
    server: &FaultServer,
    attempts: usize,
    call: impl FnOnce(&Client) -> intercom_client::Pending<T>,
) -> Result<T, Error>
where
    intercom_client::Pending<T>: Future<Output = Result<T, Error>>,
{
    let (time, started) = (HeldTime::new(), tokio::time::Instant::now());
    let client = builder(&server.url()).clock(ManualClock::new()).attempt_timeout(ATTEMPT).build().unwrap();
    let call = tokio::spawn(call(&client));
    for attempt in 1..=attempts {
        server.until_requests(attempt).await;
        assert!(!call.is_finished(), "attempt {attempt} ended before its time");
        time.pass(ATTEMPT).await;
    }
    let result = call.await.unwrap();
    assert_eq!(started.elapsed(), ATTEMPT * u32::try_from(attempts).unwrap());
    result
}

#[tokio::test(start_paused = true)]
async fn case_03_silence_is_a_timeout_of_each_attempt() {
    let silent = vec![Step::ReadRequest, Step::Hold];
    let server = failing(2, silent.clone());
    let found = silent_attempts(&server, 2, |client| find(client).send_full()).await.unwrap();
    assert_eq!((found.raw().attempts(), server.requests().len()), (3, 3));

    let server = FaultServer::always(silent.clone());
    let error = silent_attempts(&server, 3, |client| find(client).send()).await.unwrap_err();
    assert!(error.is_timeout(), "{}", checked(&error));
    assert_eq!((error.attempts(), server.requests().len()), (3, 3));

    let server = failing(1, silent);
    let error = silent_attempts(&server, 1, |client| create(client).send()).await.unwrap_err();
    assert!(error.is_timeout(), "{}", checked(&error));
    assert_left_alone(&error, &server);
    server.until(|events| events.contains(&Event::Left(0))).await;
}

#[tokio::test]
async fn case_04_reset_before_the_request_is_read() {
    let server = failing(2, vec![Step::Reset]);
    assert_eq!(find(&client(&server.url())).send_full().await.unwrap().raw().attempts(), 3);
    assert_eq!((server.requests().len(), server.connections()), (1, 3));

    // Where the reset meets the connection's own set-up nothing was sent, and the call is tried again. Later than that, bytes of
    // the request may have been on their way: then it counts as sent.
    for _ in 0..20 {
        let server = FaultServer::always(vec![Step::Reset]);
        let error = create(&client(&server.url())).await.unwrap_err();
        let line = checked(&error);
        assert_eq!(error.attempts() as usize, server.connections(), "{line}");
        assert_eq!(error.is_transport(), error.may_have_been_processed(), "{line}");
        assert!(error.is_transport() || (error.is_connect() && error.attempts() == 3), "{line}");
        assert_eq!(server.requests().len(), 0);
    }
}

#[tokio::test]
async fn case_05_reset_after_the_request() {
    let error = assert_repeated_where_it_does_no_harm(vec![Step::ReadRequest, Step::Reset]).await;
    assert!(error.is_transport() && error.status().is_none(), "{error:?}");
}

#[tokio::test]
async fn case_06_end_amid_the_headers() {
    let cut = Step::Write(b"HTTP/1.1 200 OK\r\nContent-Ty".to_vec());
    let error = assert_repeated_where_it_does_no_harm(vec![Step::ReadRequest, cut]).await;
    assert!(error.is_transport() && error.status().is_none(), "{error:?}");
}

#[tokio::test]
async fn case_07_body_shorter_than_its_length_is_never_a_json_error() {
    let mut cut = wire::head(200, &[("Content-Length", "500"), ("X-Request-Id", "req-7")]);
    cut.extend(br#"{"type":"user","id":"#);
    let error = assert_repeated_where_it_does_no_harm(vec![Step::ReadRequest, Step::Write(cut)]).await;
    assert!(error.is_transport() && !error.is_decode(), "{error:?}");
    // What came is kept.
    assert_eq!((error.status(), error.request_id()), (Some(200), Some("req-7")));
    assert_eq!(error.body().unwrap().as_ref(), br#"{"type":"user","id":"#);
}

#[tokio::test]
async fn case_08_chunked_body_without_its_end() {
    let mut cut = wire::head(200, &[("Transfer-Encoding", "chunked")]);
    cut.extend(b"2\r\n{}\r\n");
    let error = assert_repeated_where_it_does_no_harm(vec![Step::ReadRequest, Step::Write(cut)]).await;
    assert!(error.is_transport() && !error.is_decode(), "{error:?}");
    assert_eq!(error.body().unwrap().as_ref(), b"{}");
}

#[tokio::test]
async fn case_08_truncated_failure_counts_as_its_status() {
    let mut cut = wire::head(404, &[("Content-Length", "500")]);
    cut.extend(b"{");
    let server = FaultServer::always(vec![Step::ReadRequest, Step::Write(cut)]);
    let error = find(&client(&server.url())).await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), server.requests().len()), (Some(404), 1, 1), "{}", checked(&error));
}

#[tokio::test(start_paused = true)]
async fn case_09_slow_body_ends_at_the_timeout() {
    let (time, clock) = (HeldTime::new(), PausedClock::starting_at(Duration::ZERO));
    let head = wire::head(200, &[("Content-Length", "100000")]);
    let written = head.len();
    let drip = Step::Drip(b"{".repeat(100_000), Duration::from_millis(1));
    let server = FaultServer::always(vec![Step::ReadRequest, Step::Write(head), drip]);
    let client = builder(&server.url()).timeout(Duration::from_millis(200)).clock(clock.clone()).build().unwrap();
    let call = tokio::spawn(find(&client).send());
    // Bytes keep coming, and still it ends when its time is over: not later, and not before.
    for passed in 0..4 {
        assert!(!call.is_finished(), "it ended after {:?}", clock.elapsed());
        let before = server.written().max(written);
        until(|| server.written() > before).await;
        time.pass(Duration::from_millis(if passed < 3 { 50 } else { 51 })).await;
    }
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{}", checked(&error));
    assert_eq!(clock.elapsed(), Duration::from_millis(201));
    assert_eq!((error.attempts(), server.requests().len()), (1, 1));
}

#[tokio::test]
async fn case_10_connection_closed_between_calls_is_replaced() {
    // The server takes one request on each connection, says nothing about closing it, and does.
    let server = FaultServer::always(wire::reply(wire::kept(PERSON)));
    let client = client(&server.url());
    let runtime = tokio::runtime::Handle::current().metrics();
    for nth in 0..100 {
        let found = find(&client).send_full().await.unwrap_or_else(|error| panic!("call {nth}: {error}"));
        assert_eq!(found.raw().attempts(), 1, "call {nth}");
        server.until(|events| events.contains(&Event::Closed(nth))).await;
        // The client's side hears of it: the task of the connection ends, and that of the pool is left.
        until(|| runtime.num_alive_tasks() <= 1).await;
    }
    assert_eq!((server.requests().len(), server.connections()), (100, 100));
}

#[tokio::test]
async fn case_10_open_connections_are_used_again() {
    let script = (0..50).flat_map(|_| wire::reply(wire::kept(PERSON))).collect();
    let server = FaultServer::always(script);
    let client = client(&server.url());
    for _ in 0..50 {
        find(&client).await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (50, 1));
}
