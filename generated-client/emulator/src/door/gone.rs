//! Whether a client is still there, found out without reading what it sent.

use std::time::Duration;
use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::time::sleep;

/// How often is looked again where a further request lies unread: until it is read, nothing tells of what comes behind it.
const GLANCE: Duration = Duration::from_millis(250);

/// Waits until the client has reset the connection.
pub(super) async fn reset(stream: &TcpStream) {
    // What cannot be watched is not there either.
    let _ = stream.ready(Interest::ERROR).await;
}

/// Waits until the client has closed its side of the connection, or has reset it.
pub(super) async fn closed(stream: &TcpStream) {
    while let Ok(state) = stream.ready(Interest::READABLE).await {
        if state.is_read_closed() {
            return;
        }
        sleep(GLANCE).await;
    }
}
