//! Generates people and companies: all different, the same in every run.

use super::build::{Builder, Outcome};
use super::data::{CompanySeed, Generate, PersonSeed};
use crate::workspace::model::Workspace;
use crate::workspace::records::person::PersonKind;
use crate::workspace::table::DuplicateKey;

/// Of each kind.
const MAX_GENERATED: usize = 1_000_000;

/// Checks that the ids to be generated do not exist, without generating anything.
pub fn check(workspace: &Workspace, generate: &Generate) -> Outcome {
    check_counts(generate)?;
    let mut companies = (1..=generate.companies).map(company_id);
    if let Some(value) = companies.find(|id| workspace.company_by_own_id(id).is_some()) {
        return Err(DuplicateKey { list: "companies", key: "company_id", value }.into());
    }
    let mut users = (1..=generate.users).map(user_id);
    match users.find(|id| workspace.people.by_user_id(PersonKind::User, id).is_some()) {
        Some(value) => Err(DuplicateKey { list: "users", key: "user_id", value }.into()),
        None => Ok(()),
    }
}

fn check_counts(generate: &Generate) -> Outcome {
    if [generate.users, generate.leads, generate.companies].iter().any(|count| *count > MAX_GENERATED) {
        return Err(format!("generate: at most {MAX_GENERATED} of each kind"));
    }
    Ok(())
}

fn company_id(number: usize) -> String {
    format!("company-{number}")
}

fn user_id(number: usize) -> String {
    format!("user-{number}")
}

impl Builder<'_> {
    pub fn generate(&mut self, generate: &Generate) -> Outcome {
        check_counts(generate)?;
        for number in 1..=generate.companies {
            self.add_company(&CompanySeed {
                company_id: Some(company_id(number)),
                name: Some(format!("Company {number}")),
                ..CompanySeed::default()
            })?;
        }
        for (kind, name, count) in
            [(PersonKind::User, "user", generate.users), (PersonKind::Lead, "lead", generate.leads)]
        {
            for number in 1..=count {
                // Different times of creation, so that the order of lists is visible.
                let age = i64::try_from(count.saturating_sub(number)).unwrap_or_default();
                let company = number.checked_rem(generate.companies).map(|rest| company_id(rest.saturating_add(1)));
                let person = PersonSeed {
                    user_id: (kind == PersonKind::User).then(|| user_id(number)),
                    email: Some(format!("{name}-{number}@generated.example")),
                    name: Some(format!("Generated {name} {number}")),
                    created_at: Some(self.now.saturating_sub(age)),
                    companies: company.into_iter().collect(),
                    ..PersonSeed::default()
                };
                self.add_person(kind, &person)?;
            }
        }
        Ok(())
    }
}
