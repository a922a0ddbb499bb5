//! Conversations that were put off wake when the clock says so, whoever looks at the workspace next.

use super::State;
use super::call::Raised;
use super::notify::tell;
use super::version::Version;
use crate::api::views::{self, Display};
use crate::state::World;
use crate::state::records::{Author, Conversation, ConversationState, Part};
use serde_json::value::to_raw_value;

/// Wakes those whose time has come; whether there was one.
pub(super) fn wake(state: &mut State, version: Version) -> bool {
    // Mostly nobody sleeps, and the clock need not be asked.
    if state.world.conversations.none_sleeps() {
        return false;
    }
    let now = state.time.seconds();
    let mut woken = false;
    while let Some((until, id)) = state.world.conversations.next_to_wake().filter(|(until, _)| *until <= now) {
        let id = id.to_owned();
        wake_one(&mut state.world, version, &id, until, now);
        state.changes += 1;
        woken = true;
    }
    woken
}

fn wake_one(world: &mut World, version: Version, id: &str, until: i64, now: i64) {
    let part_id = world.ids.number();
    world.conversations.change(id, |conversation| {
        conversation.state = ConversationState::Open;
        conversation.snoozed_until = None;
        conversation.updated_at = conversation.updated_at.max(until);
        conversation.parts.push(Part {
            id: part_id,
            part_type: "timer_unsnooze".to_owned(),
            body: None,
            created_at: until,
            assigned_to: None,
            author: who_put_off(conversation),
            attachments: Vec::new(),
        });
    });
    if world.subscriptions.len() == 0 {
        return;
    }
    let Some(conversation) = world.conversations.get(id) else { return };
    let view = views::conversation(world, conversation, Display { version, plaintext: false, full: true });
    if let Ok(item) = to_raw_value(&view) {
        tell(world, now, Raised { topic: "conversation.admin.unsnoozed", item, event_name: None });
    }
}

/// The timer works for the admin who set it.
fn who_put_off(conversation: &Conversation) -> Author {
    let set = conversation.parts.iter().rev().find(|part| part.part_type == "snoozed");
    set.map_or_else(|| conversation.message.author.clone(), |part| part.author.clone())
}
