//! Connections: a bounded number of them, none of which can be held for ever by a slow client.

use super::body::AnswerBody;
use super::gone;
use super::shaped::{Cut, Shaped};
use super::unread::Unread;
use crate::Settings;
use crate::engine::{Engine, Refusal};
use crate::faults::Wire;
use crate::settings::{LARGEST_BODY, LARGEST_DRAIN, LARGEST_HEAD};
use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Request, Response, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::tcp::WriteHalf;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// A request that is never answered still ends some time, so that its connection does.
const LONGEST_HANG: Duration = Duration::from_secs(600);

/// So long a client that has closed its side of the connection may wait for an answer that is late.
const HALF_CLOSED_PATIENCE: Duration = Duration::from_secs(5);

/// How much of an answer, in bytes, the kernel is to hold for a client. It takes more only when a good part of that is gone,
/// so that with a large one a client that takes its time would look like one that takes nothing.
const HELD_BY_KERNEL: u32 = 128 * 1024;

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1024;

/// Opens the port.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // On Windows this would let two servers have the same port; elsewhere a port can be had again at once.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    // Connections have it from their listener.
    socket.set_send_buffer_size(HELD_BY_KERNEL)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until it is dropped; its connections end with it.
pub(crate) async fn serve(listener: TcpListener, engine: Arc<Engine>) {
    let places = Arc::new(Semaphore::new(engine.settings.connections));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let engine = Arc::clone(&engine);
                connections.spawn(async move {
                    connection(stream, engine).await;
                    drop(place);
                });
            }
            // Out of files, most likely: better times come when connections end.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(mut stream: TcpStream, engine: Arc<Engine>) {
    // Small answers must not wait for more.
    let _ = stream.set_nodelay(true);
    let (source, sink) = stream.split();
    let stream: &TcpStream = source.as_ref();
    tokio::select! {
        () = exchange(stream, sink, &engine) => {}
        // Nobody is there for whom to go on, whatever the answer waits for.
        () = gone::reset(stream) => {}
    }
}

/// Answers the requests of one connection.
async fn exchange(stream: &TcpStream, sink: WriteHalf<'_>, engine: &Engine) {
    let cut = Cut::default();
    let Settings { header_timeout, .. } = engine.settings;
    let shaped = TokioIo::new(Shaped::new(stream, sink, engine, cut.clone()));
    let handle = service_fn(|request| {
        let cut = cut.clone();
        async move { Ok::<_, Infallible>(answer(stream, engine, &cut, request).await) }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .max_buf_size(LARGEST_HEAD)
        .half_close(true)
        .serve_connection(shaped, handle);
    // An error here is the client's: it went away, was too slow, or spoke no HTTP. It is told what can be told.
    let Err(error) = (&mut connection).await else { return };
    let parts = connection.into_parts();
    let mut shaped = parts.io.into_inner();
    if shaped.may_refuse()
        && let Some(unread) = Unread::ended(&error, &parts.read_buf)
    {
        let _ = shaped.write_all(&unread.answer(engine)).await;
        let _ = shaped.shutdown().await;
    }
}

async fn answer(stream: &TcpStream, engine: &Engine, cut: &Cut, request: Request<Incoming>) -> Response<AnswerBody> {
    let (head, body) = request.into_parts();
    let length = head.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    // Nobody waits for what would be dropped unread.
    let collected = async {
        if length.is_some_and(|length| length > LARGEST_DRAIN as u64) {
            return Err(Refusal::too_large(LARGEST_BODY));
        }
        collect(body).await
    };
    let body = match tokio::time::timeout(engine.settings.body_timeout, collected).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Refusal::too_slow()),
    };
    let answer = engine.respond(&head, body);
    if !answer.delay.is_zero() {
        // Some clients close their side behind the request and wait for the answer, as netcat does; some are gone.
        let given_up = async {
            gone::closed(stream).await;
            sleep(HALF_CLOSED_PATIENCE).await;
        };
        tokio::select! {
            () = sleep(answer.delay) => {}
            () = given_up => cut.after(0),
        }
    }
    match answer.wire {
        Some(Wire::Hang) => {
            // An answer that never comes is nothing to wait for with one side closed.
            let _ = tokio::time::timeout(LONGEST_HANG, gone::closed(stream)).await;
            cut.after(0);
        }
        Some(Wire::ResetAt(at)) => cut.after(at),
        _ => {}
    }
    let mut response = answer.response.map(|bytes| AnswerBody::new(bytes, answer.wire));
    let length = response.body().length();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// Reads a body; a large one is refused.
async fn collect(mut incoming: Incoming) -> Result<Bytes, Refusal> {
    let mut kept = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|_| Refusal::bad_request("the body broke off"))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&data);
        } else if length > LARGEST_DRAIN {
            break;
        }
    }
    if length > LARGEST_BODY { Err(Refusal::too_large(LARGEST_BODY)) } else { Ok(kept.freeze()) }
}
