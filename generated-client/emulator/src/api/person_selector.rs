//! Selects the people that a request names.

use crate::api::attributes;
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::workspace::model::Workspace;
use crate::workspace::records::person::{Person, PersonKind};

/// The ids by which a request names a person. The first one that is given decides, as in the API.
#[derive(Debug, Default)]
pub struct PersonSelector {
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
}

impl PersonSelector {
    /// From an object; in conversations the id is `intercom_user_id`.
    pub fn read(object: &JsonObject) -> Result<Self, ApiError> {
        Ok(Self {
            id: match object.identifier("intercom_user_id")? {
                Some(id) => Some(id),
                None => object.identifier("id")?,
            },
            user_id: object.identifier("user_id")?,
            email: object.identifier("email")?,
        })
    }

    /// From an object that becomes a user: the ids are stored, so they are validated.
    pub fn of_user(object: &JsonObject) -> Result<Self, ApiError> {
        let (user_id, email) = (attributes::short_identifier(object, "user_id")?, attributes::email(object)?);
        Ok(Self { user_id, email, ..Self::read(object)? })
    }

    /// From a reply. There `id` is that of the conversation, which SDKs send along.
    pub fn of_reply(object: &JsonObject) -> Result<Self, ApiError> {
        Ok(Self {
            id: object.identifier("intercom_user_id")?,
            user_id: object.identifier("user_id")?,
            email: object.identifier("email")?,
        })
    }

    /// From the id or the user id of a query. Rejects an empty one: it would select everyone.
    pub fn single(call: &Call<'_>) -> Result<Option<Self>, ApiError> {
        let (id, user_id) = (call.query_identifier("id")?, call.query_identifier("user_id")?);
        Ok(id.map(Self::id).or(user_id.map(Self::user_id)))
    }

    /// From the query; the id is the first of these keys that is present.
    pub fn of_query(call: &Call<'_>, id_keys: &[&str]) -> Self {
        let value = |key: &str| call.query(key).map(str::to_owned);
        Self { id: id_keys.iter().find_map(|key| value(key)), user_id: value("user_id"), email: value("email") }
    }

    pub fn id(id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..Self::default() }
    }

    pub fn user_id(user_id: &str) -> Self {
        Self { user_id: Some(user_id.to_owned()), ..Self::default() }
    }

    pub fn email(email: &str) -> Self {
        Self { email: Some(email.to_owned()), ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.user_id.is_none() && self.email.is_none()
    }

    /// All people with these ids, of the first of these kinds that has any.
    pub fn all<'w>(&self, workspace: &'w Workspace, kinds: &[PersonKind]) -> Vec<&'w Person> {
        if let Some(id) = &self.id {
            let found = workspace.people.get(id).filter(|person| kinds.contains(&person.kind));
            return found.into_iter().collect();
        }
        let of = |kind: &PersonKind| match (&self.user_id, &self.email) {
            (Some(user_id), _) => workspace.people.by_user_id(*kind, user_id).into_iter().collect(),
            (None, Some(email)) => workspace.people.by_email(*kind, email),
            (None, None) => Vec::new(),
        };
        // Users before leads before visitors.
        kinds.iter().map(of).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The one person of these kinds with these ids.
    pub fn one<'w>(&self, workspace: &'w Workspace, kinds: &[PersonKind]) -> Result<&'w Person, ApiError> {
        if self.is_empty() {
            return Err(ApiError::missing_parameter("id", "id, user_id or email is required"));
        }
        match self.all(workspace, kinds).as_slice() {
            [one] => Ok(one),
            [] => Err(ApiError::not_found(kinds.first().map_or("User", |kind| kind.title()))),
            _ => Err(ApiError::ambiguous_email()),
        }
    }
}

/// Those who can take part in a conversation.
pub const CUSTOMERS: &[PersonKind] = &[PersonKind::User, PersonKind::Lead, PersonKind::Visitor];

/// Those who have a profile.
pub const USERS_AND_LEADS: &[PersonKind] = &[PersonKind::User, PersonKind::Lead];

/// The kinds of a `type`, by any of the API's names for it.
pub fn kinds_of(wire: Option<&str>) -> Result<&'static [PersonKind], ApiError> {
    match wire {
        Some("user") => Ok(&[PersonKind::User]),
        // A visitor may write as a contact, and becomes a lead then.
        Some("contact" | "lead") => Ok(&[PersonKind::Lead, PersonKind::Visitor]),
        Some("visitor") => Ok(&[PersonKind::Visitor]),
        None => Ok(CUSTOMERS),
        Some(_) => Err(ApiError::invalid_parameter("type", "type must be one of user, contact, lead, visitor")),
    }
}
