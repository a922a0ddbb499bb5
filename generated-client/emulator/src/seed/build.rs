//! From seed data to a workspace.

use super::data::{
    AdminSeed, CompanySeed, ConversationSeed, EventSeed, Generate, PersonRef, PersonSeed, SeedData, SubscriptionSeed,
    TagSeed,
};
use crate::Settings;
use crate::api::{paragraph, pseudonym, rules};
use crate::state::digest::digest;
use crate::state::ids::Ids;
use crate::state::records::{
    Admin, App, Author, Code, Company, Conversation, ConversationState, Event, Failure, Job, Message, Note,
    Notification, Part, Person, PersonKind, Scroll, Segment, Subscription, Tag, Task, Team, Workspace,
};
use crate::state::table::Taken;
use crate::state::{Time, World};
use serde_json::value::to_raw_value;

type Outcome = Result<(), String>;

/// The most of a kind that are made up.
const MOST_GENERATED: usize = 1_000_000;

/// A new workspace.
pub(super) fn world(data: &SeedData, settings: &Settings) -> Result<World, String> {
    let mut world = listed(data, settings)?;
    generate(&mut world, &data.generate, Time::new(settings.clock).seconds())?;
    Ok(world)
}

/// Whether a workspace can be made: what is to be made up is only looked at by its names, which may be taken.
pub(super) fn check(data: &SeedData, settings: &Settings) -> Outcome {
    bounded(&data.generate)?;
    let world = listed(data, settings)?;
    let mut companies = (1..=data.generate.companies).map(company_id);
    if let Some(taken) = companies.find(|id| world.company_by_own_id(id).is_some()) {
        return Err(Taken { list: "companies", key: "company_id", name: taken }.into());
    }
    let mut users = (1..=data.generate.users).map(user_id);
    match users.find(|id| world.people.by_user_id(PersonKind::User, id).is_some()) {
        Some(taken) => Err(Taken { list: "users", key: "user_id", name: taken }.into()),
        None => Ok(()),
    }
}

/// A new workspace with all that seed data lists.
fn listed(data: &SeedData, settings: &Settings) -> Result<World, String> {
    let now = Time::new(settings.clock).seconds();
    let workspace = Workspace {
        id_code: data.workspace.id.clone(),
        name: data.workspace.name.clone(),
        created_at: data.workspace.created_at.unwrap_or(now),
    };
    let mut world = World::new(workspace, settings.seed);
    if data.admins.is_empty() {
        // Nothing works without admins, so that seed data without them gets the two of the default, of which it may speak.
        let default: SeedData = serde_yaml::from_str(include_str!("default.yaml")).unwrap_or_default();
        for admin in &default.admins {
            add_admin(&mut world, admin)?;
        }
    }
    add_listed(data, &mut world, now)?;
    Ok(world)
}

/// Adds all that seed data has.
pub(super) fn add(data: &SeedData, world: &mut World, now: i64) -> Outcome {
    add_listed(data, world, now)?;
    generate(world, &data.generate, now)
}

fn add_listed(data: &SeedData, world: &mut World, now: i64) -> Outcome {
    for app in &data.apps {
        if world.apps.iter().any(|known| known.client_id == app.client_id) {
            return Err(Taken { list: "apps", key: "client_id", name: app.client_id.clone() }.into());
        }
        let code = |code: &String| Code { digest: digest(code.as_bytes()), issued_at: now };
        world.apps.push(App {
            client_id: app.client_id.clone(),
            secret: digest(app.client_secret.as_bytes()),
            codes: app.codes.iter().map(code).collect(),
            any_code: app.any_code,
            spent: Vec::new(),
        });
    }
    for admin in &data.admins {
        add_admin(world, admin)?;
    }
    for team in &data.teams {
        let id = number(world, team.id.as_ref(), "team")?;
        if world.teams.iter().any(|known| known.id == id) {
            return Err(Taken { list: "teams", key: "id", name: id }.into());
        }
        for admin in &team.admins {
            known_admin(world, "teams", Some(admin))?;
        }
        world.teams.push(Team { id, name: team.name.clone(), admin_ids: team.admins.clone() });
    }
    for tag in &data.tags {
        let (id, name) = match tag {
            TagSeed::Name(name) => (None, name),
            TagSeed::Whole { id, name } => (id.as_ref(), name),
        };
        if world.tag_by_name(name).is_some() {
            return Err(Taken { list: "tags", key: "name", name: name.clone() }.into());
        }
        let id = given_or(world, id, Ids::number);
        world.tags.add(Tag { id, name: name.clone() })?;
    }
    for segment in &data.segments {
        let id = given_or(world, segment.id.as_ref(), Ids::object);
        world.segments.add(Segment {
            id,
            name: segment.name.clone(),
            of: segment.of,
            created_at: segment.created_at.unwrap_or(now),
            updated_at: segment.updated_at.unwrap_or(now),
            rules: segment.rules.clone(),
        })?;
    }
    for company in &data.companies {
        add_company(world, company, now)?;
    }
    let people = [
        (PersonKind::User, "users", &data.users),
        (PersonKind::Lead, "leads", &data.leads),
        (PersonKind::Visitor, "visitors", &data.visitors),
    ];
    for (kind, list, people) in people {
        for person in people {
            add_person(world, kind, list, person, now)?;
        }
    }
    for note in &data.notes {
        let person = find(world, "notes", &note.person)?;
        let id = given_or(world, note.id.as_ref(), Ids::number);
        let author = known_admin(world, "notes", note.admin.as_ref())?;
        let created_at = note.created_at.unwrap_or(now);
        world.notes.add(Note { id, created_at, body: paragraph(&note.body), author, person })?;
    }
    for event in &data.events {
        add_event(world, event, now)?;
    }
    for conversation in &data.conversations {
        add_conversation(world, conversation, now)?;
    }
    for subscription in &data.subscriptions {
        add_subscription(world, subscription, now)?;
    }
    for job in &data.jobs {
        let id = given_or(world, job.id.as_ref(), |ids| format!("job_{}", ids.object()));
        let created_at = job.created_at.unwrap_or(now);
        let task = Task { id: format!("task_{}", world.ids.number()), item_count: job.items, created_at };
        world.jobs.add(Job {
            id,
            kind: job.kind.clone(),
            created_at,
            updated_at: created_at,
            completed_at: Some(created_at),
            closing_at: created_at.saturating_add(900),
            tasks: vec![task],
            errors: Vec::new(),
        })?;
    }
    if let Some(scroll) = &data.scroll {
        if let Some(over) =
            scroll.over.as_ref().filter(|over| !["users", "contacts", "companies"].contains(&over.as_str()))
        {
            return Err(format!("scroll: there is none over `{over}`: users, contacts, companies"));
        }
        let (param, over) = (scroll.param.clone(), scroll.over.clone());
        world.scroll = Some(Scroll { param, over, last: None, used_at: now });
    }
    Ok(())
}

/// An id of digits: some SDKs read nothing else.
fn number(world: &mut World, id: Option<&String>, what: &str) -> Result<String, String> {
    match id {
        Some(id) if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(format!("{what}s: the id `{id}` is no number, as ids of {what}s are"))
        }
        id => Ok(given_or(world, id, Ids::number)),
    }
}

fn add_admin(world: &mut World, seed: &AdminSeed) -> Outcome {
    let id = number(world, seed.id.as_ref(), "admin")?;
    let email = rules::email(&seed.email).map_err(|refusal| format!("admins: {}", refusal.first().1))?;
    world.admins.add(Admin { id, name: seed.name.clone(), email, away: false, away_reassign: false })?;
    Ok(())
}

/// An id of the seed's own, which is then never drawn, or one that is drawn.
fn given_or(world: &mut World, id: Option<&String>, draw: impl FnOnce(&mut Ids) -> String) -> String {
    match id {
        Some(id) => {
            world.ids.reserve(id);
            id.clone()
        }
        None => draw(&mut world.ids),
    }
}

fn known_admin(world: &World, list: &str, id: Option<&String>) -> Result<Option<String>, String> {
    match id {
        Some(id) if world.admins.get(id).is_none() => Err(format!("{list}: there is no admin `{id}`")),
        id => Ok(id.cloned()),
    }
}

fn tags(world: &mut World, names: &[String]) -> Result<Vec<String>, String> {
    names.iter().map(|name| Ok(world.tag(name)?.id)).collect()
}

fn add_company(world: &mut World, seed: &CompanySeed, now: i64) -> Outcome {
    let created_at = seed.created_at.unwrap_or(now);
    let company = Company {
        id: given_or(world, seed.id.as_ref(), Ids::object),
        company_id: seed.company_id.clone(),
        name: seed.name.clone(),
        plan: seed.plan.clone(),
        remote_created_at: seed.remote_created_at,
        created_at,
        updated_at: seed.updated_at.unwrap_or(created_at),
        last_request_at: seed.last_request_at,
        monthly_spend: seed.monthly_spend,
        session_count: seed.session_count,
        size: seed.size,
        website: seed.website.clone(),
        industry: seed.industry.clone(),
        tags: tags(world, &seed.tags)?,
        custom_attributes: seed.custom_attributes.clone(),
    };
    Ok(world.companies.add(company)?)
}

fn add_person(world: &mut World, kind: PersonKind, list: &str, seed: &PersonSeed, now: i64) -> Outcome {
    let companies = seed.companies.iter().map(|company_id| {
        let company = world.company_by_own_id(company_id).or_else(|| world.companies.get(company_id));
        company.map(|company| company.id.clone()).ok_or_else(|| format!("{list}: there is no company `{company_id}`"))
    });
    let companies = companies.collect::<Result<Vec<_>, _>>()?;
    let id = given_or(world, seed.id.as_ref(), Ids::object);
    if let Some(user_id) = &seed.user_id {
        world.ids.reserve(user_id);
    }
    let is_known = kind == PersonKind::User;
    let made_up = (!is_known).then(|| world.ids.uuid());
    let created_at = seed.created_at.unwrap_or(now);
    let email = seed.email.as_deref().map(rules::email).transpose();
    let person = Person {
        kind,
        user_id: seed.user_id.clone().or(made_up),
        email: email.map_err(|refusal| format!("{list}: {}", refusal.first().1))?,
        phone: seed.phone.clone(),
        name: seed.name.clone(),
        pseudonym: seed.pseudonym.clone().or_else(|| (!is_known).then(|| pseudonym(&id))),
        avatar: seed.avatar.clone(),
        companies,
        location_data: seed.location_data.clone(),
        last_request_at: seed.last_request_at,
        last_seen_ip: seed.last_seen_ip.clone(),
        created_at,
        remote_created_at: seed.remote_created_at,
        signed_up_at: seed.signed_up_at.filter(|_| is_known),
        updated_at: seed.updated_at.unwrap_or(created_at),
        session_count: seed.session_count,
        unsubscribed_from_emails: seed.unsubscribed_from_emails,
        user_agent_data: seed.user_agent_data.clone(),
        tags: tags(world, &seed.tags)?,
        custom_attributes: seed.custom_attributes.clone(),
        owner_id: seed.owner_id.clone(),
        events: Vec::new(),
        id,
    };
    Ok(world.people.add(person)?)
}

fn find(world: &World, list: &str, person: &PersonRef) -> Result<String, String> {
    let (found, name) = match person {
        PersonRef::User(user_id) => (world.people.by_user_id(PersonKind::User, user_id), user_id),
        PersonRef::Lead(user_id) => (world.people.by_user_id(PersonKind::Lead, user_id), user_id),
        PersonRef::Id(id) => (world.people.get(id), id),
        PersonRef::Email(email) => {
            let kinds = [PersonKind::User, PersonKind::Lead, PersonKind::Visitor];
            (kinds.iter().find_map(|kind| world.people.by_email(*kind, email).first().copied()), email)
        }
    };
    found.map(|person| person.id.clone()).ok_or_else(|| format!("{list}: there is nobody `{name}`"))
}

fn add_event(world: &mut World, seed: &EventSeed, now: i64) -> Outcome {
    let person = find(world, "events", &seed.person)?;
    let event = Event {
        id: given_or(world, seed.id.as_ref(), Ids::uuid),
        event_name: rules::event_name(&seed.event_name),
        created_at: seed.created_at.unwrap_or(now),
        metadata: seed.metadata.clone(),
    };
    world.people.change(&person, |person| {
        let place = person.events.partition_point(|known| known.created_at <= event.created_at);
        person.events.insert(place, event);
    });
    Ok(())
}

fn add_conversation(world: &mut World, seed: &ConversationSeed, now: i64) -> Outcome {
    const LIST: &str = "conversations";
    let person = find(world, LIST, &seed.from)?;
    let first_admin = known_admin(world, LIST, seed.admin.as_ref())?;
    let created_at = seed.created_at.unwrap_or(now);
    let mut parts = Vec::new();
    for part in &seed.parts {
        let admin = known_admin(world, LIST, part.admin.as_ref())?;
        parts.push(Part {
            id: given_or(world, part.id.as_ref(), Ids::number),
            part_type: "comment".to_owned(),
            body: Some(paragraph(&part.body)),
            created_at: part.created_at.unwrap_or(created_at),
            assigned_to: None,
            author: admin.map_or_else(|| Author::Person(person.clone()), Author::Admin),
            attachments: Vec::new(),
        });
    }
    let assignee = known_admin(world, LIST, seed.assignee.as_ref())?;
    let author = first_admin.map_or_else(|| Author::Person(person.clone()), Author::Admin);
    let last = parts.last().map_or(&author, |part| &part.author);
    let waits = matches!(last, Author::Person(_)) && !seed.closed;
    let updated_at = parts.last().map_or(created_at, |part| part.created_at);
    let conversation = Conversation {
        id: given_or(world, seed.id.as_ref(), Ids::number),
        created_at,
        updated_at,
        person,
        waiting_since: waits.then_some(updated_at),
        snoozed_until: None,
        assignee,
        state: if seed.closed { ConversationState::Closed } else { ConversationState::Open },
        read: waits,
        message: Message {
            id: given_or(world, seed.message_id.as_ref(), Ids::number),
            message_type: "inapp".to_owned(),
            subject: seed.subject.clone(),
            body: paragraph(&seed.body),
            author,
        },
        parts,
    };
    Ok(world.conversations.add(conversation)?)
}

fn add_subscription(world: &mut World, seed: &SubscriptionSeed, now: i64) -> Outcome {
    let id = given_or(world, seed.id.as_ref(), |ids| format!("nsub_{}", ids.uuid()));
    for sent in &seed.sent {
        let created_at = sent.created_at.unwrap_or(now);
        let is_done = (200..300).contains(&sent.status);
        let failure = Failure {
            status: Some(sent.status),
            request_headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            ..Failure::default()
        };
        let notification = Notification {
            id: format!("notif_{}", world.ids.uuid()),
            subscription: id.clone(),
            topic: sent.topic.clone(),
            created_at,
            item: to_raw_value(&sent.item).unwrap_or_default(),
            attempts: 1,
            first_sent_at: Some(created_at),
            delivered_at: is_done.then_some(created_at),
            due: None,
            failure: (!is_done).then_some(failure),
        };
        world.notifications.add(notification)?;
    }
    world.subscriptions.add(Subscription {
        id,
        created_at: now,
        updated_at: now,
        url: seed.url.clone(),
        topics: seed.topics.clone(),
        active: true,
        event_names: seed.event_names.clone(),
        hub_secret: seed.hub_secret.clone(),
    })?;
    Ok(())
}

fn bounded(generate: &Generate) -> Outcome {
    if [generate.users, generate.leads, generate.companies].iter().any(|count| *count > MOST_GENERATED) {
        return Err(format!("generate: at most {MOST_GENERATED} of a kind"));
    }
    Ok(())
}

/// The own id of a company that is made up.
fn company_id(position: usize) -> String {
    format!("company-{position}")
}

/// The user id of a user who is made up.
fn user_id(position: usize) -> String {
    format!("user-{position}")
}

/// Makes up people and companies that differ from each other, the same ones in every run.
fn generate(world: &mut World, generate: &Generate, now: i64) -> Outcome {
    bounded(generate)?;
    for position in 1..=generate.companies {
        let company = CompanySeed {
            company_id: Some(company_id(position)),
            name: Some(format!("Company {position}")),
            ..CompanySeed::default()
        };
        add_company(world, &company, now)?;
    }
    let kinds =
        [(PersonKind::User, "users", "user", generate.users), (PersonKind::Lead, "leads", "lead", generate.leads)];
    for (kind, list, name, count) in kinds {
        for position in 1..=count {
            // Not all made at once, so that orders can be seen.
            let age = i64::try_from(count - position).unwrap_or_default();
            let company = (generate.companies > 0).then(|| company_id(position % generate.companies + 1));
            let person = PersonSeed {
                user_id: (kind == PersonKind::User).then(|| user_id(position)),
                email: Some(format!("{name}-{position}@generated.example")),
                name: Some(format!("Generated {name} {position}")),
                created_at: Some(now.saturating_sub(age)),
                companies: company.into_iter().collect(),
                ..PersonSeed::default()
            };
            add_person(world, kind, list, &person, now)?;
        }
    }
    Ok(())
}
