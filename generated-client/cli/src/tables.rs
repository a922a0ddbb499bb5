//! `--api v1-on-v2`: the functions of the tables, called on API 2.x.

use api_client_cli::terminal::print_err;
use api_client_cli::{ExitError, OtherCall};
use intercom_client::tables::{TablesError, TablesErrorKind};
use intercom_client::v2::Client;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;

const DROP_UNSUPPORTED: &str = "drop-unsupported";
const UNARCHIVE: &str = "unarchive";

/// What a caller may allow.
pub const SWITCHES: [(&str, &str); 2] = [
    (DROP_UNSUPPORTED, "Leave out arguments that API 2.x has no place for, and name them on stderr"),
    (UNARCHIVE, "Bring back a contact that exists and is archived, where the function would create it"),
];

/// Calls a function of the tables on API 2.x.
pub fn call(call: OtherCall) -> Pin<Box<dyn Future<Output = Result<Value, ExitError>>>> {
    Box::pin(async move {
        let client = Client::from(call.core);
        let is_set = |switch| call.switches.contains(&switch);
        let tables = client.tables().drop_unsupported(is_set(DROP_UNSUPPORTED)).unarchive(is_set(UNARCHIVE));
        match tables.call(&call.function, call.args).await {
            Ok(done) => {
                for (argument, reason) in &done.dropped {
                    print_err(&format!("not sent: `{argument}`: {reason}"));
                }
                Ok(done.response)
            }
            Err(error) => Err(exit_error(&call.function, &error)),
        }
    })
}

/// The error with the exit code of its kind. What the library can be asked to do, an option of the command asks for.
fn exit_error(function: &str, error: &TablesError) -> ExitError {
    let message = format!("{function}: {error}");
    match error.kind() {
        TablesErrorKind::Argument { .. } => {
            ExitError::usage(message.replace("`drop_unsupported` leaves", &format!("--{DROP_UNSUPPORTED} leaves")))
        }
        TablesErrorKind::Unknown { .. } | TablesErrorKind::Withdrawn { .. } | TablesErrorKind::Value { .. } => {
            ExitError::usage(message)
        }
        TablesErrorKind::Archived { .. } => {
            ExitError::rejected(message.replace("`unarchive(true)` brings", &format!("--{UNARCHIVE} brings")))
        }
        TablesErrorKind::Call { error, .. } => ExitError::of_call(error).with_hint(&message),
        _ => ExitError::rejected(message),
    }
}
