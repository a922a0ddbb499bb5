//! Compressed responses: read where a feature asks for them, a clear error otherwise.
#![allow(clippy::unwrap_used, reason = "tests may panic")]
#![cfg(any(feature = "transport", feature = "encodings"))]

use intercom_client::{Client, Error};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

const ADMIN: &[u8] = br#"{"type":"admin","id":"17"}"#;

/// The outcome of a call whose response has this encoding and this body, and the request's `Accept-Encoding`.
async fn call(encoding: &str, body: Vec<u8>, max_body: usize) -> (Result<Option<String>, Error>, Option<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let head = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let head_lines: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        // The client hangs up on a body that is too large.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        head_lines.iter().find_map(|line| line.to_lowercase().strip_prefix("accept-encoding: ").map(str::to_owned))
    });
    let client = Client::builder().access_token("any").base_url(url).retries(0).max_body(max_body).build().unwrap();
    let outcome = client.admins().me().await.map(|admin| admin.id);
    (outcome, server.join().unwrap())
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn brotli(body: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::new();
    brotli::CompressorWriter::new(&mut encoded, 4096, 5, 22).write_all(body).unwrap();
    encoded
}

fn zstd(body: &[u8]) -> Vec<u8> {
    zstd::encode_all(body, 3).unwrap()
}

const ENCODINGS: [(&str, fn(&[u8]) -> Vec<u8>); 3] = [("gzip", gzip), ("br", brotli), ("zstd", zstd)];

#[tokio::test]
async fn compressed_responses_are_read_or_a_clear_error() {
    for (name, encode) in ENCODINGS {
        let (outcome, accepted) = call(name, encode(ADMIN), 1_000_000).await;
        if cfg!(feature = "encodings") {
            assert_eq!(outcome.unwrap().as_deref(), Some("17"), "{name}");
            assert!(accepted.unwrap().contains(name), "{name}");
        } else {
            let error = outcome.unwrap_err();
            assert!(error.is_decode() && error.to_string().contains(&format!("`{name}`")), "{error}");
            assert_eq!(accepted, None, "the client asks for no encoding that it cannot read");
        }
    }
    let (outcome, _) = call("compress", ADMIN.to_vec(), 1_000_000).await;
    assert!(outcome.unwrap_err().to_string().contains("`compress`"));
}

/// 64 MB that arrive as a few kilobytes: the limit counts what comes out.
#[cfg(feature = "encodings")]
#[tokio::test]
async fn compressed_bomb_is_cut_at_the_limit() {
    let bomb = vec![b' '; 64 << 20];
    for (name, encode) in ENCODINGS {
        let body = encode(&bomb);
        assert!(body.len() < 100_000, "{name}: {}", body.len());
        let (outcome, _) = call(name, body, 1_000_000).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), intercom_client::error::ErrorKind::TooLarge, "{name}: {error}");
        assert!(error.body().unwrap().len() < 2_000_000, "{name}: little more than the limit was decompressed");
    }
}

#[cfg(feature = "encodings")]
#[tokio::test]
async fn broken_compression_is_a_decode_error() {
    for (name, encode) in ENCODINGS {
        for body in [b"not compressed".to_vec(), { let mut cut = encode(ADMIN); cut.truncate(cut.len() / 2); cut }] {
            let (outcome, _) = call(name, body, 1_000_000).await;
            let error = outcome.unwrap_err();
            assert!(error.is_decode() || error.is_transport(), "{name}: {error:?}");
        }
    }
}
