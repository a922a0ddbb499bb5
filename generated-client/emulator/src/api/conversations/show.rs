//! One conversation: shown, marked as read, assigned by rules.

use crate::api::views::conversation::{Display, conversation_view};
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::conversation::ConversationState;

/// `GET /conversations/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    show(call, call.path_param(0))
}

/// `PUT /conversations/{id}`; SDKs also use `POST`, or `PUT` with the path of replies.
pub fn update(call: &mut Call<'_>) -> HandlerResult {
    let id = call.path_param(0);
    let read = call.body().boolean("read")?;
    let read = read.ok_or_else(|| ApiError::missing_parameter("read", "read is missing"))?;
    call.workspace.conversations.change(id, |conversation| conversation.read = read);
    show(call, id)
}

/// `POST /conversations/{id}/run_assignment_rules`, documented for API 1.0 to 1.4 and used by SDKs: reopens a closed conversation.
/// A workspace of the emulator has no assignment rules, so the assignee stays.
pub fn run_assignment_rules(call: &mut Call<'_>) -> HandlerResult {
    let (id, now) = (call.path_param(0), call.now);
    call.workspace.conversations.change(id, |conversation| {
        if conversation.state == ConversationState::Closed {
            conversation.state = ConversationState::Open;
            conversation.updated_at = now;
        }
    });
    show(call, id)
}

pub fn display(call: &Call<'_>, full: bool) -> Result<Display, ApiError> {
    let plaintext = match call.query("display_as") {
        None | Some("html") => false,
        Some("plaintext") => true,
        Some(_) => return Err(ApiError::invalid_parameter("display_as", "display_as must be html or plaintext")),
    };
    Ok(Display { version: call.version, plaintext, full, is_item: false })
}

pub fn show(call: &Call<'_>, id: &str) -> HandlerResult {
    let conversation = call.workspace.conversations.get(id).ok_or_else(|| ApiError::not_found("Conversation"))?;
    ApiResponse::json(&conversation_view(call.workspace, conversation, display(call, true)?))
}

/// Notifies subscriptions of a conversation.
pub fn emit(call: &mut Call<'_>, topic: &'static str, id: &str) {
    let display = Display::item(call.version);
    let conversation = call.workspace.conversations.get(id);
    let item = conversation.and_then(|it| call.webhook_item(&conversation_view(call.workspace, it, display)));
    call.emit(topic, item);
}
