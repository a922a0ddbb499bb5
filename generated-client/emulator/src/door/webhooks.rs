//! Notifications on their way: signed, to this machine only, once more after a minute. Those of one subscription go out one
//! after the other, in their order; subscriptions do not wait for each other.

use crate::api::{rules, views};
use crate::engine::{Engine, State, guard};
use crate::state::digest::hexadecimal;
use crate::state::records::Failure;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use intercom_client::webhooks::SIGNATURE_HEADER;
use sha1::Sha1;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A receiver must answer within this time.
const PATIENCE: Duration = Duration::from_secs(5);
/// Milliseconds of the emulator's clock until the second attempt.
const SECOND_ATTEMPT: i64 = 60_000;
const MOST_ATTEMPTS: u32 = 2;
/// So many receivers are called at once.
const MOST_AT_ONCE: usize = 32;
/// How often a running clock is looked at.
const TICK: Duration = Duration::from_millis(200);
const LONGEST_ANSWER: usize = 64 * 1024;
const SHOWN_ANSWER: usize = 1_000;

/// One notification to send.
struct Sending {
    id: String,
    subscription: String,
    /// Of the workspace that it is from.
    generation: u64,
    url: String,
    body: Vec<u8>,
    signature: Option<String>,
}

/// Delivers what is due, as long as it is not dropped.
pub(crate) async fn deliver(engine: Arc<Engine>) {
    let mut generation = 0;
    // All of one generation; they end with this.
    let mut sendings = JoinSet::new();
    loop {
        loop {
            let (current, sending) = next(&engine);
            if current != generation {
                // Of a workspace that is not there any more.
                sendings.abort_all();
                generation = current;
            }
            let Some(sending) = sending else { break };
            let engine = Arc::clone(&engine);
            sendings.spawn(async move {
                let outcome = send(&sending).await;
                settle(&engine, &sending, outcome);
            });
        }
        if engine.is_settled() {
            engine.settled.notify_waiters();
        }
        let runs = engine.state().time.runs();
        tokio::select! {
            () = engine.deliveries.notified() => {}
            Some(_) = sendings.join_next() => {}
            () = tokio::time::sleep(TICK), if runs => {}
        }
    }
}

/// Takes the next notification that is due, and tells the generation.
fn next(engine: &Engine) -> (u64, Option<Sending>) {
    let mut state = engine.state();
    let state = &mut *state;
    (state.generation, take(state))
}

fn take(state: &mut State) -> Option<Sending> {
    if state.in_flight.len() >= MOST_AT_ONCE {
        return None;
    }
    let (now, seconds) = (state.time.millis(), state.time.seconds());
    let world = &mut state.world;
    // It stays due until it is settled: an emulator that is killed now sends it again.
    let free = world.due(now).filter(|(_, it)| !state.in_flight.contains(&it.subscription));
    let id = free.min_by_key(|(seq, _)| *seq)?.1.id.clone();
    let notification = world.notifications.change(&id, |notification| {
        notification.attempts = notification.attempts.saturating_add(1);
        notification.first_sent_at.get_or_insert(seconds);
        notification.clone()
    })?;
    let subscription = world.subscriptions.get(&notification.subscription)?.clone();
    let body = serde_json::to_vec(&views::notification(world, &notification)).unwrap_or_default();
    let signature = subscription.hub_secret.as_deref().and_then(|secret| sign(secret, &body));
    state.in_flight.insert(subscription.id.clone());
    state.changes += 1;
    let generation = state.generation;
    Some(Sending { id, subscription: subscription.id, generation, url: subscription.url, body, signature })
}

/// The signature of a body, as its header has it.
fn sign(secret: &str, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(body);
    Some(format!("sha1={}", hexadecimal(&mac.finalize().into_bytes())))
}

/// Whether it arrived, and else what came of it.
async fn send(sending: &Sending) -> Result<(), Failure> {
    match tokio::time::timeout(PATIENCE, post(sending)).await {
        Ok(Ok((status, _, _))) if (200..300).contains(&status) => Ok(()),
        Ok(Ok((status, headers, text))) => Err(Failure { status: Some(status), headers, text, ..sending.as_sent() }),
        Ok(Err(text)) => Err(Failure { text, ..sending.as_sent() }),
        Err(_) => Err(Failure { text: "no answer within 5 seconds".to_owned(), ..sending.as_sent() }),
    }
}

impl Sending {
    /// The request's part of what a feed tells.
    fn as_sent(&self) -> Failure {
        let kind = ("Content-Type".to_owned(), "application/json".to_owned());
        let signature = self.signature.clone().map(|signature| (SIGNATURE_HEADER.to_owned(), signature));
        Failure {
            request_entity: String::from_utf8_lossy(&self.body).into_owned(),
            request_headers: [Some(kind), signature].into_iter().flatten().collect(),
            ..Failure::default()
        }
    }
}

type Answered = (u16, Vec<(String, String)>, String);

async fn post(sending: &Sending) -> Result<Answered, String> {
    let url: Uri = sending.url.parse().map_err(|_| "the address cannot be read".to_owned())?;
    let address =
        loopback(&url).ok_or_else(|| "not sent: the emulator calls http addresses of this machine only".to_owned())?;
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let path = url.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::post(path)
        .header(header::HOST, host(&url))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "intercom-subscription-service-1.0");
    if let Some(signature) = &sending.signature {
        request = request.header(SIGNATURE_HEADER, signature);
    }
    let request = request.body(Full::new(Bytes::from(sending.body.clone()))).map_err(|error| error.to_string())?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, LONGEST_ANSWER).collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        let headers = head
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let text: String = String::from_utf8_lossy(&body).chars().take(SHOWN_ANSWER).collect();
        Ok((head.status.as_u16(), headers.collect(), text))
    };
    // The connection ends with the exchange.
    tokio::select! {
        outcome = exchange => outcome,
        ended = async { let _ = connection.await; std::future::pending::<()>().await } => {
            let () = ended;
            Err("the connection ended".to_owned())
        }
    }
}

/// Host and port, without the name and password that an address may have.
fn host(url: &Uri) -> &str {
    let authority = url.authority().map_or("localhost", |authority| authority.as_str());
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// Where to connect, if it is this machine.
fn loopback(url: &Uri) -> Option<SocketAddr> {
    if url.scheme_str() != Some("http") || !url.authority().is_some_and(rules::is_place) {
        return None;
    }
    Some(SocketAddr::new(guard::loopback(url.host()?)?, url.port_u16().unwrap_or(80)))
}

/// Writes down what became of a notification.
fn settle(engine: &Engine, sending: &Sending, outcome: Result<(), Failure>) {
    let mut state = engine.state();
    let state = &mut *state;
    if state.generation != sending.generation {
        return;
    }
    state.in_flight.remove(&sending.subscription);
    state.changes += 1;
    let (now, seconds) = (state.time.millis(), state.time.seconds());
    let world = &mut state.world;
    // 410 says that nobody listens there any more.
    let is_gone = outcome.as_ref().is_err_and(|failure| failure.status == Some(410));
    if is_gone {
        world.deactivate(&sending.subscription);
    }
    let is_wanted = world.notifications.get(&sending.id).is_some_and(|notification| world.is_wanted(notification));
    world.notifications.change(&sending.id, |notification| {
        // Not if its subscription was switched off meanwhile, whether it is on again or not.
        let still_due = notification.due.take().is_some();
        match outcome {
            Ok(()) => {
                notification.delivered_at = Some(seconds);
                notification.failure = None;
            }
            Err(failure) => {
                notification.failure = Some(failure);
                if still_due && is_wanted && !is_gone && notification.attempts < MOST_ATTEMPTS {
                    notification.due = Some(now.saturating_add(SECOND_ATTEMPT));
                }
            }
        }
    });
}
