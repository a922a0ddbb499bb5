//! The calls as a person writes them without a generated client: reqwest, and models by serde's derive.
#![forbid(unsafe_code)]

mod models;

use harness::Failed;
use models::{User, UserList};
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

pub struct Client {
    http: reqwest::Client,
    base_url: String,
    token: String,
}

#[derive(Serialize)]
struct NewUser<'a> {
    email: &'a str,
    user_id: &'a str,
    phone: &'a str,
    name: &'a str,
    last_seen_ip: &'a str,
    custom_attributes: Value,
    last_seen_user_agent: &'a str,
    companies: Vec<Value>,
    last_request_at: i64,
    signed_up_at: i64,
}

impl Client {
    async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, Failed> {
        Ok(request.bearer_auth(&self.token).send().await?.error_for_status()?.json().await?)
    }
}

impl harness::Client for Client {
    type User = User;
    type Users = UserList;

    fn connect(base_url: &str) -> Result<Self, Failed> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert("intercom-version", HeaderValue::from_static("1.1"));
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .user_agent("by-hand/0.1.0")
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self { http, base_url: base_url.to_owned(), token: "dG9rOjEyMzQ1Njc4".to_owned() })
    }

    async fn get(&self) -> Result<User, Failed> {
        let id = "6a1f0c2be4b0d94c5e7a1101";
        self.send(self.http.get(format!("{}/users/{id}", self.base_url))).await
    }

    async fn list(&self) -> Result<UserList, Failed> {
        self.send(self.http.get(format!("{}/users", self.base_url)).query(&[("page", 1), ("per_page", 50)])).await
    }

    async fn post(&self) -> Result<User, Failed> {
        let user = NewUser {
            email: "ines@kiln.example",
            user_id: "u-4711",
            phone: "+351210000001",
            name: "Ines Prado",
            last_seen_ip: "203.0.113.7",
            custom_attributes: json!({ "seats": 4, "trial": false, "plan": "studio" }),
            last_seen_user_agent: "Mozilla/5.0 (X11; Linux x86_64) Kiln/2.4",
            companies: vec![json!({ "company_id": "c-88", "name": "Kiln Studio", "monthly_spend": 240 })],
            last_request_at: 1_538_130_000,
            signed_up_at: 1_529_990_000,
        };
        self.send(self.http.post(format!("{}/users", self.base_url)).json(&user)).await
    }

    fn decode_user(json: &[u8]) -> Result<User, Failed> {
        Ok(serde_json::from_slice(json)?)
    }

    fn decode_users(json: &[u8]) -> Result<UserList, Failed> {
        Ok(serde_json::from_slice(json)?)
    }

    fn email(user: &User) -> Option<&str> {
        user.email.as_deref()
    }

    fn count(users: &UserList) -> usize {
        users.users.len()
    }
}
