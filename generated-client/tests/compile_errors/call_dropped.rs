//! A call that is never sent.
#![deny(unused_must_use)]

use intercom_client::Client;
use intercom_client::types::PersonRef;

async fn delete(client: Client) {
    client.users().delete(PersonRef::user_id("25"));
    client.users().delete(PersonRef::user_id("25")).send();
    client.users().list().by_item();
    client.users().list().by_page();
}

fn main() {}
