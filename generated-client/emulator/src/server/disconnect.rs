//! Detects that a client has disconnected, without reading what it sent.

use std::time::Duration;
use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::time::sleep;

/// While another request waits unread, the socket does not signal a disconnect and is polled.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// Waits until the client has reset the connection.
pub async fn reset(stream: &TcpStream) {
    // An error means that there is nothing to wait for.
    let _ = stream.ready(Interest::ERROR).await;
}

/// Waits until the client has closed its side of the connection, or has reset it.
pub async fn closed(stream: &TcpStream) {
    while let Ok(state) = stream.ready(Interest::READABLE).await {
        if state.is_read_closed() {
            return;
        }
        sleep(POLL_INTERVAL).await;
    }
}
