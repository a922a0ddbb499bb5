//! The server of the call bench: sends the same bytes for the same request, so that only the client differs. It runs in this
//! process, the client in another. Our own, of the standard library: a server that is never measured needs no framework, and
//! `xtask` stays quick to build.

use super::bodies::Bodies;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A server on a free port of loopback, until the process ends.
pub struct Server {
    pub base_url: String,
}

impl Server {
    pub fn start(bodies: &Bodies) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let responses = Arc::new((response(&bodies.user), response(&bodies.list)));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let responses = Arc::clone(&responses);
                // A client that closes its connection ends the thread.
                thread::spawn(move || serve(&stream, &responses.0, &responses.1));
            }
        });
        Ok(Self { base_url })
    }
}

/// Serves one connection.
fn serve(stream: &TcpStream, user: &[u8], list: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut reader, mut writer) = (BufReader::new(stream), stream);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let is_list = line.starts_with("GET /users?");
        let mut length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            match line.split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().unwrap_or_default();
                }
                Some(_) => {}
                None => break,
            }
        }
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        writer.write_all(if is_list { list } else { user })?;
    }
}

/// A response with the headers that the API sends.
fn response(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\n\
         Date: Fri, 28 Sep 2018 10:20:05 GMT\r\n\
         Content-Type: application/json; charset=utf-8\r\n\
         Content-Length: {}\r\n\
         Connection: keep-alive\r\n\
         Status: 200 OK\r\n\
         X-RateLimit-Limit: 1000\r\n\
         X-RateLimit-Remaining: 997\r\n\
         X-RateLimit-Reset: 1538130010\r\n\
         Cache-Control: max-age=0, private, must-revalidate\r\n\
         ETag: W/\"6b1d0a4c1fd6a1a36cf9a3d9b5ad2bc1\"\r\n\
         X-Request-Id: 0005v3hb2b2s1a8tcvsg\r\n\
         X-Runtime: 0.061842\r\n\
         X-Intercom-Version: 5e3d1b9a0c1f\r\n\
         X-Frame-Options: SAMEORIGIN\r\n\
         X-XSS-Protection: 1; mode=block\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Strict-Transport-Security: max-age=31557600; includeSubDomains; preload\r\n\
         Vary: Accept,Accept-Encoding\r\n\
         \r\n\
         {body}",
        body.len()
    )
    .into_bytes()
}
