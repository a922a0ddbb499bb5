//! Lists of conversations.

use super::show::display;
use crate::api::list::{Limits, List, PageQuery};
use crate::api::person_selector::{CUSTOMERS, PersonSelector};
use crate::api::query::flag;
use crate::api::views::conversation::conversation_view;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::conversation::Conversation;
use std::cmp::Reverse;

/// The filter of a list.
enum Filter {
    All,
    Assignee(Option<String>),
    Person { id: String, unread: bool },
}

/// `GET /conversations`: all, those of an admin, or those of a person.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    let query = PageQuery::read(call, Limits::CONVERSATIONS)?;
    let display = display(call, false)?;
    let filter = match call.query("type") {
        None => Filter::All,
        // SDKs use `id`.
        Some("admin") => match call.query("admin_id").or_else(|| call.query("id")) {
            None => return Err(ApiError::missing_parameter("admin_id", "admin_id is missing")),
            Some("nobody") => Filter::Assignee(None),
            Some(id) => {
                if !call.workspace.has_team(id) && call.workspace.admins.get(id).is_none() {
                    return Err(ApiError::admin_not_found());
                }
                Filter::Assignee(Some(id.to_owned()))
            }
        },
        Some("user") => {
            let selector = PersonSelector::of_query(call, &["intercom_user_id", "id"]);
            let unread = flag(call, "unread")?.unwrap_or(false);
            Filter::Person { id: selector.one(call.workspace, CUSTOMERS)?.id.clone(), unread }
        }
        Some(_) => return Err(ApiError::invalid_parameter("type", "type must be admin or user")),
    };
    let open = flag(call, "open")?;
    let is_listed = |it: &&Conversation| {
        open.is_none_or(|open| it.is_open() == open)
            && match &filter {
                Filter::All => true,
                Filter::Assignee(assignee) => it.assignee == *assignee,
                Filter::Person { id, unread } => it.person == *id && !(*unread && it.read),
            }
    };
    let (is_ascending, key) = sorting(call)?;
    let mut found: Vec<&Conversation> = call.workspace.conversations.iter().filter(is_listed).collect();
    // Stable: of equal ones the newest comes last, or first.
    if is_ascending {
        found.sort_by_key(|conversation| key.of(conversation));
    } else {
        found.reverse();
        found.sort_by_key(|conversation| Reverse(key.of(conversation)));
    }
    let total = found.len();
    let shown = query.slice(found.into_iter()).into_iter();
    let shown = shown.map(|conversation| conversation_view(call.workspace, conversation, display)).collect();
    ApiResponse::json(&List::new("conversation.list", "conversations", shown).pages(query.pages(call, total)))
}

#[derive(Clone, Copy)]
enum SortKey {
    Created,
    Updated,
    Waiting,
}

impl SortKey {
    fn of(self, conversation: &Conversation) -> i64 {
        match self {
            Self::Created => conversation.created_at,
            Self::Updated => conversation.updated_at,
            // Those that do not wait come after those that do.
            Self::Waiting => conversation.waiting_since.unwrap_or(i64::MAX),
        }
    }
}

/// Direction and key. In the API it depends on the filter which of `order` and `sort` has which, so both accept both.
fn sorting(call: &Call<'_>) -> Result<(bool, SortKey), ApiError> {
    let (mut is_ascending, mut by) = (false, SortKey::Updated);
    for key in ["order", "sort"] {
        match call.query(key) {
            None | Some("desc") => {}
            Some("asc") => is_ascending = true,
            Some("created_at") => by = SortKey::Created,
            Some("updated_at") => by = SortKey::Updated,
            Some("waiting_since") => by = SortKey::Waiting,
            Some(_) => {
                let known = "asc, desc, created_at, updated_at, waiting_since";
                return Err(ApiError::invalid_parameter(key, format!("{key} must be one of {known}")));
            }
        }
    }
    Ok((is_ascending, by))
}
