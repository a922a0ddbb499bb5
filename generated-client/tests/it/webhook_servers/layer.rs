//! The layer for services of tower, below axum and below hyper.

use super::{PING, PING_SIGNATURE, PING_SIGNED_BEFORE, PREVIOUS, Reached, UNPROVEN};
use super::{post, secret, send, serve, signed};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Request, Response};
use axum::routing::any;
use futures_core::Stream;
use http_body_util::{BodyExt, Full};
use intercom_client::webhooks::{VerifySignatureLayer, WebhookRejection};
use std::convert::Infallible;
use std::io::Error;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

/// Sends back what it got.
async fn echo(State(reached): State<Reached>, body: Bytes) -> Bytes {
    reached.note();
    body
}

fn router(reached: &Reached, layer: VerifySignatureLayer) -> Router {
    Router::new().route("/intercom", any(echo)).with_state(reached.clone()).layer(layer)
}

/// A service of hyper, with hyper's own body.
async fn serve_with_hyper(reached: &Reached) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let verifying = VerifySignatureLayer::new(secret()).layer(Echo(reached.clone()));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let verifying = verifying.clone();
            let service = hyper::service::service_fn(move |request| verifying.clone().call(request));
            let io = hyper_util::rt::TokioIo::new(stream);
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(io, service));
        }
    });
    address
}

/// Sends back what it got.
#[derive(Clone)]
struct Echo(Reached);

impl Service<Request<Full<Bytes>>> for Echo {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        self.0.note();
        std::future::ready(Ok(Response::new(request.into_body())))
    }
}

/// A body that breaks off after half of [`PING`].
pub struct Broken(bool);

impl Broken {
    pub fn new() -> Self {
        Self(false)
    }
}

impl Stream for Broken {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let half = Bytes::from_static(&PING.as_bytes()[..PING.len() / 2]);
        Poll::Ready(Some(if std::mem::replace(&mut self.0, true) { Err(Error::other("it broke")) } else { Ok(half) }))
    }
}

/// Posts a body to the layer itself.
async fn call(layer: VerifySignatureLayer, reached: &Reached, signature: &str, body: Body) -> Response<Full<Bytes>> {
    let request = Request::post("/").header("X-Hub-Signature", signature).body(body).unwrap();
    layer.layer(Echo(reached.clone())).call(request).await.unwrap()
}

#[tokio::test]
async fn signed_request_reaches_the_service_with_its_bytes() {
    let (by_axum, by_hyper) = (Reached::default(), Reached::default());
    for (address, reached) in [
        (serve(router(&by_axum, VerifySignatureLayer::new(secret()))).await, &by_axum),
        (serve_with_hyper(&by_hyper).await, &by_hyper),
    ] {
        assert_eq!(post(address, &signed(PING_SIGNATURE), PING).await, (200, PING.to_owned()));
        let chunked = format!("{:x}\r\n{PING}\r\n0\r\n\r\n", PING.len());
        assert_eq!(send(address, "POST", &signed(PING_SIGNATURE), None, &chunked).await.0, 200);
        assert_eq!(reached.count(), 2);
    }
}

#[tokio::test]
async fn unproven_sender_is_rejected_before_the_service() {
    let (by_axum, by_hyper) = (Reached::default(), Reached::default());
    for (address, reached) in [
        (serve(router(&by_axum, VerifySignatureLayer::new(secret()))).await, &by_axum),
        (serve_with_hyper(&by_hyper).await, &by_hyper),
    ] {
        for header in UNPROVEN {
            assert_eq!(post(address, header, PING).await, (401, String::new()), "{header}");
        }
        for body in ["", " ", &PING.replace("ping", "pong"), &format!("{PING}\n")] {
            assert_eq!(post(address, &signed(PING_SIGNATURE), body).await.0, 401, "{body}");
        }
        // Without a signature nothing of the body is waited for.
        assert_eq!(send(address, "POST", "x-other: 1", Some(100), "").await.0, 401);
        // Every method but HEAD, which carries nothing.
        for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            assert_eq!(send(address, method, "x-other: 1", Some(0), "").await.0, 401, "{method}");
        }
        assert_eq!(send(address, "HEAD", "x-other: 1", Some(0), "").await, (200, String::new()));
        assert_eq!(reached.count(), 0);
    }
}

#[tokio::test]
async fn layer_accepts_either_secret_while_they_change() {
    let reached = Reached::default();
    let both = VerifySignatureLayer::new(secret().or(PREVIOUS).unwrap());
    for (signature, status) in [(PING_SIGNATURE, 200), (PING_SIGNED_BEFORE, 200), ("sha1=00", 401)] {
        let response = call(both.clone(), &reached, signature, Body::from(PING)).await;
        assert_eq!(response.status().as_u16(), status, "{signature}");
    }
    assert_eq!(reached.count(), 2);
}

#[tokio::test]
async fn body_beyond_the_layers_limit_is_too_large() {
    let reached = Reached::default();
    let small = || VerifySignatureLayer::new(secret()).with_max_body_bytes(PING.len());
    // What is announced as too long is not waited for.
    let address = serve(router(&reached, small())).await;
    assert_eq!(send(address, "POST", &signed(PING_SIGNATURE), Some(PING.len() + 1), "").await.0, 413);
    assert_eq!(post(address, &signed(PING_SIGNATURE), PING).await.0, 200);
    // Without a length it ends where the limit is.
    let without_length = Body::from_stream(Body::from(format!("{PING} ")).into_data_stream());
    assert_eq!(call(small(), &reached, PING_SIGNATURE, without_length).await.status(), 413);
    let by_default = VerifySignatureLayer::new(secret());
    for (bytes, digest, status) in [
        (1 << 20, "8116f9a0087e074aa8829be012c54eee6f134a63", 200),
        ((1 << 20) + 1, "c6631fef72cdde48f88991b8193dd34dcab9f29f", 413),
    ] {
        let body = Body::from("a".repeat(bytes));
        let response = call(by_default.clone(), &reached, &format!("sha1={digest}"), body).await;
        assert_eq!(response.status().as_u16(), status, "{bytes}");
    }
    assert_eq!(reached.count(), 2);
}

#[tokio::test]
async fn body_that_breaks_off_does_not_reach_the_service() {
    let reached = Reached::default();
    let body = Body::from_stream(Broken::new());
    let response = call(VerifySignatureLayer::new(secret()), &reached, PING_SIGNATURE, body).await;
    assert_eq!((response.status().as_u16(), reached.count()), (400, 0));
    // A layer above can log why.
    assert!(matches!(response.extensions().get(), Some(WebhookRejection::Incomplete)));
}

#[tokio::test]
async fn service_below_can_take_a_body_of_its_own() {
    let pass = axum::middleware::from_fn(async |request: axum::extract::Request, next: axum::middleware::Next| {
        next.run(request).await
    });
    let layer = VerifySignatureLayer::new(secret()).with_body::<Body>();
    let below = pass.layer(Router::new().fallback(any(async || "reached")));
    let request = Request::post("/").header("X-Hub-Signature", PING_SIGNATURE).body(Body::from(PING)).unwrap();
    let response = layer.layer(below).call(request).await.unwrap();
    let text = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(&text[..], b"reached");
}

#[test]
fn debug_of_the_layer_shows_no_secret() {
    let layer = VerifySignatureLayer::new(secret().or(PREVIOUS).unwrap());
    let service = layer.layer(());
    for shown in [format!("{layer:?} {layer:#?}"), format!("{service:?} {service:#?}")] {
        assert!(!shown.contains("EXAMPLE") && shown.contains("VerifySignature"), "{shown}");
    }
}
