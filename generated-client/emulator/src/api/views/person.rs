//! Users, leads and visitors.

use crate::api::list::List;
use crate::api::views::avatar::AvatarView;
use crate::api::views::company::CompanyStub;
use crate::api::views::date::{Date, DateFormat};
use crate::api::views::label::{SegmentStub, TagView, tag_list};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::version::Version;
use crate::workspace::model::Workspace;
use crate::workspace::records::person::{Person, PersonKind};
use crate::workspace::rendered::{Edition, RenderedPerson};
use crate::workspace::table::Seq;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::to_raw_value;

#[derive(Serialize)]
pub struct PersonView<'a> {
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
    last_request_at: Option<Date>,
    last_seen_ip: Option<&'a str>,
    created_at: Date,
    remote_created_at: Option<Date>,
    signed_up_at: Option<Date>,
    updated_at: Date,
    session_count: i64,
    social_profiles: List<()>,
    unsubscribed_from_emails: bool,
    marked_email_as_spam: bool,
    has_hard_bounced: bool,
    user_agent_data: Option<&'a str>,
    tags: List<TagView<'a>>,
    segments: List<SegmentStub<'a>>,
    custom_attributes: &'a JsonObject,
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

pub fn person_view<'a>(workspace: &'a Workspace, version: Version, person: &'a Person) -> PersonView<'a> {
    view(workspace, version, person, DateFormat::UnixSeconds)
}

/// The JSON of people. Serializes only those who are new or have changed since their last response.
pub fn render_people(
    workspace: &Workspace,
    version: Version,
    people: impl Iterator<Item = Seq>,
) -> Result<Vec<RenderedPerson>, ApiError> {
    let revisions = [workspace.companies.revision(), workspace.tags.revision(), workspace.segments.revision()];
    let edition = Edition { version: version.position(), revisions };
    workspace.people.rendered.get(edition, people, |seq| {
        let Some(person) = workspace.people.at(seq) else { return Ok(None) };
        let json = to_raw_value(&person_view(workspace, version, person));
        json.map(|json| Some(json.into())).map_err(|error| ApiError::unserializable(&error))
    })
}

/// A person as the item of a notification.
pub fn person_item<'a>(workspace: &'a Workspace, version: Version, person: &'a Person) -> PersonView<'a> {
    view(workspace, version, person, DateFormat::Text)
}

fn view<'a>(workspace: &'a Workspace, version: Version, person: &'a Person, dates: DateFormat) -> PersonView<'a> {
    let date = |seconds| dates.of(seconds);
    let omits = version.omits_personal_data();
    let companies = person.companies.iter().filter_map(|id| workspace.companies.get(id)).map(CompanyStub::of);
    let segments = workspace.segments_of(person).into_iter().map(SegmentStub::of);
    PersonView {
        kind: person.kind.api_type(),
        id: &person.id,
        user_id: person.user_id.as_deref(),
        anonymous: person.kind != PersonKind::User,
        email: person.email.as_deref(),
        phone: person.phone.as_deref(),
        name: person.name.as_deref(),
        pseudonym: person.pseudonym.as_deref(),
        avatar: AvatarView::of(person.avatar.as_deref()),
        app_id: &workspace.info.id_code,
        companies: List::new("company.list", "companies", companies.collect()),
        location_data: location(person.location_data.as_ref(), omits),
        last_request_at: person.last_request_at.map(date),
        last_seen_ip: person.last_seen_ip.as_deref().filter(|_| !omits),
        created_at: date(person.created_at),
        remote_created_at: person.remote_created_at.map(date),
        signed_up_at: person.signed_up_at.map(date),
        updated_at: date(person.updated_at),
        session_count: person.session_count,
        social_profiles: List::new("social_profile.list", "social_profiles", Vec::new()),
        unsubscribed_from_emails: person.unsubscribed_from_emails,
        marked_email_as_spam: false,
        has_hard_bounced: false,
        user_agent_data: person.user_agent_data.as_deref().filter(|_| !omits),
        tags: tag_list(workspace, &person.tags),
        segments: List::new("segment.list", "segments", segments.collect()),
        custom_attributes: &person.custom_attributes,
        referrer: None,
        utm_campaign: None,
        utm_content: None,
        utm_medium: None,
        utm_source: None,
        utm_term: None,
        do_not_track: None,
        owner_id: version.has_owners().then_some(person.owner_id.as_deref()),
    }
}

/// A deleted person: the ids only.
#[derive(Serialize)]
pub struct PersonStub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    user_id: Option<&'a str>,
    email: Option<&'a str>,
}

pub fn person_stub_view(person: &Person) -> PersonStub<'_> {
    PersonStub {
        kind: person.kind.api_type(),
        id: &person.id,
        user_id: person.user_id.as_deref(),
        email: person.email.as_deref(),
    }
}

fn location(data: Option<&JsonObject>, omits: bool) -> Value {
    let Some(data) = data else { return Value::Object(JsonObject::new()) };
    let mut shown = JsonObject::new();
    shown.insert("type".to_owned(), "location_data".into());
    for (key, value) in data {
        if !omits || !matches!(key.as_str(), "latitude" | "longitude") {
            shown.insert(key.clone(), value.clone());
        }
    }
    Value::Object(shown)
}
