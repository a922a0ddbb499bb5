//! What to do about errors.

use crate::check::checked::{self, CheckedAdvice};
use crate::model::package::{Advice, Existing, ExistingId, ExistingState};
use crate::spec::keywords;

pub fn advice(checked: &CheckedAdvice) -> Advice {
    Advice {
        status: checked.status,
        code: checked.code.clone(),
        contains: checked.contains.clone(),
        say: checked.say.clone(),
        existing: checked
            .existing
            .as_ref()
            .map(|(state, id)| Existing { state: lower_state(*state), id: lower_id(id) }),
    }
}

fn lower_state(state: keywords::ExistingState) -> ExistingState {
    match state {
        keywords::ExistingState::Active => ExistingState::Active,
        keywords::ExistingState::Archived => ExistingState::Archived,
        keywords::ExistingState::Merged => ExistingState::Merged,
    }
}

fn lower_id(id: &checked::ExistingId) -> ExistingId {
    match id {
        checked::ExistingId::Unknown => ExistingId::Unknown,
        checked::ExistingId::Message(before, after) => ExistingId::Message(before.clone(), after.clone()),
        checked::ExistingId::Link(relation) => ExistingId::Link(relation.clone()),
    }
}
