//! Receives webhooks and replies to conversations: checks who sent it, says so within the 5 seconds that Intercom waits, and
//! works afterwards.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… INTERCOM_WEBHOOK_SECRET=… INTERCOM_ADMIN_ID=… \
//!     cargo run --features webhooks --example webhook_receiver
//! ```
//!
//! The secret is the app's client secret (Developer Hub), or `hub_secret` of a subscription of the classic API.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::post;
use intercom_client::Client;
use intercom_client::redact::SecretString;
use intercom_client::types::WebhookTopic;
use intercom_client::webhooks::{self, Item, Notification, SIGNATURE_HEADER};
use std::collections::HashSet;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

struct App {
    client: Client,
    secret: SecretString,
    admin: String,
    /// Notifications that have been taken. A service would keep them for a day, in a place that all its processes share.
    taken: Mutex<HashSet<String>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = Arc::new(App {
        client: Client::from_env()?,
        secret: std::env::var("INTERCOM_WEBHOOK_SECRET")?.into(),
        admin: std::env::var("INTERCOM_ADMIN_ID")?,
        taken: Mutex::default(),
    });
    let port = std::env::var("PORT").map_or(Ok(8080), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/intercom", post(receive)).with_state(app)).await?;
    Ok(())
}

/// Takes the body as bytes: the signature is over what was sent, not over what JSON would make of it.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(SIGNATURE_HEADER).map(HeaderValue::as_bytes);
    if let Err(problem) = webhooks::verify(app.secret.expose(), &body, signature) {
        eprintln!("rejected: {problem}");
        return StatusCode::UNAUTHORIZED;
    }
    let read = Notification::parse(&body).and_then(|notification| Ok((notification.item()?, notification)));
    let (item, notification) = match read {
        Ok(read) => read,
        Err(problem) => {
            eprintln!("not understood: {problem}");
            return StatusCode::BAD_REQUEST;
        }
    };
    // A notification whose response came too late is sent once more.
    let id = notification.id.clone().unwrap_or_default();
    let is_new = app.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
    if is_new || id.is_empty() {
        tokio::spawn(async move { work(&app, notification.topic(), item).await });
    }
    StatusCode::OK
}

async fn work(app: &App, topic: Option<&WebhookTopic>, item: Item) {
    match (topic, item) {
        (Some(WebhookTopic::ConversationUserCreated), Item::Conversation(conversation)) => {
            let id = conversation.id.unwrap_or_default();
            let reply = app.client.conversations().reply_as_admin(&id, &app.admin, "Thanks, we are on it.");
            match reply.await {
                Ok(_) => println!("replied to {id}"),
                // The client has not repeated it, and nor do we: two replies are worse than none.
                Err(error) if error.may_have_been_processed() => eprintln!("have a look at {id}: {error}"),
                Err(error) => eprintln!("no reply to {id}: {error}"),
            }
        }
        (topic, _) => println!("nothing to do for {}", topic.map_or("no topic", WebhookTopic::as_str)),
    }
}
