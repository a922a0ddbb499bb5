//! The first calls: create a user, look them up, list.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… cargo run --example quickstart
//! ```

use intercom_client::types::PersonRef;
use intercom_client::{Client, Error, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // INTERCOM_ACCESS_TOKEN, and INTERCOM_BASE_URL or INTERCOM_REGION for another server.
    let client = Client::from_env()?;

    // What a call needs is in its method; the rest are setters.
    let created = client
        .users()
        .create_by_email("ines@kiln.example")
        .name("Ines Prado")
        .custom_attributes(json!({ "seats": 4 }))
        .await?;
    println!("created {}", created.id.unwrap_or_default());

    // "There is no such user" is an error that can be distinguished from others.
    match client.users().get(PersonRef::email("ines@kiln.example")).await {
        Ok(user) => println!("found {}", user.name.unwrap_or_default()),
        Err(error) if error.is_not_found() => println!("nobody has this address"),
        Err(error) => return Err(error),
    }

    // Pages are fetched as the items are needed.
    let mut users = client.users().list().by_item().limit(100);
    while let Some(user) = users.next().await {
        println!("user {}", user?.id.unwrap_or_default());
    }
    Ok(())
}
