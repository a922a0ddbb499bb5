//! Companies.

use crate::json::JsonObject;
use crate::workspace::table::Record;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Company {
    pub id: String,
    /// The id that the caller chose.
    pub company_id: Option<String>,
    pub name: Option<String>,
    pub plan: Option<String>,
    pub remote_created_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_request_at: Option<i64>,
    pub monthly_spend: Option<i64>,
    pub session_count: i64,
    pub size: Option<i64>,
    pub website: Option<String>,
    pub industry: Option<String>,
    /// Ids of tags.
    pub tags: Vec<String>,
    pub custom_attributes: JsonObject,
}

impl Record for Company {
    const LIST: &'static str = "companies";

    fn id(&self) -> &str {
        &self.id
    }
}
