//! The API versions and their differences.

use super::api_error::ApiError;
use super::apis::versions;
use super::headers::VERSION_HEADER;
use http::request::Parts;
use intercom_client::PACKAGE;

/// An API version: its index among the known ones, oldest first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Version(usize);

impl Version {
    /// Parses the name of a known version.
    pub fn parse(name: &str) -> Option<Self> {
        // Sent as a number, 1.0 becomes 1.
        let matches = |known: &&str| *known == name || known.strip_suffix(".0") == Some(name);
        Self::known().iter().position(matches).map(Self)
    }

    /// The version that a request names. It must be a known one.
    pub fn of_request(head: &Parts) -> Result<Option<Self>, ApiError> {
        let Some(value) = VERSION_HEADER.as_ref().and_then(|header| head.headers.get(header)) else {
            return Ok(None);
        };
        let version = value.to_str().ok().and_then(Self::parse);
        version.map(Some).ok_or_else(|| {
            let known = versions().collect::<Vec<_>>().join(", ");
            ApiError::bad_version(format!("unknown version; known versions: {known}"))
        })
    }

    /// The oldest one: the version of an app of the function tables' time.
    pub fn oldest() -> Self {
        Self(0)
    }

    /// Its position among the known ones.
    pub fn position(self) -> usize {
        self.0
    }

    pub fn known() -> &'static [&'static str] {
        PACKAGE.version.as_ref().map_or(&[], |version| version.known)
    }

    /// A search by email returns a list; before, one user or a conflict.
    pub fn lists_by_email(self) -> bool {
        self.is_at_least("1.1")
    }

    /// The message of a conversation has `delivered_as`.
    pub fn has_delivery_details(self) -> bool {
        self.is_at_least("1.1")
    }

    /// A person has neither IP address nor user agent nor coordinates; `waiting_since` is null once an admin has replied.
    pub fn omits_personal_data(self) -> bool {
        self.is_at_least("1.2")
    }

    /// People have an owner, and the list of admins has no teams.
    pub fn has_owners(self) -> bool {
        self.is_at_least("1.4")
    }

    fn is_at_least(self, name: &str) -> bool {
        Self::parse(name).is_some_and(|since| self >= since)
    }
}
