//! A layer for services of tower: verifies before the service is called.

use super::rejection::WebhookRejection;
use super::secret::WebhookSecret;
use super::signature::given;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

/// How long a body may be by default: 1 MiB, many times the longest notification.
const MAX_BODY_BYTES: usize = 1 << 20;

/// A `tower::Layer` that lets signed requests through, with their bytes as received.
///
/// ```
/// use axum::Router;
/// use axum::body::Bytes;
/// use axum::http::StatusCode;
/// use axum::routing::post;
/// use intercom_client::webhooks::{Notification, SignatureError, VerifySignatureLayer, WebhookSecret};
///
/// async fn receive(body: Bytes) -> StatusCode {
///     match Notification::try_from(body) {
///         Ok(_) => StatusCode::OK,
///         Err(_) => StatusCode::BAD_REQUEST,
///     }
/// }
///
/// fn router(secret: &str) -> Result<Router, SignatureError> {
///     let verifying = VerifySignatureLayer::new(WebhookSecret::new(secret)?);
///     Ok(Router::new().route("/intercom", post(receive)).layer(verifying))
/// }
/// # router("EXAMPLE-NOT-A-SECRET").unwrap();
/// ```
///
/// Responds itself, with an empty body: 401 to a signature that is missing, malformed or wrong, before it reads the body where
/// it can; 413 to a body of more than 1 MiB; 400 to one that breaks off; and 200 to HEAD, with which the Developer Hub checks
/// an address before it delivers to it. Everything that reaches the service is signed. The response's extensions contain the
/// [`WebhookRejection`], for a log.
///
/// The service is called with a body of the type `B`. Most take `Full<Bytes>`; for one that does not, such as a
/// `axum::middleware::from_fn` directly below, say which: `.with_body::<axum::body::Body>()`.
pub struct VerifySignatureLayer<B = Full<Bytes>> {
    settings: Settings,
    body: PhantomData<fn() -> B>,
}

#[derive(Clone, Debug)]
struct Settings {
    secret: WebhookSecret,
    max_body_bytes: usize,
}

impl VerifySignatureLayer {
    /// Verifies with these secrets.
    #[must_use]
    pub fn new(secret: WebhookSecret) -> Self {
        Self { settings: Settings { secret, max_body_bytes: MAX_BODY_BYTES }, body: PhantomData }
    }
}

impl<B> VerifySignatureLayer<B> {
    /// How long a body may be.
    #[must_use]
    pub fn with_max_body_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// The type of the body with which the service is called.
    #[must_use]
    pub fn with_body<C: From<Bytes>>(self) -> VerifySignatureLayer<C> {
        VerifySignatureLayer { settings: self.settings, body: PhantomData }
    }
}

impl<S, B> Layer<S> for VerifySignatureLayer<B> {
    type Service = VerifySignature<S, B>;

    fn layer(&self, inner: S) -> Self::Service {
        VerifySignature { inner, settings: self.settings.clone(), body: PhantomData }
    }
}

/// The service that [`VerifySignatureLayer`] makes of another.
pub struct VerifySignature<S, B = Full<Bytes>> {
    inner: S,
    settings: Settings,
    body: PhantomData<fn() -> B>,
}

impl<S, B, In, Out> Service<Request<In>> for VerifySignature<S, B>
where
    S: Service<Request<B>, Response = Response<Out>> + Clone + Send + 'static,
    S::Future: Send,
    B: From<Bytes>,
    In: Body + Send + 'static,
    In::Data: Send,
    In::Error: Into<Box<dyn Error + Send + Sync>>,
    Out: Default,
{
    type Response = Response<Out>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<In>) -> Self::Future {
        // The one that is ready is called; a clone need not be.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let settings = self.settings.clone();
        Box::pin(async move {
            // A check of the address; the docs do not mention it, receivers meet it (zulip/zulip#24001).
            if request.method() == Method::HEAD {
                return Ok(status_only(StatusCode::OK));
            }
            match verified(request, &settings).await {
                Ok(request) => inner.call(request.map(B::from)).await,
                Err(rejection) => {
                    let mut response = status_only(rejection.status());
                    response.extensions_mut().insert(rejection);
                    Ok(response)
                }
            }
        })
    }
}

/// The request with its bytes, if they are signed.
async fn verified<In>(request: Request<In>, settings: &Settings) -> Result<Request<Bytes>, WebhookRejection>
where
    In: Body,
    In::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (parts, body) = request.into_parts();
    given(&parts.headers)?;
    if body.size_hint().lower() > u64::try_from(settings.max_body_bytes).unwrap_or(u64::MAX) {
        return Err(WebhookRejection::TooLarge);
    }
    let body = match Limited::new(body, settings.max_body_bytes).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(WebhookRejection::TooLarge),
        Err(_) => return Err(WebhookRejection::Incomplete),
    };
    settings.secret.verify(&body, &parts.headers)?;
    Ok(Request::from_parts(parts, body))
}

fn status_only<Out: Default>(status: StatusCode) -> Response<Out> {
    let mut response = Response::new(Out::default());
    *response.status_mut() = status;
    response
}

// By hand: a derive would ask the same of `B`, of which there is no value.
impl<B> Clone for VerifySignatureLayer<B> {
    fn clone(&self) -> Self {
        Self { settings: self.settings.clone(), body: PhantomData }
    }
}

impl<S: Clone, B> Clone for VerifySignature<S, B> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), settings: self.settings.clone(), body: PhantomData }
    }
}

impl<B> fmt::Debug for VerifySignatureLayer<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifySignatureLayer").field("settings", &self.settings).finish()
    }
}

impl<S: fmt::Debug, B> fmt::Debug for VerifySignature<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifySignature").field("inner", &self.inner).field("settings", &self.settings).finish()
    }
}
