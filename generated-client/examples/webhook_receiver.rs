//! Receives webhooks and replies to conversations: checks who sent it, says so within the 5 seconds that Intercom waits, and
//! works afterwards.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… INTERCOM_WEBHOOK_SECRET=… INTERCOM_ADMIN_ID=… \
//!     cargo run --features axum-0-8 --example webhook_receiver
//! ```
//!
//! The secret is the app's client secret (Developer Hub), or `hub_secret` of a subscription of the classic API.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use intercom_client::Client;
use intercom_client::types::WebhookTopic;
use intercom_client::webhooks::{Item, VerifiedNotification, WebhookRejection, WebhookSecret};
use std::collections::HashSet;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

struct App {
    client: Client,
    secret: WebhookSecret,
    admin: String,
    /// Notifications that have been taken. A service would keep them for a day, in a place that all its processes share.
    taken: Mutex<HashSet<String>>,
}

/// Where the extractor finds the secret.
#[derive(Clone)]
struct Shared(Arc<App>);

impl FromRef<Shared> for WebhookSecret {
    fn from_ref(Shared(app): &Shared) -> Self {
        app.secret.clone()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = Arc::new(App {
        client: Client::from_env()?,
        secret: WebhookSecret::new(std::env::var("INTERCOM_WEBHOOK_SECRET")?)?,
        admin: std::env::var("INTERCOM_ADMIN_ID")?,
        taken: Mutex::default(),
    });
    let port = std::env::var("PORT").map_or(Ok(8080), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    // The Developer Hub checks the address with HEAD before it delivers to it.
    let receiver = post(receive).head(async || StatusCode::OK);
    axum::serve(listener, Router::new().route("/intercom", receiver).with_state(Shared(app))).await?;
    Ok(())
}

/// Takes what is signed. Without the `Result`, axum responds to the rest by itself, and nobody reads why.
async fn receive(
    State(Shared(app)): State<Shared>,
    received: Result<VerifiedNotification, WebhookRejection>,
) -> StatusCode {
    let VerifiedNotification(notification) = match received {
        Ok(verified) => verified,
        Err(problem) => {
            eprintln!("rejected: {problem}");
            return problem.status();
        }
    };
    let item = match notification.item() {
        Ok(item) => item,
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
