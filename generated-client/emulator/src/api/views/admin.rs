//! Admins and teams.

use crate::api::shape::{Shape, shape};
use crate::workspace::model::Workspace;
use crate::workspace::records::account::{Admin, Team};
use serde_json::Value;

pub fn admin_view(workspace: &Workspace, admin: &Admin) -> Shape {
    let teams = workspace.teams.iter().filter(|team| team.admin_ids.contains(&admin.id));
    shape! {
        "type": "admin",
        "id": admin.id.as_str(),
        "name": admin.name.as_str(),
        "email": admin.email.as_str(),
        "away_mode_enabled": admin.away,
        "away_mode_reassign": admin.away_reassign,
        "has_inbox_seat": true,
        "team_ids": teams.map(|team| number(&team.id)).collect::<Vec<_>>(),
    }
}

pub fn team_view(team: &Team) -> Shape {
    shape! {
        "type": "team",
        "id": team.id.as_str(),
        "name": team.name.as_str(),
        "email": None::<&str>,
        "away_mode_enabled": false,
        "away_mode_reassign": false,
        "admin_ids": team.admin_ids.iter().map(|id| number(id)).collect::<Vec<_>>(),
    }
}

/// Lists of ids of admins and teams have numbers.
fn number(id: &str) -> Value {
    id.parse::<i64>().map_or_else(|_| id.into(), Value::from)
}
