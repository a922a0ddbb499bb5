//! Files that are read while they are sent, and responses that are used while they are received, over a socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use api_client_runtime::error::{Error, ErrorKind};
use api_client_runtime::retry::RetryPolicy;
use api_client_runtime::transport::{SendOptions, Transport, TransportError, TransportFuture};
use api_client_runtime::{Args, Download, File};
use bytes::Bytes;
use futures_core::Stream;
use library_client::Client;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

/// A stream of these pieces.
struct Pieces(VecDeque<io::Result<Bytes>>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

fn pieces(pieces: &[&'static str]) -> Pieces {
    Pieces(pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect())
}

/// A server: what it does with each connection, one after the other.
struct Server {
    url: String,
    requests: Receiver<String>,
}

type Act = Box<dyn FnOnce(&mut TcpStream) + Send>;

impl Server {
    fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        thread::spawn(move || {
            for act in acts {
                let (mut connection, _) = listener.accept().unwrap();
                let request = read_request(&mut connection);
                // The test may be over.
                let _ = sender.send(request);
                act(&mut connection);
            }
        });
        Self { url, requests }
    }

    fn took(&self) -> String {
        self.requests.recv_timeout(Duration::from_secs(30)).unwrap()
    }
}

/// The head and the body of a request, as bytes on the wire; what there is of it if it breaks off.
fn read_request(connection: &mut TcpStream) -> String {
    connection.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1).map(|rest| rest.lines().next().unwrap());
            let complete = match length {
                Some(length) => body.len() >= length.parse::<usize>().unwrap(),
                None if head.contains("transfer-encoding: chunked") => body.ends_with("0\r\n\r\n"),
                None => true,
            };
            if complete {
                return text;
            }
        }
        match connection.read(&mut buffer) {
            Ok(read @ 1..) => all.extend_from_slice(&buffer[..read]),
            _ => return text,
        }
    }
}

/// Responds and closes the connection.
fn respond(status: &'static str, headers: &'static str, body: &'static str) -> Act {
    Box::new(move |connection| {
        let length = body.len();
        write!(connection, "HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}")
            .unwrap();
    })
}

fn shelf() -> Act {
    respond("200 OK", "content-type: application/json\r\n", r#"{"@id":"1"}"#)
}

fn client(server: &str) -> Client {
    let policy = RetryPolicy::default().backoff(Duration::from_millis(1));
    let builder = Client::builder().value("card", "card-7").value("tillKey", "till-8");
    builder.base_url(server).retry_policy(policy).build().unwrap()
}

fn causes(error: &Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |&cause| cause.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[tokio::test]
async fn a_stream_goes_out_as_it_comes_with_its_length_or_in_chunks() {
    let server = Server::start(vec![shelf(), shelf()]);
    let client = client(&server.url);
    let file = File::from_stream("a.bin", pieces(&["one", "", "two"]));
    let (known, unknown) = (file.with_length(6), File::from_stream("a.bin", pieces(&["one", "two"])));
    assert_eq!(client.desk().store_scan("7", known).await.unwrap().at_id.as_deref(), Some("1"));
    let request = server.took();
    assert!(request.starts_with("PUT /scans/7 ") && request.ends_with("\r\n\r\nonetwo"), "{request}");
    assert!(request.contains("content-type: application/octet-stream\r\n"), "{request}");
    assert!(request.contains("content-length: 6\r\n"), "{request}");
    client.desk().store_scan("7", unknown).await.unwrap();
    let request = server.took();
    assert!(request.contains("transfer-encoding: chunked\r\n") && !request.contains("content-length"), "{request}");
    assert!(request.ends_with("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"), "{request}");
}

#[tokio::test]
async fn a_stream_is_one_part_of_several() {
    let server = Server::start(vec![shelf()]);
    let file = File::from_stream("a.png", pieces(&["pic", "ture"])).with_length(7).with_content_type("image/png");
    let call = client(&server.url).desk().upload_cover("7", file).title("x").into_call();
    let prepared = call.clone().into_request().unwrap();
    assert!(prepared.has_stream() && prepared.body().is_none());
    call.send::<()>().await.unwrap();
    let request = server.took();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let boundary = head.split("boundary=").nth(1).unwrap().lines().next().unwrap();
    assert!(head.contains(&format!("\r\ncontent-length: {}", body.len())), "{head}");
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"cover\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
         picture\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--{boundary}--\r\n"
    );
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_stream_that_was_read_is_not_sent_again() {
    let server = Server::start(vec![respond("503 Busy", "", ""), shelf()]);
    let client = client(&server.url);
    // A PUT is repeatable, and a file in memory would be.
    let file = File::from_stream("a.bin", pieces(&["one"]));
    let error = client.desk().store_scan("7", file.clone()).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let error = client.desk().store_scan("7", file).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.to_string().contains("the stream of `a.bin` has been sent already"), "{error}");
    // The next request is that of a new stream.
    server.took();
    client.desk().store_scan("7", File::from_stream("b.bin", pieces(&["two"]))).await.unwrap();
    assert!(server.took().contains("two"));
}

#[tokio::test]
async fn a_stream_that_was_not_read_can_be_sent_later() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let file = File::from_stream("a.bin", pieces(&["one"]));
    let error = client(&format!("http://{closed}")).desk().store_scan("7", file.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.attempts() > 1, "nothing was read, so it is retried: {error}");
    let server = Server::start(vec![shelf()]);
    client(&server.url).desk().store_scan("7", file).await.unwrap();
    assert!(server.took().contains("one"));
}

#[tokio::test]
async fn a_stream_that_fails_or_has_another_length_says_so() {
    let broken = Pieces([Ok(Bytes::from_static(b"one")), Err(io::Error::other("the disk is gone"))].into());
    let cases = [
        (File::from_stream("a.bin", broken), "`a.bin` cannot be read", "the disk is gone"),
        (File::from_stream("b.bin", pieces(&["one"])).with_length(7), "`b.bin` ended after 3 of its 7 bytes", ""),
        (File::from_stream("c.bin", pieces(&["one", "two"])).with_length(5), "`c.bin` has more than its 5 bytes", ""),
    ];
    for (file, message, cause) in cases {
        let server = Server::start(vec![Box::new(|_| {})]);
        let error = client(&server.url).desk().store_scan("7", file).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Config, 1), "{error}");
        assert!(error.to_string().contains(message), "{error}");
        assert!(causes(&error).contains(cause), "{}", causes(&error));
    }
}

#[tokio::test]
async fn a_file_of_a_call_by_name_need_not_be_base64() {
    let server = Server::start(vec![shelf()]);
    let client = client(&server.url);
    let args = || Args::parse(r#"{"bookId":"7"}"#).unwrap();
    let file = File::from_stream("a.bin", pieces(&["one"])).with_length(3);
    client.call("storeScan", args()).with_file("scan", file.clone()).await.unwrap();
    assert!(server.took().ends_with("\r\n\r\none"));
    let error = client.call("storeScan", args()).with_file("bookId", file.clone()).await.unwrap_err();
    assert!(error.to_string().contains("`bookId` is not a file that storeScan takes"), "{error}");
    let error = client.call("storeScam", args()).with_file("scan", file).await.unwrap_err();
    assert!(error.to_string().contains("did you mean `storeScan`?"), "{error}");
}

/// What a server sends when the test says so, in chunks.
fn in_chunks(chunks: Receiver<&'static str>) -> Act {
    Box::new(move |connection| {
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
        connection.write_all(head.as_bytes()).unwrap();
        for chunk in chunks {
            write!(connection, "{:x}\r\n{chunk}\r\n", chunk.len()).unwrap();
        }
    })
}

async fn rest(download: &mut Download) -> Result<String, Error> {
    let mut all = Vec::new();
    while let Some(chunk) = download.next().await {
        all.extend_from_slice(&chunk?);
    }
    Ok(String::from_utf8(all).unwrap())
}

#[tokio::test]
async fn bytes_are_there_before_the_response_ends() {
    let (chunks, receiver): (Sender<&'static str>, _) = channel();
    let server = Server::start(vec![in_chunks(receiver)]);
    let mut download = client(&server.url).desk().get_scan("a", 7, "png").send_stream().await.unwrap();
    assert!(server.took().contains("accept-encoding: identity\r\n"));
    // The head is there, and no byte of the body has been sent.
    assert_eq!((download.content_type(), download.length(), download.file_name()), (Some("image/png"), None, None));
    for chunk in ["one", "two"] {
        chunks.send(chunk).unwrap();
        assert_eq!(download.next().await.unwrap().unwrap(), chunk);
    }
    assert_eq!((download.received(), download.response().status()), (6, 200));
    chunks.send("").unwrap();
    drop(chunks);
    assert!(download.next().await.is_none() && download.next().await.is_none());
}

#[tokio::test]
async fn a_stream_breaks_off_or_is_too_long_or_silent_with_an_error_and_ends() {
    let (chunks, receiver) = channel();
    let headers = "content-disposition: attachment; filename=\"../a b.png\"\r\n";
    let server = Server::start(vec![in_chunks(receiver), respond("200 OK", headers, "123456")]);
    let client = client(&server.url);
    let mut download = client.desk().get_scan("a", 7, "png").send_stream().await.unwrap();
    chunks.send("one").unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "one");
    drop(chunks);
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(200)));
    assert!(error.to_string().contains("broke off, after 3 bytes"), "{error}");
    assert!(download.next().await.is_none());

    let download = client.desk().get_scan("a", 7, "png").send_stream().await.unwrap();
    assert_eq!((download.length(), download.file_name().as_deref()), (Some(6), Some("a b.png")));
    let error = rest(&mut download.with_limit(5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("larger than 5 bytes"), "{error}");

    // Silence of the server is an error, the caller's own is not.
    let (chunks, receiver) = channel();
    let server = Server::start(vec![in_chunks(receiver)]);
    let builder = Client::builder().value("card", "card-7").base_url(&server.url);
    let client = builder.read_timeout(Duration::from_millis(50)).build().unwrap();
    let mut download = client.desk().get_scan("a", 7, "png").send_stream().await.unwrap();
    chunks.send("one").unwrap();
    tokio::time::sleep(Duration::from_millis(120)).await;
    assert_eq!(download.next().await.unwrap().unwrap(), "one");
    assert_eq!(download.next().await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_failure_is_an_error_and_a_passing_one_is_retried_before_the_stream_begins() {
    let wrong = respond("404 Not Found", "content-type: application/json\r\n", r#"{"message":"no such scan"}"#);
    let server = Server::start(vec![respond("503 Busy", "", ""), respond("200 OK", "", "png"), wrong]);
    let client = client(&server.url);
    let mut download = client.desk().get_scan("a", 7, "png").send_stream().await.unwrap();
    assert_eq!(download.response().attempts(), 2);
    assert_eq!(rest(&mut download).await.unwrap(), "png");
    let error = client.desk().get_scan("a", 7, "png").send_stream().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(404)));
    assert!(error.body().is_some_and(|body| body.starts_with(b"{")), "{error:?}");
}

/// A transport that knows no streams.
#[derive(Clone, Default)]
struct InMemory(Arc<Mutex<Vec<Bytes>>>);

impl Transport for InMemory {
    fn send(&self, request: http::Request<Bytes>, _: SendOptions) -> TransportFuture {
        self.0.lock().unwrap().push(request.into_body());
        let response = http::Response::new(Bytes::from_static(b"{}"));
        Box::pin(std::future::ready(Ok::<_, TransportError>(response)))
    }
}

#[tokio::test]
async fn a_transport_without_streams_reads_both_into_memory() {
    let transport = InMemory::default();
    let builder = Client::builder().value("card", "card-7").value("tillKey", "till-8").transport(transport.clone());
    let client = builder.build().unwrap();
    client.desk().store_scan("7", File::from_stream("a.bin", pieces(&["one", "two"]))).await.unwrap();
    assert_eq!(transport.0.lock().unwrap()[0], "onetwo");
    let mut download = client.desk().get_scan("a", 7, "png").send_stream().await.unwrap();
    assert_eq!(download.length(), Some(2));
    assert_eq!(rest(&mut download).await.unwrap(), "{}");
}

#[test]
fn a_thread_reads_a_response_like_a_file() {
    let server = Server::start(vec![respond("200 OK", "", "123456")]);
    let download = client(&server.url).desk().get_scan("a", 7, "png").send_stream().wait().unwrap();
    let mut text = String::new();
    let mut reader = download.blocking();
    assert_eq!(reader.read(&mut [0; 2]).unwrap(), 2);
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "3456");
}

#[tokio::test]
async fn a_success_that_reports_a_failure_is_an_error_of_a_stream_too() {
    let json = "content-type: application/json\r\n";
    let server = Server::start(vec![
        respond("200 OK", json, r#"{"state":"broken","message":"no table"}"#),
        respond("200 OK", json, r#"{"state":"fine"}"#),
        respond("200 OK", json, r#"["state"]"#),
    ]);
    let client = Client::builder().value("card", "c").value("deskId", "d").value("deskKey", "k").base_url(&server.url);
    let client = client.build().unwrap();
    let call = || client.call("importCatalogue", Args::parse(r#"{"table":"a"}"#).unwrap());
    let error = call().send_stream().await.unwrap_err();
    assert!(error.to_string().contains("no table"), "{error}");
    for body in [r#"{"state":"fine"}"#, r#"["state"]"#] {
        assert_eq!(rest(&mut call().send_stream().await.unwrap()).await.unwrap(), body);
    }
}
