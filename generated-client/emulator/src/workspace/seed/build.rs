//! Builds a workspace from seed data.

use super::data::{AdminSeed, PersonRef, SeedData, SegmentSeed, TagSeed, TeamSeed};
use crate::workspace::digest::digest;
use crate::workspace::html::paragraph;
use crate::workspace::ids::Ids;
use crate::workspace::model::Workspace;
use crate::workspace::records::account::{Admin, App, Code, Scroll, Team, WorkspaceInfo};
use crate::workspace::records::conversation::Note;
use crate::workspace::records::job::{Job, Task};
use crate::workspace::records::label::{Segment, Tag};
use crate::workspace::records::person::PersonKind;
use crate::workspace::rules::{self, RuleViolation};
use crate::workspace::table::DuplicateKey;
use std::collections::HashSet;

/// The message says which entry is wrong.
pub type Outcome<T = ()> = Result<T, String>;

/// The people of seed data, by kind.
pub const KINDS: [PersonKind; 3] = [PersonKind::User, PersonKind::Lead, PersonKind::Visitor];

/// A new workspace with everything that the data lists. `now` is in unix seconds.
pub fn listed(data: &SeedData, now: i64, id_seed: u32) -> Outcome<Workspace> {
    let info = WorkspaceInfo {
        id_code: data.workspace.id.clone(),
        name: data.workspace.name.clone(),
        created_at: data.workspace.created_at.unwrap_or(now),
    };
    let mut workspace = Workspace::new(info, id_seed);
    let mut builder = Builder { workspace: &mut workspace, now };
    if data.admins.is_empty() {
        // Nothing works without admins, so data without admins gets those of the default, and may name them.
        let default: SeedData = serde_yaml::from_str(include_str!("default.yaml")).unwrap_or_default();
        default.admins.iter().try_for_each(|admin| builder.add_admin(admin))?;
    }
    builder.add_listed(data)?;
    Ok(workspace)
}

/// Adds seed data to a workspace.
pub struct Builder<'w> {
    pub workspace: &'w mut Workspace,
    /// Unix seconds.
    pub now: i64,
}

impl Builder<'_> {
    pub fn add_listed(&mut self, data: &SeedData) -> Outcome {
        self.add_apps(data)?;
        data.admins.iter().try_for_each(|admin| self.add_admin(admin))?;
        data.teams.iter().try_for_each(|team| self.add_team(team))?;
        data.tags.iter().try_for_each(|tag| self.add_tag(tag))?;
        data.segments.iter().try_for_each(|segment| self.add_segment(segment))?;
        data.companies.iter().try_for_each(|company| self.add_company(company))?;
        for (kind, people) in KINDS.into_iter().zip([&data.users, &data.leads, &data.visitors]) {
            people.iter().try_for_each(|person| self.add_person(kind, person))?;
        }
        self.add_notes(data)?;
        self.add_events(&data.events)?;
        data.conversations.iter().try_for_each(|conversation| self.add_conversation(conversation))?;
        data.subscriptions.iter().try_for_each(|subscription| self.add_subscription(subscription))?;
        self.add_jobs(data)?;
        self.add_scroll(data)
    }

    fn add_apps(&mut self, data: &SeedData) -> Outcome {
        let mut known: HashSet<String> = self.workspace.apps.iter().map(|app| app.client_id.clone()).collect();
        for app in &data.apps {
            if !known.insert(app.client_id.clone()) {
                return Err(DuplicateKey { list: "apps", key: "client_id", value: app.client_id.clone() }.into());
            }
            let code = |code: &String| Code { digest: digest(code.as_bytes()), issued_at: self.now };
            let app = App {
                client_id: app.client_id.clone(),
                secret: digest(app.client_secret.as_bytes()),
                codes: app.codes.iter().map(code).collect(),
                any_code: app.any_code,
                used_codes: Vec::new(),
            };
            self.workspace.apps.push(app);
        }
        Ok(())
    }

    fn add_admin(&mut self, seed: &AdminSeed) -> Outcome {
        let id = self.numeric_id(seed.id.as_ref(), "admin")?;
        let email = rules::email(&seed.email).map_err(|violation| in_list("admins", violation))?;
        let (name, avatar) = (seed.name.clone(), seed.avatar.clone());
        self.workspace.admins.add(Admin { id, name, email, avatar, away: false, away_reassign: false })?;
        Ok(())
    }

    fn add_team(&mut self, seed: &TeamSeed) -> Outcome {
        let id = self.numeric_id(seed.id.as_ref(), "team")?;
        seed.admins.iter().try_for_each(|admin| self.known_admin("teams", Some(admin)).map(drop))?;
        self.workspace.teams.add(Team { id, name: seed.name.clone(), admin_ids: seed.admins.clone() })?;
        Ok(())
    }

    fn add_tag(&mut self, seed: &TagSeed) -> Outcome {
        let (id, name) = match seed {
            TagSeed::Name(name) => (None, name),
            TagSeed::Record { id, name } => (id.as_ref(), name),
        };
        if self.workspace.tag_by_name(name).is_some() {
            return Err(DuplicateKey { list: "tags", key: "name", value: name.clone() }.into());
        }
        let id = self.id_or(id, Ids::number);
        self.workspace.tags.add(Tag { id, name: name.clone() })?;
        Ok(())
    }

    fn add_segment(&mut self, seed: &SegmentSeed) -> Outcome {
        let segment = Segment {
            id: self.id_or(seed.id.as_ref(), Ids::object),
            name: seed.name.clone(),
            of: seed.of,
            created_at: seed.created_at.unwrap_or(self.now),
            updated_at: seed.updated_at.unwrap_or(self.now),
            rules: seed.rules.clone(),
        };
        self.workspace.segments.add(segment)?;
        Ok(())
    }

    fn add_notes(&mut self, data: &SeedData) -> Outcome {
        for note in &data.notes {
            let person = self.find_person("notes", &note.person)?;
            let id = self.id_or(note.id.as_ref(), Ids::number);
            let author = self.known_admin("notes", note.admin.as_ref())?;
            let created_at = note.created_at.unwrap_or(self.now);
            self.workspace.notes.add(Note { id, created_at, body: paragraph(&note.body), author, person })?;
        }
        Ok(())
    }

    fn add_jobs(&mut self, data: &SeedData) -> Outcome {
        for job in &data.jobs {
            let id = self.id_or(job.id.as_ref(), |ids| format!("job_{}", ids.object()));
            let created_at = job.created_at.unwrap_or(self.now);
            let task = Task { id: format!("task_{}", self.workspace.ids.number()), item_count: job.items, created_at };
            self.workspace.jobs.add(Job {
                id,
                kind: job.kind.clone(),
                created_at,
                updated_at: created_at,
                completed_at: Some(created_at),
                closing_at: created_at.saturating_add(Job::OPEN_SECONDS),
                tasks: vec![task],
                errors: Vec::new(),
            })?;
        }
        Ok(())
    }

    fn add_scroll(&mut self, data: &SeedData) -> Outcome {
        const LISTS: [&str; 3] = ["users", "contacts", "companies"];
        let Some(scroll) = &data.scroll else { return Ok(()) };
        if let Some(over) = scroll.over.as_ref().filter(|over| !LISTS.contains(&over.as_str())) {
            return Err(format!("scroll: unknown list `{over}`; known lists: {}", LISTS.join(", ")));
        }
        let (param, over) = (scroll.param.clone(), scroll.over.clone());
        self.workspace.scroll = Some(Scroll { param, over, last: None, used_at: self.now });
        Ok(())
    }

    /// The id of the seed, which is reserved, or a generated one.
    pub fn id_or(&mut self, id: Option<&String>, generate: impl FnOnce(&mut Ids) -> String) -> String {
        match id {
            Some(id) => {
                self.workspace.ids.reserve(id);
                id.clone()
            }
            None => generate(&mut self.workspace.ids),
        }
    }

    /// An id of digits: some SDKs read ids of admins and teams as numbers.
    fn numeric_id(&mut self, id: Option<&String>, what: &str) -> Outcome<String> {
        match id {
            Some(id) if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err(format!("{what}s: the id `{id}` must be a number"))
            }
            id => Ok(self.id_or(id, Ids::number)),
        }
    }

    pub fn known_admin(&self, list: &str, id: Option<&String>) -> Outcome<Option<String>> {
        match id {
            Some(id) if self.workspace.admins.get(id).is_none() => Err(format!("{list}: unknown admin `{id}`")),
            id => Ok(id.cloned()),
        }
    }

    /// The ids of tags; creates those that do not exist.
    pub fn tag_ids(&mut self, names: &[String]) -> Outcome<Vec<String>> {
        names.iter().map(|name| Ok(self.workspace.find_or_create_tag(name)?.id)).collect()
    }

    /// The id of a person.
    pub fn find_person(&self, list: &str, person: &PersonRef) -> Outcome<String> {
        let people = &self.workspace.people;
        let (found, name) = match person {
            PersonRef::User(user_id) => (people.by_user_id(PersonKind::User, user_id), user_id),
            PersonRef::Lead(user_id) => (people.by_user_id(PersonKind::Lead, user_id), user_id),
            PersonRef::Id(id) => (people.get(id), id),
            PersonRef::Email(email) => (KINDS.iter().find_map(|kind| people.first_by_email(*kind, email)), email),
        };
        found.map(|person| person.id.clone()).ok_or_else(|| format!("{list}: unknown person `{name}`"))
    }
}

/// The message of a violation, with the list of the entry.
pub fn in_list(list: &str, violation: RuleViolation) -> String {
    format!("{list}: {}", violation.message)
}
