//! An extractor for axum.

use super::notification::Notification;
use super::rejection::WebhookRejection;
use super::secret::WebhookSecret;
use super::signature::given;
use axum_core::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;

/// A notification whose signature was verified: an extractor of axum. The state of the router has a [`WebhookSecret`].
///
/// ```
/// use axum::Router;
/// use axum::http::StatusCode;
/// use axum::routing::post;
/// use intercom_client::webhooks::{SignatureError, VerifiedNotification, WebhookSecret};
///
/// async fn receive(VerifiedNotification(notification): VerifiedNotification) -> StatusCode {
///     println!("{:?}", notification.topic());
///     StatusCode::OK
/// }
///
/// fn router(secret: &str) -> Result<Router, SignatureError> {
///     // The Developer Hub checks an address with HEAD before it delivers to it.
///     let receiver = post(receive).head(async || StatusCode::OK);
///     Ok(Router::new().route("/intercom", receiver).with_state(WebhookSecret::new(secret)?))
/// }
/// # router("EXAMPLE-NOT-A-SECRET").unwrap();
/// ```
///
/// A state with more in it derives `axum::extract::FromRef`, or implements it for [`WebhookSecret`].
///
/// Rejects before the handler is called: 401 for a signature that is missing, malformed or wrong; 413 for a body beyond axum's
/// `DefaultBodyLimit` (2 MB, unless the router sets another); 400 for a signed body that is no notification. A request without
/// a signature is rejected before its body is read. To respond otherwise, extract `Result<VerifiedNotification,
/// WebhookRejection>`.
#[derive(Clone, Debug)]
pub struct VerifiedNotification(pub Notification);

impl<S> FromRequest<S> for VerifiedNotification
where
    S: Send + Sync,
    WebhookSecret: FromRef<S>,
{
    type Rejection = WebhookRejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let headers = std::mem::take(request.headers_mut());
        given(&headers)?;
        let body = Bytes::from_request(request, state).await.map_err(not_read)?;
        WebhookSecret::from_ref(state).verify(&body, &headers)?;
        let notification = Notification::try_from(body).map_err(WebhookRejection::Json)?;
        if notification.is_envelope() { Ok(Self(notification)) } else { Err(WebhookRejection::NotANotification) }
    }
}

fn not_read(rejection: BytesRejection) -> WebhookRejection {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => WebhookRejection::TooLarge,
        _ => WebhookRejection::Incomplete,
    }
}

impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
