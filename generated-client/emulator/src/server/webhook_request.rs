//! The signed HTTP request of a notification. It is sent to this machine only.

use crate::protocol::caller::loopback_address;
use crate::workspace::digest::to_hex;
use crate::workspace::records::webhook::DeliveryFailure;
use crate::workspace::rules;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use intercom_client::webhooks::SIGNATURE_HEADER;
use sha1::Sha1;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;

const TIMEOUT: Duration = Duration::from_secs(5);
const MAX_RESPONSE_BYTES: usize = 64 * 1024;
/// Of a response in a feed.
const MAX_SHOWN_CHARS: usize = 1_000;
const CONTENT_TYPE: (&str, &str) = ("Content-Type", "application/json");

pub struct WebhookRequest {
    url: String,
    body: Vec<u8>,
    signature: Option<String>,
}

/// A response: status, headers and the start of the body.
type Received = (u16, Vec<(String, String)>, String);

impl WebhookRequest {
    pub fn new(url: &str, body: Vec<u8>, secret: Option<&str>) -> Self {
        Self { url: url.to_owned(), signature: secret.and_then(|secret| sign(secret, &body)), body }
    }

    /// Sends the request; any status of 200 to 299 is a success.
    pub async fn send(&self) -> Result<(), DeliveryFailure> {
        let (status, headers, text) = match tokio::time::timeout(TIMEOUT, self.post()).await {
            Ok(Ok((status, ..))) if (200..300).contains(&status) => return Ok(()),
            Ok(Ok((status, headers, text))) => (Some(status), headers, text),
            Ok(Err(problem)) => (None, Vec::new(), problem),
            Err(_) => (None, Vec::new(), "no response within 5 seconds".to_owned()),
        };
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let signature = self.signature.as_deref().map(|signature| (SIGNATURE_HEADER, signature));
        Err(DeliveryFailure {
            request_entity: String::from_utf8_lossy(&self.body).into_owned(),
            request_headers: [Some(CONTENT_TYPE), signature].into_iter().flatten().map(owned).collect(),
            status,
            headers,
            text,
        })
    }

    async fn post(&self) -> Result<Received, String> {
        let url: Uri = self.url.parse().map_err(|_| "the URL is invalid".to_owned())?;
        let address =
            target(&url).ok_or_else(|| "not sent: the emulator sends to http URLs of this machine only".to_owned())?;
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
        let path = url.path_and_query().map_or("/", |path| path.as_str());
        let mut request = Request::post(path)
            .header(header::HOST, host(&url))
            .header(CONTENT_TYPE.0, CONTENT_TYPE.1)
            .header(header::USER_AGENT, "intercom-subscription-service-1.0");
        if let Some(signature) = &self.signature {
            request = request.header(SIGNATURE_HEADER, signature);
        }
        let body = Full::new(Bytes::from(self.body.clone()));
        let request = request.body(body).map_err(|error| error.to_string())?;
        let exchange = async {
            let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, MAX_RESPONSE_BYTES).collect().await;
            let body = body.map(|body| body.to_bytes()).unwrap_or_default();
            let headers = head.headers.iter().map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            });
            let text: String = String::from_utf8_lossy(&body).chars().take(MAX_SHOWN_CHARS).collect();
            Ok((head.status.as_u16(), headers.collect(), text))
        };
        // The connection must be polled for the exchange to proceed; it ends with the exchange.
        tokio::select! {
            result = exchange => result,
            ended = async { let _ = connection.await; std::future::pending::<()>().await } => {
                let () = ended;
                Err("the connection was closed".to_owned())
            }
        }
    }
}

/// The value of the signature header.
fn sign(secret: &str, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(body);
    Some(format!("sha1={}", to_hex(&mac.finalize().into_bytes())))
}

/// Host and port, without the user name and password of the URL.
fn host(url: &Uri) -> &str {
    let authority = url.authority().map_or("localhost", |authority| authority.as_str());
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// The address to connect to, if it is on this machine.
fn target(url: &Uri) -> Option<SocketAddr> {
    if url.scheme_str() != Some("http") || !url.authority().is_some_and(rules::is_address) {
        return None;
    }
    Some(SocketAddr::new(loopback_address(url.host()?)?, url.port_u16().unwrap_or(80)))
}
