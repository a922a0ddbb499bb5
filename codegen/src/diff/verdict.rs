//! The verdict: how much a change asks of users, and the version that says so.

use std::fmt;

/// How much a change asks of users.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// Nothing.
    Patch,
    /// Nothing, but there is something new to use or to know.
    Minor,
    /// Their code may not compile, or does something else.
    Major,
}

impl Level {
    /// All levels, highest first.
    pub const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Patch];

    /// As versions call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a comparison means for the next version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// The highest level; `None` when nothing changed.
    pub level: Option<Level>,
    /// The version that users have.
    pub current: Version,
    /// The version that the change asks for; `None` when nothing changed.
    pub next: Option<Version>,
}

/// A semantic version, as far as a verdict needs it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    /// What follows a hyphen.
    pre: Option<String>,
}

impl Version {
    /// Reads `1.2.3`, `0.4.0-rc.1`, `1.0.0+build`; what follows a plus has no part in the order of versions.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a version such as 1.2.3 or 0.4.0-rc.1");
        let plain = text.split_once('+').map_or(text, |(plain, _)| plain);
        let (numbers, pre) = plain.split_once('-').map_or((plain, None), |(numbers, pre)| (numbers, Some(pre)));
        let word = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if pre.is_some_and(|pre| pre.split('.').any(|part| part.is_empty() || !part.chars().all(word))) {
            return Err(wrong());
        }
        let number = |digits: &str| {
            let sound = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
            digits.parse::<u64>().ok().filter(|_| sound).ok_or_else(wrong)
        };
        match numbers.split('.').collect::<Vec<_>>()[..] {
            [major, minor, patch] => Ok(Self {
                major: number(major)?,
                minor: number(minor)?,
                patch: number(patch)?,
                pre: pre.map(str::to_owned),
            }),
            _ => Err(wrong()),
        }
    }

    /// The version that a change of this level asks for, by Cargo's rules: below 1.0.0 a breaking change raises the
    /// leftmost number that is not zero, and anything else the one behind it; of a pre-release only the next one counts.
    #[must_use]
    pub fn next(&self, level: Level) -> Self {
        if let Some(pre) = &self.pre {
            return Self { pre: Some(next_pre(pre)), ..self.clone() };
        }
        let of = |major, minor, patch| Self { major, minor, patch, pre: None };
        let Self { major, minor, patch, .. } = *self;
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
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        self.pre.as_ref().map_or(Ok(()), |pre| write!(f, "-{pre}"))
    }
}
