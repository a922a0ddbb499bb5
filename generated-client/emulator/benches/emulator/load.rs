//! Requests over persistent connections: each connection sends its next request after the response to the last one.

use crate::Outcome;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Makes the n-th request.
pub type Make = Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>;

/// A GET.
pub fn get(target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\n{HEADERS}\r\n").into_bytes()
}

/// A POST of JSON.
pub fn post(target: &str, json: &str) -> Vec<u8> {
    let length = json.len();
    let kind = "content-type: application/json\r\n";
    format!("POST {target} HTTP/1.1\r\n{HEADERS}{kind}content-length: {length}\r\n\r\n{json}").into_bytes()
}

const HEADERS: &str =
    "host: localhost\r\nauthorization: Bearer any\r\naccept: application/json\r\nuser-agent: bench\r\n";

/// When to stop.
#[derive(Clone, Copy)]
pub enum Until {
    Time(Duration),
    Count(u64),
}

/// The result of a run.
pub struct Run {
    pub elapsed: Duration,
    /// Of each request, in ascending order.
    latencies: Vec<Duration>,
}

impl Run {
    pub fn count(&self) -> u64 {
        self.latencies.len() as u64
    }

    pub fn per_second(&self) -> f64 {
        float(self.count()) / self.elapsed.as_secs_f64()
    }

    /// A percentile of the latency, in microseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1e6)
    }
}

pub fn float(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// Sends requests over a number of connections.
pub fn run(address: SocketAddr, connections: usize, until: Until, make: &Make) -> Outcome<Run> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let number = Arc::new(AtomicU64::new(0));
        let mut all = Vec::new();
        for _ in 0..connections {
            all.push(Connection::open(address).await?);
        }
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for mut connection in all {
            let (number, make) = (Arc::clone(&number), Arc::clone(make));
            tasks.spawn(async move {
                let mut latencies = Vec::new();
                loop {
                    let mine = number.fetch_add(1, Ordering::Relaxed);
                    let is_over = match until {
                        Until::Time(time) => start.elapsed() >= time,
                        Until::Count(count) => mine >= count,
                    };
                    if is_over {
                        return Ok::<_, std::io::Error>(latencies);
                    }
                    let request = make(mine);
                    let start = Instant::now();
                    connection.exchange(&request).await?;
                    latencies.push(start.elapsed());
                }
            });
        }
        let mut latencies = Vec::new();
        while let Some(done) = tasks.join_next().await {
            latencies.extend(done??);
        }
        let elapsed = start.elapsed();
        latencies.sort_unstable();
        Ok(Run { elapsed, latencies })
    })
}

/// A response, of which the status is 200.
pub struct Received {
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Sends one request, over a connection of its own.
pub fn send(address: SocketAddr, request: &[u8]) -> Outcome<Received> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(async { Connection::open(address).await?.send(request).await })?)
}

/// A minimal client, since it shares the processors with the server.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(128 * 1024) })
    }

    /// Sends a request and reads the response, which must be 200 and have a length.
    pub async fn send(&mut self, request: &[u8]) -> std::io::Result<Received> {
        let (head, body) = self.exchange(request).await?;
        let text = String::from_utf8_lossy(self.buffer.get(..head).unwrap_or_default());
        let headers = text.lines().filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
        Ok(Received { headers, body: self.buffer.get(body..).unwrap_or_default().to_vec() })
    }

    /// As [`Connection::send`], but leaves the response in the buffer: copies nothing. Returns where the head ends and where the
    /// body starts.
    pub async fn exchange(&mut self, request: &[u8]) -> std::io::Result<(usize, usize)> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, length) = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::Error::other("the connection was closed"));
            }
            if let Some(end) = self.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(self.buffer.get(..end).unwrap_or_default());
                let length = head.lines().filter_map(|line| line.split_once(':'));
                let length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
                let length = length.filter_map(|(_, value)| value.trim().parse::<usize>().ok()).next();
                match length {
                    Some(length) if head.starts_with("HTTP/1.1 200") => break (end, length),
                    _ => return Err(std::io::Error::other(format!("unexpected response:\n{head}"))),
                }
            }
        };
        let body = head + 4;
        while self.buffer.len() < body + length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::Error::other("the body is incomplete"));
            }
        }
        Ok((head, body))
    }
}
