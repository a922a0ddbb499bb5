//! Serves a bounded number of connections; a slow client cannot keep its connection for ever.

use crate::engine::autosave;
use crate::engine::control::is_control;
use crate::engine::core::Engine;
use crate::engine::respond::EngineResponse;
use crate::faults::effect::WireFault;
use crate::protocol::api_error::ApiError;
use crate::server::body::ResponseBody;
use crate::server::disconnect;
use crate::server::malformed::MalformedRequest;
use crate::server::slots::{Slot, Slots};
use crate::server::socket::{ResetAfter, Socket};
use crate::settings::{MAX_BODY_BYTES, MAX_DRAIN_BYTES, MAX_HEAD_BYTES, Settings};
use bytes::{Bytes, BytesMut};
use http::request::Parts;
use http::{HeaderValue, Request, Response, header};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
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
use tokio::task::JoinSet;
use tokio::time::sleep;

/// The end of a `hang` fault, so that its connection is freed.
const MAX_HANG: Duration = Duration::from_secs(600);

/// hyper adds the timeout to a point in time, which must not overflow.
const MAX_HEADER_TIMEOUT: Duration = Duration::from_secs(365 * 86_400);

/// A connection with a longer delay is reset if another one needs its slot; shorter ones end soon enough.
const LONG_DELAY: Duration = Duration::from_secs(10);

/// How long a client that has closed its side of the connection may wait for a delayed response.
const HALF_CLOSED_TIMEOUT: Duration = Duration::from_secs(5);

/// The kernel accepts more data only when a good part of its buffer is sent, so with a large buffer a slow client would look
/// like one that reads nothing.
const SEND_BUFFER_BYTES: u32 = 128 * 1024;

/// A request with a larger body gets a thread of its own.
const LARGE_BODY_BYTES: usize = 64 * 1024;

/// The maximum of connections that wait to be accepted.
const BACKLOG: u32 = 1024;

/// Opens the port.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Makes the port available again at once; on Windows it would let two servers share the port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    // Connections inherit it.
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until it is dropped, which closes its connections.
pub async fn serve(listener: TcpListener, engine: Arc<Engine>) {
    let slots = Slots::new(engine.settings.max_connections);
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => {
                // After the connection has come: a slot is taken from another one only if it is needed.
                let Some(slot) = slots.take().await else { return };
                connections.spawn(connection(stream, slot, Arc::clone(&engine)));
            }
            // Most likely too many open files; that ends when connections end.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(mut stream: TcpStream, slot: Slot, engine: Arc<Engine>) {
    // Small responses must not wait for more data.
    let _ = stream.set_nodelay(true);
    let (source, sink) = stream.split();
    let stream: &TcpStream = source.as_ref();
    tokio::select! {
        () = exchange(stream, sink, &slot, &engine) => {}
        // The client is gone, whatever the response waits for.
        () = disconnect::reset(stream) => {}
        () = slot.is_needed() => {
            let _ = stream.set_zero_linger();
        }
    }
}

/// Serves the requests of one connection.
async fn exchange(stream: &TcpStream, sink: WriteHalf<'_>, slot: &Slot, engine: &Arc<Engine>) {
    let reset_after = ResetAfter::default();
    let Settings { header_timeout, .. } = engine.settings;
    let socket = TokioIo::new(Socket::new(stream, sink, engine, reset_after.clone()));
    let handle = service_fn(|request| {
        let reset_after = reset_after.clone();
        async move { Ok::<_, Infallible>(respond(stream, slot, engine, &reset_after, request).await) }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout.min(MAX_HEADER_TIMEOUT))
        .max_buf_size(MAX_HEAD_BYTES)
        .half_close(true)
        .serve_connection(socket, handle);
    // The client disconnected, was too slow, or sent something else than HTTP. Sends an error response if possible.
    let Err(error) = (&mut connection).await else { return };
    let parts = connection.into_parts();
    let mut socket = parts.io.into_inner();
    if socket.can_send_error()
        && let Some(malformed) = MalformedRequest::of_error(&error, &parts.read_buf)
    {
        let _ = socket.write_all(&malformed.response(engine)).await;
        let _ = socket.shutdown().await;
    }
}

async fn respond(
    stream: &TcpStream,
    slot: &Slot,
    engine: &Arc<Engine>,
    reset_after: &ResetAfter,
    request: Request<Incoming>,
) -> Response<ResponseBody> {
    let (head, body) = request.into_parts();
    let length = head.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let has_body = !body.is_end_stream();
    // A body that would be dropped in any case is not awaited.
    let collected = async {
        if length.is_some_and(|length| length > MAX_DRAIN_BYTES as u64) {
            return Err(ApiError::body_too_large(MAX_BODY_BYTES));
        }
        collect(body).await
    };
    let body = if has_body {
        tokio::time::timeout(engine.settings.body_timeout, collected)
            .await
            .unwrap_or_else(|_| Err(ApiError::body_timeout()))
    } else {
        Ok(Bytes::new())
    };
    let EngineResponse { response, delay, wire } = autosave::persist(engine, process(engine, head, body).await).await;
    if !delay.is_zero() {
        let _wait = (delay >= LONG_DELAY).then(|| slot.wait());
        // Some clients, such as netcat, close their side after the request and wait for the response; others are gone.
        let is_gone = async {
            disconnect::closed(stream).await;
            sleep(HALF_CLOSED_TIMEOUT).await;
        };
        tokio::select! {
            () = sleep(delay) => {}
            () = is_gone => reset_after.set(0),
        }
    }
    match wire {
        Some(WireFault::Hang) => {
            let _wait = slot.wait();
            // Once its side is closed, the client need not wait for a response that never comes.
            let _ = tokio::time::timeout(MAX_HANG, disconnect::closed(stream)).await;
            reset_after.set(0);
        }
        Some(WireFault::ResetAt(at)) => reset_after.set(at),
        _ => {}
    }
    // Until the body is sent.
    let wait = matches!(wire, Some(WireFault::Slow(_) | WireFault::Huge(_))).then(|| slot.wait());
    let mut response = response.map(|bytes| ResponseBody::new(bytes, wire, wait));
    let length = response.body().length();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// Processes a request, on a thread of its own if that may take long: the others serve further connections meanwhile.
async fn process(engine: &Arc<Engine>, head: Parts, body: Result<Bytes, ApiError>) -> EngineResponse {
    let may_take_long = is_control(&head) || body.as_ref().is_ok_and(|body| body.len() > LARGE_BODY_BYTES);
    if !may_take_long {
        return engine.respond(&head, body);
    }
    let engine = Arc::clone(engine);
    match tokio::task::spawn_blocking(move || engine.respond(&head, body)).await {
        Ok(response) => response,
        Err(error) => {
            let response = ApiError::internal(format!("the request was not processed: {error}")).into_response("");
            EngineResponse { response, delay: Duration::ZERO, wire: None }
        }
    }
}

/// Reads a body; rejects a large one.
async fn collect(mut incoming: Incoming) -> Result<Bytes, ApiError> {
    let mut kept = BytesMut::new();
    let mut length = 0_usize;
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|_| ApiError::bad_request("the body is incomplete"))?;
        let Ok(data) = frame.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length <= MAX_BODY_BYTES {
            kept.extend_from_slice(&data);
        } else if length > MAX_DRAIN_BYTES {
            break;
        }
    }
    if length > MAX_BODY_BYTES { Err(ApiError::body_too_large(MAX_BODY_BYTES)) } else { Ok(kept.freeze()) }
}
