//! The calls by the client that progenitor generates, with the headers that its user sets on reqwest's client.
#![forbid(unsafe_code)]

use harness::Failed;
use progenitor_generated::types::{CompanyRef, CreateUserByEmailBody, User, UserList};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::json;
use std::time::Duration;

pub struct Client(progenitor_generated::Client);

impl harness::Client for Client {
    type User = User;
    type Users = UserList;

    fn connect(base_url: &str) -> Result<Self, Failed> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer dG9rOjEyMzQ1Njc4"));
        headers.insert("intercom-version", HeaderValue::from_static("1.1"));
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .user_agent("progenitor/0.1.0")
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self(progenitor_generated::Client::new_with_client(base_url, http)))
    }

    async fn get(&self) -> Result<User, Failed> {
        Ok(self.0.get_single_user("6a1f0c2be4b0d94c5e7a1101").await?.into_inner())
    }

    async fn list(&self) -> Result<UserList, Failed> {
        Ok(self.0.get_users(None, None, Some(1), Some(50), None).await?.into_inner())
    }

    async fn post(&self) -> Result<User, Failed> {
        let attributes = json!({ "seats": 4, "trial": false, "plan": "studio" });
        let user = CreateUserByEmailBody {
            email: "ines@kiln.example".to_owned(),
            user_id: Some("u-4711".to_owned()),
            phone: Some("+351210000001".to_owned()),
            name: Some("Ines Prado".to_owned()),
            last_seen_ip: Some("203.0.113.7".to_owned()),
            custom_attributes: attributes.as_object().cloned().unwrap_or_default(),
            last_seen_user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) Kiln/2.4".to_owned()),
            companies: vec![CompanyRef {
                company_id: Some("c-88".to_owned()),
                name: Some("Kiln Studio".to_owned()),
                monthly_spend: Some(240),
                ..CompanyRef::default()
            }],
            last_request_at: Some(1_538_130_000),
            signed_up_at: Some(1_529_990_000),
            new_session: None,
            update_last_request_at: None,
        };
        Ok(self.0.create_user_by_email(&user).await?.into_inner())
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
