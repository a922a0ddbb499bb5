//! What an error says of what exists already.

use crate::error::api_error::ApiError;
use crate::link::link;
use crate::schema::{ExistingId, ExistingState};
use http::HeaderMap;

/// What exists already, or in place of what was asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Existing {
    /// Its state.
    pub state: ExistingState,
    /// Its id, if the response has it.
    pub id: Option<String>,
}

/// The id at a place of an error, or of the headers of its response.
pub(super) fn id_at(place: ExistingId, error: Option<&ApiError>, headers: &HeaderMap) -> Option<String> {
    let id = match place {
        ExistingId::Unknown => return None,
        ExistingId::Message(before, after) => between(error?.message.as_deref()?, before, after)?.to_owned(),
        ExistingId::Link(relation) => {
            let address = link(headers, relation)?;
            let path = address.split(['?', '#']).next()?.trim_end_matches('/');
            path.rsplit('/').next()?.to_owned()
        }
    };
    (!id.is_empty()).then_some(id)
}

fn between<'m>(message: &'m str, before: &str, after: &str) -> Option<&'m str> {
    let (_, rest) = message.split_once(before)?;
    if after.is_empty() {
        let is_id = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
        return Some(rest.split(|character| !is_id(character)).next().unwrap_or(rest));
    }
    rest.split_once(after).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn ids_stand_between_texts() {
        for (message, before, after, id) in [
            ("exists with id=6762f2.", "id=", "", Some("6762f2")),
            ("exists with id=a-b_c", "id=", "", Some("a-b_c")),
            ("exists with id=", "id=", "", Some("")),
            ("exists as `6 7` already", "`", "`", Some("6 7")),
            ("exists as `6", "`", "`", None),
            ("exists", "id=", "", None),
        ] {
            assert_eq!(between(message, before, after), id, "{message}");
        }
    }
}
