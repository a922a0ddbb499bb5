//! Admins and teams.

use crate::api::views::avatar::AvatarView;
use crate::workspace::model::Workspace;
use crate::workspace::records::account::{Admin, Team};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub struct AdminView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    email: Option<&'a str>,
    away_mode_enabled: bool,
    away_mode_reassign: bool,
    /// Of admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<AvatarView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_inbox_seat: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team_ids: Option<Vec<Value>>,
    /// Of teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    admin_ids: Option<Vec<Value>>,
}

pub fn admin_view<'a>(workspace: &Workspace, admin: &'a Admin) -> AdminView<'a> {
    let teams = workspace.teams.iter().filter(|team| team.admin_ids.contains(&admin.id));
    AdminView {
        kind: "admin",
        id: &admin.id,
        name: &admin.name,
        email: Some(&admin.email),
        away_mode_enabled: admin.away,
        away_mode_reassign: admin.away_reassign,
        avatar: Some(AvatarView::of(admin.avatar.as_deref())),
        has_inbox_seat: Some(true),
        team_ids: Some(teams.map(|team| number(&team.id)).collect()),
        admin_ids: None,
    }
}

/// Lists of admins contain teams too, so both have one type.
pub fn team_view(team: &Team) -> AdminView<'_> {
    AdminView {
        kind: "team",
        id: &team.id,
        name: &team.name,
        email: None,
        away_mode_enabled: false,
        away_mode_reassign: false,
        avatar: None,
        has_inbox_seat: None,
        team_ids: None,
        admin_ids: Some(team.admin_ids.iter().map(|id| number(id)).collect()),
    }
}

/// An admin as the author of a message or a note.
#[derive(Serialize)]
pub struct AdminStub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    email: &'a str,
}

impl<'a> AdminStub<'a> {
    pub fn of(admin: &'a Admin) -> Self {
        Self { kind: "admin", id: &admin.id, name: &admin.name, email: &admin.email }
    }
}

/// Lists of ids of admins and teams have numbers.
fn number(id: &str) -> Value {
    id.parse::<i64>().map_or_else(|_| id.into(), Value::from)
}
