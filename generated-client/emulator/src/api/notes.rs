//! Notes on people.

use crate::api::list::{Limits, List, PageQuery};
use crate::api::person_selector::{PersonSelector, USERS_AND_LEADS};
use crate::api::views::note::note_view;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::html::paragraph;
use crate::workspace::records::conversation::Note;
use std::cmp::Reverse;

/// `POST /notes`. SDKs also send the ids of the person at the top level and the author as an object.
pub fn create(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let selector = match body.object("user")? {
        Some(user) => PersonSelector::read(user)?,
        None => PersonSelector::read(body)?,
    };
    let person = selector.one(call.workspace, USERS_AND_LEADS)?.id.clone();
    let text = body.string("body")?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| ApiError::missing_parameter("body", "body is missing"))?;
    let author = match body.string("admin_id")? {
        Some(id) => Some(id),
        None => body.object("author")?.map(|author| author.string("id")).transpose()?.flatten(),
    };
    if let Some(author) = &author
        && call.workspace.admins.get(author).is_none()
    {
        return Err(ApiError::admin_not_found());
    }
    let id = call.workspace.ids.number();
    let note = Note { id, created_at: call.now, body: paragraph(&text), author, person };
    let response = ApiResponse::json(&note_view(call.workspace, &note));
    call.workspace.notes.add(note)?;
    response
}

/// `GET /notes` of one person, newest first.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    let person =
        PersonSelector::of_query(call, &["id", "intercom_user_id"]).one(call.workspace, USERS_AND_LEADS)?.id.clone();
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let mut notes: Vec<&Note> = call.workspace.notes.iter().rev().filter(|note| note.person == person).collect();
    // Stable: of the same second, the note that was added last comes first.
    notes.sort_by_key(|note| Reverse(note.created_at));
    let total = notes.len();
    let shown = query.slice(notes.into_iter()).into_iter().map(|note| note_view(call.workspace, note)).collect();
    ApiResponse::json(&List::new("note.list", "notes", shown).pages(query.pages(call, total)))
}

/// `GET /notes/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    let note = call.workspace.notes.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Note"))?;
    ApiResponse::json(&note_view(call.workspace, note))
}
