//! `--api v1-on-v2`: the functions of the tables, called on API 2.x.

use api_client_cli::ExitError;
use api_client_runtime::__private::Core;
use intercom_client::tables::{TablesError, TablesErrorKind};
use intercom_client::v2::Client;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;

/// Calls a function of the tables on API 2.x.
pub fn call(core: Core, function: String, args: Value) -> Pin<Box<dyn Future<Output = Result<Value, ExitError>>>> {
    Box::pin(async move {
        let client = Client::from(core);
        match client.tables().call(&function, args).await {
            Ok(done) => Ok(done.response),
            Err(error) => Err(exit_error(&function, &error)),
        }
    })
}

/// The error with the exit code of its kind.
fn exit_error(function: &str, error: &TablesError) -> ExitError {
    let message = format!("{function}: {error}");
    match error.kind() {
        TablesErrorKind::Unknown { .. } | TablesErrorKind::Withdrawn { .. } | TablesErrorKind::Argument { .. } => {
            ExitError::usage(message)
        }
        TablesErrorKind::Call { error, .. } => ExitError::of_call(error).with_hint(&message),
        _ => ExitError::rejected(message),
    }
}
