//! Admins and teams. They come from the seed data.

use super::list::List;
use super::shape::{Shape, shape};
use super::views;
use crate::engine::{Call, Handled, Members, Refusal, Reply};

/// `GET /admins`; before API 1.4, teams are among them.
pub(crate) fn list(call: &mut Call<'_>) -> Handled {
    let world = &*call.world;
    let mut admins: Vec<Shape> = world.admins.iter().map(|admin| views::admin(world, admin)).collect();
    if !call.version.knows_owners() {
        admins.extend(world.teams.iter().map(views::team));
    }
    Reply::json(&List::new("admin.list", "admins", admins))
}

/// `GET /me`: the first admin, with the workspace.
pub(crate) fn me(call: &mut Call<'_>) -> Handled {
    let world = &*call.world;
    let admin = world.admins.iter().next().ok_or_else(Refusal::no_admin)?;
    let app = shape! {
        "type": "app",
        "id_code": world.workspace.id_code.as_str(),
        "name": world.workspace.name.as_str(),
        "created_at": world.workspace.created_at,
        "secure": true,
        "identity_verification": true,
    };
    Reply::json(&views::admin(world, admin).with("email_verified", true).with("app", app))
}

/// `GET /admins/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    let admin = call.world.admins.get(call.segment(0)).ok_or_else(Refusal::no_admin)?;
    Reply::json(&views::admin(call.world, admin))
}

/// `PUT /admins/{id}/away`, of SDKs.
pub(crate) fn away(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let (away, reassign) = (body.boolean("away_mode_enabled")?, body.boolean("away_mode_reassign")?);
    let id = call.segment(0);
    let admin = call.world.admins.get_mut(id).ok_or_else(Refusal::no_admin)?;
    admin.away = away.unwrap_or(admin.away);
    admin.away_reassign = reassign.unwrap_or(admin.away_reassign);
    get_by_id(call)
}

/// `GET /teams`, of SDKs.
pub(crate) fn teams(call: &mut Call<'_>) -> Handled {
    Reply::json(&List::new("team.list", "teams", call.world.teams.iter().map(views::team).collect()))
}

/// `GET /teams/{id}`, of SDKs.
pub(crate) fn team(call: &mut Call<'_>) -> Handled {
    let id = call.segment(0);
    let team = call.world.teams.iter().find(|team| team.id == id).ok_or_else(|| Refusal::no("Team"))?;
    Reply::json(&views::team(team))
}
