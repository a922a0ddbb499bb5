//! What a workspace begins with: as data that people write.

mod build;
mod data;
mod sound;

use crate::Settings;
use crate::state::World;
use crate::yaml;
use data::SeedData;
use std::fmt;
use std::sync::Arc;

/// What a workspace begins with. [`Seed::default`] has two admins, a team and an app, and nobody else.
///
/// ```yaml
/// workspace: { id: kx71demo, name: Kiln }
/// admins: [{ id: "70215", name: Rui Matos, email: rui@kiln.example }]
/// segments:
///   - { name: Big, rules: [{ attribute: custom_attributes.seats, is: greater, value: 10 }] }
/// companies: [{ company_id: c-88, name: Kiln Studio, plan: Team }]
/// users:
///   - { user_id: u-4711, email: ines@kiln.example, companies: [c-88], tags: [beta], custom_attributes: { seats: 4 } }
/// visitors: [{ user_id: 5d2f1d67-8b1c-4d0a-a1aa-9e6f00aa0002 }]
/// conversations:
///   - { from: { user: u-4711 }, body: "Is the studio open?", parts: [{ admin: "70215", body: "Yes, 10 to 16." }] }
/// apps: [{ client_id: kiln, client_secret: secret, codes: [first-code] }]
/// generate: { users: 1000, leads: 50, companies: 20 }
/// ```
#[derive(Clone)]
pub struct Seed(Arc<SeedData>);

/// What is wrong with seed data, and where.
#[derive(Clone, Debug)]
pub struct SeedError(String);

impl Seed {
    /// Reads seed data: YAML or JSON.
    ///
    /// # Errors
    ///
    /// Names line and column of what is no seed data, or the entry that does not fit the others.
    pub fn parse(text: &str) -> Result<Self, SeedError> {
        let seed = Self::parse_part(text)?;
        // What does not fit together is better known now than at the first reset.
        build::check(&seed.0, &Settings::default()).map_err(SeedError)?;
        Ok(seed)
    }

    /// Reads seed data that is to be added to a workspace, and may speak of what is there.
    pub(crate) fn parse_part(text: &str) -> Result<Self, SeedError> {
        let data: SeedData = yaml::read(text).map_err(SeedError)?;
        sound::check(&data).map_err(SeedError)?;
        Ok(Self(Arc::new(data)))
    }

    /// The workspace of which the spec's examples speak: every example finds what it asks for.
    #[must_use]
    pub fn examples() -> Self {
        let data = serde_yaml::from_str(include_str!("examples.yaml")).unwrap_or_default();
        Self(Arc::new(data))
    }

    /// A new workspace.
    pub(crate) fn world(&self, settings: &Settings) -> Result<World, SeedError> {
        build::world(&self.0, settings).map_err(SeedError)
    }

    /// Adds what the seed has to a workspace that is there.
    pub(crate) fn add_to(&self, world: &mut World, now: i64) -> Result<(), SeedError> {
        // On a copy: all of it or nothing.
        let mut changed = world.clone();
        build::add(&self.0, &mut changed, now).map_err(SeedError)?;
        *world = changed;
        Ok(())
    }
}

impl Default for Seed {
    fn default() -> Self {
        let data = serde_yaml::from_str(include_str!("default.yaml")).unwrap_or_default();
        Self(Arc::new(data))
    }
}

impl fmt::Debug for Seed {
    /// Without the data: apps have secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = &self.0;
        f.debug_struct("Seed")
            .field("users", &data.users.len())
            .field("leads", &data.leads.len())
            .field("companies", &data.companies.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SeedError {}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::state::records::PersonKind;

    fn counts(seed: &Seed) -> (usize, usize, usize) {
        let world = seed.world(&Settings::default()).unwrap();
        (world.admins.len(), world.people.count(PersonKind::User), world.companies.len())
    }

    #[test]
    fn the_seeds_that_come_with_it_are_sound() {
        assert_eq!(counts(&Seed::default()), (2, 0, 0));
        let (admins, users, companies) = counts(&Seed::examples());
        assert!(admins >= 1 && users >= 1 && companies >= 1);
    }

    #[test]
    fn wrong_data_is_refused_with_its_place() {
        for (text, words) in [
            ("users:\n  - { emial: a@b.example }", "emial"),
            ("users:\n  - { user_id: a, companies: [nowhere] }", "nowhere"),
            ("conversations:\n  - { from: { user: nobody }, body: x }", "nobody"),
            ("users:\n  - { user_id: a }\n  - { user_id: a }", "user_id `a`"),
            ("users: [", ""),
            ("generate: { users: 1000001 }", "1000000"),
            ("admins: [{ id: x, name: A, email: a@b.example }]", "id `x`"),
            ("users: [{ user_id: user-3 }]\ngenerate: { users: 3 }", "user_id `user-3`"),
            ("companies: [{ company_id: company-1 }]\ngenerate: { companies: 1 }", "company_id `company-1`"),
        ] {
            let error = Seed::parse(text).unwrap_err().to_string();
            assert!(error.contains(words) && !error.is_empty(), "{text}: {error}");
        }
    }

    #[test]
    fn nothing_is_there_twice() {
        for (text, words) in [
            ("companies: [{id: x, company_id: a}, {id: x, company_id: b}]", "companies: the id `x` is there twice"),
            ("companies: [{company_id: a}, {company_id: a}]", "companies: the company_id `a`"),
            ("users: [{user_id: a}, {user_id: b}]\nleads: [{id: x}, {id: x}]", "leads: the id `x`"),
            // A visitor keeps the user id as a lead.
            ("leads: [{user_id: a}]\nvisitors: [{user_id: a}]", "visitors: the user_id `a`"),
            ("tags: [{id: '1', name: a}, {id: '1', name: b}]", "tags: the id `1`"),
            (
                "users: [{user_id: a}]\nnotes: [{id: '1', person: {user: a}, body: x}, {id: '1', person: {user: a}, body: y}]",
                "notes: the id `1`",
            ),
            (
                "admins: [{id: '1', name: A, email: a@b.example}, {id: '1', name: B, email: b@b.example}]",
                "admins: the id `1`",
            ),
            (
                "users: [{user_id: a}]\nconversations: [{id: '5', from: {user: a}, body: x}, {id: '5', from: {user: a}, body: y}]",
                "conversations: the id `5`",
            ),
            ("teams: [{id: '1', name: A}, {id: '1', name: B}]", "teams: the id `1`"),
            ("segments: [{id: a, name: A}, {id: a, name: B}]", "segments: the id `a`"),
            ("jobs: [{id: a, kind: user, items: 1}, {id: a, kind: user, items: 1}]", "jobs: the id `a`"),
        ] {
            let error = Seed::parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn values_are_held_against_the_rules_of_the_api() {
        for (text, words) in [
            ("jobs: [{kind: zebra, items: 1}]", "jobs, entry 1: there are no jobs of `zebra`"),
            ("subscriptions: [{url: not a url, topics: [user.created]}]", "subscriptions, entry 1: url must be"),
            ("subscriptions: [{url: 'https://a.example', topics: [user.craeted]}]", "no topic `user.craeted`"),
            ("subscriptions: [{url: 'https://a.example', topics: []}]", "topics is empty"),
            ("teams: [{name: A, admins: ['9']}]", "teams: there is no admin `9`"),
            ("users: [{email: a@b.example}, {email: not an email}]", "users, entry 2: email is malformed"),
            ("admins: [{name: A, email: nobody}]", "admins, entry 1: email is malformed"),
            ("users: [{user_id: a, custom_attributes: {a: {b: 1}}}]", "users, entry 1: a value is a text"),
            ("companies: [{company_id: a, custom_attributes: {a.b: 1}}]", "companies, entry 1: a name has no"),
            ("leads: [{created_at: 1539604800000}]", "leads, entry 1: created_at must be unix seconds"),
            ("companies: [{name: A, monthly_spend: -5}]", "monthly_spend must be"),
            ("segments: [{name: A, rules: [{attribute: seats, is: greater}]}]", "the rule on `seats` needs a number"),
            ("segments: [{name: A, rules: [{attribute: seats}]}]", "the rule on `seats` needs a value"),
            ("scroll: {param: a, over: zebras}", "none over `zebras`"),
            ("tags: [beta, '  ']", "tags, entry 2: name is blank"),
            ("users: [{name: A}]", "users, entry 1: a user has a user_id or an email"),
            ("users: [{user_id: ' '}]", "users, entry 1: user_id is blank"),
            ("companies: [{plan: A}]", "companies, entry 1: a company has a company_id or a name"),
            ("companies: [{company_id: ''}]", "companies, entry 1: company_id is blank"),
            (
                "users: [{user_id: a}]\nevents: [{person: {user: a}, event_name: ''}]",
                "events, entry 1: event_name is blank",
            ),
            (
                "subscriptions: [{url: 'http://localhost:99999/', topics: [user.created]}]",
                "subscriptions, entry 1: url must be",
            ),
            ("subscriptions: [{url: 'http://:80/', topics: [user.created]}]", "subscriptions, entry 1: url must be"),
        ] {
            let error = Seed::parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
        // Those of the default may be spoken of where no others are.
        Seed::parse("teams: [{name: A, admins: ['1001']}]").unwrap();
    }

    #[test]
    fn generated_people_differ_and_are_the_same_in_every_run() {
        let seed = Seed::parse("generate: { users: 100, leads: 3, companies: 5 }").unwrap();
        let world = || serde_json::to_string(&seed.world(&Settings::default()).unwrap()).unwrap();
        assert_eq!(counts(&seed), (2, 100, 5));
        assert_eq!(world(), world());
    }
}
