//! Writes the workspace to its state file: on request, while it changes, and before each response if the emulator is durable.

use super::core::Engine;
use super::respond::EngineResponse;
use crate::protocol::api_error::ApiError;
use crate::protocol::headers::REQUEST_ID_HEADER;
use crate::workspace::state_file::{Serialized, StateFile};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Changes are written about this long after they happen, and when the emulator ends.
const DELAY: Duration = Duration::from_millis(200);

/// A write locks the state while it serializes the workspace; pauses are this much longer, so that a large workspace blocks
/// requests for a tenth of the time at most.
const PAUSE_FACTOR: u32 = 10;

/// Writes the workspace now.
pub fn save(engine: &Engine, file: &StateFile) -> io::Result<()> {
    file.save(|| serialize(engine).map(|(serialized, _)| serialized))
}

/// The workspace, and how long the state was locked.
fn serialize(engine: &Engine) -> serde_json::Result<(Serialized, Duration)> {
    engine.with_state(|state| {
        let start = Instant::now();
        state.workspace.saved_at = Some(state.clock.seconds());
        let serialized = Serialized { bytes: serde_json::to_vec(&state.workspace)?, changes: state.changes };
        Ok((serialized, start.elapsed()))
    })
}

/// Writes changes until it is dropped.
pub async fn run(engine: Arc<Engine>, file: Arc<StateFile>) {
    let changes = |engine: &Engine| engine.lock().changes;
    let mut written = changes(&engine);
    let mut pause = DELAY;
    loop {
        tokio::time::sleep(pause).await;
        let current = changes(&engine);
        if current != written {
            let (file, engine) = (Arc::clone(&file), Arc::clone(&engine));
            let write = move || {
                let mut locked = Duration::ZERO;
                let result = file.save_changes(current, || {
                    let (serialized, time) = serialize(&engine)?;
                    locked = time;
                    Ok(serialized)
                });
                (result, locked)
            };
            // A failed write is repeated at the next tick; the last one, at the end of the emulator, is reported.
            if let Ok((result, locked)) = tokio::task::spawn_blocking(write).await {
                if result.is_ok() {
                    written = current;
                }
                pause = pause_after(locked);
            }
        }
    }
}

/// The pause after a write that locked the state for this time. README states what follows for a kill.
fn pause_after(locked: Duration) -> Duration {
    DELAY.max(locked.saturating_mul(PAUSE_FACTOR))
}

/// Returns a response; if the emulator is durable, once all changes until now are on disk.
pub async fn persist(engine: &Arc<Engine>, mut response: EngineResponse) -> EngineResponse {
    let Some(file) = engine.state_file.as_ref().filter(|_| engine.settings.durable) else { return response };
    let changes = engine.lock().changes;
    let (engine, file) = (Arc::clone(engine), Arc::clone(file));
    let write = move || file.save_changes(changes, || serialize(&engine).map(|(serialized, _)| serialized));
    let result = tokio::task::spawn_blocking(write).await.unwrap_or_else(|error| Err(io::Error::other(error)));
    if let Err(error) = result {
        let id = response.response.headers().get(&REQUEST_ID_HEADER).cloned();
        let text = id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or_default();
        let error = ApiError::internal(format!("the request was processed, but its change is not on disk: {error}"));
        response.response = error.into_response(text);
        response.response.headers_mut().extend(id.map(|id| (REQUEST_ID_HEADER.clone(), id)));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attack: a kill loses more than documented in large workspaces. The pause grows with the time that a write locks the state.
    #[test]
    fn pause_is_the_delay_or_ten_times_the_lock() {
        let millis = Duration::from_millis;
        for (locked, pause) in [(0, 200), (20, 200), (21, 210), (70, 700), (5_000, 50_000)] {
            assert_eq!(pause_after(millis(locked)), millis(pause), "{locked}");
        }
    }
}
