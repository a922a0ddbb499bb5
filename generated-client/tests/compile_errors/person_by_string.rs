//! An owned text where it has to be said whose id it is.

use intercom_client::{Client, Error};

async fn find(client: Client, email: String) -> Result<(), Error> {
    client.users().get(email).await?;
    Ok(())
}

fn main() {}
