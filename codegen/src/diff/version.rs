//! The version that a comparison asks for.

use super::level::Level;
use std::fmt;

/// What a comparison means for the next version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionBump {
    /// The highest level; `None` when nothing changed.
    pub level: Option<Level>,
    /// The version that users have.
    pub current: Version,
    /// The version that the change asks for; `None` when nothing changed.
    pub next: Option<Version>,
}

/// A semantic version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Version(semver::Version);

impl Version {
    /// Parses `1.2.3`, `0.4.0-rc.1`, `1.0.0+build`.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |error| format!("`{text}` is not a version such as 1.2.3 or 0.4.0-rc.1: {error}");
        semver::Version::parse(text).map(Self).map_err(wrong)
    }

    /// The version that a change of this level asks for, by Cargo's rules: below 1.0.0 a breaking change raises the
    /// leftmost number that is not zero, and anything else the one behind it; of a pre-release only the next one counts.
    #[must_use]
    pub fn next(&self, level: Level) -> Self {
        let semver::Version { major, minor, patch, pre, .. } = &self.0;
        let (major, minor, patch) = (*major, *minor, *patch);
        let of = |major, minor, patch| Self(semver::Version::new(major, minor, patch));
        if let Ok(pre) = semver::Prerelease::new(&next_pre(pre))
            && !self.0.pre.is_empty()
        {
            return Self(semver::Version { pre, ..semver::Version::new(major, minor, patch) });
        }
        match (major, minor, level) {
            (0, 0, _) => of(0, 0, patch.saturating_add(1)),
            (0, _, Level::Major) => of(0, minor.saturating_add(1), 0),
            (0, _, Level::Minor | Level::Patch) => of(0, minor, patch.saturating_add(1)),
            (_, _, Level::Major) => of(major.saturating_add(1), 0, 0),
            (_, _, Level::Minor) => of(major, minor.saturating_add(1), 0),
            (_, _, Level::Patch) => of(major, minor, patch.saturating_add(1)),
        }
    }
}

/// `rc.1` → `rc.2`, `alpha` → `alpha.1`.
fn next_pre(pre: &str) -> String {
    let (head, last) = pre.rsplit_once('.').map_or(("", pre), |(head, last)| (head, last));
    match last.parse::<u64>() {
        Ok(number) if head.is_empty() => number.saturating_add(1).to_string(),
        Ok(number) => format!("{head}.{}", number.saturating_add(1)),
        Err(_) => format!("{pre}.1"),
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
