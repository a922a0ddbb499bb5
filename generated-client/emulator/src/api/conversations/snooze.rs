//! Snoozed conversations wake when the clock reaches their time.

use crate::api::views::conversation::{Display, conversation_view};
use crate::protocol::version::Version;
use crate::workspace::model::Workspace;
use crate::workspace::records::conversation::{Author, Conversation, ConversationState, Part};
use crate::workspace::webhook_events::WebhookEvent;
use serde_json::value::to_raw_value;

/// Wakes the conversations that are due; returns their number. Notifications have the format of `version`.
pub fn wake_due(workspace: &mut Workspace, version: Version, now: i64) -> u64 {
    let mut count = 0_u64;
    while let Some((until, id)) = workspace.conversations.next_to_wake().filter(|(until, _)| *until <= now) {
        let id = id.to_owned();
        wake(workspace, version, &id, until, now);
        count = count.saturating_add(1);
    }
    count
}

fn wake(workspace: &mut Workspace, version: Version, id: &str, until: i64, now: i64) {
    let part_id = workspace.ids.number();
    workspace.conversations.change(id, |conversation| {
        conversation.state = ConversationState::Open;
        conversation.snoozed_until = None;
        conversation.updated_at = conversation.updated_at.max(until);
        conversation.parts.push(Part {
            id: part_id,
            part_type: "timer_unsnooze".to_owned(),
            body: None,
            created_at: until,
            assigned_to: None,
            author: snoozed_by(conversation),
            attachments: Vec::new(),
        });
    });
    if workspace.subscriptions.is_empty() {
        return;
    }
    let Some(conversation) = workspace.conversations.get(id) else { return };
    let view = conversation_view(workspace, conversation, Display::item(version));
    if let Ok(item) = to_raw_value(&view) {
        let event = WebhookEvent { topic: "conversation.admin.unsnoozed", item, event_name: None };
        workspace.notify_subscribers(now, &event);
    }
}

/// The timer acts for the admin who snoozed the conversation.
fn snoozed_by(conversation: &Conversation) -> Author {
    let snoozed = conversation.parts.iter().rev().find(|part| part.part_type == "snoozed");
    snoozed.map_or_else(|| conversation.message.author.clone(), |part| part.author.clone())
}
