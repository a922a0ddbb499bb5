//! One request from its head to its answer.

use super::call::Call;
use super::rate::Standing;
use super::{Engine, REQUEST_ID, Refusal, Reply, Version, control, guard, read};
use crate::Received;
use crate::api::Route;
use crate::faults::{Planned, Wire};
use crate::routing::{self, Candidate, Choice, Routed, choose, misfits};
use crate::settings::Token;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, header};
use intercom_client::PACKAGE;
use intercom_client::runtime::Method;
use std::sync::LazyLock;
use std::time::Duration;

/// The names of limit, remaining requests and reset.
static RATE_HEADERS: LazyLock<Option<[HeaderName; 3]>> = LazyLock::new(|| {
    let names = PACKAGE.rate_limit.as_ref()?;
    let name = |name: &str| HeaderName::try_from(name).ok();
    Some([name(names.limit)?, name(names.remaining)?, name(names.reset)?])
});

/// An answer and how it goes out.
#[derive(Debug)]
pub(crate) struct Answer {
    pub response: Response<Bytes>,
    /// Before it goes out.
    pub delay: Duration,
    /// What befalls it on the way.
    pub wire: Option<Wire>,
}

/// A request whose head is understood.
struct Understood<'a> {
    route: Option<&'static Route>,
    /// The functions that may be meant.
    candidates: Vec<Candidate<'a>>,
    version: Version,
}

impl Engine {
    /// Answers a request and writes it to the log. A body that could not be read is refused here, where all else is.
    pub fn respond(&self, head: &Parts, body: Result<Bytes, Refusal>) -> Answer {
        if head.uri.path() == control::ROOT || head.uri.path().starts_with(control::BELOW) {
            let response = control::respond(self, head, body);
            return Answer { response, delay: Duration::ZERO, wire: None };
        }
        let id = self.next_id();
        let mut received = read::head(head, id.clone());
        let mut planned = Planned::default();
        let base = base(head);
        let mut response = match self.decide(head, body, &base, &mut received, &mut planned) {
            Ok(reply) => reply.into_response(),
            Err(refusal) => {
                received.problem = Some(refusal.first().1);
                received.unmatched = refusal.is_unmatched();
                refusal.into_response(&id)
            }
        };
        planned.alter(&mut response, &received, &base);
        self.add_headers(&mut response, &id, &planned);
        received.status = response.status().as_u16();
        self.keep(received);
        let delay = self.settings.latency.saturating_add(planned.delay);
        Answer { response, delay, wire: planned.wire }
    }

    /// Tells of a request that has been answered, and remembers it.
    pub fn keep(&self, received: Received) {
        self.settings.observer.tell(&received);
        self.log.add(received);
    }

    fn decide(
        &self,
        head: &Parts,
        body: Result<Bytes, Refusal>,
        base: &str,
        received: &mut Received,
        planned: &mut Planned,
    ) -> Result<Reply, Refusal> {
        guard::check_caller(head, self.settings.is_remote())?;
        read::target(head, received)?;
        let understood = self.understand(head, received)?;
        received.route = understood.route.map(|route| format!("/{}", route.path.join("/")));
        received.body = body?;
        if head.method != http::Method::GET {
            received.json = Some(read::body(head, &received.body)?);
        }
        let refused = match_function(&understood, received);
        // Faults may name a function, so they come when it is known; a request that is refused can fail in other ways too.
        *planned = self.faults.plan(head, received)?;
        planned.standing = Some(self.count(planned));
        if planned.is_refused_by_rate() {
            return Err(Refusal::rate_limited());
        }
        refused?;
        if let Some(instead) = planned.instead() {
            return Err(instead);
        }
        self.handle(base, &understood, received)
    }

    /// Finds the route, and checks the credential and the version.
    fn understand(&self, head: &Parts, received: &Received) -> Result<Understood<'_>, Refusal> {
        let segments = &received.segments;
        let of_path = || self.routes.iter().filter(|route| route.open(segments).is_some());
        let route = of_path().find(|route| route.method == received.method);
        let routed = self.catalogue.route(&received.method, segments);
        let candidates = match routed {
            Routed::Found(candidates) => candidates,
            Routed::OtherMethods(known) if route.is_none() => {
                let mut allowed: Vec<&str> = of_path().map(|route| route.method).chain(known).collect();
                allowed.sort_unstable();
                allowed.dedup();
                return Err(Refusal::wrong_method(&received.method, &allowed));
            }
            Routed::Unknown if route.is_none() => {
                return Err(match of_path().map(|route| route.method).collect::<Vec<_>>() {
                    allowed if !allowed.is_empty() => Refusal::wrong_method(&received.method, &allowed),
                    _ => Refusal::unknown_path(routing::nearest(&received.method, segments)),
                });
            }
            Routed::OtherMethods(_) | Routed::Unknown => Vec::new(),
        };
        let is_open = !candidates.is_empty() && candidates.iter().all(|candidate| !candidate.entry.function.auth);
        if !is_open {
            guard::check_credential(head, self.settings.token.as_ref().map(Token::digest), &self.state().world.tokens)?;
        }
        let version = guard::version(head)?.unwrap_or(self.settings.api_version());
        Ok(Understood { route, candidates, version })
    }

    /// Lets the handler answer.
    fn handle(&self, base: &str, understood: &Understood<'_>, received: &Received) -> Result<Reply, Refusal> {
        let Some(route) = understood.route else {
            let name = received.function_name().unwrap_or("this function");
            return Err(Refusal::not_implemented(format!("the emulator knows {name}, but not what it does")));
        };
        let mut state = self.state();
        let now = state.time.seconds();
        let mut call = Call {
            world: &mut state.world,
            request: received,
            version: understood.version,
            now,
            base,
            raised: Vec::new(),
            path: route.open(&received.segments).unwrap_or_default(),
        };
        let handled = (route.handler)(&mut call);
        call.tell_subscribers();
        // A scroll is remembered too.
        let is_change = route.method != Method::Get.as_str() || route.path.last() == Some(&"scroll");
        state.changes += u64::from(is_change);
        let may_deliver = is_change && state.world.notifications.len() > 0;
        drop(state);
        if may_deliver {
            self.deliveries.notify_one();
        }
        handled
    }

    /// Counts the request in its window; one that is told to fail so is counted as well.
    fn count(&self, planned: &Planned) -> Standing {
        let mut state = self.state();
        let now = state.time.seconds();
        let standing = state.window.count(now);
        planned.told_standing(standing, now)
    }

    fn add_headers(&self, response: &mut Response<Bytes>, id: &str, planned: &Planned) {
        let now = self.state().time.seconds().saturating_add(planned.clock_skew);
        let headers = response.headers_mut();
        if let Ok(id) = HeaderValue::try_from(id) {
            headers.insert(REQUEST_ID, id);
        }
        if let (Some([limit, remaining, reset]), Some(standing)) = (&*RATE_HEADERS, planned.standing) {
            headers.insert(limit, standing.limit.into());
            headers.insert(remaining, standing.remaining.into());
            headers.insert(reset, standing.reset.saturating_add(planned.clock_skew).into());
        }
        if let Ok(time) = jiff::Timestamp::from_second(now)
            && let Ok(date) = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time)
            && let Ok(date) = HeaderValue::try_from(date)
        {
            headers.insert(header::DATE, date);
        }
    }
}

/// Finds the function that is meant, for the log and for what it needs.
fn match_function(understood: &Understood<'_>, received: &mut Received) -> Result<(), Refusal> {
    match choose(&understood.candidates, received) {
        Choice::Chosen(chosen) => {
            received.function = Some(chosen.function);
            received.peers = chosen.peers;
            let wrong = misfits(chosen.candidate, received);
            if wrong.is_empty() { Ok(()) } else { Err(Refusal::misfits(wrong)) }
        }
        Choice::Incomplete(wanting) => {
            let stands_in = |key: &&str| received.query_value(key).is_some() || received.body_value(&[key]).is_some();
            if understood.route.is_some_and(|route| route.or.iter().any(stands_in)) {
                received.function = wanting.first().map(|(function, _)| *function);
                return Ok(());
            }
            Err(Refusal::missing(&wanting))
        }
        // The API takes more than the tables' functions send.
        Choice::None => Ok(()),
    }
}

/// Scheme and host of the addresses in answers: those that the caller used.
fn base(head: &Parts) -> String {
    let scheme = head.uri.scheme_str().unwrap_or("http");
    let host = head.uri.authority().map(http::uri::Authority::as_str);
    let host = host.or_else(|| head.headers.get(header::HOST)?.to_str().ok());
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}
