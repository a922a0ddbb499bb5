//! Options of queries that several lists share.

use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;

/// A boolean of the query, in the spellings of SDKs.
pub fn flag(call: &Call<'_>, key: &str) -> Result<Option<bool>, ApiError> {
    match call.query(key) {
        None => Ok(None),
        Some("true" | "True" | "1") => Ok(Some(true)),
        Some("false" | "False" | "0") => Ok(Some(false)),
        Some(_) => Err(ApiError::invalid_parameter(key, format!("{key} must be true or false"))),
    }
}

/// Whether `order` is ascending.
pub fn is_ascending(call: &Call<'_>) -> Result<bool, ApiError> {
    match call.query("order") {
        None | Some("desc") => Ok(false),
        Some("asc") => Ok(true),
        Some(_) => Err(ApiError::invalid_parameter("order", "order must be asc or desc")),
    }
}

/// The ids of the tag and of the segment that filter a list. The tag exists; the segment must still be looked up, since lists
/// accept different kinds.
pub fn tag_and_segment_filter<'a>(call: &Call<'a>) -> Result<(Option<&'a str>, Option<&'a str>), ApiError> {
    let (tag, segment) = (call.query_identifier("tag_id")?, call.query_identifier("segment_id")?);
    if tag.is_some() && segment.is_some() {
        return Err(ApiError::invalid_parameter("segment_id", "tag_id and segment_id cannot be used together"));
    }
    match tag {
        Some(id) if call.workspace.tags.get(id).is_none() => Err(ApiError::not_found("Tag")),
        _ => Ok((tag, segment)),
    }
}
