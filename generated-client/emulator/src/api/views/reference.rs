//! References to people, admins and teams inside a conversation: type and id in responses, more in notifications.

use crate::workspace::model::Workspace;
use serde::Serialize;

#[derive(Serialize)]
pub struct Reference<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: Option<&'a str>,
    #[serde(flatten)]
    details: Option<Details<'a>>,
}

/// What only notifications have.
#[derive(Serialize)]
#[serde(untagged)]
enum Details<'a> {
    Person { user_id: Option<&'a str>, name: Option<&'a str>, email: &'a str, do_not_track: Option<bool> },
    Admin { name: &'a str, email: &'a str },
}

/// The `type` of a person in a conversation.
pub fn person_type(workspace: &Workspace, id: &str) -> &'static str {
    workspace.people.get(id).map_or("user", |person| person.kind.conversation_type())
}

pub fn person_reference<'a>(workspace: &'a Workspace, id: &'a str, with_details: bool) -> Reference<'a> {
    let person = workspace.people.get(id).filter(|_| with_details);
    let details = person.map(|person| Details::Person {
        user_id: person.user_id.as_deref(),
        // As recorded: a lead without a name has the generated one, and a missing email is empty.
        name: person.name.as_deref().or(person.pseudonym.as_deref()),
        email: person.email.as_deref().unwrap_or_default(),
        do_not_track: None,
    });
    Reference { kind: person_type(workspace, id), id: Some(id), details }
}

/// The assignee of a conversation, who may be a team or nobody.
pub fn assignee_reference<'a>(workspace: &'a Workspace, id: Option<&'a str>, with_details: bool) -> Reference<'a> {
    let kind = match id {
        None => "nobody_admin",
        Some(id) if workspace.has_team(id) => "team",
        Some(_) => "admin",
    };
    let admin = id.filter(|_| with_details).and_then(|id| workspace.admins.get(id));
    let details = admin.map(|admin| Details::Admin { name: &admin.name, email: &admin.email });
    Reference { kind, id, details }
}
