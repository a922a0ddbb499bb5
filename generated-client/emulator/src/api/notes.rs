//! Notes on people.

use super::find::{Naming, USERS_AND_LEADS};
use super::html::paragraph;
use super::list::{Limits, List, PageQuery};
use super::views;
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::records::Note;
use std::cmp::Reverse;

/// `POST /notes`. SDKs also name the person at the top and the author by an object.
pub(crate) fn create(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let naming = match body.object("user")? {
        Some(user) => Naming::read(user)?,
        None => Naming::read(body)?,
    };
    let person = naming.one(call.world, USERS_AND_LEADS)?.id.clone();
    let text = body.text("body")?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| Refusal::missing_parameter("body", "body is missing".to_owned()))?;
    let author = match body.text("admin_id")? {
        Some(id) => Some(id),
        None => body.object("author")?.map(|author| author.text("id")).transpose()?.flatten(),
    };
    if let Some(author) = &author
        && call.world.admins.get(author).is_none()
    {
        return Err(Refusal::no_admin());
    }
    let id = call.world.ids.number();
    let note = Note { id, created_at: call.now, body: paragraph(&text), author, person };
    let view = views::note(call.world, &note);
    call.world.notes.add(note)?;
    Reply::json(&view)
}

/// `GET /notes` of one person, the newest first.
pub(crate) fn list(call: &mut Call<'_>) -> Handled {
    let person = Naming::of_query(call, &["id", "intercom_user_id"]).one(call.world, USERS_AND_LEADS)?.id.clone();
    let query = PageQuery::read(call, Limits::OTHERS)?;
    let mut notes: Vec<&Note> = call.world.notes.iter().rev().filter(|note| note.person == person).collect();
    // Stable, so that of one moment the one made last comes first.
    notes.sort_by_key(|note| Reverse(note.created_at));
    let total = notes.len();
    let shown = query.cut(notes.into_iter()).into_iter().map(|note| views::note(call.world, note)).collect();
    Reply::json(&List::new("note.list", "notes", shown).pages(query.pages(call, total)))
}

/// `GET /notes/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    let note = call.world.notes.get(call.segment(0)).ok_or_else(|| Refusal::no("Note"))?;
    Reply::json(&views::note(call.world, note))
}
