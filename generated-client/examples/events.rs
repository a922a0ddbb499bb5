//! Events: say what a user did, read it back, and how often.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… cargo run --example events
//! ```

use intercom_client::{Client, Error, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;

    // The time is when it happened, not when it is sent. Intercom drops a second event of the same user, name and time, so
    // that sending one again after a failure does no harm, here and in your own queue.
    let fired = client.events().submit("kiln-fired", "u-4711", 1_538_132_000).metadata(json!({ "cone": 6 }));
    match fired.await {
        Ok(()) => println!("submitted"),
        Err(error) if error.is_not_found() => println!("make the user first: {error}"),
        Err(error) => return Err(error),
    }

    // Up to 90 days back: to see the event here, give it a time of today above.
    let mut events = client.events().list_for_user("u-4711").by_item();
    while let Some(event) = events.next().await {
        let event = event?;
        let at = event.created_at.map(|time| time.to_string()).unwrap_or_default();
        println!("{at} {}", event.event_name.unwrap_or_default());
    }

    for line in client.events().summaries("u-4711").await?.events {
        println!("{} × {}", line.count.unwrap_or_default(), line.name.unwrap_or_default());
    }
    Ok(())
}
