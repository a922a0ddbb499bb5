//! What the client does with one TLS feature, or none. One test, for what is installed in a process stays there.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests may panic")]
#![cfg(any(feature = "transport", feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]

use intercom_client::{Client, Error};
use std::io::{Read, Write};
use std::net::TcpListener;

fn client(url: &str) -> Result<Client, Error> {
    Client::builder().access_token("any").base_url(url).retries(0).build()
}

/// What a client begins a connection with; it gets an HTTP response, whatever that was.
async fn first_bytes(scheme: &str) -> (Vec<u8>, Result<(), Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("{scheme}://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = vec![0; 3];
        stream.read_exact(&mut bytes).unwrap();
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}");
        bytes
    });
    let outcome = client(&url).unwrap().admins().me().await.map(|_| ());
    // Where no connection came, this one lets the server end.
    let address = url.split_once("//").unwrap().1;
    if let Ok(mut stream) = std::net::TcpStream::connect(address) {
        let _ = stream.write_all(b"---");
    }
    (server.join().unwrap(), outcome)
}

#[tokio::test]
async fn the_client_with_this_feature() {
    let has_tls = cfg!(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"));

    #[cfg(feature = "rustls-no-provider")]
    {
        let error = client("https://127.0.0.1:9").unwrap_err();
        assert!(error.is_usage() && error.to_string().contains("install a provider"), "{error}");
        rustls::crypto::ring::default_provider().install_default().unwrap();
    }

    let (sent, outcome) = first_bytes("http").await;
    assert_eq!(sent, b"GET");
    outcome.unwrap();

    let (sent, outcome) = first_bytes("https").await;
    let error = outcome.unwrap_err();
    if has_tls {
        // A handshake of TLS; the response is not one.
        assert_eq!(sent[..2], [0x16, 3], "{error}");
        assert!(error.is_connect(), "{error}");
    } else {
        assert_eq!(sent, b"---", "nothing was sent");
        assert!(error.is_usage() && error.to_string().contains("`rustls`"), "{error}");
    }
}
