//! A transport without a network: a closure makes the responses, and the requests are kept.

use bytes::Bytes;
use intercom_client::transport::{SendOptions, Transport, TransportError, TransportFuture};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What an attempt gets.
pub type Attempt = Result<http::Response<Bytes>, TransportError>;

type Script = dyn Fn(usize, &http::Request<Bytes>) -> Attempt + Send + Sync;

/// The transport; clones are the same one.
#[derive(Clone)]
pub struct Scripted {
    script: Arc<Script>,
    sent: Arc<Mutex<Vec<String>>>,
    latency: Option<Duration>,
    yields: usize,
}

impl Scripted {
    /// Responses by the number of the request, from 0, and the request.
    pub fn new(script: impl Fn(usize, &http::Request<Bytes>) -> Attempt + Send + Sync + 'static) -> Self {
        Self { script: Arc::new(script), sent: Arc::default(), latency: None, yields: 0 }
    }

    /// Responses one after the other; beyond the last one the test has failed.
    pub fn responses(responses: Vec<http::Response<Bytes>>) -> Self {
        Self::new(move |nth, request| {
            Ok(responses.get(nth).unwrap_or_else(|| panic!("one request too many: {}", request.uri())).clone())
        })
    }

    /// Always the same response.
    pub fn always(response: http::Response<Bytes>) -> Self {
        Self::new(move |_, _| Ok(response.clone()))
    }

    /// Responses after so long, by tokio's clock; half of it passes before the response is made up.
    pub fn after(mut self, latency: Duration) -> Self {
        self.latency = Some(latency);
        self
    }

    /// Yields to the runtime this many times before it responds.
    pub fn yielding(mut self, times: usize) -> Self {
        self.yields = times;
        self
    }

    /// Method and target of each request.
    pub fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<Bytes>, _: SendOptions) -> TransportFuture {
        let this = self.clone();
        Box::pin(async move {
            let half = this.latency.map(|latency| latency / 2);
            if let Some(half) = half {
                tokio::time::sleep(half).await;
            }
            let nth = {
                let mut sent = this.sent.lock().unwrap();
                let target = request.uri().path_and_query().map_or("", |target| target.as_str());
                sent.push(format!("{} {target}", request.method()));
                sent.len() - 1
            };
            for _ in 0..this.yields {
                tokio::task::yield_now().await;
            }
            let response = (this.script)(nth, &request);
            if let Some(half) = half {
                tokio::time::sleep(half).await;
            }
            response
        })
    }
}

/// A response in JSON.
pub fn json(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(status).header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap()
}
