//! Admins and teams. They come from the seed data.

use crate::api::list::List;
use crate::api::shape::{Shape, shape};
use crate::api::views::admin::{admin_view, team_view};
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};

/// `GET /admins`; before API 1.4 the list includes teams.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    let workspace = &*call.workspace;
    let mut admins: Vec<Shape> = workspace.admins.iter().map(|admin| admin_view(workspace, admin)).collect();
    if !call.version.has_owners() {
        admins.extend(workspace.teams.iter().map(team_view));
    }
    ApiResponse::json(&List::new("admin.list", "admins", admins))
}

/// `GET /me`: the first admin, with the workspace.
pub fn me(call: &mut Call<'_>) -> HandlerResult {
    let workspace = &*call.workspace;
    let admin = workspace.admins.iter().next().ok_or_else(ApiError::admin_not_found)?;
    let app = shape! {
        "type": "app",
        "id_code": workspace.info.id_code.as_str(),
        "name": workspace.info.name.as_str(),
        "created_at": workspace.info.created_at,
        "secure": true,
        "identity_verification": true,
    };
    ApiResponse::json(&admin_view(workspace, admin).with("email_verified", true).with("app", app))
}

/// `GET /admins/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    let admin = call.workspace.admins.get(call.path_param(0)).ok_or_else(ApiError::admin_not_found)?;
    ApiResponse::json(&admin_view(call.workspace, admin))
}

/// `PUT /admins/{id}/away`, used by SDKs.
pub fn away(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let (away, reassign) = (body.boolean("away_mode_enabled")?, body.boolean("away_mode_reassign")?);
    let id = call.path_param(0);
    let admin = call.workspace.admins.get_mut(id).ok_or_else(ApiError::admin_not_found)?;
    admin.away = away.unwrap_or(admin.away);
    admin.away_reassign = reassign.unwrap_or(admin.away_reassign);
    get_by_id(call)
}

/// `GET /teams`, used by SDKs.
pub fn teams(call: &mut Call<'_>) -> HandlerResult {
    ApiResponse::json(&List::new("team.list", "teams", call.workspace.teams.iter().map(team_view).collect()))
}

/// `GET /teams/{id}`, used by SDKs.
pub fn team(call: &mut Call<'_>) -> HandlerResult {
    let id = call.path_param(0);
    let team = call.workspace.teams.iter().find(|team| team.id == id).ok_or_else(|| ApiError::not_found("Team"))?;
    ApiResponse::json(&team_view(team))
}
