//! The workspace's own data: admins, teams, apps and the open scroll.

use crate::workspace::table::Record;
use serde::{Deserialize, Serialize};

/// Id and name of the workspace.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct WorkspaceInfo {
    pub id_code: String,
    pub name: String,
    pub created_at: i64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Admin {
    pub id: String,
    pub name: String,
    pub email: String,
    /// The URL of a picture.
    #[serde(default)]
    pub avatar: Option<String>,
    #[serde(default)]
    pub away: bool,
    #[serde(default)]
    pub away_reassign: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Team {
    pub id: String,
    pub name: String,
    pub admin_ids: Vec<String>,
}

/// An app that can exchange codes for tokens. Secret and codes are kept as digests only.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct App {
    pub client_id: String,
    pub secret: String,
    /// Codes that can be exchanged; empty with `any_code`.
    pub codes: Vec<Code>,
    /// Accepts any code, each of them once.
    pub any_code: bool,
    /// Codes that were exchanged.
    pub used_codes: Vec<String>,
}

/// A code that a user's consent created.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Code {
    pub digest: String,
    pub issued_at: i64,
}

/// The open scroll; a workspace has at most one.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Scroll {
    pub param: String,
    /// The list that it reads: `users`, `contacts` or `companies`. A seeded scroll without it belongs to the list that asks
    /// for it first.
    pub over: Option<String>,
    /// The insertion number of the last record that was returned.
    pub last: Option<u64>,
    pub used_at: i64,
}

impl Record for Team {
    const LIST: &'static str = "teams";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Record for Admin {
    const LIST: &'static str = "admins";

    fn id(&self) -> &str {
        &self.id
    }
}
