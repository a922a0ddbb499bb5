//! Records as answers show them.

use super::list::List;
use crate::engine::Version;
use crate::state::World;
use crate::state::records::{
    Admin, Author, Company, Conversation, ConversationState, Event, Job, Message, Note, Notification, Object, Part,
    Person, PersonKind, Segment, SegmentOf, Subscription, Tag, Team,
};
use serde::Serialize;
use serde_json::{Value, json};

/// The `waiting_since` of a conversation in which an admin spoke last, before API 1.2: the year 4000.
const NOBODY_WAITS: i64 = 64_060_588_800;

#[derive(Serialize)]
pub(crate) struct PersonView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    user_id: Option<&'a str>,
    anonymous: bool,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    name: Option<&'a str>,
    pseudonym: Option<&'a str>,
    avatar: AvatarView<'a>,
    app_id: &'a str,
    companies: List<CompanyStub<'a>>,
    location_data: Value,
    last_request_at: Option<i64>,
    last_seen_ip: Option<&'a str>,
    created_at: i64,
    remote_created_at: Option<i64>,
    signed_up_at: Option<i64>,
    updated_at: i64,
    session_count: i64,
    social_profiles: List<()>,
    unsubscribed_from_emails: bool,
    marked_email_as_spam: bool,
    has_hard_bounced: bool,
    user_agent_data: Option<&'a str>,
    tags: List<TagView<'a>>,
    segments: List<SegmentStub<'a>>,
    custom_attributes: &'a Object,
    referrer: Option<&'a str>,
    utm_campaign: Option<&'a str>,
    utm_content: Option<&'a str>,
    utm_medium: Option<&'a str>,
    utm_source: Option<&'a str>,
    utm_term: Option<&'a str>,
    do_not_track: Option<bool>,
    /// API 1.4 and later.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_id: Option<Option<&'a str>>,
}

#[derive(Serialize)]
struct AvatarView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    image_url: Option<&'a str>,
}

#[derive(Serialize)]
pub(crate) struct CompanyStub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    company_id: Option<&'a str>,
    id: &'a str,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct SegmentStub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
}

pub(crate) fn person<'a>(world: &'a World, version: Version, person: &'a Person) -> PersonView<'a> {
    let hides = version.hides_personal_data();
    let companies = person.companies.iter().filter_map(|id| world.companies.get(id)).map(|company| CompanyStub {
        kind: "company",
        company_id: company.company_id.as_deref(),
        id: &company.id,
        name: company.name.as_deref(),
    });
    let segments =
        world.segments_of(person).into_iter().map(|segment| SegmentStub { kind: "segment", id: &segment.id });
    PersonView {
        kind: person.kind.wire(),
        id: &person.id,
        user_id: person.user_id.as_deref(),
        anonymous: person.kind != PersonKind::User,
        email: person.email.as_deref(),
        phone: person.phone.as_deref(),
        name: person.name.as_deref(),
        pseudonym: person.pseudonym.as_deref(),
        avatar: AvatarView { kind: "avatar", image_url: person.avatar.as_deref() },
        app_id: &world.workspace.id_code,
        companies: List::new("company.list", "companies", companies.collect()),
        location_data: location(person.location_data.as_ref(), hides),
        last_request_at: person.last_request_at,
        last_seen_ip: person.last_seen_ip.as_deref().filter(|_| !hides),
        created_at: person.created_at,
        remote_created_at: person.remote_created_at,
        signed_up_at: person.signed_up_at,
        updated_at: person.updated_at,
        session_count: person.session_count,
        social_profiles: List::new("social_profile.list", "social_profiles", Vec::new()),
        unsubscribed_from_emails: person.unsubscribed_from_emails,
        marked_email_as_spam: false,
        has_hard_bounced: false,
        user_agent_data: person.user_agent_data.as_deref().filter(|_| !hides),
        tags: tag_list(world, &person.tags),
        segments: List::new("segment.list", "segments", segments.collect()),
        custom_attributes: &person.custom_attributes,
        referrer: None,
        utm_campaign: None,
        utm_content: None,
        utm_medium: None,
        utm_source: None,
        utm_term: None,
        do_not_track: None,
        owner_id: version.knows_owners().then_some(person.owner_id.as_deref()),
    }
}

fn location(data: Option<&Object>, hides: bool) -> Value {
    let Some(data) = data else { return json!({}) };
    let mut shown = Object::new();
    shown.insert("type".to_owned(), "location_data".into());
    for (key, value) in data {
        if !hides || !matches!(key.as_str(), "latitude" | "longitude") {
            shown.insert(key.clone(), value.clone());
        }
    }
    Value::Object(shown)
}

#[derive(Serialize)]
pub(crate) struct TagView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: &'a str,
}

pub(crate) fn tag(tag: &Tag) -> TagView<'_> {
    TagView { kind: "tag", id: &tag.id, name: &tag.name }
}

pub(crate) fn tag_list<'a>(world: &'a World, ids: &[String]) -> List<TagView<'a>> {
    List::new("tag.list", "tags", ids.iter().filter_map(|id| world.tags.get(id)).map(tag).collect())
}

#[derive(Serialize)]
pub(crate) struct CompanyView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    company_id: Option<&'a str>,
    app_id: &'a str,
    name: Option<&'a str>,
    plan: Value,
    remote_created_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    last_request_at: Option<i64>,
    monthly_spend: i64,
    session_count: i64,
    user_count: usize,
    size: Option<i64>,
    website: Option<&'a str>,
    industry: Option<&'a str>,
    tags: List<TagView<'a>>,
    segments: List<SegmentStub<'a>>,
    custom_attributes: &'a Object,
}

pub(crate) fn company<'a>(world: &'a World, company: &'a Company) -> CompanyView<'a> {
    let segments = world.segments.iter().filter(|segment| segment.of == SegmentOf::Company);
    let segments = segments.filter(|segment| segment.has_company(world, company));
    let plan =
        company.plan.as_ref().map_or(json!({}), |plan| json!({"type": "plan", "id": plan_id(plan), "name": plan}));
    CompanyView {
        kind: "company",
        id: &company.id,
        company_id: company.company_id.as_deref(),
        app_id: &world.workspace.id_code,
        name: company.name.as_deref(),
        plan,
        remote_created_at: company.remote_created_at,
        created_at: company.created_at,
        updated_at: company.updated_at,
        last_request_at: company.last_request_at,
        monthly_spend: company.monthly_spend.unwrap_or_default(),
        session_count: company.session_count,
        user_count: world.people.of_company(&company.id).len(),
        size: company.size,
        website: company.website.as_deref(),
        industry: company.industry.as_deref(),
        tags: tag_list(world, &company.tags),
        segments: List::new(
            "segment.list",
            "segments",
            segments.map(|segment| SegmentStub { kind: "segment", id: &segment.id }).collect(),
        ),
        custom_attributes: &company.custom_attributes,
    }
}

/// Plans have no other data than their names, so that the id follows from the name.
fn plan_id(name: &str) -> String {
    let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    (sum % 100_000).to_string()
}

#[derive(Serialize)]
pub(crate) struct SegmentView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    created_at: i64,
    updated_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    person_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
}

pub(crate) fn segment(segment: &Segment, count: Option<usize>) -> SegmentView<'_> {
    SegmentView {
        kind: "segment",
        id: &segment.id,
        name: &segment.name,
        created_at: segment.created_at,
        updated_at: segment.updated_at,
        person_type: match segment.of {
            SegmentOf::User => Some("user"),
            SegmentOf::Contact => Some("contact"),
            SegmentOf::Company => None,
        },
        count,
    }
}

pub(crate) fn admin(world: &World, admin: &Admin) -> Value {
    let teams = world.teams.iter().filter(|team| team.admin_ids.contains(&admin.id));
    json!({
        "type": "admin",
        "id": admin.id,
        "name": admin.name,
        "email": admin.email,
        "away_mode_enabled": admin.away,
        "away_mode_reassign": admin.away_reassign,
        "has_inbox_seat": true,
        "team_ids": teams.map(|team| number(&team.id)).collect::<Vec<_>>(),
    })
}

pub(crate) fn team(team: &Team) -> Value {
    json!({
        "type": "team",
        "id": team.id,
        "name": team.name,
        "email": null,
        "away_mode_enabled": false,
        "away_mode_reassign": false,
        "admin_ids": team.admin_ids.iter().map(|id| number(id)).collect::<Vec<_>>(),
    })
}

/// Lists of ids of admins and teams have numbers.
fn number(id: &str) -> Value {
    id.parse::<i64>().map_or_else(|_| id.into(), Value::from)
}

pub(crate) fn note(world: &World, note: &Note) -> Value {
    let mut view = json!({
        "type": "note",
        "id": note.id,
        "created_at": note.created_at,
        "body": note.body,
    });
    let author = note.author.as_ref().and_then(|id| world.admins.get(id)).map(
        |admin| json!({"type": "admin", "id": admin.id, "name": admin.name, "email": admin.email, "companies": []}),
    );
    if let (Some(author), Some(view)) = (author, view.as_object_mut()) {
        view.insert("author".to_owned(), author);
    }
    if let Some(view) = view.as_object_mut() {
        let kind = world.people.get(&note.person).map_or("user", |person| person.kind.wire());
        view.insert("user".to_owned(), json!({"type": kind, "id": note.person}));
    }
    view
}

#[derive(Serialize)]
pub(crate) struct EventView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    event_name: &'a str,
    created_at: i64,
    user_id: Option<&'a str>,
    email: Option<&'a str>,
    intercom_user_id: &'a str,
    metadata: &'a Object,
}

pub(crate) fn event<'a>(person: &'a Person, event: &'a Event) -> EventView<'a> {
    EventView {
        kind: "event",
        id: &event.id,
        event_name: &event.event_name,
        created_at: event.created_at,
        user_id: person.user_id.as_deref(),
        email: person.email.as_deref(),
        intercom_user_id: &person.id,
        metadata: &event.metadata,
    }
}

/// How a conversation is shown.
#[derive(Clone, Copy)]
pub(crate) struct Display {
    pub version: Version,
    /// Without HTML.
    pub plaintext: bool,
    /// With its parts and tags; lists have neither.
    pub full: bool,
}

/// The newest parts of a conversation that are shown.
const MOST_PARTS: usize = 500;

pub(crate) fn conversation(world: &World, conversation: &Conversation, display: Display) -> Value {
    let person = person_stub(world, &conversation.person);
    let first_admin = conversation.parts.iter().find(|part| matches!(part.author, Author::Admin(_)));
    let last = conversation.parts.last().map(|part| part.created_at);
    let waiting = if display.version.hides_personal_data() { None } else { Some(NOBODY_WAITS) };
    let mut view = json!({
        "type": "conversation",
        "id": conversation.id,
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "waiting_since": conversation.waiting_since.or(waiting),
        "snoozed_until": conversation.snoozed_until,
        "sent_at": conversation.created_at,
        "first_action_at": first_admin.map(|part| part.created_at),
        "last_action_at": last,
        "user": person,
        "customers": [person],
        "assignee": assignee(world, conversation.assignee.as_deref()),
        "conversation_message": message(world, &conversation.message, display),
        "open": conversation.is_open(),
        "state": match conversation.state {
            ConversationState::Open => "open",
            ConversationState::Closed => "closed",
            ConversationState::Snoozed => "snoozed",
        },
        "read": conversation.read,
        "conversation_rating": null,
    });
    let Some(members) = view.as_object_mut() else { return view };
    if display.version.tells_delivery() {
        let reply = conversation.parts.iter().find(|part| matches!(part.author, Author::Person(_)));
        let reply = reply.map(|part| json!({"created_at": part.created_at, "type": "conversation", "url": null}));
        members.insert("customer_first_reply".to_owned(), reply.unwrap_or_default());
    }
    if display.full {
        let hidden = conversation.parts.len().saturating_sub(MOST_PARTS);
        let parts: Vec<Value> =
            conversation.parts.iter().skip(hidden).map(|shown| part(world, shown, display)).collect();
        members.insert(
            "conversation_parts".to_owned(),
            json!({
                "type": "conversation_part.list",
                "conversation_parts": parts,
                "total_count": conversation.parts.len(),
            }),
        );
        members.insert("tags".to_owned(), json!({"type": "tag.list", "tags": []}));
    }
    view
}

fn person_stub(world: &World, id: &str) -> Value {
    let kind = world.people.get(id).map_or("user", |person| person.kind.in_conversations());
    json!({"type": kind, "id": id})
}

fn assignee(world: &World, id: Option<&str>) -> Value {
    let Some(id) = id else { return json!({"type": "nobody_admin", "id": null}) };
    let kind = if world.teams.iter().any(|team| team.id == id) { "team" } else { "admin" };
    json!({"type": kind, "id": id})
}

fn author(world: &World, author: &Author) -> Value {
    match author {
        Author::Person(id) => {
            let person = world.people.get(id);
            let kind = person.map_or("user", |person| person.kind.in_conversations());
            let name = person.and_then(|person| person.name.as_deref());
            let email = person.and_then(|person| person.email.as_deref());
            json!({"type": kind, "id": id, "name": name, "email": email})
        }
        Author::Admin(id) => {
            let admin = world.admins.get(id);
            json!({
                "type": "admin",
                "id": id,
                "name": admin.map(|admin| admin.name.as_str()),
                "email": admin.map(|admin| admin.email.as_str()),
            })
        }
    }
}

fn message(world: &World, message: &Message, display: Display) -> Value {
    let from_person = matches!(message.author, Author::Person(_));
    let kind = match (display.version.tells_delivery(), message.message_type.as_str()) {
        (false, _) => "conversation_message",
        (true, "email") => "email",
        (true, _) => "conversation",
    };
    let mut view = json!({
        "type": kind,
        "id": message.id,
        "subject": message.subject.as_deref().unwrap_or_default(),
        "body": shown(&message.body, display),
        "author": author(world, &message.author),
        "attachments": [],
        "url": null,
    });
    if let Some(members) = view.as_object_mut()
        && display.version.tells_delivery()
    {
        let delivered = if from_person { "customer_initiated" } else { "admin_initiated" };
        members.insert("delivered_as".to_owned(), delivered.into());
    }
    view
}

fn part(world: &World, part: &Part, display: Display) -> Value {
    let attachments = part.attachments.iter().map(|url| {
        let name = url.rsplit('/').next().unwrap_or_default();
        json!({"type": "upload", "name": name, "url": url, "content_type": null, "filesize": null})
    });
    json!({
        "type": "conversation_part",
        "id": part.id,
        "part_type": part.part_type,
        "body": part.body.as_ref().map(|body| shown(body, display)),
        "created_at": part.created_at,
        "updated_at": part.created_at,
        "notified_at": part.created_at,
        "assigned_to": part.assigned_to.as_ref().map(|id| assignee(world, Some(id))),
        "author": author(world, &part.author),
        "attachments": attachments.collect::<Vec<_>>(),
        "external_id": null,
    })
}

fn shown(html: &str, display: Display) -> String {
    if display.plaintext { super::html::plain(html) } else { html.to_owned() }
}

pub(crate) fn subscription(world: &World, base: &str, subscription: &Subscription) -> Value {
    let own = format!("{base}/subscriptions/{}", subscription.id);
    let metadata = match subscription.event_names.is_empty() {
        true => json!({}),
        false => json!({"event_names": subscription.event_names}),
    };
    json!({
        "type": "notification_subscription",
        "id": subscription.id,
        "created_at": subscription.created_at,
        "updated_at": subscription.updated_at,
        "service_type": "web",
        "app_id": world.workspace.id_code,
        "url": subscription.url,
        "self": own,
        "topics": subscription.topics,
        "active": subscription.active,
        "metadata": metadata,
        "hub_secret": subscription.hub_secret,
        "mode": "point",
        "links": {
            "sent": format!("{own}/sent"),
            "retry": format!("{own}/retry"),
            "errors": format!("{own}/error"),
        },
        "notes": [],
    })
}

/// A notification as it is sent, and as feeds show it.
pub(crate) fn notification(world: &World, base: &str, notification: &Notification) -> Value {
    let status = match (notification.delivered_at, notification.attempts, notification.due) {
        (Some(_), ..) => "delivered",
        (None, _, Some(_)) | (None, 0, None) => "pending",
        (None, _, None) => "failed",
    };
    json!({
        "type": "notification_event",
        "id": notification.id,
        "topic": notification.topic,
        "app_id": world.workspace.id_code,
        "created_at": notification.created_at,
        "first_sent_at": notification.first_sent_at,
        "delivery_attempts": notification.attempts,
        "delivery_status": status,
        "delivered_at": notification.delivered_at.unwrap_or_default(),
        "data": {"type": "notification_event_data", "item": notification.item},
        "links": {},
        "self": format!("{base}/subscriptions/{}/sent/{}", notification.subscription, notification.id),
    })
}

pub(crate) fn job(world: &World, base: &str, job: &Job, now: i64) -> Value {
    let own = format!("{base}/jobs/{}", job.id);
    let done = job.completed_at.is_some();
    let state = if done { "completed" } else { "pending" };
    let tasks = job.tasks.iter().map(|task| {
        json!({
            "id": task.id,
            "item_count": task.item_count,
            "created_at": task.created_at,
            "started_at": done.then_some(task.created_at),
            "completed_at": done.then_some(job.completed_at),
            "state": state,
        })
    });
    json!({
        "id": job.id,
        "app_id": world.workspace.id_code,
        "name": "api_bulk_job",
        "state": state,
        "created_at": job.created_at,
        "updated_at": job.updated_at.min(now),
        "completed_at": job.completed_at,
        "closing_at": job.closing_at,
        "tasks": tasks.collect::<Vec<_>>(),
        "links": {"self": own, "error": format!("{own}/error")},
    })
}
