//! A sign-up: one user, the company they belong to, and a tag on both.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… cargo run --example upsert_company_tag
//! ```

use intercom_client::{Client, Error, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;

    // One request makes or updates the user and the company, and attaches the one to the other. It can be run again: a
    // known id updates. That is also why the client may repeat it after a failure.
    let user = client
        .users()
        .create_by_id("u-4711")
        .email("ines@kiln.example")
        .name("Ines Prado")
        .signed_up_at(1_529_990_000)
        .companies([json!({ "company_id": "c-88", "name": "Kiln Studio", "plan": "Team", "monthly_spend": 240 })])
        .await?;
    let id = user.id.unwrap_or_default();
    println!("user {id}");

    // A tag is made by its first use. The id of the response finds leads, too; `user_id` and `email` find users only.
    let tag = client.tags().tag_users("beta", [json!({ "id": id })]).await?;
    println!("tag {} on the user", tag.name.unwrap_or_default());
    client.tags().tag_companies("beta", [json!({ "company_id": "c-88" })]).await?;
    println!("and on the company");
    Ok(())
}
