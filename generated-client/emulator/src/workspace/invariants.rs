//! Validates a workspace that was read: it must keep the invariants that the API maintains.

use super::model::Workspace;
use super::records::conversation::{Author, Conversation};
use super::records::person::Person;
use super::rules;
use serde::{Deserialize, Deserializer};
use std::collections::HashSet;

impl<'de> Deserialize<'de> for Workspace {
    /// Rejects a workspace that violates an invariant, wherever it comes from.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The derived function, which `serde(remote)` makes an inherent one.
        let mut workspace = Self::deserialize(deserializer)?;
        if let Some(violation) = workspace.find_violation() {
            return Err(serde::de::Error::custom(violation));
        }
        workspace.reserve_ids();
        Ok(workspace)
    }
}

impl Workspace {
    /// Describes the first violated invariant.
    fn find_violation(&self) -> Option<String> {
        let person = || self.people.iter().find_map(|person| self.violation_of_person(person));
        let conversation = || self.conversations.iter().find_map(|it| self.violation_of_conversation(it));
        self.ids
            .problem()
            .or_else(person)
            .or_else(conversation)
            .or_else(|| self.violation_of_labels())
            .or_else(|| self.violation_of_notes())
            .or_else(|| self.violation_of_notifications())
    }

    fn violation_of_person(&self, person: &Person) -> Option<String> {
        let list = person.kind.list();
        let report = |what: String| Some(format!("{list}: `{}` {what}", person.id));
        if let Some(company) = person.companies.iter().find(|id| self.companies.get(id).is_none()) {
            return report(format!("is in an unknown company: `{company}`"));
        }
        if let Some(tag) = person.tags.iter().find(|id| self.tags.get(id).is_none()) {
            return report(format!("has an unknown tag: `{tag}`"));
        }
        match &person.email {
            Some(email) if rules::email(email).ok().as_ref() != Some(email) => {
                report(format!("has an invalid email: `{email}`"))
            }
            _ => None,
        }
    }

    fn violation_of_conversation(&self, conversation: &Conversation) -> Option<String> {
        let report = |what: &str, id: &str| Some(format!("conversations: `{}` {what}: `{id}`", conversation.id));
        if self.people.get(&conversation.person).is_none() {
            return report("is with an unknown person", &conversation.person);
        }
        let is_unknown = |id: &&String| self.admins.get(id).is_none() && !self.has_team(id);
        if let Some(id) = conversation.assignee.as_ref().filter(is_unknown) {
            return report("is assigned to an unknown admin", id);
        }
        let authors = conversation.parts.iter().map(|part| &part.author).chain([&conversation.message.author]);
        // People may have been deleted; what they wrote to others stays.
        let mut admins = authors.filter_map(|author| match author {
            Author::Admin(id) => Some(id),
            Author::Person(_) => None,
        });
        let unknown = admins.find(|id| self.admins.get(id).is_none())?;
        report("has a part of an unknown admin", unknown)
    }

    fn violation_of_labels(&self) -> Option<String> {
        let mut names = HashSet::new();
        if let Some(tag) = self.tags.iter().find(|tag| !names.insert(tag.name.to_lowercase())) {
            return Some(format!("tags: duplicate name `{}`", tag.name));
        }
        for company in self.companies.iter() {
            if let Some(tag) = company.tags.iter().find(|id| self.tags.get(id).is_none()) {
                return Some(format!("companies: `{}` has an unknown tag: `{tag}`", company.id));
            }
        }
        for segment in self.segments.iter() {
            if let Some(problem) = segment.rules.iter().find_map(|rule| rule.problem()) {
                return Some(format!("segments: `{}`: {problem}", segment.name));
            }
        }
        let team = self.teams.iter().find(|team| team.admin_ids.iter().any(|id| self.admins.get(id).is_none()))?;
        Some(format!("teams: `{}` has an unknown admin", team.id))
    }

    fn violation_of_notes(&self) -> Option<String> {
        let note = self.notes.iter().find(|note| {
            let has_unknown_author = note.author.as_ref().is_some_and(|id| self.admins.get(id).is_none());
            has_unknown_author || self.people.get(&note.person).is_none()
        })?;
        Some(format!("notes: `{}` has an unknown person or admin", note.id))
    }

    fn violation_of_notifications(&self) -> Option<String> {
        let lost = self.notifications.iter().find(|it| self.subscriptions.get(&it.subscription).is_none())?;
        Some(format!("notifications: `{}` has an unknown subscription: `{}`", lost.id, lost.subscription))
    }

    /// Never generates an id again that a record has.
    fn reserve_ids(&mut self) {
        let ids = &mut self.ids;
        self.people.iter().for_each(|person| {
            ids.reserve(&person.id);
            person.user_id.iter().for_each(|user_id| ids.reserve(user_id));
            person.events.iter().for_each(|event| ids.reserve(&event.id));
        });
        self.admins.iter().for_each(|it| ids.reserve(&it.id));
        self.teams.iter().for_each(|it| ids.reserve(&it.id));
        self.companies.iter().for_each(|it| ids.reserve(&it.id));
        self.tags.iter().for_each(|it| ids.reserve(&it.id));
        self.segments.iter().for_each(|it| ids.reserve(&it.id));
        self.notes.iter().for_each(|it| ids.reserve(&it.id));
        self.conversations.iter().for_each(|it| {
            ids.reserve(&it.id);
            ids.reserve(&it.message.id);
            it.parts.iter().for_each(|part| ids.reserve(&part.id));
        });
        self.subscriptions.iter().for_each(|it| ids.reserve(&it.id));
        self.notifications.iter().for_each(|it| ids.reserve(&it.id));
        self.jobs.iter().for_each(|it| {
            ids.reserve(&it.id);
            it.tasks.iter().for_each(|task| ids.reserve(&task.id));
        });
        self.scroll.iter().for_each(|it| ids.reserve(&it.param));
    }
}
