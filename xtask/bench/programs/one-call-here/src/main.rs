//! A program with one call, by this workspace's client.
#![forbid(unsafe_code)]

use intercom_client::types::PersonRef;
use intercom_client::{Client, Error};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{:?}", runtime.block_on(name())?);
    Ok(())
}

async fn name() -> Result<Option<String>, Error> {
    Ok(Client::from_env()?.users().get(PersonRef::email("ines@kiln.example")).await?.name)
}
