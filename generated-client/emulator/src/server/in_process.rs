//! The emulator as a transport of the client, without a socket.

use crate::engine::autosave;
use crate::engine::core::Engine;
use crate::engine::respond::EngineResponse;
use crate::faults::effect::WireFault;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use intercom_client::transport::{SendOptions, Transport, TransportError, TransportFuture};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The emulator as a transport of the client, without a socket. Pass it to `ClientBuilder::transport`.
#[derive(Clone)]
pub struct InProcess(Arc<Engine>);

impl InProcess {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self(engine)
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

impl Transport for InProcess {
    fn send(&self, request: Request<Bytes>, options: SendOptions) -> TransportFuture {
        let engine = Arc::clone(&self.0);
        Box::pin(async move {
            match tokio::time::timeout(options.timeout, exchange(&engine, request, options.max_body)).await {
                Ok(outcome) => outcome,
                Err(_) => Err(TransportError::timeout("no response in time")),
            }
        })
    }
}

async fn exchange(
    engine: &Arc<Engine>,
    request: Request<Bytes>,
    max_body: usize,
) -> Result<Response<Bytes>, TransportError> {
    let (head, body) = request.into_parts();
    let EngineResponse { mut response, delay, wire } = autosave::persist(engine, engine.respond(&head, Ok(body))).await;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match wire {
        None => {}
        Some(WireFault::Hang) => std::future::pending().await,
        Some(WireFault::ResetAt(_)) => return Err(TransportError::broken("the connection was reset")),
        Some(WireFault::Truncate(at)) => {
            let kept = response.body().slice(..at.min(response.body().len()));
            *response.body_mut() = kept;
            return Err(TransportError::broken("the body ended before its stated length").with_partial(response));
        }
        Some(WireFault::Slow(per_second)) => {
            let millis =
                (response.body().len() as u64).saturating_mul(1_000).checked_div(per_second).unwrap_or_default();
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
        Some(WireFault::Huge(length)) => {
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            if length > max_body {
                *response.body_mut() = Bytes::new();
                return Err(TransportError::too_large("the body is too large").with_partial(response));
            }
            *response.body_mut() = vec![b' '; length].into();
        }
    }
    if response.body().len() > max_body {
        return Err(TransportError::too_large("the body is too large").with_partial(response));
    }
    // The client's own transport reports an encoding that it cannot decode, so this one does too.
    if response.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(TransportError::encoding("the body is encoded").with_partial(response));
    }
    let length = response.body().len();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}
