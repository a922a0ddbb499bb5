//! The calls by the client that oas3-gen generates, with the headers that its user sets on reqwest's client.
#![forbid(unsafe_code)]

use harness::Failed;
use oas3_gen_generated::{
    ApiErrors, ApiResponse, CompanyRef, CreateUserByEmailRequest, GetSingleUserRequest, GetSingleUserRequestPath,
    GetUsersRequest, GetUsersRequestQuery, IntercomClient, User, UserList, UserRequestBody,
};
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde_json::json;
use std::time::Duration;

pub struct Client(IntercomClient);

fn success<T>(response: ApiResponse<T, ApiErrors>) -> Result<T, Failed> {
    match response {
        ApiResponse::Ok(value) => Ok(value),
        _ => Err("the response is no success".into()),
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
            .user_agent("oas3-gen/0.1.0")
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self(IntercomClient::with_client(base_url, http)?.with_token("dG9rOjEyMzQ1Njc4")))
    }

    async fn get(&self) -> Result<User, Failed> {
        let path = GetSingleUserRequestPath { user_id: "6a1f0c2be4b0d94c5e7a1101".to_owned() };
        success(self.0.get_single_user(GetSingleUserRequest { path }).await?)
    }

    async fn list(&self) -> Result<UserList, Failed> {
        let query = GetUsersRequestQuery { page: Some(1), per_page: Some(50), ..Default::default() };
        success(self.0.get_users(GetUsersRequest { query }).await?)
    }

    async fn post(&self) -> Result<User, Failed> {
        let attributes = json!({ "seats": 4, "trial": false, "plan": "studio" });
        let body = UserRequestBody {
            email: "ines@kiln.example".to_owned(),
            user_id: Some("u-4711".to_owned()),
            phone: Some("+351210000001".to_owned()),
            name: Some("Ines Prado".to_owned()),
            last_seen_ip: Some("203.0.113.7".to_owned()),
            custom_attributes: attributes.as_object().map(|attributes| attributes.clone().into_iter().collect()),
            last_seen_user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) Kiln/2.4".to_owned()),
            companies: Some(vec![CompanyRef {
                company_id: Some("c-88".to_owned()),
                name: Some("Kiln Studio".to_owned()),
                monthly_spend: Some(240),
                ..Default::default()
            }]),
            last_request_at: Some(1_538_130_000),
            signed_up_at: Some(1_529_990_000),
            ..Default::default()
        };
        success(self.0.create_user_by_email(CreateUserByEmailRequest { body }).await?)
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
        users.users.as_ref().map_or(0, Vec::len)
    }
}
