//! A program with one call, by reqwest and serde.
#![forbid(unsafe_code)]

use serde::Deserialize;
use std::error::Error;
use std::time::Duration;

#[derive(Deserialize)]
struct Page {
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    name: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{:?}", runtime.block_on(name())?);
    Ok(())
}

async fn name() -> Result<Option<String>, Box<dyn Error>> {
    let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build()?;
    let request = http
        .get("https://api.intercom.io/users")
        .query(&[("email", "ines@kiln.example")])
        .bearer_auth(std::env::var("INTERCOM_ACCESS_TOKEN")?)
        .header("accept", "application/json")
        .header("intercom-version", "1.1");
    let page: Page = request.send().await?.error_for_status()?.json().await?;
    Ok(page.users.into_iter().next().and_then(|user| user.name))
}
