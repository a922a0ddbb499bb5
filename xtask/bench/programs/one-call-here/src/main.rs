//! A program with one call, by this workspace's client.
#![forbid(unsafe_code)]

use intercom_client::types::PersonRef;
use intercom_client::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let user = Client::from_env()?.users().get(PersonRef::email("ines@kiln.example")).await?;
    println!("{:?}", user.name);
    Ok(())
}
