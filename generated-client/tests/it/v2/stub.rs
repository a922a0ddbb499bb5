//! A server on loopback that responds as a test says, and keeps what was asked.

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use intercom_client::Value;
use intercom_client::v2::Client;
use std::sync::{Arc, Mutex};

pub struct Stub {
    url: String,
    asked: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Stub {
    /// `respond` is given the request line and the body.
    pub async fn start(respond: impl Fn(&str, &Value) -> (u16, Value) + Clone + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let kept = Arc::clone(&asked);
        let app = axum::Router::new().fallback(move |request: Request| {
            let (respond, kept) = (respond.clone(), Arc::clone(&kept));
            async move {
                let line = format!("{} {}", request.method(), request.uri());
                let body: Bytes = to_bytes(request.into_body(), 1 << 20).await.unwrap();
                let body: Value = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
                let (status, response) = respond(&line, &body);
                kept.lock().unwrap().push((line, body));
                let headers = [("content-type", "application/json")];
                (StatusCode::from_u16(status).unwrap(), headers, response.to_string())
            }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, asked }
    }

    pub fn client(&self) -> Client {
        Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").base_url(&self.url).build().unwrap()
    }

    /// The request lines since the last time.
    pub fn took(&self) -> Vec<(String, Value)> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    pub fn lines(&self) -> Vec<String> {
        self.took().into_iter().map(|(line, _)| line).collect()
    }
}
