//! Seed data: the initial contents of a workspace, as people write it.

mod build;
mod build_records;
mod data;
mod generate;
mod validate;

use crate::workspace::clock::DEFAULT_START;
use crate::workspace::model::Workspace;
use crate::{regular_file, yaml};
use build::Builder;
use data::SeedData;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A larger file of seed data is rejected.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// The initial contents of a workspace. [`Seed::default`] has two admins, a team and an app, but no people.
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

/// Why seed data is rejected. The message says where.
#[derive(Clone, Debug)]
pub struct SeedError(String);

impl Seed {
    /// Parses seed data: YAML or JSON.
    ///
    /// # Errors
    ///
    /// The text is not seed data, or an entry contradicts another one. The message names the line and column, or the entry.
    pub fn parse(text: &str) -> Result<Self, SeedError> {
        let seed = Self::parse_addition(text)?;
        // Reports entries that contradict each other now, not at the first reset.
        let workspace = build::listed(&seed.0, DEFAULT_START, 0).map_err(SeedError)?;
        generate::check(&workspace, &seed.0.generate).map_err(SeedError)?;
        Ok(seed)
    }

    /// Reads a file of seed data: a regular one of at most 256 MiB.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is a device, a pipe or too large, or is not seed data. The message names it.
    pub fn read_file(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let with_path = |error: &dyn fmt::Display| SeedError(format!("{}: {error}", path.display()));
        let text = regular_file::read_text(path, MAX_FILE_BYTES).map_err(|error| with_path(&error))?;
        Self::parse(&text).map_err(|error| with_path(&error))
    }

    /// Parses seed data that is added to a workspace: it may refer to records of the workspace.
    pub(crate) fn parse_addition(text: &str) -> Result<Self, SeedError> {
        let data: SeedData = yaml::parse(text).map_err(SeedError)?;
        validate::validate(&data).map_err(SeedError)?;
        Ok(Self(Arc::new(data)))
    }

    /// The workspace of the spec's examples: the request of every example succeeds in it.
    #[must_use]
    pub fn examples() -> Self {
        let data = serde_yaml::from_str(include_str!("examples.yaml")).unwrap_or_default();
        Self(Arc::new(data))
    }

    /// A new workspace. `now` is in unix seconds; another `id_seed` results in other ids.
    pub(crate) fn workspace(&self, now: i64, id_seed: u32) -> Result<Workspace, SeedError> {
        let mut workspace = build::listed(&self.0, now, id_seed).map_err(SeedError)?;
        Builder { workspace: &mut workspace, now }.generate(&self.0.generate).map_err(SeedError)?;
        Ok(workspace)
    }

    /// A workspace with the seed data added.
    pub(crate) fn add_to(&self, mut workspace: Workspace, now: i64) -> Result<Workspace, SeedError> {
        workspace.people.forget_order();
        let mut builder = Builder { workspace: &mut workspace, now };
        builder.add_listed(&self.0).map_err(SeedError)?;
        builder.generate(&self.0.generate).map_err(SeedError)?;
        Ok(workspace)
    }
}

impl Default for Seed {
    fn default() -> Self {
        let data = serde_yaml::from_str(include_str!("default.yaml")).unwrap_or_default();
        Self(Arc::new(data))
    }
}

impl fmt::Debug for Seed {
    /// Prints counts only: apps have secrets.
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
    use crate::workspace::records::person::PersonKind;

    fn counts(seed: &Seed) -> (usize, usize, usize) {
        let workspace = seed.workspace(DEFAULT_START, 0).unwrap();
        (workspace.admins.len(), workspace.people.count(PersonKind::User), workspace.companies.len())
    }

    #[test]
    fn built_in_seeds_are_valid() {
        assert_eq!(counts(&Seed::default()), (2, 0, 0));
        let (admins, users, companies) = counts(&Seed::examples());
        assert!(admins >= 1 && users >= 1 && companies >= 1);
    }

    #[test]
    fn invalid_data_is_rejected_with_its_location() {
        for (text, texts) in [
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
            assert!(error.contains(texts) && !error.is_empty(), "{text}: {error}");
        }
    }

    #[test]
    fn duplicate_keys_are_rejected() {
        for (text, texts) in [
            ("companies: [{id: x, company_id: a}, {id: x, company_id: b}]", "companies: duplicate id `x`"),
            ("companies: [{company_id: a}, {company_id: a}]", "companies: duplicate company_id `a`"),
            ("users: [{user_id: a}, {user_id: b}]\nleads: [{id: x}, {id: x}]", "leads: duplicate id `x`"),
            // A visitor who becomes a lead keeps the user id.
            ("leads: [{user_id: a}]\nvisitors: [{user_id: a}]", "visitors: duplicate user_id `a`"),
            ("tags: [{id: '1', name: a}, {id: '1', name: b}]", "tags: duplicate id `1`"),
            (
                "users: [{user_id: a}]\nnotes: [{id: '1', person: {user: a}, body: x}, {id: '1', person: {user: a}, body: y}]",
                "notes: duplicate id `1`",
            ),
            (
                "admins: [{id: '1', name: A, email: a@b.example}, {id: '1', name: B, email: b@b.example}]",
                "admins: duplicate id `1`",
            ),
            (
                "users: [{user_id: a}]\nconversations: [{id: '5', from: {user: a}, body: x}, {id: '5', from: {user: a}, body: y}]",
                "conversations: duplicate id `5`",
            ),
            ("teams: [{id: '1', name: A}, {id: '1', name: B}]", "teams: duplicate id `1`"),
            ("segments: [{id: a, name: A}, {id: a, name: B}]", "segments: duplicate id `a`"),
            ("jobs: [{id: a, kind: user, items: 1}, {id: a, kind: user, items: 1}]", "jobs: duplicate id `a`"),
        ] {
            let error = Seed::parse(text).unwrap_err().to_string();
            assert!(error.contains(texts), "{text}: {error}");
        }
    }

    #[test]
    fn values_are_validated_by_the_rules_of_the_api() {
        for (text, texts) in [
            ("jobs: [{kind: zebra, items: 1}]", "jobs, entry 1: unknown kind `zebra`"),
            ("subscriptions: [{url: not a url, topics: [user.created]}]", "subscriptions, entry 1: url must be"),
            ("subscriptions: [{url: 'https://a.example', topics: [user.craeted]}]", "unknown topic `user.craeted`"),
            ("subscriptions: [{url: 'https://a.example', topics: []}]", "topics is empty"),
            ("teams: [{name: A, admins: ['9']}]", "teams: unknown admin `9`"),
            ("users: [{email: a@b.example}, {email: not an email}]", "users, entry 2: email is malformed"),
            ("admins: [{name: A, email: nobody}]", "admins, entry 1: email is malformed"),
            ("users: [{user_id: a, custom_attributes: {a: {b: 1}}}]", "users, entry 1: a value must be a string"),
            ("companies: [{company_id: a, custom_attributes: {a.b: 1}}]", "companies, entry 1: a name contains no"),
            ("leads: [{created_at: 1539604800000}]", "leads, entry 1: created_at must be unix seconds"),
            ("companies: [{name: A, monthly_spend: -5}]", "monthly_spend must be"),
            ("segments: [{name: A, rules: [{attribute: seats, is: greater}]}]", "the rule on `seats` needs a number"),
            ("segments: [{name: A, rules: [{attribute: seats}]}]", "the rule on `seats` needs a value"),
            ("scroll: {param: a, over: zebras}", "unknown list `zebras`"),
            ("tags: [beta, '  ']", "tags, entry 2: name is blank"),
            ("users: [{name: A}]", "users, entry 1: a user needs a user_id or an email"),
            ("users: [{user_id: ' '}]", "users, entry 1: user_id is blank"),
            ("companies: [{plan: A}]", "companies, entry 1: a company needs a company_id or a name"),
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
            assert!(error.contains(texts), "{text}: {error}");
        }
        // Data without admins may name those of the default.
        Seed::parse("teams: [{name: A, admins: ['1001']}]").unwrap();
    }

    #[test]
    fn generated_people_differ_and_are_reproducible() {
        let seed = Seed::parse("generate: { users: 100, leads: 3, companies: 5 }").unwrap();
        let workspace = || serde_json::to_string(&seed.workspace(DEFAULT_START, 0).unwrap()).unwrap();
        assert_eq!(counts(&seed), (2, 100, 5));
        assert_eq!(workspace(), workspace());
    }
}
