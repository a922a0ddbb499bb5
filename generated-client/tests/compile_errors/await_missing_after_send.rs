//! A call that is sent and not awaited.

use intercom_client::types::{PersonRef, User};
use intercom_client::{Client, Error};

async fn find(client: Client) -> Result<User, Error> {
    let user = client.users().get(PersonRef::email("ines@kiln.example")).send()?;
    Ok(user)
}

fn main() {}
