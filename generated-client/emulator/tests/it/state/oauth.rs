//! The exchange of codes for tokens.

use crate::state::workspace::{Test, Workspace, error_code};
use intercom_client::{Value, json};
use intercom_emulator::{Seed, Settings};

const SEED: &str = "apps: [{client_id: kiln, client_secret: secret, codes: [first, second]}]";

fn args(code: &str) -> Value {
    json!({"clientId": "kiln", "clientSecret": "secret", "code": code})
}

fn unauthorized() -> (u16, String) {
    error_code(401, "unauthorized")
}

#[tokio::test]
async fn code_is_exchanged_once() {
    let test = Test::covers(&["getAccessToken"]);
    let w = test.seeded(SEED);
    let token = w.call("getAccessToken", args("first")).await;
    assert_eq!((&token["token_type"], &token["access_token"]), (&json!("Bearer"), &token["token"]));
    assert_eq!(w.rejected("getAccessToken", args("first")).await, unauthorized());
    let other = w.call("getAccessToken", args("second")).await;
    assert_ne!(other["access_token"], token["access_token"]);
    assert_eq!(w.rejected("getAccessToken", args("third")).await, unauthorized());
}

#[tokio::test]
async fn code_expires_after_five_minutes() {
    let test = Test::covers(&["getAccessToken"]);
    let w = test.seeded(SEED);
    w.advance(300);
    w.call("getAccessToken", args("first")).await;
    w.advance(1);
    assert_eq!(w.rejected("getAccessToken", args("second")).await, unauthorized());
    // After a reset it can be exchanged again.
    w.emulator.reset().unwrap();
    w.call("getAccessToken", args("second")).await;
}

#[tokio::test]
async fn any_code_is_exchanged_once_if_all_are_accepted() {
    let test = Test::covers(&["getAccessToken"]);
    let w = test.workspace();
    let args = |code: &str| json!({"clientId": "emulated-app", "clientSecret": "emulated-secret", "code": code});
    for code in ["x", "y"] {
        w.call("getAccessToken", args(code)).await;
        assert_eq!(w.rejected("getAccessToken", args(code)).await, unauthorized());
    }
}

#[tokio::test]
async fn wrong_client_id_or_secret_is_rejected() {
    let test = Test::covers(&["getAccessToken"]);
    let w = test.seeded(SEED);
    for (id, secret) in [("kiln", "other"), ("other", "secret")] {
        let args = json!({"clientId": id, "clientSecret": secret, "code": "first"});
        assert_eq!(w.rejected("getAccessToken", args).await, unauthorized());
    }
    // A rejected request does not use up the code.
    w.call("getAccessToken", args("first")).await;
}

#[tokio::test]
async fn issued_tokens_are_accepted_besides_the_set_one() {
    let test = Test::covers(&["getAccessToken", "getUsers"]);
    let w = test.workspace_with(Seed::parse(SEED).unwrap(), Settings::default().token("pinned"));
    let works = async |w: &Workspace, token: &str| {
        let client = w.emulator.client().access_token(token).build().unwrap();
        client
            .users()
            .list()
            .send_page()
            .await
            .map_or_else(|error| error.is_unauthorized().then_some(false), |_| Some(true))
    };
    let works = async |w: &Workspace, token: &str| works(w, token).await.expect("200 or 401");
    assert!(works(&w, "pinned").await);
    assert!(!works(&w, "any").await);
    // The emulator's own client has the accepted token.
    w.call("getUsers", json!({})).await;
    let token = w.call("getAccessToken", args("first")).await;
    assert!(works(&w, token["access_token"].as_str().unwrap()).await);
    assert!(works(&w, "pinned").await && !works(&w, "any").await);
}
