//! One request from its head to its response: decoded and matched without the lock, processed with it.

use super::control;
use super::core::{Engine, EngineState};
use crate::api::routes::Route;
use crate::faults::effect::{FaultEffect, WireFault};
use crate::protocol::api_error::ApiError;
use crate::protocol::auth::check_credential;
use crate::protocol::call::Call;
use crate::protocol::caller::check_caller;
use crate::protocol::decode::{decode_body, decode_target, record_head};
use crate::protocol::headers::REQUEST_ID_HEADER;
use crate::protocol::rate_limit::RateLimitStatus;
use crate::protocol::recorded_request::RecordedRequest;
use crate::protocol::response::HandlerResult;
use crate::protocol::version::Version;
use crate::routing::choose::{Choice, choose};
use crate::routing::function_table::FunctionEntry;
use crate::routing::nearest::nearest;
use crate::routing::router::{Endpoint, RouteMatch};
use crate::routing::value_check::check_values;
use crate::settings::Token;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, header};
use intercom_client::PACKAGE;
use std::sync::LazyLock;
use std::time::Duration;

/// The headers with limit, remaining requests and reset.
static RATE_HEADERS: LazyLock<Option<[HeaderName; 3]>> = LazyLock::new(|| {
    let names = PACKAGE.rate_limit.as_ref()?;
    let name = |name: &str| HeaderName::try_from(name).ok();
    Some([name(names.limit)?, name(names.remaining)?, name(names.reset)?])
});

/// A response and how the transport sends it.
#[derive(Debug)]
pub struct EngineResponse {
    pub response: Response<Bytes>,
    /// Before it is sent.
    pub delay: Duration,
    pub wire: Option<WireFault>,
}

/// A request that has an endpoint.
struct Matched<'e> {
    endpoint: &'e Endpoint<&'static Route>,
    /// The rest, which counts only if the credential is accepted.
    decoded: Result<Decoded<'e>, ApiError>,
}

struct Decoded<'e> {
    version: Version,
    /// The function, if there is one, or why the arguments are rejected. Reported after faults and the rate limit: a request
    /// with invalid arguments counts too.
    function: Result<Option<&'e FunctionEntry>, ApiError>,
}

/// What processing yields besides the response.
#[derive(Default)]
struct Exchange {
    effect: FaultEffect,
    rate_limit: Option<RateLimitStatus>,
    is_delivery_due: bool,
}

impl Engine {
    /// Responds to a request and records it. The body may be an error of the transport.
    pub fn respond(&self, head: &Parts, body: Result<Bytes, ApiError>) -> EngineResponse {
        if control::is_control(head) {
            let response = control::respond(self, head, body);
            return EngineResponse { response, delay: Duration::ZERO, wire: None };
        }
        let id = self.next_id();
        let mut request = record_head(head, id.clone());
        let base_url = base_url(head);
        let matched = self.decode(head, body, &mut request);

        let mut exchange = Exchange::default();
        let mut state = self.lock();
        exchange.is_delivery_due = state.tick(self.default_version);
        let now = state.clock.seconds();
        let result =
            matched.and_then(|matched| self.process(&mut state, head, matched, &request, &base_url, &mut exchange));
        drop(state);

        if exchange.is_delivery_due {
            self.deliveries.notify_one();
        }
        let mut response = match result {
            Ok(response) => response.into_response(),
            Err(error) => {
                request.problem = Some(error.first().1.to_owned());
                request.unmatched = error.is_unmatched();
                error.into_response(&id)
            }
        };
        let Exchange { effect, rate_limit, .. } = exchange;
        effect.corrupt(&mut response, &request, &base_url);
        add_headers(&mut response, &id, now, effect.clock_skew, rate_limit);
        request.status = response.status().as_u16();
        self.record(request);
        EngineResponse { response, delay: self.settings.latency.saturating_add(effect.delay), wire: effect.wire }
    }

    /// Everything that needs no state: decodes the request and matches endpoint and function.
    fn decode(
        &self,
        head: &Parts,
        body: Result<Bytes, ApiError>,
        request: &mut RecordedRequest,
    ) -> Result<Matched<'_>, ApiError> {
        check_caller(head, self.settings.is_remote())?;
        decode_target(head, request)?;
        let endpoint = match self.router.find(&request.method, &request.segments) {
            RouteMatch::Found(endpoint) => endpoint,
            RouteMatch::WrongMethod(allowed) => return Err(ApiError::wrong_method(&request.method, &allowed)),
            RouteMatch::UnknownPath => {
                return Err(ApiError::unknown_path(nearest(&request.method, &request.segments)));
            }
        };
        request.route = Some(endpoint.path.clone());
        Ok(Matched { endpoint, decoded: self.decode_arguments(head, body, endpoint, request) })
    }

    fn decode_arguments<'e>(
        &self,
        head: &Parts,
        body: Result<Bytes, ApiError>,
        endpoint: &'e Endpoint<&'static Route>,
        request: &mut RecordedRequest,
    ) -> Result<Decoded<'e>, ApiError> {
        let version = Version::of_request(head)?.unwrap_or(self.default_version);
        request.body = body?;
        if head.method != http::Method::GET {
            request.json = Some(decode_body(head, &request.body)?);
        }
        Ok(Decoded { version, function: match_function(endpoint, request) })
    }

    /// Everything that needs the state.
    fn process(
        &self,
        state: &mut EngineState,
        head: &Parts,
        matched: Matched<'_>,
        request: &RecordedRequest,
        base_url: &str,
        exchange: &mut Exchange,
    ) -> HandlerResult {
        let Matched { endpoint, decoded } = matched;
        if endpoint.requires_auth() {
            check_credential(head, self.settings.token.as_ref().map(Token::digest), &state.workspace.tokens)?;
        }
        let Decoded { version, function } = decoded?;
        exchange.effect = self.faults.plan(head, request)?;
        let now = state.clock.seconds();
        // A request that a fault rejects counts too.
        let rate_limit = exchange.effect.rate_limit_status(state.window.count(now), now);
        exchange.rate_limit = Some(rate_limit);
        if rate_limit.is_exceeded {
            return Err(ApiError::rate_limited());
        }
        let function = function?;
        if let Some(replacement) = exchange.effect.replacement() {
            return Err(replacement);
        }
        let Some(route) = endpoint.handler else {
            // Known from the spec alone.
            return function.map(|entry| entry.example_response(request)).ok_or_else(no_function);
        };
        let mut call = Call {
            workspace: &mut state.workspace,
            request,
            version,
            now,
            base_url,
            path_params: endpoint.path_params(&request.segments),
            events: Vec::new(),
        };
        let result = (route.handler)(&mut call);
        for event in std::mem::take(&mut call.events) {
            state.workspace.notify_subscribers(now, &event);
        }
        if route.changes_state() {
            state.count_change();
            exchange.is_delivery_due |= state.workspace.notifications.len() > 0;
        }
        result
    }
}

/// Matches the function, and checks what it needs.
fn match_function<'e>(
    endpoint: &'e Endpoint<&'static Route>,
    request: &mut RecordedRequest,
) -> Result<Option<&'e FunctionEntry>, ApiError> {
    match choose(&endpoint.candidates, request) {
        Choice::Chosen(chosen) => {
            request.function = Some(chosen.candidate.entry.function);
            request.peers = chosen.peers;
            check_values(&chosen.candidate.entry, request)?;
            Ok(Some(&chosen.candidate.entry))
        }
        Choice::Incomplete(incomplete) => {
            let is_given = |key: &&str| request.query_value(key).is_some() || request.body_value(&[key]).is_some();
            if endpoint.handler.is_some_and(|route| route.alternatives.iter().any(is_given)) {
                request.function = incomplete.first_function();
                return Ok(None);
            }
            Err(incomplete.into_error())
        }
        // A handler accepts more than the functions of the spec send.
        Choice::None if endpoint.handler.is_some() => Ok(None),
        Choice::None => Err(no_function()),
    }
}

fn no_function() -> ApiError {
    ApiError::bad_request("the request matches no function of the spec")
}

fn add_headers(
    response: &mut Response<Bytes>,
    id: &str,
    now: i64,
    clock_skew: i64,
    rate_limit: Option<RateLimitStatus>,
) {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(REQUEST_ID_HEADER, id);
    }
    if let (Some([limit, remaining, reset]), Some(status)) = (&*RATE_HEADERS, rate_limit) {
        headers.insert(limit, status.limit.into());
        headers.insert(remaining, status.remaining.into());
        headers.insert(reset, status.reset.saturating_add(clock_skew).into());
    }
    if let Ok(time) = jiff::Timestamp::from_second(now.saturating_add(clock_skew))
        && let Ok(date) = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time)
        && let Ok(date) = HeaderValue::try_from(date)
    {
        headers.insert(header::DATE, date);
    }
}

/// Scheme and host that the caller used.
fn base_url(head: &Parts) -> String {
    let scheme = head.uri.scheme_str().unwrap_or("http");
    let host = head.uri.authority().map(http::uri::Authority::as_str);
    let host = host.or_else(|| head.headers.get(header::HOST)?.to_str().ok());
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::engine::core::testing::without_handlers;
    use crate::faults::fault::Fault;
    use crate::faults::rule::FaultRule;
    use crate::protocol::headers::RESPONSE_SOURCE_HEADER;
    use crate::protocol::rate_limit::RateLimit;
    use crate::settings::Settings;
    use crate::workspace::seed::Seed;
    use http::StatusCode;
    use intercom_client::examples::EXAMPLES;
    use std::sync::atomic::Ordering::Relaxed;

    fn send(engine: &Engine, method: &str, target: &str, body: Option<&str>) -> Response<Bytes> {
        send_with(engine, method, target, body, &[("authorization", "Bearer any")])
    }

    fn send_with(
        engine: &Engine,
        method: &str,
        target: &str,
        body: Option<&str>,
        headers: &[(&str, &str)],
    ) -> Response<Bytes> {
        let mut request = http::Request::builder().method(method).uri(target).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        engine.respond(&head, Ok(Bytes::copy_from_slice(body.unwrap_or_default().as_bytes()))).response
    }

    fn is_example(response: &Response<Bytes>) -> bool {
        response.headers().get(RESPONSE_SOURCE_HEADER).is_some_and(|value| value == "example")
    }

    #[test]
    fn each_request_locks_once_and_matches_once() {
        let limit = RateLimit::new(1_000, 10);
        let settings = Settings::default().token("secret").rate_limit(limit);
        let engine = Engine::new(settings, Seed::examples()).unwrap();
        let counts = || (engine.locks.load(Relaxed), engine.router.matches.load(Relaxed));
        let auth = [("authorization", "Bearer secret")];
        let fault = [("authorization", "Bearer secret"), ("x-emulator-fault", "status=503")];
        type Case<'a> = (&'a str, &'a str, Option<&'a str>, &'a [(&'a str, &'a str)], u16);
        let cases: [Case<'_>; 9] = [
            ("GET", "/users?user_id=u-4711", None, &auth, 200),
            ("POST", "/users", Some(r#"{"email":"new@kiln.example"}"#), &auth, 200),
            ("GET", "/users/scroll", None, &auth, 200),
            ("POST", "/events", Some("{}"), &auth, 422),
            ("GET", "/users", None, &fault, 503),
            ("GET", "/nowhere", None, &auth, 404),
            ("DELETE", "/admins", None, &auth, 405),
            ("GET", "/users", None, &[("authorization", "Bearer other")], 401),
            ("POST", "/tags", Some("{"), &auth, 400),
        ];
        for (method, target, body, headers, status) in cases {
            let (locks, matches) = counts();
            let response = send_with(&engine, method, target, body, headers);
            assert_eq!(response.status().as_u16(), status, "{method} {target}");
            assert_eq!(counts(), (locks + 1, matches + 1), "{method} {target}");
        }
    }

    #[test]
    fn function_without_handler_returns_the_example_of_the_spec() {
        let engine = without_handlers(Settings::default(), EXAMPLES);
        for example in EXAMPLES {
            let query: Vec<String> = example
                .query
                .iter()
                .map(|(key, value)| {
                    format!(
                        "{key}={}",
                        percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC)
                    )
                })
                .collect();
            let target = format!("{}?{}", example.path, query.join("&"));
            let response = send(&engine, example.function.http.as_str(), &target, example.body);
            let name = example.function.name;
            assert!(is_example(&response), "{name}: {response:?}");
            assert_eq!(response.status().as_u16(), example.status, "{name}");
            let request = engine.log.all().pop().unwrap();
            let is_own = example.function.name == request.function_name().unwrap();
            let is_peer = request.peers.iter().any(|peer| peer.name == name);
            assert!(is_own || is_peer, "{name} was matched to {:?}", request.function_name());
            if is_own {
                assert_eq!(response.body(), example.response, "{name}");
            }
        }
    }

    #[test]
    fn function_without_handler_is_checked_as_others_are() {
        let engine = without_handlers(Settings::default(), EXAMPLES);
        let status = |response: Response<Bytes>| {
            assert!(!is_example(&response));
            response.status().as_u16()
        };
        assert_eq!(status(send_with(&engine, "GET", "/admins", None, &[])), 401);
        assert_eq!(status(send(&engine, "POST", "/tags", Some("{}"))), 422);
        assert_eq!(status(send(&engine, "POST", "/tags", Some(r#"{"name":[]}"#))), 422);
        assert_eq!(status(send(&engine, "POST", "/tags", Some("{"))), 400);
        assert_eq!(status(send(&engine, "DELETE", "/admins", None)), 405);
        assert_eq!(status(send(&engine, "GET", "/nothing", None)), 404);
        let headers = [("authorization", "Bearer any"), ("intercom-version", "9.9")];
        assert_eq!(status(send_with(&engine, "GET", "/admins", None, &headers)), 400);
        engine.faults.add(FaultRule::new(Fault::Status(503)).function("getAdmins"));
        assert_eq!(status(send(&engine, "GET", "/admins", None)), 503);
        engine.faults.clear();
        assert!(is_example(&send(&engine, "GET", "/admins", None)));

        let limited = without_handlers(Settings::default().rate_limit(RateLimit::new(1, 10)), EXAMPLES);
        assert!(is_example(&send(&limited, "GET", "/admins", None)));
        assert_eq!(status(send(&limited, "GET", "/admins", None)), 429);
    }

    #[test]
    fn function_without_handler_and_example_returns_an_empty_object() {
        let engine = without_handlers(Settings::default(), &[]);
        let response = send(&engine, "GET", "/admins", None);
        assert!(is_example(&response));
        assert_eq!((response.status(), &response.body()[..]), (StatusCode::OK, &b"{}"[..]));
    }

    #[test]
    fn function_with_handler_is_no_example() {
        let response = send(&Engine::with_defaults(), "GET", "/admins", None);
        assert_eq!(response.status(), StatusCode::OK);
        assert!(!is_example(&response));
    }
}
