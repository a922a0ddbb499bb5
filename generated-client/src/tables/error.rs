//! Why a function of the tables failed on API 2.x.

use api_client_runtime::error::Error;
use std::fmt;

/// Why a function of the tables failed on API 2.x, and which calls were made before.
#[derive(Debug)]
pub struct TablesError {
    kind: TablesErrorKind,
    done: Vec<String>,
}

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum TablesErrorKind {
    /// The tables have no such function.
    Unknown {
        /// The name that was asked for.
        function: String,
    },
    /// API 2.x has nothing that does the same. Nothing was sent.
    Withdrawn {
        /// The function.
        function: String,
        /// Why it is gone.
        reason: String,
        /// What replaces it.
        instead: Vec<String>,
    },
    /// API 2.x has no place for an argument. Nothing was sent.
    Argument {
        /// The argument's name in the tables.
        argument: String,
        /// Why.
        reason: String,
    },
    /// API 2.x does not take this value of an argument. Nothing was sent.
    Value {
        /// The argument's name in the tables.
        argument: String,
        /// Why.
        reason: String,
    },
    /// Nobody and nothing is known by what was given.
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// Several are known by what was given.
    Ambiguous {
        /// What was looked for.
        what: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// The contact exists and is archived; [`unarchive`](super::Tables::unarchive) brings it back.
    Archived {
        /// Its id, if the API says it.
        id: Option<String>,
    },
    /// A call failed.
    Call {
        /// The function of API 2.x.
        call: String,
        /// Its error.
        error: Box<Error>,
    },
    /// `spec/v2/tables.yaml` does not fit this crate: a test makes sure that this never happens.
    Plan {
        /// What does not fit.
        problem: String,
    },
}

impl TablesError {
    pub(super) fn new(kind: TablesErrorKind, done: &[String]) -> Self {
        Self { kind, done: done.to_vec() }
    }

    /// A call that failed before anything was done.
    pub(super) fn of_call(call: &str, error: Error) -> Self {
        Self::new(TablesErrorKind::Call { call: call.to_owned(), error: Box::new(error) }, &[])
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &TablesErrorKind {
        &self.kind
    }

    /// The calls that were made before, by the names of API 2.x: what they changed stays changed.
    #[must_use]
    pub fn done(&self) -> &[String] {
        &self.done
    }

    /// Whether API 2.x has nothing that does the same.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        matches!(self.kind, TablesErrorKind::Withdrawn { .. })
    }
}

impl fmt::Display for TablesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            TablesErrorKind::Unknown { function } => write!(f, "the tables have no function `{function}`")?,
            TablesErrorKind::Withdrawn { function, reason, instead } => {
                write!(f, "`{function}` is not in API 2.x: {reason}; instead: {}", instead.join("; "))?;
            }
            TablesErrorKind::Argument { argument, reason } => {
                write!(f, "API 2.x does not take `{argument}`: {reason}; `drop_unsupported` leaves it out")?;
            }
            TablesErrorKind::Value { argument, reason } => {
                write!(f, "API 2.x does not take this `{argument}`: {reason}")?;
            }
            TablesErrorKind::NotFound { what } => write!(f, "there is no {what}")?,
            TablesErrorKind::Ambiguous { what, ids } => {
                write!(f, "there are several of {what}: {}", ids.join(", "))?;
            }
            TablesErrorKind::Archived { id } => {
                let id = id.as_deref().unwrap_or("of an unknown id");
                write!(f, "the contact {id} is archived; `unarchive(true)` brings it back")?;
            }
            TablesErrorKind::Call { call, .. } => write!(f, "`{call}` failed")?,
            TablesErrorKind::Plan { problem } => write!(f, "the plan does not fit: {problem}")?,
        }
        if self.done.is_empty() { Ok(()) } else { write!(f, " (done before: {})", self.done.join(", ")) }
    }
}

impl std::error::Error for TablesError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            TablesErrorKind::Call { error, .. } => Some(&**error),
            _ => None,
        }
    }
}
