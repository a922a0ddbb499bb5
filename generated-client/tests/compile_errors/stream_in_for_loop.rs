//! A `for` loop over a stream.

use intercom_client::Client;

async fn names(client: Client) {
    for user in client.users().list().by_item() {
        println!("{user:?}");
    }
    for page in client.users().list().by_page() {
        println!("{page:?}");
    }
    let mut items = client.users().scroll().by_item();
    for user in &mut items {
        println!("{user:?}");
    }
}

fn main() {}
