//! Delivers notifications. Those of one subscription are sent one after the other, in order; subscriptions do not wait for each
//! other.

use super::webhook_request::WebhookRequest;
use crate::api::views::webhook::notification_view;
use crate::engine::core::{Engine, EngineState};
use crate::workspace::records::webhook::DeliveryFailure;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Of the emulator's clock.
const RETRY_DELAY_MILLIS: i64 = 60_000;
const MAX_ATTEMPTS: u32 = 2;
/// Of all subscriptions together.
const MAX_IN_FLIGHT: usize = 32;
/// How often a running clock is checked.
const CLOCK_CHECK_INTERVAL: Duration = Duration::from_millis(200);

/// A notification in flight.
struct Delivery {
    /// The id of the notification.
    id: String,
    subscription: String,
    /// Of its workspace.
    generation: u64,
    request: WebhookRequest,
}

/// Delivers notifications that are due, until it is dropped.
pub async fn run(engine: Arc<Engine>) {
    let mut generation = 0;
    let is_running = engine.lock().clock.is_running();
    // All of one generation; dropping this aborts them.
    let mut deliveries = JoinSet::new();
    loop {
        loop {
            let (current, delivery) = engine.with_state(|state| (state.generation, take_next(state)));
            if current != generation {
                // Those in flight belong to a workspace that was replaced.
                deliveries.abort_all();
                generation = current;
            }
            let Some(delivery) = delivery else { break };
            let engine = Arc::clone(&engine);
            deliveries.spawn(async move {
                let result = delivery.request.send().await;
                engine.with_state(|state| settle(state, &delivery, result));
            });
        }
        if engine.with_state(|state| state.is_settled()) {
            engine.settled.notify_waiters();
        }
        tokio::select! {
            () = engine.deliveries.notified() => {}
            Some(_) = deliveries.join_next() => {}
            () = tokio::time::sleep(CLOCK_CHECK_INTERVAL), if is_running => {}
        }
    }
}

/// Takes the next notification that is due.
fn take_next(state: &mut EngineState) -> Option<Delivery> {
    if state.in_flight.len() >= MAX_IN_FLIGHT {
        return None;
    }
    let (now, seconds) = (state.clock.millis(), state.clock.seconds());
    let workspace = &mut state.workspace;
    // The notification stays due until it is settled: an emulator that is killed now sends it again.
    let sendable = workspace.due(now).filter(|(_, it)| !state.in_flight.contains(&it.subscription));
    let id = sendable.min_by_key(|(seq, _)| *seq)?.1.id.clone();
    let notification = workspace.notifications.change(&id, |notification| {
        notification.attempts = notification.attempts.saturating_add(1);
        notification.first_sent_at.get_or_insert(seconds);
        notification.clone()
    })?;
    let subscription = workspace.subscriptions.get(&notification.subscription)?;
    let body = serde_json::to_vec(&notification_view(workspace, &notification)).unwrap_or_default();
    let request = WebhookRequest::new(&subscription.url, body, subscription.hub_secret.as_deref());
    let subscription = subscription.id.clone();
    state.in_flight.insert(subscription.clone());
    state.count_change();
    Some(Delivery { id, subscription, generation: state.generation, request })
}

/// Records the result of a delivery.
fn settle(state: &mut EngineState, delivery: &Delivery, result: Result<(), DeliveryFailure>) {
    if state.generation != delivery.generation {
        return;
    }
    state.in_flight.remove(&delivery.subscription);
    state.count_change();
    let (now, seconds) = (state.clock.millis(), state.clock.seconds());
    let workspace = &mut state.workspace;
    // 410 means that the receiver is gone for good.
    let is_gone = result.as_ref().is_err_and(|failure| failure.status == Some(410));
    if is_gone {
        workspace.deactivate(&delivery.subscription);
    }
    let is_accepted = workspace.notifications.get(&delivery.id).is_some_and(|it| workspace.is_accepted(it));
    workspace.notifications.change(&delivery.id, |notification| {
        // None if the subscription was deactivated meanwhile, even if it is active again.
        let is_queued = notification.due.take().is_some();
        match result {
            Ok(()) => {
                notification.delivered_at = Some(seconds);
                notification.failure = None;
            }
            Err(failure) => {
                notification.failure = Some(failure);
                if is_queued && is_accepted && !is_gone && notification.attempts < MAX_ATTEMPTS {
                    notification.due = Some(now.saturating_add(RETRY_DELAY_MILLIS));
                }
            }
        }
    });
}
