//! Creating a contact of API 2.x, or updating the one that exists, with the feature `v2-people`.
//!
//! ```no_run
//! use intercom_client::upsert::Key;
//! use intercom_client::v2::{Client, Error};
//!
//! # async fn example(client: Client) -> Result<(), Error> {
//! let done = client.contacts().upsert(Key::external_id("0025")).with(|contact| contact.name("Ines Prado")).await?;
//! println!("{:?}: {}", done.contact.id, if done.created { "new" } else { "known before" });
//! # Ok(())
//! # }
//! ```
//!
//! The contact is created first: a search before that would miss those of the last minutes, and two programs at once would make
//! two. A conflict says which contact exists; where it does not, the key finds it.

use crate::search::field;
use crate::v2::contacts::{Contacts, Create};
use crate::v2::types::Contact;
use api_client_runtime::error::{Error, ExistingState};
use api_client_runtime::{Args, DynamicCall, Value, json};
use std::future::{Future, IntoFuture};
use std::pin::Pin;

/// How a contact is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key(By);

#[derive(Clone, Debug, Eq, PartialEq)]
enum By {
    ExternalId(String),
    Email(String),
}

impl Key {
    /// By your own id of a user.
    #[must_use]
    pub fn external_id(id: impl Into<String>) -> Self {
        Self(By::ExternalId(id.into()))
    }

    /// By the address. Several contacts can have one: then nothing is updated.
    #[must_use]
    pub fn email(email: impl Into<String>) -> Self {
        Self(By::Email(email.into()))
    }
}

/// The contact, and whether it is a new one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Upserted {
    /// The contact, as the last response has it.
    pub contact: Contact,
    /// Whether it was created: if not, it was updated.
    pub created: bool,
}

/// Creates a contact or updates the one that exists.
#[derive(Debug)]
#[must_use = "nothing happens until it is sent: `.await` it"]
pub struct Upsert {
    key: Key,
    create: Create,
    unarchives: bool,
}

impl Contacts<'_> {
    /// Creates a contact, or updates the one that has this key.
    pub fn upsert(&self, key: Key) -> Upsert {
        let create = match &key.0 {
            By::ExternalId(id) => self.create().external_id(id),
            By::Email(email) => self.create().email(email),
        };
        Upsert { key, create, unarchives: false }
    }
}

impl Upsert {
    /// Sets what the contact should have.
    pub fn with(mut self, set: impl FnOnce(Create) -> Create) -> Self {
        self.create = set(self.create);
        self
    }

    /// Brings the contact back if it is archived. Otherwise an archived one is an error, whose
    /// [`existing`](Error::existing) says so.
    pub fn unarchive(mut self, unarchives: bool) -> Self {
        self.unarchives = unarchives;
        self
    }

    /// Creates, and updates after a conflict; `.await` does the same.
    ///
    /// # Errors
    ///
    /// Of the calls, each with its own retries. The conflict itself, where the contact is archived, or neither the response nor
    /// the key says which one it is.
    pub async fn send(self) -> Result<Upserted, Error> {
        let conflict = match self.create.clone().into_call().send::<Contact>().await {
            Ok(contact) => return Ok(Upserted { contact, created: true }),
            Err(error) if error.is_conflict() => error,
            Err(error) => return Err(error),
        };
        let existing = conflict.existing();
        let is_archived = existing.as_ref().is_some_and(|existing| existing.state == ExistingState::Archived);
        if is_archived && !self.unarchives {
            return Err(conflict);
        }
        let id = match existing.and_then(|existing| existing.id) {
            Some(id) => Some(id),
            None => self.find().await?,
        };
        let Some(id) = id else { return Err(conflict) };
        if is_archived {
            self.call("UnarchiveContact", json!({ "contact_id": id })).into_call().send::<()>().await?;
        }
        let mut args = self.create.clone().into_call().into_args()?;
        if let Value::Object(args) = &mut args {
            // A contact keeps the role that it has.
            args.remove("role");
            args.insert("contact_id".to_owned(), id.into());
        }
        let contact = self.call("UpdateContact", args).into_call().send().await?;
        Ok(Upserted { contact, created: false })
    }

    /// The id of the one contact that has the key.
    async fn find(&self) -> Result<Option<String>, Error> {
        let found = match &self.key.0 {
            By::ExternalId(id) => match self.call("ShowContactByExternalId", json!({ "external_id": id })).await {
                Err(error) if error.is_not_found() => return Ok(None),
                found => json!([found?]),
            },
            By::Email(email) => {
                let query = field("email").eq(email);
                let query = query.build().unwrap_or_default();
                let mut found = self.call("SearchContacts", json!({ "query": query })).await?;
                found.get_mut("data").map(Value::take).unwrap_or_default()
            }
        };
        let [only] = found.as_array().map_or(&[][..], Vec::as_slice) else { return Ok(None) };
        Ok(only.get("id").and_then(Value::as_str).map(str::to_owned))
    }

    fn call(&self, function: &str, args: Value) -> DynamicCall {
        let create = self.create.clone().into_call();
        DynamicCall::new(create.core(), crate::v2::FUNCTIONS, function, &Args::from(args))
    }
}

impl IntoFuture for Upsert {
    type Output = Result<Upserted, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
