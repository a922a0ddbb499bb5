//! Connections: a bounded number of them, none of which can be held for ever by a slow client.

use super::body::AnswerBody;
use super::shaped::{Cut, Shaped};
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
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// A request that is never answered still ends some time, so that its connection does.
const LONGEST_HANG: Duration = Duration::from_secs(600);

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
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, engine: Arc<Engine>) {
    // Small answers must not wait for more.
    let _ = stream.set_nodelay(true);
    let cut = Cut::default();
    let Settings { header_timeout, .. } = engine.settings;
    let stream = TokioIo::new(Shaped::new(stream, Arc::clone(&engine), cut.clone()));
    let handle = service_fn(move |request| {
        let (engine, cut) = (Arc::clone(&engine), cut.clone());
        async move { Ok::<_, Infallible>(answer(&engine, &cut, request).await) }
    });
    // An error here is the client's: it went away, was too slow, or spoke no HTTP. It has been told what can be told.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .max_buf_size(LARGEST_HEAD)
        .half_close(true)
        .serve_connection(stream, handle)
        .await;
}

async fn answer(engine: &Engine, cut: &Cut, request: Request<Incoming>) -> Response<AnswerBody> {
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
        tokio::time::sleep(answer.delay).await;
    }
    match answer.wire {
        Some(Wire::Hang) => {
            tokio::time::sleep(LONGEST_HANG).await;
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
