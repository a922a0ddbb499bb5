//! A `for` loop over a call.

use intercom_client::Client;

async fn names(client: Client) {
    for tag in client.tags().list() {
        println!("{tag:?}");
    }
    for tag in client.tags().list().send() {
        println!("{tag:?}");
    }
}

fn main() {}
