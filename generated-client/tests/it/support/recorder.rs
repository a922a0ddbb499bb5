//! A server on loopback that notes each request as its bytes arrive and responses what it is reported to.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// A request as it arrived.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// Method and target, without the HTTP version.
    pub line: String,
    /// Names in lower case, sorted; without `host`, whose port changes.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Recorded {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether both say the same; the order of keys in a JSON object says nothing.
    pub fn same(&self, other: &Self) -> bool {
        let json = |body: &str| serde_json::from_str::<serde_json::Value>(body).ok();
        self.line == other.line
            && self.headers == other.headers
            && (self.body == other.body || json(&self.body).is_some_and(|body| Some(body) == json(&other.body)))
    }
}

/// The server; it ends with the process.
pub struct Recorder {
    url: String,
    responses: Sender<(u16, String, String)>,
    requests: Receiver<Recorded>,
}

impl Recorder {
    /// Starts on a free port of loopback.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (responses, next_response) = channel();
        let (noted, requests) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.expect("a connection");
                let recorded = read(&stream);
                let next = next_response.recv();
                let (status, headers, body) = next.unwrap_or((500, String::new(), String::new()));
                response(&stream, status, &headers, &body);
                if noted.send(recorded).is_err() {
                    return;
                }
            }
        });
        Self { url, responses, requests }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The next request gets this response.
    pub fn will_respond(&self, status: u16, body: &str) {
        self.will_respond_with(status, &[], body);
    }

    /// The next request gets this response with these headers.
    pub fn will_respond_with(&self, status: u16, headers: &[(&str, &str)], body: &str) {
        let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        self.responses.send((status, headers, body.to_owned())).expect("the server runs");
    }

    /// The request that came.
    pub fn took(&self) -> Recorded {
        self.requests.recv().expect("a request")
    }
}

fn read(stream: &TcpStream) -> Recorded {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request line");
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        let header = header.trim_end();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(": ").expect("name and value");
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    headers.sort();
    let length =
        headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    headers.retain(|(name, _)| name != "host");
    Recorded {
        line: line.trim_end().trim_end_matches(" HTTP/1.1").to_owned(),
        headers,
        body: String::from_utf8(body).expect("UTF-8"),
    }
}

fn response(mut stream: &TcpStream, status: u16, headers: &str, body: &str) {
    let head = format!(
        "HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nX-Request-Id: req-1\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).expect("the response is taken");
}
