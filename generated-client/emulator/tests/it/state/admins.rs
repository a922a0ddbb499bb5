//! Admins and teams, which come from the seed.

use crate::state::workspace::{NOT_FOUND, Test, all, call, error_code};
use intercom_client::{Value, json};

const SEED: &str = "workspace: {id: kx71, name: Kiln, created_at: 1519990000}\n\
    admins: [{id: '1', name: Rui, email: rui@kiln.example}, {id: '2', name: Bea, email: bea@kiln.example}]\n\
    teams: [{id: '9', name: Workshop, admins: ['2']}]";

#[tokio::test]
async fn admins_are_listed_with_teams() {
    let test = Test::covers(&["getAdmins"]);
    let w = test.seeded(SEED);
    let listed = w.call("getAdmins", json!({})).await;
    assert_eq!(listed["type"], "admin.list");
    assert_eq!(all(&listed["admins"], "type"), ["admin", "admin", "team"]);
    assert_eq!(all(&listed["admins"], "id"), ["1", "2", "9"]);
    assert_eq!(all(&listed["admins"], "team_ids"), [json!([]), json!([9]), json!(null)]);
    assert_eq!((&listed["admins"][2]["admin_ids"], &listed["admins"][2]["email"]), (&json!([2]), &json!(null)));
}

#[tokio::test]
async fn since_1_4_teams_are_listed_separately() {
    let test = Test::covers(&["getAdmins"]);
    let w = test.seeded(SEED);
    for (version, count) in [("1.0", 3), ("1.3", 3), ("1.4", 2)] {
        let listed = call(&w.at(version), "getAdmins", json!({})).await;
        assert_eq!(listed["admins"].as_array().unwrap().len(), count, "{version}");
    }
    let teams = w.send_ok("GET", "/teams", json!(null)).await;
    assert_eq!((all(&teams["teams"], "id"), all(&teams["teams"], "name")), (vec![json!("9")], vec![json!("Workshop")]));
    assert_eq!(w.send_ok("GET", "/teams/9", json!(null)).await, teams["teams"][0]);
    assert_eq!(w.send_rejected("GET", "/teams/8", json!(null)).await.0, NOT_FOUND);
}

#[tokio::test]
async fn admin_is_found_by_id_or_404() {
    let test = Test::covers(&["getSingleAdmin"]);
    let w = test.seeded(SEED);
    let admin = w.call("getSingleAdmin", json!({"adminId": "2"})).await;
    assert_eq!((&admin["type"], &admin["name"]), (&json!("admin"), &json!("Bea")));
    assert_eq!((&admin["email"], &admin["away_mode_enabled"]), (&json!("bea@kiln.example"), &json!(false)));
    for other in ["3", "9"] {
        let error = w.rejected("getSingleAdmin", json!({"adminId": other})).await;
        assert_eq!(error, error_code(NOT_FOUND, "admin_not_found"));
    }
}

/// Report "more kinds": emulated admins lack `avatar`.
#[tokio::test]
async fn admin_has_an_avatar() {
    let test = Test::covers(&["getAdmins", "getCurrentAdmin", "getSingleAdmin"]);
    let picture = "https://kiln.example/rui.png";
    let w = test.seeded(&SEED.replace("name: Rui,", &format!("name: Rui, avatar: '{picture}',")));
    let with = |url: Value| json!({"type": "avatar", "image_url": url});
    let listed = w.call("getAdmins", json!({})).await;
    assert_eq!(all(&listed["admins"], "avatar"), [with(json!(picture)), with(json!(null)), json!(null)]);
    assert_eq!(w.call("getSingleAdmin", json!({"adminId": "2"})).await["avatar"], with(json!(null)));
    assert_eq!(w.call("getCurrentAdmin", json!({})).await["avatar"], with(json!(picture)));
}

#[tokio::test]
async fn current_admin_contains_the_workspace() {
    let test = Test::covers(&["getCurrentAdmin"]);
    let w = test.seeded(SEED);
    let me = w.call("getCurrentAdmin", json!({})).await;
    assert_eq!((&me["id"], &me["email_verified"]), (&json!("1"), &json!(true)));
    let app = json!({
        "type": "app", "id_code": "kx71", "name": "Kiln", "created_at": 1_519_990_000, "secure": true,
        "identity_verification": true,
    });
    assert_eq!(me["app"], app);
}

#[tokio::test]
async fn away_mode_is_set_and_unset() {
    let test = Test::covers(&["getSingleAdmin"]);
    let w = test.seeded(SEED);
    for away in [true, false] {
        let body = json!({"away_mode_enabled": away, "away_mode_reassign": away});
        w.send_ok("PUT", "/admins/2/away", body).await;
        let admin = w.call("getSingleAdmin", json!({"adminId": "2"})).await;
        assert_eq!((&admin["away_mode_enabled"], &admin["away_mode_reassign"]), (&json!(away), &json!(away)));
    }
    assert_eq!(w.send_rejected("PUT", "/admins/3/away", json!({"away_mode_enabled": true})).await.0, NOT_FOUND);
}
