//! The exchange of a code for a token.

use super::shape::shape;
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::digest::digest;

/// Seconds for which a code can be exchanged.
const CODE_LIVES: i64 = 300;

/// `POST /auth/eagle/token`, as JSON or as a form. A code works once.
pub(crate) fn token(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let needed = |key: &str| {
        let value = body.text(key)?.filter(|value| !value.is_empty());
        value.ok_or_else(|| Refusal::missing_parameter(key, format!("{key} is missing")))
    };
    let (client_id, secret, code) = (needed("client_id")?, needed("client_secret")?, needed("code")?);
    let (secret, code, now) = (digest(secret.as_bytes()), digest(code.as_bytes()), call.now);
    let app = call.world.apps.iter_mut().find(|app| app.client_id == client_id);
    let app = app.filter(|app| app.secret == secret);
    let app = app.ok_or_else(|| Refusal::unauthorized("no app has this client_id and client_secret".to_owned()))?;
    let fresh = !app.spent.contains(&code)
        && (app.any_code
            || app.codes.iter().any(|known| known.digest == code && now.saturating_sub(known.issued_at) <= CODE_LIVES));
    if !fresh {
        return Err(Refusal::unauthorized("the code is unknown, older than five minutes or used already".to_owned()));
    }
    app.spent.push(code);
    // Counted, so that the same run gives the same token; it is no secret of anybody's.
    let token = format!("emulated:{}", call.world.ids.uuid());
    call.world.tokens.push(digest(token.as_bytes()));
    Reply::json(&shape! {"token_type": "Bearer", "access_token": token.as_str(), "token": token.as_str()})
}
