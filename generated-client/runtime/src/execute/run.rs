//! One call from its first attempt to its response: deadline, attempts, waits.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::event::CallEvent;
use crate::execute::operation::Operation;
use crate::execute::status::check_status;
use crate::execute::trace;
use crate::execute::trace::Attempt;
use crate::response::raw::RawResponse;
use crate::retry::limiter::Permit;
use crate::retry::policy::Outcome;
use crate::retry::policy::{Cost, Decision};
use crate::retry::rate_limit::RateLimit;
use crate::time::platform::Instant;
use crate::time::server_time::ServerTime;
use crate::time::timestamp::Timestamp;
use crate::transport::SendOptions;
use crate::transport::error::Failure;
use crate::transport::error::TransportError;
use bytes::Bytes;
use std::time::Duration;

/// No call takes longer, and no clock's end is nearer.
const MAX_TIMEOUT: Duration = Duration::from_secs(100 * 365 * 86_400);

/// Runs a call to its end.
pub(crate) async fn run(operation: Operation) -> Result<RawResponse, Error> {
    trace::call(&operation, run_attempts(&operation)).await
}

async fn run_attempts(operation: &Operation) -> Result<RawResponse, Error> {
    let core = operation.core.clone();
    let clock = core.clock();
    let deadline = clock.now() + operation.settings.timeout.min(MAX_TIMEOUT);
    let policy = operation.settings.retry;
    core.budget().deposit();
    let (mut attempt, mut retries) = (1, 0);
    // Why the attempt before failed: where there is no time for another one, that says more than the time.
    let mut failed_before = None;
    loop {
        let permit = match wait_for_turn(operation, deadline).await {
            Ok(permit) => permit,
            Err(error) => return Err(failed_before.unwrap_or(error)),
        };
        let sent = attempt_once(operation, attempt, deadline, permit);
        let (outcome, error) = match trace::attempt(operation, attempt, sent).await {
            Ok(response) => return Ok(response),
            Err(failed) => *failed,
        };
        let decision = policy.decide(&outcome, operation.retryable, attempt, retries, random());
        // Waits for a rate limit come on top of the retries.
        let error = error.with_attempts(attempt, policy.retries.saturating_add(1).max(attempt));
        let (after, cost) = match decision {
            Decision::Retry { after, cost } => (after, cost),
            Decision::GiveUp { retry_at, may_have_been_processed } => {
                return Err(error.with_retry_at(retry_at).with_processed(may_have_been_processed));
            }
        };
        let error = error.with_retry_at(server_time(&outcome).and_then(|time| time.retry_at()));
        let in_time = deadline.saturating_duration_since(clock.now()) > after;
        if !in_time || (cost == Cost::Budget && !core.budget().withdraw()) {
            return Err(error);
        }
        operation.notify(&CallEvent::Waiting { function: operation.function, attempt, time: after });
        clock.sleep(after).await;
        attempt += 1;
        retries += u32::from(cost != Cost::Nothing);
        failed_before = Some(error);
    }
}

/// A random number between 0 and 1.
fn random() -> f64 {
    // Without a source of its own, each browser would draw the same numbers.
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    return js_sys::Math::random();
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fastrand::f64()
}

fn server_time(outcome: &Outcome) -> Option<&ServerTime> {
    match outcome {
        Outcome::Status(_, time) => Some(time),
        _ => None,
    }
}

/// Waits for a place in the rate limit's window, where the client keeps to one. An error if there is no time for an attempt.
async fn wait_for_turn(operation: &Operation, deadline: Instant) -> Result<Option<Permit>, Error> {
    let clock = operation.core.clock();
    let since = clock.now();
    loop {
        if deadline.saturating_duration_since(clock.now()).is_zero() {
            let message = "the deadline passed before anything was sent";
            return Err(Error::new(ErrorKind::Timeout, message).with_function(operation.function));
        }
        let Some(limiter) = operation.core.limiter() else { return Ok(None) };
        match limiter.acquire(since, clock) {
            Ok(permit) => return Ok(Some(permit)),
            Err(wait) if deadline.saturating_duration_since(clock.now()) > wait.time => clock.sleep(wait.time).await,
            Err(wait) => {
                let error = Error::new(ErrorKind::Timeout, wait.reason).with_function(operation.function);
                if !wait.is_rate_limit {
                    return Err(error);
                }
                let at = clock.system().checked_add(wait.time).map(Timestamp::from);
                return Err(error.rate_limited().with_retry_at(at));
            }
        }
    }
}

/// One attempt: its response, or how it failed.
async fn attempt_once(operation: &Operation, attempt: u32, deadline: Instant, permit: Option<Permit>) -> Attempt {
    let (core, function) = (&operation.core, operation.function);
    let clock = core.clock();
    let started = clock.now();
    let left = deadline.saturating_duration_since(started);
    operation.notify(&CallEvent::Sending { function, attempt });
    let options = SendOptions::new(operation.settings.attempt_timeout.min(left), core.max_body());
    let sent = core.transport().send(operation.request.clone(), options).await;
    let took = clock.now().saturating_duration_since(started);
    match sent {
        Ok(response) => {
            let time = read_time(operation, response.headers());
            if let Some(permit) = &permit {
                permit.learn(RateLimit::read(core.package(), response.headers()), &time, clock);
            }
            drop(permit);
            notify_response(operation, attempt, &response, took);
            let raw = operation.response(response, attempt, started);
            let status = raw.status();
            check_status(raw).map_err(|error| Box::new((Outcome::Status(status, time), error)))
        }
        Err(mut problem) => {
            drop(permit);
            // A transport may quote the server, and with it what the request contained.
            operation.secrets.redact(&mut problem.message);
            let outcome = outcome(operation, &problem);
            operation.notify(&CallEvent::Failed { function, attempt, time: took, message: &problem.message });
            Err(Box::new((outcome, transport_error(problem, operation, attempt, started))))
        }
    }
}

fn read_time(operation: &Operation, headers: &http::HeaderMap) -> ServerTime {
    let reset = operation.core.package().rate_limit.as_ref().map(|names| names.reset);
    ServerTime::read(headers, reset, operation.core.clock().system())
}

fn notify_response(operation: &Operation, attempt: u32, response: &http::Response<Bytes>, time: Duration) {
    operation.notify(&CallEvent::Response {
        function: operation.function,
        attempt,
        status: response.status().as_u16(),
        bytes: response.body().len(),
        time,
    });
}

/// How a failed transport counts for retries. A response with a failing status counts as that status, whatever became of
/// its body.
fn outcome(operation: &Operation, problem: &TransportError) -> Outcome {
    match problem.failure {
        Failure::Connect => Outcome::NotSent,
        Failure::Certificate | Failure::Unsendable => Outcome::Final,
        Failure::UnexpectedOrigin => Outcome::Unusable,
        Failure::TooLarge | Failure::Encoding | Failure::Timeout | Failure::Broken => match &problem.partial {
            Some(head) if !head.status().is_success() => {
                Outcome::Status(head.status().as_u16(), read_time(operation, head.headers()))
            }
            _ if matches!(problem.failure, Failure::TooLarge | Failure::Encoding) => Outcome::Unusable,
            _ => Outcome::Lost,
        },
    }
}

/// The error of a failed transport.
fn transport_error(problem: TransportError, operation: &Operation, attempt: u32, started: Instant) -> Error {
    let kind = match problem.failure {
        Failure::Connect | Failure::Certificate => ErrorKind::Connect,
        Failure::Timeout => ErrorKind::Timeout,
        Failure::Unsendable => ErrorKind::Config,
        Failure::Broken | Failure::UnexpectedOrigin => ErrorKind::Transport,
        Failure::TooLarge => ErrorKind::TooLarge,
        Failure::Encoding => ErrorKind::Decode,
    };
    let is_permanent = matches!(problem.failure, Failure::Certificate | Failure::UnexpectedOrigin);
    let error = match problem.partial {
        Some(partial) => Error::with_response(kind, problem.message, operation.response(*partial, attempt, started)),
        None => Error::new(kind, problem.message).with_function(operation.function),
    };
    let error = if is_permanent { error.permanent() } else { error };
    let error = error.with_setting(problem.setting);
    match problem.source {
        Some(source) => error.with_source(source),
        None => error,
    }
}
