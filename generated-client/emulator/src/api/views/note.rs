//! Notes.

use super::admin::AdminStub;
use crate::workspace::model::Workspace;
use crate::workspace::records::conversation::Note;
use serde::Serialize;

#[derive(Serialize)]
pub struct NoteView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    created_at: i64,
    body: &'a str,
    /// Absent if the note has no author.
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<NoteAuthor<'a>>,
    user: NotePerson<'a>,
}

#[derive(Serialize)]
struct NoteAuthor<'a> {
    #[serde(flatten)]
    admin: AdminStub<'a>,
    companies: [(); 0],
}

#[derive(Serialize)]
struct NotePerson<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
}

pub fn note_view<'a>(workspace: &'a Workspace, note: &'a Note) -> NoteView<'a> {
    let author = note.author.as_ref().and_then(|id| workspace.admins.get(id));
    NoteView {
        kind: "note",
        id: &note.id,
        created_at: note.created_at,
        body: &note.body,
        author: author.map(|admin| NoteAuthor { admin: AdminStub::of(admin), companies: [] }),
        user: NotePerson {
            kind: workspace.people.get(&note.person).map_or("user", |person| person.kind.api_type()),
            id: &note.person,
        },
    }
}
