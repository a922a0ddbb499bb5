//! Installs an app into a workspace of someone else by OAuth. Open the page that it prints.
//!
//! ```sh
//! INTERCOM_CLIENT_ID=… INTERCOM_CLIENT_SECRET=… cargo run --example oauth_install
//! ```

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use intercom_client::redact::SecretString;
use intercom_client::{Client, oauth};
use std::error::Error;
use std::sync::Arc;

/// Keeps the state in the browser that began: scripts cannot read it, and other sites cannot send it along.
const COOKIE_NAME: &str = "intercom_oauth_state";

struct App {
    client: Client,
    client_id: String,
    client_secret: SecretString,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = Arc::new(App {
        // Exchanging a code needs no access token.
        client: Client::builder().env().build()?,
        client_id: std::env::var("INTERCOM_CLIENT_ID")?,
        client_secret: std::env::var("INTERCOM_CLIENT_SECRET")?.into(),
    });
    let port = std::env::var("PORT").map_or(Ok(8080), |port| port.parse::<u16>())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let router = Router::new().route("/", get(begin)).route("/callback", get(finish)).with_state(app);
    axum::serve(listener, router).await?;
    Ok(())
}

/// Sends the browser to Intercom, with a state that nobody can guess.
async fn begin(State(app): State<Arc<App>>) -> Result<Response, StatusCode> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let state: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    // The redirect address is the first one that the app has registered: this server's /callback, behind https.
    let url = oauth::authorize_url(&app.client_id, &state).build().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    // Add `Secure` where the browser comes by https.
    let cookie = format!("{COOKIE_NAME}={state}; HttpOnly; SameSite=Lax; Path=/; Max-Age=600");
    Ok((StatusCode::SEE_OTHER, [(LOCATION, url), (SET_COOKIE, cookie)]).into_response())
}

/// The browser comes back, with a code if the admin agreed.
async fn finish(State(app): State<Arc<App>>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let cookies = headers.get(COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
    let kept = cookies.split("; ").find_map(|cookie| cookie.strip_prefix(COOKIE_NAME)?.strip_prefix('='));
    let code = match oauth::code(&query.unwrap_or_default(), kept.unwrap_or_default()) {
        Ok(code) => code,
        Err(problem) => return (StatusCode::BAD_REQUEST, problem.to_string()).into_response(),
    };
    match install(&app, &code).await {
        Ok(who) => (StatusCode::OK, format!("installed by {who}")).into_response(),
        Err(problem) => {
            eprintln!("not installed: {problem}");
            (StatusCode::BAD_GATEWAY, "not installed; please start anew").into_response()
        }
    }
}

/// Exchanges the code, which works once, and asks whose token it is.
async fn install(app: &App, code: &SecretString) -> Result<String, Box<dyn Error>> {
    let (id, secret) = (&app.client_id, app.client_secret.expose());
    let response = app.client.auth().get_access_token(id, secret, code.expose()).await?;
    let token = response.access_token.ok_or("the response contains no access token")?;
    // Here a service would keep the token, encrypted, with the workspace that it is for.
    let admin = app.client.admins().me().with_access_token(token.expose()).await?;
    println!("installed");
    Ok(admin.name.unwrap_or_default())
}
