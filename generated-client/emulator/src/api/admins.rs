//! Admins and teams. They come from the seed data.

use crate::api::list::List;
use crate::api::views::admin::{AdminView, admin_view, team_view};
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use serde::Serialize;

/// `GET /admins`; before API 1.4 the list includes teams.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    let workspace = &*call.workspace;
    let mut admins: Vec<AdminView<'_>> = workspace.admins.iter().map(|admin| admin_view(workspace, admin)).collect();
    if !call.version.has_owners() {
        admins.extend(workspace.teams.iter().map(team_view));
    }
    ApiResponse::json(&List::new("admin.list", "admins", admins))
}

/// `GET /me`: the first admin, with the workspace.
pub fn me(call: &mut Call<'_>) -> HandlerResult {
    let workspace = &*call.workspace;
    let admin = workspace.admins.iter().next().ok_or_else(ApiError::admin_not_found)?;
    let info = &workspace.info;
    let app = AppView {
        kind: "app",
        id_code: &info.id_code,
        name: &info.name,
        created_at: info.created_at,
        secure: true,
        identity_verification: true,
    };
    ApiResponse::json(&CurrentAdminView { admin: admin_view(workspace, admin), email_verified: true, app })
}

#[derive(Serialize)]
struct CurrentAdminView<'a> {
    #[serde(flatten)]
    admin: AdminView<'a>,
    email_verified: bool,
    app: AppView<'a>,
}

#[derive(Serialize)]
struct AppView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id_code: &'a str,
    name: &'a str,
    created_at: i64,
    secure: bool,
    identity_verification: bool,
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
    let team = call.workspace.teams.get(id).ok_or_else(|| ApiError::not_found("Team"))?;
    ApiResponse::json(&team_view(team))
}
