//! What a call of the tables on API 2.x has done.

use serde_json::Value;

/// What a function of the tables did.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Done {
    /// The last response, as API 2.x has it.
    pub response: Value,
    /// The calls that were made, by the names of API 2.x.
    pub calls: Vec<String>,
    /// Arguments that API 2.x has no place for, and why.
    pub dropped: Vec<(String, String)>,
}
