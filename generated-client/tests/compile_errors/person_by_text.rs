//! A text where it has to be said whose id it is.

use intercom_client::{Client, Error};

async fn find(client: Client) -> Result<(), Error> {
    client.users().get("ines@kiln.example").await?;
    Ok(())
}

fn main() {}
