//! Notes.

use crate::api::shape::{Shape, shape};
use crate::workspace::model::Workspace;
use crate::workspace::records::conversation::Note;

pub fn note_view(workspace: &Workspace, note: &Note) -> Shape {
    let view = shape! {
        "type": "note",
        "id": note.id.as_str(),
        "created_at": note.created_at,
        "body": note.body.as_str(),
    };
    // A note without an author has no such member.
    let view = match note.author.as_ref().and_then(|id| workspace.admins.get(id)) {
        None => view,
        Some(admin) => {
            let author = shape! {
                "type": "admin",
                "id": admin.id.as_str(),
                "name": admin.name.as_str(),
                "email": admin.email.as_str(),
                "companies": Vec::<Shape>::new(),
            };
            view.with("author", author)
        }
    };
    let kind = workspace.people.get(&note.person).map_or("user", |person| person.kind.api_type());
    view.with("user", shape! {"type": kind, "id": note.person.as_str()})
}
