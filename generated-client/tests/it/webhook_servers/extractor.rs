//! The extractor for axum.

use super::{PING, PING_SIGNATURE, PING_SIGNED_BEFORE, PREVIOUS, Reached, SECRET, UNPROVEN};
use super::{post, secret, send, serve, signed};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest, State};
use axum::http::{Request, StatusCode};
use axum::routing::post as on_post;
use intercom_client::types::WebhookTopic;
use intercom_client::webhooks::{VerifiedNotification, WebhookRejection, WebhookSecret};

#[derive(Clone)]
struct App {
    secret: WebhookSecret,
    reached: Reached,
}

impl FromRef<App> for WebhookSecret {
    fn from_ref(app: &App) -> Self {
        app.secret.clone()
    }
}

async fn receive(State(app): State<App>, VerifiedNotification(received): VerifiedNotification) -> String {
    app.reached.note();
    format!("{} {}", received.topic().map_or("none", WebhookTopic::as_str), received.body().len())
}

fn router(reached: &Reached, secret: WebhookSecret) -> Router {
    let receiver = on_post(receive).head(async || StatusCode::OK);
    Router::new().route("/intercom", receiver).with_state(App { secret, reached: reached.clone() })
}

#[tokio::test]
async fn signed_notification_reaches_the_handler_with_its_bytes() {
    let reached = Reached::default();
    let address = serve(router(&reached, secret())).await;
    assert_eq!(post(address, &signed(PING_SIGNATURE), PING).await, (200, format!("ping {}", PING.len())));
    // The same header twice says the same.
    let twice = [signed(PING_SIGNATURE), signed(PING_SIGNATURE)].join("\r\n");
    assert_eq!(post(address, &twice, PING).await.0, 200);
    assert_eq!(reached.count(), 2);
}

#[tokio::test]
async fn unproven_sender_is_rejected_before_the_handler() {
    let reached = Reached::default();
    let address = serve(router(&reached, secret())).await;
    for header in UNPROVEN {
        let (status, text) = post(address, header, PING).await;
        assert_eq!(status, 401, "{header}: {text}");
        assert!(!text.is_empty() && !text.contains(SECRET) && !text.contains("notification_event"), "{text}");
    }
    let changed = PING.replace("ping", "pong");
    assert_eq!(post(address, &signed(PING_SIGNATURE), &changed).await.0, 401);
    assert_eq!(post(address, &signed(PING_SIGNATURE), "").await.0, 401);
    assert_eq!(reached.count(), 0);
}

#[tokio::test]
async fn unsigned_request_is_rejected_before_its_body_comes() {
    let reached = Reached::default();
    let address = serve(router(&reached, secret())).await;
    // The body that is announced never comes: there is a response all the same.
    assert_eq!(send(address, "POST", "x-other: 1", Some(100), "").await.0, 401);
    assert_eq!(send(address, "POST", "x-hub-signature: sha1=", Some(100), "").await.0, 401);
    assert_eq!(reached.count(), 0);
}

#[tokio::test]
async fn either_secret_is_accepted_while_they_change() {
    let reached = Reached::default();
    let address = serve(router(&reached, secret().or(PREVIOUS).unwrap())).await;
    for signature in [PING_SIGNATURE, PING_SIGNED_BEFORE] {
        assert_eq!(post(address, &signed(signature), PING).await.0, 200, "{signature}");
    }
    assert_eq!(post(address, UNPROVEN[5], PING).await.0, 401);
    assert_eq!(reached.count(), 2);
}

#[tokio::test]
async fn signed_body_that_is_no_notification_is_a_bad_request() {
    let reached = Reached::default();
    let address = serve(router(&reached, secret())).await;
    for (body, digest) in [
        ("hello", "20b97e5481944d249bb512d37106dc6a65380406"),
        ("[]", "0a623d96b029691f89bae7425e9a7f97b505840a"),
        ("{}", "498c1a8a7b5d9fd2ac438e5b4f1ed3163a445e8c"),
        (r#"{"hello":"canary"}"#, "d326fca6404beccdf9ea4fec6b3170626cb87b1d"),
    ] {
        let (status, text) = post(address, &signed(&format!("sha1={digest}")), body).await;
        assert_eq!(status, 400, "{body}");
        assert!(text.contains("not a notification") && !text.contains("canary"), "{text}");
    }
    assert_eq!(reached.count(), 0);
}

#[tokio::test]
async fn body_beyond_the_routers_limit_is_too_large() {
    let reached = Reached::default();
    let address = serve(router(&reached, secret()).layer(DefaultBodyLimit::max(64))).await;
    let (fits, beyond) = ("a".repeat(64), "a".repeat(65));
    let fits = post(address, &signed("sha1=b245054b63bf791facb2a099fba1018f6eeb52db"), &fits).await;
    assert_eq!(fits.0, 400, "it is read, and no notification: {}", fits.1);
    // A wrong signature makes no difference: it is not known before all has been read.
    for digest in ["80004a8472e4b0f89f722f1ed1bcf36b5fb36aac", "0000000000000000000000000000000000000000"] {
        assert_eq!(post(address, &signed(&format!("sha1={digest}")), &beyond).await.0, 413);
    }
    assert_eq!(reached.count(), 0);
}

#[tokio::test]
async fn body_beyond_axums_own_limit_is_too_large() {
    // A router that sets no limit has axum's.
    for (bytes, digest, status) in [
        (2 * 1024 * 1024, "040235be9d136c7ddb5fb8c91e22185477942ff7", 400),
        (2 * 1024 * 1024 + 1, "d2fb45435e1cba0d105beb55516cb600db5732e4", 413),
    ] {
        let request = Request::post("/intercom").header("X-Hub-Signature", format!("sha1={digest}"));
        let request = request.body(Body::from("a".repeat(bytes))).unwrap();
        let rejection = VerifiedNotification::from_request(request, &secret()).await.unwrap_err();
        assert_eq!(rejection.status().as_u16(), status, "{bytes}: {rejection}");
    }
}

#[tokio::test]
async fn body_that_breaks_off_is_a_bad_request() {
    let request = Request::post("/intercom").header("X-Hub-Signature", PING_SIGNATURE);
    let request = request.body(Body::from_stream(super::layer::Broken::new())).unwrap();
    let rejection = VerifiedNotification::from_request(request, &secret()).await.unwrap_err();
    assert!(matches!(rejection, WebhookRejection::Incomplete), "{rejection:?}");
    assert_eq!(rejection.status(), 400);
}

#[tokio::test]
async fn address_is_checked_with_head_and_without_a_signature() {
    let reached = Reached::default();
    let address = serve(router(&reached, secret())).await;
    assert_eq!(send(address, "HEAD", "x-other: 1", Some(0), "").await.0, 200);
    assert_eq!(reached.count(), 0);
}

/// A handler that responds by itself to what is rejected.
async fn receive_either(received: Result<VerifiedNotification, WebhookRejection>) -> (StatusCode, String) {
    match received {
        Ok(_) => (StatusCode::OK, String::new()),
        Err(rejection) => (StatusCode::IM_A_TEAPOT, rejection.to_string()),
    }
}

#[tokio::test]
async fn handler_can_take_the_rejection_itself() {
    let address = serve(Router::new().route("/intercom", on_post(receive_either)).with_state(secret())).await;
    assert_eq!(post(address, &signed(PING_SIGNATURE), PING).await.0, 200);
    let (status, text) = post(address, "x-other: 1", PING).await;
    assert_eq!((status, text.as_str()), (418, "the signature is missing: no header X-Hub-Signature"));
}
