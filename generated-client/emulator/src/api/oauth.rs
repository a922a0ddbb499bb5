//! Exchanges a code for a token.

use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::digest::digest;
use serde::Serialize;

const CODE_LIFETIME_SECONDS: i64 = 300;

/// `POST /auth/eagle/token`, as JSON or as a form. A code can be exchanged once.
pub fn token(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let required = |key: &str| {
        let value = body.string(key)?.filter(|value| !value.is_empty());
        value.ok_or_else(|| ApiError::missing_parameter(key, format!("{key} is missing")))
    };
    let (client_id, secret, code) = (required("client_id")?, required("client_secret")?, required("code")?);
    let (secret, code, now) = (digest(secret.as_bytes()), digest(code.as_bytes()), call.now);
    let app = call.workspace.apps.iter_mut().find(|app| app.client_id == client_id);
    let app = app.filter(|app| app.secret == secret);
    let app = app.ok_or_else(|| ApiError::unauthorized("no app has this client_id and client_secret".to_owned()))?;
    let is_valid = !app.used_codes.contains(&code)
        && (app.any_code
            || app
                .codes
                .iter()
                .any(|known| known.digest == code && now.saturating_sub(known.issued_at) <= CODE_LIFETIME_SECONDS));
    if !is_valid {
        return Err(ApiError::unauthorized("the code is unknown, expired after five minutes, or used".to_owned()));
    }
    app.used_codes.push(code);
    // Counted, so that every run returns the same token; it protects nothing.
    let token = format!("emulated:{}", call.workspace.ids.uuid());
    call.workspace.tokens.push(digest(token.as_bytes()));
    ApiResponse::json(&AccessToken { token_type: "Bearer", access_token: &token, token: &token })
}

#[derive(Serialize)]
struct AccessToken<'a> {
    token_type: &'static str,
    access_token: &'a str,
    token: &'a str,
}
