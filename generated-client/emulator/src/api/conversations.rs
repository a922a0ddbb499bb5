//! Conversations: listed, shown, replied to, closed, assigned, read.

use super::attributes;
use super::find::{CUSTOMERS, Naming};
use super::html::paragraph;
use super::list::{Limits, List, PageQuery};
use super::views::{self, Display};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::records::{Author, Conversation, ConversationState, Object, Part};
use std::cmp::Reverse;

const MOST_ATTACHMENTS: usize = 5;

fn display(call: &Call<'_>, full: bool) -> Result<Display, Refusal> {
    let plaintext = match call.query("display_as") {
        None | Some("html") => false,
        Some("plaintext") => true,
        Some(_) => return Err(Refusal::invalid("display_as", "display_as must be html or plaintext".to_owned())),
    };
    Ok(Display { version: call.version, plaintext, full })
}

fn show(call: &Call<'_>, id: &str) -> Handled {
    let conversation = call.world.conversations.get(id).ok_or_else(|| Refusal::no("Conversation"))?;
    Reply::json(&views::conversation(call.world, conversation, display(call, true)?))
}

/// Tells subscribers of a conversation.
pub(crate) fn raise(call: &mut Call<'_>, topic: &'static str, id: &str) {
    let display = Display { version: call.version, plaintext: false, full: true };
    let conversation = call.world.conversations.get(id);
    let item = conversation.and_then(|it| call.written(&views::conversation(call.world, it, display)));
    call.raise(topic, item);
}

/// What a list is narrowed to.
enum Filter {
    All,
    Assignee(Option<String>),
    Person { id: String, unread: bool },
}

/// `GET /conversations`: all, those of an admin, or those of a person.
pub(crate) fn list(call: &mut Call<'_>) -> Handled {
    let query = PageQuery::read(call, Limits::CONVERSATIONS)?;
    let display = display(call, false)?;
    let filter = match call.query("type") {
        None => Filter::All,
        // `id` is how SDKs name the admin.
        Some("admin") => match call.query("admin_id").or_else(|| call.query("id")) {
            None => return Err(Refusal::missing_parameter("admin_id", "admin_id is missing".to_owned())),
            Some("nobody") => Filter::Assignee(None),
            Some(id) => {
                let is_team = call.world.teams.iter().any(|team| team.id == id);
                if !is_team && call.world.admins.get(id).is_none() {
                    return Err(Refusal::no_admin());
                }
                Filter::Assignee(Some(id.to_owned()))
            }
        },
        Some("user") => {
            let naming = Naming::of_query(call, &["intercom_user_id", "id"]);
            let unread = super::flag(call, "unread")?.unwrap_or(false);
            Filter::Person { id: naming.one(call.world, CUSTOMERS)?.id.clone(), unread }
        }
        Some(_) => return Err(Refusal::invalid("type", "type must be admin or user".to_owned())),
    };
    let open = super::flag(call, "open")?;
    let fits = |it: &&Conversation| {
        open.is_none_or(|open| it.is_open() == open)
            && match &filter {
                Filter::All => true,
                Filter::Assignee(assignee) => it.assignee == *assignee,
                Filter::Person { id, unread } => it.person == *id && !(*unread && it.read),
            }
    };
    let (ascending, key) = sorting(call)?;
    let mut found: Vec<&Conversation> = call.world.conversations.iter().filter(fits).collect();
    // Stable, and the newest of equal ones first, or last.
    if ascending {
        found.sort_by_key(|conversation| key.of(conversation));
    } else {
        found.reverse();
        found.sort_by_key(|conversation| Reverse(key.of(conversation)));
    }
    let total = found.len();
    let shown = query.cut(found.into_iter()).into_iter();
    let shown = shown.map(|conversation| views::conversation(call.world, conversation, display)).collect();
    Reply::json(&List::new("conversation.list", "conversations", shown).pages(query.pages(call, total)))
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
            // Nobody waits longer than those who wait.
            Self::Waiting => conversation.waiting_since.unwrap_or(i64::MAX),
        }
    }
}

/// Direction and key. Which of `order` and `sort` says which depends on whether the list is narrowed, so either may.
fn sorting(call: &Call<'_>) -> Result<(bool, SortKey), Refusal> {
    let (mut ascending, mut by) = (false, SortKey::Updated);
    for key in ["order", "sort"] {
        match call.query(key) {
            None | Some("desc") => {}
            Some("asc") => ascending = true,
            Some("created_at") => by = SortKey::Created,
            Some("updated_at") => by = SortKey::Updated,
            Some("waiting_since") => by = SortKey::Waiting,
            Some(_) => {
                let known = "asc, desc, created_at, updated_at, waiting_since";
                return Err(Refusal::invalid(key, format!("{key} must be one of {known}")));
            }
        }
    }
    Ok((ascending, by))
}

/// `GET /conversations/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    show(call, call.segment(0))
}

/// `PUT /conversations/{id}`; SDKs also post it, or put it to the path of replies.
pub(crate) fn update(call: &mut Call<'_>) -> Handled {
    let id = call.segment(0);
    let read = call.body().boolean("read")?;
    let read = read.ok_or_else(|| Refusal::missing_parameter("read", "read is missing".to_owned()))?;
    call.world.conversations.change(id, |conversation| conversation.read = read);
    show(call, id)
}

/// `POST /conversations/{id}/reply`.
pub(crate) fn reply(call: &mut Call<'_>) -> Handled {
    let id = call.segment(0).to_owned();
    let body = call.body();
    apply(call, &id, body)
}

/// `POST /conversations/last/reply`: to the conversation of the person that was changed last.
pub(crate) fn reply_to_last(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let person = Naming::of_reply(body)?.one(call.world, CUSTOMERS)?.id.clone();
    let own = call.world.conversations.entries().filter(|(_, conversation)| conversation.person == person);
    let last = own.max_by_key(|(seq, conversation)| (conversation.updated_at, *seq));
    let id = last.ok_or_else(|| Refusal::no("Conversation"))?.1.id.clone();
    apply(call, &id, body)
}

/// What a reply does besides speaking.
struct Step {
    by_admin: bool,
    part_type: &'static str,
    needs_body: bool,
    topic: &'static str,
}

impl Step {
    fn take(&self, conversation: &mut Conversation, now: i64, snoozed_until: Option<i64>) {
        conversation.updated_at = now;
        match self.part_type {
            "close" => {
                conversation.state = ConversationState::Closed;
                conversation.snoozed_until = None;
                conversation.waiting_since = None;
            }
            "open" | "unsnoozed" => {
                conversation.state = ConversationState::Open;
                conversation.snoozed_until = None;
            }
            "snoozed" => {
                conversation.state = ConversationState::Snoozed;
                conversation.snoozed_until = snoozed_until;
            }
            "comment" if self.by_admin => {
                conversation.waiting_since = None;
                conversation.read = false;
            }
            "comment" => {
                conversation.state = ConversationState::Open;
                conversation.snoozed_until = None;
                conversation.waiting_since.get_or_insert(now);
                conversation.read = true;
            }
            _ => {}
        }
    }
}

fn apply(call: &mut Call<'_>, id: &str, body: &Object) -> Handled {
    let known = call.world.conversations.get(id).ok_or_else(|| Refusal::no("Conversation"))?;
    let sleeps = known.state == ConversationState::Snoozed;
    let by_admin = match body.text("type")?.as_deref() {
        Some("admin") => true,
        Some("user" | "contact" | "lead") => false,
        // Some of Intercom's own samples say it by the id alone.
        None if body.member("admin_id").is_some() => true,
        None if !Naming::of_reply(body)?.is_empty() => false,
        _ => return Err(Refusal::invalid("type", "type must be admin or user".to_owned())),
    };
    let message_type = body.text("message_type")?.unwrap_or_else(|| "comment".to_owned());
    let step = step(by_admin, &message_type, sleeps)?;
    let author = if by_admin {
        let id = body.text("admin_id")?.unwrap_or_default();
        Author::Admin(call.world.admins.get(&id).ok_or_else(Refusal::no_admin)?.id.clone())
    } else {
        Author::Person(Naming::of_reply(body)?.one(call.world, CUSTOMERS)?.id.clone())
    };
    let text = body.text("body")?.filter(|text| !text.trim().is_empty());
    let attachments = body.texts("attachment_urls")?.unwrap_or_default();
    if attachments.len() > MOST_ATTACHMENTS {
        let message = format!("there are at most {MOST_ATTACHMENTS} attachments");
        return Err(Refusal::invalid("attachment_urls", message));
    }
    if step.needs_body && text.is_none() && attachments.is_empty() {
        return Err(Refusal::missing_parameter("body", "body is missing".to_owned()));
    }
    let assignee = match message_type.as_str() {
        "assignment" => Some(assignee(call, body)?),
        _ => None,
    };
    let snoozed_until = match step.part_type {
        "snoozed" => Some(wake(body, call.now)?),
        _ => None,
    };
    // Nothing is refused from here on.
    let (now, part_id) = (call.now, call.world.ids.number());
    let assigned_to = assignee.clone().flatten();
    let part = Part {
        id: part_id,
        part_type: step.part_type.to_owned(),
        body: text.as_deref().map(paragraph),
        created_at: now,
        assigned_to,
        author,
        attachments,
    };
    call.world.conversations.change(id, |conversation| {
        step.take(conversation, now, snoozed_until);
        if let Some(assignee) = assignee {
            conversation.assignee = assignee;
        }
        conversation.parts.push(part);
    });
    raise(call, step.topic, id);
    show(call, id)
}

fn step(by_admin: bool, message_type: &str, sleeps: bool) -> Result<Step, Refusal> {
    let (part_type, needs_body, topic) = match (by_admin, message_type) {
        (true, "comment") => ("comment", true, "conversation.admin.replied"),
        (true, "note") => ("note", true, "conversation.admin.noted"),
        (true, "close") => ("close", false, "conversation.admin.closed"),
        (true, "open") if sleeps => ("unsnoozed", false, "conversation.admin.unsnoozed"),
        (true, "open") => ("open", false, "conversation.admin.opened"),
        (true, "assignment") => ("assignment", false, "conversation.admin.assigned"),
        (true, "snoozed" | "snooze") => ("snoozed", false, "conversation.admin.snoozed"),
        (false, "comment") => ("comment", true, "conversation.user.replied"),
        _ => {
            let known = "comment; of an admin also note, close, open, assignment, snoozed";
            return Err(Refusal::invalid("message_type", format!("message_type must be {known}")));
        }
    };
    Ok(Step { by_admin, part_type, needs_body, topic })
}

/// Until when a conversation is put off.
fn wake(body: &Object, now: i64) -> Result<i64, Refusal> {
    match attributes::time(body, "snoozed_until")? {
        Some(until) if until > now => Ok(until),
        Some(_) => Err(Refusal::invalid("snoozed_until", "snoozed_until must lie in the future".to_owned())),
        None => Err(Refusal::missing_parameter("snoozed_until", "snoozed_until is missing".to_owned())),
    }
}

/// Who gets the conversation; `0` or `nobody` is no one.
fn assignee(call: &Call<'_>, body: &Object) -> Result<Option<String>, Refusal> {
    let id = body.text("assignee_id")?;
    let id = id.ok_or_else(|| Refusal::missing_parameter("assignee_id", "assignee_id is missing".to_owned()))?;
    if matches!(id.as_str(), "0" | "nobody") {
        return Ok(None);
    }
    let is_team = call.world.teams.iter().any(|team| team.id == id);
    if is_team || call.world.admins.get(&id).is_some() { Ok(Some(id)) } else { Err(Refusal::no_admin()) }
}
