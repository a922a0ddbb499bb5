//! What a workspace begins with: as data that people write.

mod build;
mod data;

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
        serde_yaml::from_str(text)
            .map(|data| Self(Arc::new(data)))
            .map_err(|error| SeedError(yaml::problem(&error.to_string())))
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
    fn generated_people_differ_and_are_the_same_in_every_run() {
        let seed = Seed::parse("generate: { users: 100, leads: 3, companies: 5 }").unwrap();
        let world = || serde_json::to_string(&seed.world(&Settings::default()).unwrap()).unwrap();
        assert_eq!(counts(&seed), (2, 100, 5));
        assert_eq!(world(), world());
    }
}
