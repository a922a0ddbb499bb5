//! The API versions and what sets them apart.

use intercom_client::PACKAGE;

/// An API version, by its place among the known ones.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Version(usize);

impl Version {
    /// The version that has this name.
    pub fn parse(name: &str) -> Option<Self> {
        // Sent as a number, 1.0 becomes 1.
        let is_named = |known: &&str| *known == name || known.strip_suffix(".0") == Some(name);
        Self::known().iter().position(is_named).map(Self)
    }

    /// The oldest one: what an app of the tables' time had.
    pub fn oldest() -> Self {
        Self(0)
    }

    pub fn known() -> &'static [&'static str] {
        PACKAGE.version.as_ref().map_or(&[], |version| version.known)
    }

    /// An email finds a list; before, one user or a conflict.
    pub fn lists_by_email(self) -> bool {
        self.is("1.1")
    }

    /// The message of a conversation says how it was delivered, and tags by whom they were put there.
    pub fn tells_delivery(self) -> bool {
        self.is("1.1")
    }

    /// Neither address nor program nor coordinates of a person are shown; nobody waits once an admin has answered.
    pub fn hides_personal_data(self) -> bool {
        self.is("1.2")
    }

    /// People have an owner, and teams are not among the admins.
    pub fn knows_owners(self) -> bool {
        self.is("1.4")
    }

    /// This version or a later one.
    fn is(self, name: &str) -> bool {
        Self::parse(name).is_some_and(|since| self >= since)
    }
}
