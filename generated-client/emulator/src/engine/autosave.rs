//! Writes the workspace to its state file, on request and while it changes.

use super::core::Engine;
use crate::workspace::state_file::StateFile;
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
    file.save(|| {
        engine.with_state(|state| {
            state.workspace.saved_at = Some(state.clock.seconds());
            serde_json::to_vec(&state.workspace)
        })
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
            let start = Instant::now();
            // A failed write is repeated at the next tick; the last one, at the end of the emulator, is reported.
            if matches!(tokio::task::spawn_blocking(move || save(&engine, &file)).await, Ok(Ok(()))) {
                written = current;
            }
            pause = DELAY.max(start.elapsed().saturating_mul(PAUSE_FACTOR));
        }
    }
}
