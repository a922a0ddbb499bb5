//! Waiting for calls, and for Ctrl-C meanwhile.

use crate::exit_error::ExitError;
use std::future::Future;

/// Runs a command's calls on a runtime of their own.
pub fn block_on<T>(work: impl Future<Output = Result<T, ExitError>>) -> Result<T, ExitError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| ExitError::failure(format!("cannot start a runtime: {error}")))?.block_on(work)
}

/// Waits for a call; ends at Ctrl-C, with a message of what that means for it.
pub async fn or_ctrl_c<T>(call: impl Future<Output = T>, message: &str) -> Result<T, ExitError> {
    tokio::select! {
        // What is there already is not lost.
        biased;
        output = call => Ok(output),
        () = ctrl_c() => Err(ExitError::interrupted(message)),
    }
}

/// Ends at Ctrl-C; never, where the process cannot notice it.
pub async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
