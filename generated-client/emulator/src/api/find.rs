//! Finding the person that a request names.

use super::attributes;
use crate::engine::{Call, Members, Refusal};
use crate::state::World;
use crate::state::records::{Object, Person, PersonKind};

/// How a request names a person; the first one given decides, as in the API.
#[derive(Debug, Default)]
pub(crate) struct Naming {
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
}

impl Naming {
    /// From an object; in conversations the id has a longer name.
    pub fn read(object: &Object) -> Result<Self, Refusal> {
        Ok(Self {
            id: match object.name("intercom_user_id")? {
                Some(id) => Some(id),
                None => object.name("id")?,
            },
            user_id: object.name("user_id")?,
            email: object.name("email")?,
        })
    }

    /// From an object that is to be a user: what names the user will be kept, so it must be sound.
    pub fn of_user(object: &Object) -> Result<Self, Refusal> {
        let (user_id, email) = (attributes::short_name(object, "user_id")?, attributes::email(object)?);
        Ok(Self { user_id, email, ..Self::read(object)? })
    }

    /// From a reply, in which `id` is the conversation's: SDKs leave it there.
    pub fn of_reply(object: &Object) -> Result<Self, Refusal> {
        Ok(Self {
            id: object.name("intercom_user_id")?,
            user_id: object.name("user_id")?,
            email: object.name("email")?,
        })
    }

    /// The one person that a query names by id or user id, if it does. An empty name would name everybody and is refused.
    pub fn single(call: &Call<'_>) -> Result<Option<Self>, Refusal> {
        let (id, user_id) = (call.named("id")?, call.named("user_id")?);
        Ok(id.map(Self::id).or(user_id.map(Self::user_id)))
    }

    /// From the query; the id by the first of these keys that is there.
    pub fn of_query(call: &Call<'_>, id_keys: &[&str]) -> Self {
        let own = |key: &str| call.query(key).map(str::to_owned);
        Self { id: id_keys.iter().find_map(|key| own(key)), user_id: own("user_id"), email: own("email") }
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

    /// All people that are so named, of the first of these kinds that has some.
    pub fn all<'w>(&self, world: &'w World, kinds: &[PersonKind]) -> Vec<&'w Person> {
        if let Some(id) = &self.id {
            let found = world.people.get(id).filter(|person| kinds.contains(&person.kind));
            return found.into_iter().collect();
        }
        let of = |kind: &PersonKind| match (&self.user_id, &self.email) {
            (Some(user_id), _) => world.people.by_user_id(*kind, user_id).into_iter().collect(),
            (None, Some(email)) => world.people.by_email(*kind, email),
            (None, None) => Vec::new(),
        };
        // Users before leads before visitors: who is known best is meant.
        kinds.iter().map(of).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The one person of these kinds that is so named.
    pub fn one<'w>(&self, world: &'w World, kinds: &[PersonKind]) -> Result<&'w Person, Refusal> {
        if self.is_empty() {
            return Err(Refusal::missing_parameter("id", "one of id, user_id and email is needed".to_owned()));
        }
        match self.all(world, kinds).as_slice() {
            [one] => Ok(one),
            [] => Err(Refusal::no(kinds.first().map_or("User", |kind| kind.title()))),
            _ => Err(Refusal::several_people()),
        }
    }
}

/// Whoever can take part in a conversation.
pub(crate) const CUSTOMERS: &[PersonKind] = &[PersonKind::User, PersonKind::Lead, PersonKind::Visitor];

/// Whoever has a profile of their own.
pub(crate) const USERS_AND_LEADS: &[PersonKind] = &[PersonKind::User, PersonKind::Lead];

/// The `type` of a person, in the words of any part of the API.
pub(crate) fn kinds_of(wire: Option<&str>) -> Result<&'static [PersonKind], Refusal> {
    match wire {
        Some("user") => Ok(&[PersonKind::User]),
        // A visitor may write as a contact, and becomes one by it.
        Some("contact" | "lead") => Ok(&[PersonKind::Lead, PersonKind::Visitor]),
        Some("visitor") => Ok(&[PersonKind::Visitor]),
        None => Ok(CUSTOMERS),
        Some(_) => Err(Refusal::invalid("type", "type must be one of user, contact, lead, visitor".to_owned())),
    }
}
