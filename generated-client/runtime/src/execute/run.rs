//! One call from its first attempt to its response: deadline, attempts, waits.

use crate::error::Error;
use crate::error::ErrorKind;
use crate::event::CallEvent;
use crate::execute::operation::Operation;
use crate::execute::random::random;
use crate::execute::status::check_status;
use crate::execute::streamed::send_streamed;
use crate::execute::trace::{Attempt, CallSpan};
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
use std::future::Future;
use std::time::Duration;

/// No call takes longer, and no clock's end is nearer.
const MAX_TIMEOUT: Duration = Duration::from_secs(100 * 365 * 86_400);

/// Runs a call to its end.
#[expect(clippy::manual_async_fn, reason = "the compiler stores the argument of an async fn twice")]
pub(crate) fn run(operation: Operation) -> impl Future<Output = Result<RawResponse, Error>> {
    async move {
        let operation = &operation;
        let span = CallSpan::of_call(operation);
        let response = span.around(run_attempts(operation)).await;
        span.record_call(&response);
        response
    }
}

async fn run_attempts(operation: &Operation) -> Result<RawResponse, Error> {
    let core = operation.core.clone();
    let clock = core.clock();
    let mut now = clock.now();
    let deadline = now + operation.settings.timeout.min(MAX_TIMEOUT);
    let policy = operation.settings.retry;
    core.budget().deposit();
    let (mut attempt, mut retries) = (1, 0);
    // Why the attempt before failed: where there is no time for another one, that says more than the time.
    let mut failed_before = None;
    loop {
        let turn = match wait_for_turn(operation, now, deadline).await {
            Ok(turn) => turn,
            Err(error) => return Err(failed_before.unwrap_or(error)),
        };
        let span = CallSpan::of_attempt(operation, attempt);
        let sent = span.around(attempt_once(operation, attempt, deadline, turn)).await;
        span.record_attempt(&sent);
        let (outcome, error) = match sent {
            Ok(response) => return Ok(response),
            Err(failed) => *failed,
        };
        let decision = policy.decide(&outcome, operation.sent.retryable, attempt, retries, random());
        // Waits for a rate limit come on top of the retries.
        let error = error.with_attempts(attempt, policy.retries.saturating_add(1).max(attempt));
        let (after, cost) = match decision {
            Decision::Retry { after, cost } => (after, cost),
            Decision::GiveUp { retry_at, may_have_been_processed } => {
                return Err(error.with_retry_at(retry_at).with_processed(may_have_been_processed));
            }
        };
        let error = error.with_retry_at(server_time(&outcome).and_then(|time| time.retry_at()));
        // There is no retry of what has been read of a stream.
        if operation.draft.used().is_some() {
            return Err(error);
        }
        let in_time = deadline.saturating_duration_since(clock.now()) > after;
        if !in_time || (cost == Cost::Budget && !core.budget().withdraw()) {
            return Err(error);
        }
        operation.notify(&CallEvent::Waiting { function: operation.function(), attempt, time: after });
        clock.sleep(after).await;
        now = clock.now();
        attempt += 1;
        retries += u32::from(cost != Cost::Nothing);
        failed_before = Some(error);
    }
}

fn server_time(outcome: &Outcome) -> Option<&ServerTime> {
    match outcome {
        Outcome::Status(_, time) => Some(time),
        _ => None,
    }
}

/// An attempt may go out.
struct Turn {
    /// A place in the rate limit's window, where the client keeps to one.
    permit: Option<Permit>,
    now: Instant,
}

/// Waits for a place in the rate limit's window, where the client keeps to one. An error if there is no time for an attempt.
async fn wait_for_turn(operation: &Operation, since: Instant, deadline: Instant) -> Result<Turn, Error> {
    let clock = operation.core.clock();
    let mut now = since;
    loop {
        let left = deadline.saturating_duration_since(now);
        if left.is_zero() {
            let message = "the deadline passed before anything was sent";
            return Err(Error::new(ErrorKind::Timeout, message).with_function(operation.function()));
        }
        let Some(limiter) = operation.core.limiter() else { return Ok(Turn { permit: None, now }) };
        match limiter.acquire(since, now) {
            Ok(permit) => return Ok(Turn { permit: Some(permit), now }),
            Err(wait) if left > wait.time => clock.sleep(wait.time).await,
            Err(wait) => {
                let error = Error::new(ErrorKind::Timeout, wait.reason).with_function(operation.function());
                if !wait.is_rate_limit {
                    return Err(error);
                }
                let at = clock.system().checked_add(wait.time).map(Timestamp::from);
                return Err(error.rate_limited().with_retry_at(at));
            }
        }
        now = clock.now();
    }
}

/// One attempt: its response, or how it failed.
async fn attempt_once(operation: &Operation, attempt: u32, deadline: Instant, turn: Turn) -> Attempt {
    let (core, function) = (&operation.core, operation.function());
    let Turn { permit, now: started } = turn;
    let left = deadline.saturating_duration_since(started);
    operation.notify(&CallEvent::Sending { function, attempt });
    let options = SendOptions::new(operation.settings.attempt_timeout.min(left), core.max_body());
    let sent = if operation.is_streamed() {
        // Boxed: few calls need it, and all would have room for it.
        Box::pin(send_streamed(operation, options)).await
    } else {
        core.transport().send(operation.request(), options).await
    };
    let ended = core.clock().now();
    let took = ended.saturating_duration_since(started);
    match sent {
        Ok(response) => {
            let time = read_time(operation, response.headers());
            if let Some(permit) = &permit {
                let names = core.rate_limit_names();
                permit.learn(names.and_then(|names| RateLimit::read_by(names, response.headers())), &time, ended);
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
            operation.sent.secrets.redact(&mut problem.message);
            let outcome = outcome(operation, &problem);
            operation.notify(&CallEvent::Failed { function, attempt, time: took, message: &problem.message });
            Err(Box::new((outcome, transport_error(problem, operation, attempt, started))))
        }
    }
}

fn read_time(operation: &Operation, headers: &http::HeaderMap) -> ServerTime {
    let reset = operation.core.rate_limit_names().map(|names| &names.reset);
    ServerTime::read(headers, reset, &|| operation.core.clock().system())
}

fn notify_response(operation: &Operation, attempt: u32, response: &http::Response<Bytes>, time: Duration) {
    operation.notify(&CallEvent::Response {
        function: operation.function(),
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
    let kind = error_kind(problem.failure);
    let is_permanent = matches!(problem.failure, Failure::Certificate | Failure::UnexpectedOrigin);
    let error = match problem.partial {
        Some(partial) => Error::with_response(kind, problem.message, operation.response(*partial, attempt, started)),
        None => Error::new(kind, problem.message).with_function(operation.function()),
    };
    let error = if is_permanent { error.permanent() } else { error };
    let error = error.with_setting(problem.setting);
    match problem.source {
        Some(source) => error.with_source(source),
        None => error,
    }
}

/// What kind of error a failed transport is.
pub fn error_kind(failure: Failure) -> ErrorKind {
    match failure {
        Failure::Connect | Failure::Certificate => ErrorKind::Connect,
        Failure::Timeout => ErrorKind::Timeout,
        Failure::Unsendable => ErrorKind::Config,
        Failure::Broken | Failure::UnexpectedOrigin => ErrorKind::Transport,
        Failure::TooLarge => ErrorKind::TooLarge,
        Failure::Encoding => ErrorKind::Decode,
    }
}
