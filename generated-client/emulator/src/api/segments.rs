//! Segments. Their rules come from the seed data.

use crate::api::list::List;
use crate::api::query::flag;
use crate::api::views::label::segment_view;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::label::SegmentOf;

/// `GET /segments`: of people, or of companies.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    let of_companies = match call.query("type") {
        None | Some("user" | "contact") => false,
        Some("company") => true,
        Some(_) => return Err(ApiError::invalid_parameter("type", "type must be user or company")),
    };
    let counts = flag(call, "include_count")?.unwrap_or(false);
    let segments = call.workspace.segments.iter().filter(|segment| (segment.of == SegmentOf::Company) == of_companies);
    let shown = segments.map(|segment| segment_view(segment, counts.then(|| segment.size(call.workspace))));
    ApiResponse::json(&List::new("segment.list", "segments", shown.collect()))
}

/// `GET /segments/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    let counts = flag(call, "include_count")?.unwrap_or(false);
    let segment = call.workspace.segments.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Segment"))?;
    ApiResponse::json(&segment_view(segment, counts.then(|| segment.size(call.workspace))))
}
