//! One request from its head to its response: decoded and matched without the lock, processed with it.

use super::control;
use super::core::{Engine, EngineState};
use super::response_headers;
use crate::api::routes::Route;
use crate::faults::effect::{FaultEffect, WireFault};
use crate::protocol::api_error::ApiError;
use crate::protocol::apis::Api;
use crate::protocol::auth::{check_credential, is_first_credential};
use crate::protocol::call::Call;
use crate::protocol::caller::check_caller;
use crate::protocol::decode::{decode_body, decode_target, record_head};
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
use http::{Response, header};
use std::time::Duration;

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
        #[cfg(test)]
        if let Some(call) = self.on_decoded.get() {
            call(&request);
        }

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
        response_headers::add(&mut response, &id, now, effect.clock_skew, rate_limit);
        request.status = response.status().as_u16();
        request.redact_query(|value| is_first_credential(head, value));
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
        let api = Api::of_request(head);
        let endpoint = match self.router_of(api).find(&request.method, &request.segments) {
            RouteMatch::Found(endpoint) => endpoint,
            RouteMatch::WrongMethod(allowed) => return Err(ApiError::wrong_method(&request.method, &allowed)),
            RouteMatch::UnknownPath => {
                return Err(ApiError::unknown_path(nearest(api.functions(), &request.method, &request.segments)));
            }
        };
        request.route = Some(endpoint.path.clone());
        let version = match api {
            // It has no handlers that a version makes a difference to.
            #[cfg(feature = "v2")]
            Api::V2 => Ok(self.default_version),
            Api::V1 => Version::of_request(head).map(|version| version.unwrap_or(self.default_version)),
        };
        let decoded = version.and_then(|version| Self::decode_arguments(head, body, version, endpoint, request));
        Ok(Matched { endpoint, decoded })
    }

    fn decode_arguments<'e>(
        head: &Parts,
        body: Result<Bytes, ApiError>,
        version: Version,
        endpoint: &'e Endpoint<&'static Route>,
        request: &mut RecordedRequest,
    ) -> Result<Decoded<'e>, ApiError> {
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

/// Scheme and host that the caller used.
fn base_url(head: &Parts) -> String {
    let scheme = head.uri.scheme_str().unwrap_or("http");
    let host = head.uri.authority().map(http::uri::Authority::as_str);
    let host = host.or_else(|| head.headers.get(header::HOST)?.to_str().ok());
    [scheme, "://", host.unwrap_or("localhost")].concat()
}

#[cfg(test)]
mod tests;
