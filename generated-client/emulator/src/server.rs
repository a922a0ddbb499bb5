//! Connections: a bounded number of them, none of which can be held for ever by a slow client.

use crate::Settings;
use crate::refusal::Shaped;
use crate::service::Service;
use crate::settings::LARGEST_HEAD;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Serves until it is dropped; its connections end with it.
pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>, settings: Settings) {
    let places = Arc::new(Semaphore::new(settings.connections));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let service = Arc::clone(&service);
                connections.spawn(async move {
                    connection(stream, service, settings).await;
                    drop(place);
                });
            }
            // Out of files, most likely: better times come when connections end.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, service: Arc<Service>, settings: Settings) {
    // Small answers must not wait for more.
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(Shaped::new(stream, Arc::clone(&service)));
    let handle = service_fn(move |request| {
        let service = Arc::clone(&service);
        async move { Ok::<_, Infallible>(service.handle(request).await) }
    });
    // An error here is the client's: it went away, was too slow, or spoke no HTTP. It has been told what can be told.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(settings.header_timeout)
        .max_buf_size(LARGEST_HEAD)
        .half_close(true)
        .serve_connection(stream, handle)
        .await;
}
