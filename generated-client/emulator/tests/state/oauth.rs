//! The exchange of codes for tokens.

use crate::scenario::{Shown, Workspace, refusal};
use intercom_client::{Value, json};
use intercom_emulator::{Seed, Settings};

scenarios!(
    a_code_works_once,
    a_code_is_too_old_after_five_minutes,
    any_code_works_once_where_any_is_taken,
    neither_secret_nor_id_may_be_wrong,
    beside_the_pinned_token_issued_ones_are_taken,
);

const SEED: &str = "apps: [{client_id: kiln, client_secret: secret, codes: [first, second]}]";

fn args(code: &str) -> Value {
    json!({"clientId": "kiln", "clientSecret": "secret", "code": code})
}

fn unauthorized() -> (u16, String) {
    refusal(401, "unauthorized")
}

async fn a_code_works_once(shown: &Shown) {
    let w = shown.seeded(SEED);
    let token = w.call("getAccessToken", args("first")).await;
    assert_eq!((&token["token_type"], &token["access_token"]), (&json!("Bearer"), &token["token"]));
    assert_eq!(w.refused("getAccessToken", args("first")).await, unauthorized());
    let other = w.call("getAccessToken", args("second")).await;
    assert_ne!(other["access_token"], token["access_token"]);
    assert_eq!(w.refused("getAccessToken", args("third")).await, unauthorized());
}

async fn a_code_is_too_old_after_five_minutes(shown: &Shown) {
    let w = shown.seeded(SEED);
    w.advance(300);
    w.call("getAccessToken", args("first")).await;
    w.advance(1);
    assert_eq!(w.refused("getAccessToken", args("second")).await, unauthorized());
    // Reset, it is fresh again.
    w.emulator.reset().unwrap();
    w.call("getAccessToken", args("second")).await;
}

async fn any_code_works_once_where_any_is_taken(shown: &Shown) {
    let w = shown.bare();
    let args = |code: &str| json!({"clientId": "emulated-app", "clientSecret": "emulated-secret", "code": code});
    for code in ["x", "y"] {
        w.call("getAccessToken", args(code)).await;
        assert_eq!(w.refused("getAccessToken", args(code)).await, unauthorized());
    }
}

async fn neither_secret_nor_id_may_be_wrong(shown: &Shown) {
    let w = shown.seeded(SEED);
    for (id, secret) in [("kiln", "other"), ("other", "secret")] {
        let args = json!({"clientId": id, "clientSecret": secret, "code": "first"});
        assert_eq!(w.refused("getAccessToken", args).await, unauthorized());
    }
    // A mistake does not use up the code.
    w.call("getAccessToken", args("first")).await;
}

async fn beside_the_pinned_token_issued_ones_are_taken(shown: &Shown) {
    let w = shown.workspace(Seed::parse(SEED).unwrap(), Settings::default().token("pinned"));
    let works = async |w: &Workspace, token: &str| {
        let client = w.emulator.client().access_token(token).build().unwrap();
        client.users().list().page().await.map_or_else(|error| error.is_unauthorized().then_some(false), |_| Some(true))
    };
    let works = async |w: &Workspace, token: &str| works(w, token).await.expect("200 or 401");
    assert!(works(&w, "pinned").await);
    assert!(!works(&w, "any").await);
    // The emulator's own client has the one that is taken.
    w.call("getUsers", json!({})).await;
    let token = w.call("getAccessToken", args("first")).await;
    assert!(works(&w, token["access_token"].as_str().unwrap()).await);
    assert!(works(&w, "pinned").await && !works(&w, "any").await);
}
