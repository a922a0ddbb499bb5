//! Secrets in the keyring of the system: Keychain, Credential Manager, or the Secret Service of a desktop.
//!
//! Servers and containers have none, and a program may be built without the feature `keyring`. Each function then returns
//! why, and the caller decides.

use crate::program::Program;
use crate::variable;

/// Where a secret is: below the program's name, by profile and credential.
#[cfg_attr(not(feature = "keyring"), expect(dead_code, reason = "a program without a keyring has no place in it"))]
pub struct Place<'a> {
    pub program: &'a Program,
    pub profile: &'a str,
    pub credential: &'a str,
}

/// The variable that turns the keyring off with `off`.
pub fn variable(program: &Program) -> String {
    format!("{}_KEYRING", program.prefix())
}

pub fn set(place: &Place<'_>, secret: &str) -> Result<(), String> {
    is_on(place.program)?;
    system::set(place, secret)
}

pub fn get(place: &Place<'_>) -> Result<String, String> {
    is_on(place.program)?;
    system::get(place)
}

/// Deletes a secret; one that is not there counts as deleted.
pub fn delete(place: &Place<'_>) -> Result<(), String> {
    is_on(place.program)?;
    system::delete(place)
}

fn is_on(program: &Program) -> Result<(), String> {
    let name = variable(program);
    match variable::text(&name).as_deref() {
        Some("off") => Err(format!("{name} is `off`")),
        _ => Ok(()),
    }
}

#[cfg(feature = "keyring")]
mod system {
    use super::Place;
    use keyring::v1::{Entry, Error};

    pub(super) fn set(place: &Place<'_>, secret: &str) -> Result<(), String> {
        entry(place)?.set_password(secret).map_err(message)
    }

    pub(super) fn get(place: &Place<'_>) -> Result<String, String> {
        entry(place)?.get_password().map_err(message)
    }

    pub(super) fn delete(place: &Place<'_>) -> Result<(), String> {
        match entry(place)?.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            result => result.map_err(message),
        }
    }

    fn entry(place: &Place<'_>) -> Result<Entry, String> {
        if Entry::store_status().is_err() {
            return Err("this system offers no keyring".to_owned());
        }
        Entry::new(place.program.name, &format!("{}/{}", place.profile, place.credential)).map_err(message)
    }

    /// What went wrong, without the bytes that some of the library's errors carry.
    fn message(error: Error) -> String {
        match error {
            Error::NoEntry => "it is not there".to_owned(),
            Error::BadEncoding(_) => "it is not text".to_owned(),
            error => error.to_string(),
        }
    }
}

#[cfg(not(feature = "keyring"))]
mod system {
    use super::Place;

    pub(super) fn set(_: &Place<'_>, _: &str) -> Result<(), String> {
        Err(missing())
    }

    pub(super) fn get(_: &Place<'_>) -> Result<String, String> {
        Err(missing())
    }

    pub(super) fn delete(_: &Place<'_>) -> Result<(), String> {
        Err(missing())
    }

    fn missing() -> String {
        "this program was built without the feature `keyring`".to_owned()
    }
}
