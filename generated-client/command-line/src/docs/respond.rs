//! What is served: the page itself, and its calls.

use super::call::Calls;
use super::guard::Guard;
use crate::server::MAX_BODY_BYTES;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

/// With each response: nothing is kept, framed, sniffed or sent on.
const HEADERS: [(&str, &str); 6] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("content-security-policy", "frame-ancestors 'none'"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The page and what makes its calls.
pub struct Docs {
    pub page: String,
    pub guard: Guard,
    pub calls: Option<Calls>,
}

impl Docs {
    /// The response to a request.
    pub async fn respond(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let text = "text/plain; charset=utf-8";
        if !self.guard.has_host(request.headers()) {
            return response(StatusCode::MISDIRECTED_REQUEST, text, "the Host header does not name this server\n");
        }
        match (request.method(), request.uri().path()) {
            (&Method::GET | &Method::HEAD, "/" | "/index.html") => {
                response(StatusCode::OK, "text/html; charset=utf-8", &self.page)
            }
            (&Method::POST, "/call") => self.call(request).await,
            (_, "/" | "/index.html" | "/call") => response(StatusCode::METHOD_NOT_ALLOWED, text, "wrong method\n"),
            _ => response(StatusCode::NOT_FOUND, text, "there is only the page, at /\n"),
        }
    }

    async fn call(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let kind = "application/json";
        let failed = |status, message: &str| {
            response(status, kind, &serde_json::json!({ "error": message, "rejected": true }).to_string())
        };
        if let Some(reason) = self.guard.rejection(request.headers()) {
            return failed(StatusCode::FORBIDDEN, reason);
        }
        let Some(calls) = &self.calls else {
            return failed(StatusCode::NOT_FOUND, "this page is served without calls");
        };
        match Limited::new(request.into_body(), MAX_BODY_BYTES).collect().await {
            Ok(body) => response(StatusCode::OK, kind, &calls.make(&body.to_bytes()).await),
            Err(_) => failed(StatusCode::PAYLOAD_TOO_LARGE, "the call is too large"),
        }
    }
}

fn response(status: StatusCode, kind: &'static str, body: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::copy_from_slice(body.as_bytes())));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(hyper::header::CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
