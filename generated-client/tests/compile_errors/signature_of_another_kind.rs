//! A signature in a form that no framework has, and a header of another version of `http`.

use intercom_client::webhooks::{SignatureError, verify};

mod other_http {
    pub struct HeaderValue;
}

fn receive(secret: &str, body: &[u8], value: Option<&other_http::HeaderValue>) -> Result<(), SignatureError> {
    verify(secret, body, 5_u32)?;
    verify(secret, body, value)
}

fn main() {}
