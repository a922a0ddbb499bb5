//! Whether a workspace that was read can be: what the API keeps true of each one holds in it too.

use super::World;
use super::records::{Author, Conversation, Person};
use crate::api::rules;
use std::collections::HashSet;

impl World {
    /// What is wrong with the workspace, if it is none that the API could have made.
    pub(super) fn problem(&self) -> Option<String> {
        let people = self.people.iter().find_map(|person| self.problem_of_person(person));
        let problem = people.or_else(|| self.conversations.iter().find_map(|it| self.problem_of_conversation(it)));
        problem
            .or_else(|| self.problem_of_labels())
            .or_else(|| self.problem_of_notes())
            .or_else(|| self.problem_of_notifications())
    }

    fn problem_of_person(&self, person: &Person) -> Option<String> {
        let list = person.kind.list();
        let told = |what: String| Some(format!("{list}: `{}` {what}", person.id));
        if let Some(company) = person.companies.iter().find(|id| self.companies.get(id).is_none()) {
            return told(format!("is in a company that is not there: `{company}`"));
        }
        if let Some(tag) = person.tags.iter().find(|id| self.tags.get(id).is_none()) {
            return told(format!("has a tag that is not there: `{tag}`"));
        }
        match &person.email {
            Some(email) if rules::email(email).ok().as_ref() != Some(email) => {
                told(format!("has an email that cannot be: `{email}`"))
            }
            _ => None,
        }
    }

    fn problem_of_conversation(&self, conversation: &Conversation) -> Option<String> {
        let told = |what: &str, id: &str| Some(format!("conversations: `{}` {what}: `{id}`", conversation.id));
        if self.people.get(&conversation.person).is_none() {
            return told("is with a person who is not there", &conversation.person);
        }
        let no_admin = |id: &&String| self.admins.get(id).is_none() && !self.teams.iter().any(|team| team.id == **id);
        if let Some(id) = conversation.assignee.as_ref().filter(no_admin) {
            return told("is given to an admin who is not there", id);
        }
        let authors = conversation.parts.iter().map(|part| &part.author).chain([&conversation.message.author]);
        // People may be gone; what they wrote to others stays.
        let mut admins = authors.filter_map(|author| match author {
            Author::Admin(id) => Some(id),
            Author::Person(_) => None,
        });
        let missing = admins.find(|id| self.admins.get(id).is_none())?;
        told("has the words of an admin who is not there", missing)
    }

    fn problem_of_labels(&self) -> Option<String> {
        let mut names = HashSet::new();
        if let Some(tag) = self.tags.iter().find(|tag| !names.insert(tag.name.to_lowercase())) {
            return Some(format!("tags: the name `{}` is there twice", tag.name));
        }
        for company in self.companies.iter() {
            if let Some(tag) = company.tags.iter().find(|id| self.tags.get(id).is_none()) {
                return Some(format!("companies: `{}` has a tag that is not there: `{tag}`", company.id));
            }
        }
        for segment in self.segments.iter() {
            if let Some(problem) = segment.rules.iter().find_map(|rule| rule.problem()) {
                return Some(format!("segments: `{}`: {problem}", segment.name));
            }
        }
        let team = self.teams.iter().find(|team| team.admin_ids.iter().any(|id| self.admins.get(id).is_none()))?;
        Some(format!("teams: `{}` has an admin who is not there", team.id))
    }

    fn problem_of_notes(&self) -> Option<String> {
        let note = self.notes.iter().find(|note| {
            let no_author = note.author.as_ref().is_some_and(|id| self.admins.get(id).is_none());
            no_author || self.people.get(&note.person).is_none()
        })?;
        Some(format!("notes: `{}` is of a person or an admin who is not there", note.id))
    }

    fn problem_of_notifications(&self) -> Option<String> {
        let lost = self.notifications.iter().find(|it| self.subscriptions.get(&it.subscription).is_none())?;
        Some(format!("notifications: `{}` is of a subscription that is not there: `{}`", lost.id, lost.subscription))
    }

    /// Keeps ids that are there from being drawn again.
    pub(super) fn reserve_ids(&mut self) {
        let ids = &mut self.ids;
        self.people.iter().for_each(|person| {
            ids.reserve(&person.id);
            person.user_id.iter().for_each(|user_id| ids.reserve(user_id));
        });
        self.companies.iter().for_each(|it| ids.reserve(&it.id));
        self.tags.iter().for_each(|it| ids.reserve(&it.id));
        self.segments.iter().for_each(|it| ids.reserve(&it.id));
        self.notes.iter().for_each(|it| ids.reserve(&it.id));
        self.conversations.iter().for_each(|it| ids.reserve(&it.id));
        self.subscriptions.iter().for_each(|it| ids.reserve(&it.id));
        self.notifications.iter().for_each(|it| ids.reserve(&it.id));
        self.jobs.iter().for_each(|it| ids.reserve(&it.id));
    }
}
