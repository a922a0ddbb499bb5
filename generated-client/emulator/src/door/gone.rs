//! Whether a client is still there, found out without reading what it sent.

use std::io;
use tokio::io::Interest;
use tokio::net::TcpStream;

/// Waits until the client has reset the connection.
pub(super) async fn reset(stream: &TcpStream) {
    // What cannot be watched is not there either.
    let _ = stream.ready(Interest::ERROR).await;
}

/// Waits until the client has closed its side of the connection, or has reset it. A further request that is there already
/// stays unread, and is not told of to who reads next: this is for connections from which nothing is read any more.
pub(super) async fn closed(stream: &TcpStream) {
    while let Ok(state) = stream.ready(Interest::READABLE).await {
        if state.is_read_closed() {
            return;
        }
        // Forgets that bytes are there, and so waits for what comes after them.
        let _ = stream.try_io(Interest::READABLE, || Err::<(), _>(io::ErrorKind::WouldBlock.into()));
    }
}
