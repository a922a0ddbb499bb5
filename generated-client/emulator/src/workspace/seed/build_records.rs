//! Builds companies, people, conversations and subscriptions from seed data.

use super::build::{Builder, Outcome, in_list};
use super::data::{CompanySeed, ConversationSeed, EventSeed, PersonSeed, SubscriptionSeed};
use crate::workspace::html::paragraph;
use crate::workspace::ids::{Ids, pseudonym};
use crate::workspace::records::company::Company;
use crate::workspace::records::conversation::{Author, Conversation, ConversationState, Message, Part};
use crate::workspace::records::person::{Event, Person, PersonKind};
use crate::workspace::records::webhook::{DeliveryFailure, Notification, Subscription};
use crate::workspace::rules;
use serde_json::value::to_raw_value;
use std::collections::BTreeMap;

impl Builder<'_> {
    pub fn add_company(&mut self, seed: &CompanySeed) -> Outcome {
        let created_at = seed.created_at.unwrap_or(self.now);
        let company = Company {
            id: self.id_or(seed.id.as_ref(), Ids::object),
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
            tags: self.tag_ids(&seed.tags)?,
            custom_attributes: seed.custom_attributes.clone(),
        };
        Ok(self.workspace.companies.add(company)?)
    }

    pub fn add_person(&mut self, kind: PersonKind, seed: &PersonSeed) -> Outcome {
        let list = kind.list();
        let companies = seed.companies.iter().map(|company_id| {
            let companies = &self.workspace.companies;
            let company = companies.by_own_id(company_id).or_else(|| companies.get(company_id));
            company.map(|company| company.id.clone()).ok_or_else(|| format!("{list}: unknown company `{company_id}`"))
        });
        let companies = companies.collect::<Result<Vec<_>, _>>()?;
        let id = self.id_or(seed.id.as_ref(), Ids::object);
        if let Some(user_id) = &seed.user_id {
            self.workspace.ids.reserve(user_id);
        }
        let is_user = kind == PersonKind::User;
        let generated_user_id = (!is_user).then(|| self.workspace.ids.uuid());
        let created_at = seed.created_at.unwrap_or(self.now);
        let email = seed.email.as_deref().map(rules::email).transpose();
        let person = Person {
            kind,
            user_id: seed.user_id.clone().or(generated_user_id),
            email: email.map_err(|violation| in_list(list, violation))?,
            phone: seed.phone.clone(),
            name: seed.name.clone(),
            pseudonym: seed.pseudonym.clone().or_else(|| (!is_user).then(|| pseudonym(&id))),
            avatar: seed.avatar.clone(),
            companies,
            location_data: seed.location_data.clone(),
            last_request_at: seed.last_request_at,
            last_seen_ip: seed.last_seen_ip.clone(),
            created_at,
            remote_created_at: seed.remote_created_at,
            signed_up_at: seed.signed_up_at.filter(|_| is_user),
            updated_at: seed.updated_at.unwrap_or(created_at),
            session_count: seed.session_count,
            unsubscribed_from_emails: seed.unsubscribed_from_emails,
            user_agent_data: seed.user_agent_data.clone(),
            tags: self.tag_ids(&seed.tags)?,
            custom_attributes: seed.custom_attributes.clone(),
            owner_id: seed.owner_id.clone(),
            events: Vec::new(),
            id,
        };
        Ok(self.workspace.people.add(person)?)
    }

    /// Adds all events of a person at once: one by one, each would move the later ones.
    pub fn add_events(&mut self, seeds: &[EventSeed]) -> Outcome {
        let mut by_person: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for seed in seeds {
            let person = self.find_person("events", &seed.person)?;
            let event = Event {
                id: self.id_or(seed.id.as_ref(), Ids::uuid),
                event_name: rules::event_name(&seed.event_name),
                created_at: seed.created_at.unwrap_or(self.now),
                metadata: seed.metadata.clone(),
            };
            by_person.entry(person).or_default().push(event);
        }
        for (person, events) in by_person {
            self.workspace.people.change(&person, |person| person.add_events(events));
        }
        Ok(())
    }

    pub fn add_conversation(&mut self, seed: &ConversationSeed) -> Outcome {
        const LIST: &str = "conversations";
        let person = self.find_person(LIST, &seed.from)?;
        let first_admin = self.known_admin(LIST, seed.admin.as_ref())?;
        let created_at = seed.created_at.unwrap_or(self.now);
        let author = |admin: Option<String>| admin.map_or_else(|| Author::Person(person.clone()), Author::Admin);
        let mut parts = Vec::new();
        for part in &seed.parts {
            let admin = self.known_admin(LIST, part.admin.as_ref())?;
            parts.push(Part {
                id: self.id_or(part.id.as_ref(), Ids::number),
                part_type: "comment".to_owned(),
                body: Some(paragraph(&part.body)),
                created_at: part.created_at.unwrap_or(created_at),
                assigned_to: None,
                author: author(admin),
                attachments: Vec::new(),
            });
        }
        let assignee = self.known_admin(LIST, seed.assignee.as_ref())?;
        let author = author(first_admin);
        let last_author = parts.last().map_or(&author, |part| &part.author);
        let is_waiting = matches!(last_author, Author::Person(_)) && !seed.closed;
        let updated_at = parts.last().map_or(created_at, |part| part.created_at);
        let conversation = Conversation {
            id: self.id_or(seed.id.as_ref(), Ids::number),
            created_at,
            updated_at,
            person: person.clone(),
            waiting_since: is_waiting.then_some(updated_at),
            snoozed_until: None,
            assignee,
            state: if seed.closed { ConversationState::Closed } else { ConversationState::Open },
            read: is_waiting,
            message: Message {
                id: self.id_or(seed.message_id.as_ref(), Ids::number),
                message_type: "inapp".to_owned(),
                subject: seed.subject.clone(),
                body: paragraph(&seed.body),
                author,
            },
            parts,
        };
        Ok(self.workspace.conversations.add(conversation)?)
    }

    pub fn add_subscription(&mut self, seed: &SubscriptionSeed) -> Outcome {
        let id = self.id_or(seed.id.as_ref(), |ids| format!("nsub_{}", ids.uuid()));
        for sent in &seed.sent {
            let created_at = sent.created_at.unwrap_or(self.now);
            let is_delivered = (200..300).contains(&sent.status);
            let failure = DeliveryFailure {
                status: Some(sent.status),
                request_headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
                ..DeliveryFailure::default()
            };
            let notification = Notification {
                id: format!("notif_{}", self.workspace.ids.uuid()),
                subscription: id.clone(),
                topic: sent.topic.clone(),
                created_at,
                item: to_raw_value(&sent.item).unwrap_or_default(),
                attempts: 1,
                first_sent_at: Some(created_at),
                delivered_at: is_delivered.then_some(created_at),
                due: None,
                failure: (!is_delivered).then_some(failure),
            };
            self.workspace.notifications.add(notification)?;
        }
        let subscription = Subscription {
            id,
            created_at: self.now,
            updated_at: self.now,
            url: seed.url.clone(),
            topics: seed.topics.clone(),
            active: true,
            event_names: seed.event_names.clone(),
            hub_secret: seed.hub_secret.clone(),
        };
        self.workspace.subscriptions.add(subscription)?;
        Ok(())
    }
}
