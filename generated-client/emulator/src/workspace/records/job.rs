//! Bulk jobs.

use crate::workspace::table::Record;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Job {
    pub id: String,
    /// The kind of its items: `user`, `contact` or `event`.
    pub kind: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub completed_at: Option<i64>,
    pub closing_at: i64,
    pub tasks: Vec<Task>,
    pub errors: Vec<JobError>,
}

/// The items of one request.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Task {
    pub id: String,
    pub item_count: usize,
    pub created_at: i64,
}

/// An item of a job that failed.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct JobError {
    pub method: String,
    pub data: Value,
    pub code: String,
    pub message: String,
}

impl Job {
    /// How long a job accepts items.
    pub const OPEN_SECONDS: i64 = 900;
}

impl Record for Job {
    const LIST: &'static str = "jobs";

    fn id(&self) -> &str {
        &self.id
    }
}
