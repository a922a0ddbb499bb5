//! The bare peer: an axum server whose routes return the emulator's responses as constants. It shows what HTTP itself costs.

use crate::load::{Received, send};
use crate::speed::{requests, user_id};
use crate::{Outcome, runtime};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::routing::get;
use axum::serve::ListenerExt;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// A response that is sent as it is.
#[derive(Clone)]
struct Constant {
    headers: HeaderMap,
    body: Bytes,
}

impl Constant {
    fn new(received: Received) -> Outcome<Self> {
        let mut headers = HeaderMap::new();
        for (name, value) in received.headers {
            headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        Ok(Self { headers, body: received.body.into() })
    }

    fn respond(&self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body.clone()));
        response.headers_mut().clone_from(&self.headers);
        response
    }
}

/// Serves the responses of a running emulator until the process ends.
pub fn serve(emulator: SocketAddr) -> Outcome<()> {
    let [one, list, created] = requests(&user_id(emulator)?);
    let constant = |(_, _, request): (_, _, Vec<u8>)| Constant::new(send(emulator, &request)?);
    let (one, list, created) = (constant(one)?, constant(list)?, constant(created)?);
    let create = move |body: Bytes| async move {
        match serde_json::from_slice::<Value>(&body) {
            Ok(_) => created.respond(),
            Err(_) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::BAD_REQUEST;
                response
            }
        }
    };
    let router = Router::new()
        .route("/users/{id}", get(move || async move { one.respond() }))
        .route("/users", get(move || async move { list.respond() }).post(create));
    runtime()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("listening on http://{}", listener.local_addr()?);
        // As the emulator does.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        axum::serve(listener, router).await?;
        Ok(())
    })
}
