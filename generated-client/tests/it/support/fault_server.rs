//! A server on loopback that misbehaves by a script: raw TCP, one script per connection, and a log of what happened.
//!
//! It runs on a thread and a runtime of its own, so that it goes on whatever the test does with its runtime.

use super::held_time::until;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// What is done with a connection, one after the other. At the end it is closed.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads a complete request: headers and the bytes of body that they announce.
    ReadRequest,
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes these bytes one by one, with a pause before each.
    Drip(Vec<u8>, Duration),
    /// Writes these bytes over and over until the client goes away.
    Flood(Vec<u8>),
    /// Does nothing for a while.
    Sleep(Duration),
    /// Sends no more, and waits until the client goes away.
    HalfClose,
    /// Sends nothing, and waits until the client goes away.
    Hold,
    /// Breaks the connection with RST.
    Reset,
}

/// What happened on a connection, by its number from 0.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// It was accepted.
    Accepted(usize),
    /// The TLS handshake came to nothing.
    NoTls(usize),
    /// A request, or its head, was read.
    Request(usize, String),
    /// So many bytes were written.
    Wrote(usize, usize),
    /// It was broken with RST.
    Reset(usize),
    /// The client was gone before the script was at its end.
    Left(usize),
    /// The script was at its end.
    Closed(usize),
}

/// The server; it ends when dropped.
pub struct FaultServer {
    address: SocketAddr,
    scheme: &'static str,
    log: Log,
    stop: Option<oneshot::Sender<()>>,
}

type Script = dyn Fn(usize) -> Vec<Step> + Send + Sync;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Event>>>);

impl Log {
    fn note(&self, event: Event) {
        self.0.lock().unwrap().push(event);
    }
}

impl FaultServer {
    /// Runs the script that the closure returns for the number of a connection.
    pub fn start(script: impl Fn(usize) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::run("http", None, Arc::new(script))
    }

    /// Runs the same script on every connection.
    pub fn always(script: Vec<Step>) -> Self {
        Self::start(move |_| script.clone())
    }

    /// The same behind TLS.
    pub fn tls(acceptor: TlsAcceptor, script: Vec<Step>) -> Self {
        Self::run("https", Some(acceptor), Arc::new(move |_| script.clone()))
    }

    fn run(scheme: &'static str, acceptor: Option<TlsAcceptor>, script: Arc<Script>) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (log, (stop, stopped)) = (Log::default(), oneshot::channel());
        let noted = log.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    () = accept(listener, acceptor, script, noted) => {}
                    _ = stopped => {}
                }
            });
        });
        Self { address, scheme, log, stop: Some(stop) }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// Host and port.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// All that happened so far.
    pub fn events(&self) -> Vec<Event> {
        self.log.0.lock().unwrap().clone()
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.events().iter().filter(|event| matches!(event, Event::Accepted(_))).count()
    }

    /// The requests that were read, in their order.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.events().into_iter().filter_map(|event| match event {
            Event::Request(_, text) => Some(text),
            _ => None,
        });
        requests.collect()
    }

    /// How many bytes were written.
    pub fn written(&self) -> usize {
        let written = self.events().into_iter().map(|event| if let Event::Wrote(_, bytes) = event { bytes } else { 0 });
        written.sum()
    }

    /// Waits until something has happened.
    pub async fn until(&self, happened: impl Fn(&[Event]) -> bool) {
        until(|| happened(&self.events())).await;
    }

    /// Waits until so many requests were read.
    pub async fn until_requests(&self, count: usize) {
        until(|| self.requests().len() >= count).await;
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

async fn accept(listener: TcpListener, acceptor: Option<TlsAcceptor>, script: Arc<Script>, log: Log) {
    for number in 0.. {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        log.note(Event::Accepted(number));
        let (steps, log, acceptor) = (script(number), log.clone(), acceptor.clone());
        tokio::spawn(async move {
            let ended = match acceptor {
                None => connection(stream, steps, number, &log).await,
                Some(acceptor) => match acceptor.accept(stream).await {
                    Ok(stream) => connection(stream, steps, number, &log).await,
                    Err(_) => return log.note(Event::NoTls(number)),
                },
            };
            log.note(if ended.is_some() { Event::Closed(number) } else { Event::Left(number) });
        });
    }
}

/// A connection, plain or behind TLS.
trait Socket: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Socket for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// Runs a script; `None` when the client goes away.
async fn connection(mut stream: impl Socket, steps: Vec<Step>, number: usize, log: &Log) -> Option<()> {
    for step in steps {
        match step {
            Step::ReadRequest => {
                let request = read_request(&mut stream).await?;
                log.note(Event::Request(number, String::from_utf8_lossy(&request).into_owned()));
            }
            Step::Write(bytes) => {
                log.note(Event::Wrote(number, bytes.len()));
                stream.write_all(&bytes).await.ok()?;
                stream.flush().await.ok()?;
            }
            Step::Drip(bytes, pause) => {
                for byte in bytes {
                    tokio::time::sleep(pause).await;
                    log.note(Event::Wrote(number, 1));
                    stream.write_all(&[byte]).await.ok()?;
                }
            }
            Step::Flood(bytes) => loop {
                stream.write_all(&bytes).await.ok()?;
                log.note(Event::Wrote(number, bytes.len()));
            },
            Step::Sleep(time) => tokio::time::sleep(time).await,
            Step::HalfClose => {
                stream.shutdown().await.ok()?;
                until_gone(&mut stream).await?;
            }
            Step::Hold => until_gone(&mut stream).await?,
            Step::Reset => {
                log.note(Event::Reset(number));
                stream.tcp().set_zero_linger().ok()?;
                return Some(());
            }
        }
    }
    Some(())
}

/// Headers up to the blank line, byte by byte, so that nothing of the body is taken.
async fn read_head(stream: &mut impl Socket) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(head)
}

async fn read_request(stream: &mut impl Socket) -> Option<Vec<u8>> {
    let mut request = read_head(stream).await?;
    let text = String::from_utf8_lossy(&request).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await.ok()?;
    request.extend(body);
    Some(request)
}

/// Nothing more is expected of the client; `None` when it is gone.
async fn until_gone(stream: &mut impl Socket) -> Option<()> {
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await.ok()? > 0 {}
    None
}
