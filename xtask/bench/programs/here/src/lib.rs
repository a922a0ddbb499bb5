//! The calls by this workspace's client, with all its defaults.
#![forbid(unsafe_code)]

use harness::Failed;
use intercom_client::types::{PersonRef, User, UserList};
use intercom_client::{from_json, json};

pub struct Client(intercom_client::Client);

impl harness::Client for Client {
    type User = User;
    type Users = UserList;

    fn connect(base_url: &str) -> Result<Self, Failed> {
        Ok(Self(intercom_client::Client::builder().access_token("dG9rOjEyMzQ1Njc4").base_url(base_url).build()?))
    }

    async fn get(&self) -> Result<User, Failed> {
        Ok(self.0.users().get(PersonRef::intercom_id("6a1f0c2be4b0d94c5e7a1101")).await?)
    }

    async fn list(&self) -> Result<UserList, Failed> {
        Ok(self.0.users().list().page(1).per_page(50).await?)
    }

    async fn post(&self) -> Result<User, Failed> {
        let call = self
            .0
            .users()
            .create_by_email("ines@kiln.example")
            .user_id("u-4711")
            .phone("+351210000001")
            .name("Ines Prado")
            .last_seen_ip("203.0.113.7")
            .custom_attributes(json!({ "seats": 4, "trial": false, "plan": "studio" }))
            .last_seen_user_agent("Mozilla/5.0 (X11; Linux x86_64) Kiln/2.4")
            .companies([json!({ "company_id": "c-88", "name": "Kiln Studio", "monthly_spend": 240 })])
            .last_request_at(1_538_130_000)
            .signed_up_at(1_529_990_000);
        Ok(call.await?)
    }

    fn decode_user(json: &[u8]) -> Result<User, Failed> {
        Ok(from_json(json)?)
    }

    fn decode_users(json: &[u8]) -> Result<UserList, Failed> {
        Ok(from_json(json)?)
    }

    fn email(user: &User) -> Option<&str> {
        user.email.as_deref()
    }

    fn count(users: &UserList) -> usize {
        users.users.len()
    }
}
