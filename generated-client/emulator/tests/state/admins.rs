//! Admins and teams: there from the beginning.

use crate::scenario::{NOT_FOUND, Shown, all, call, refusal};
use intercom_client::json;

scenarios!(
    admins_are_listed_with_their_teams,
    from_1_4_teams_are_listed_apart,
    one_admin_is_found_or_not,
    the_current_admin_has_the_workspace,
    an_admin_goes_away_and_comes_back,
);

const SEED: &str = "workspace: {id: kx71, name: Kiln, created_at: 1519990000}\n\
    admins: [{id: '1', name: Rui, email: rui@kiln.example}, {id: '2', name: Bea, email: bea@kiln.example}]\n\
    teams: [{id: '9', name: Workshop, admins: ['2']}]";

async fn admins_are_listed_with_their_teams(shown: &Shown) {
    let w = shown.seeded(SEED);
    let listed = w.call("getAdmins", json!({})).await;
    assert_eq!(listed["type"], "admin.list");
    assert_eq!(all(&listed["admins"], "type"), ["admin", "admin", "team"]);
    assert_eq!(all(&listed["admins"], "id"), ["1", "2", "9"]);
    assert_eq!(all(&listed["admins"], "team_ids"), [json!([]), json!([9]), json!(null)]);
    assert_eq!((&listed["admins"][2]["admin_ids"], &listed["admins"][2]["email"]), (&json!([2]), &json!(null)));
}

async fn from_1_4_teams_are_listed_apart(shown: &Shown) {
    let w = shown.seeded(SEED);
    for (version, count) in [("1.0", 3), ("1.3", 3), ("1.4", 2)] {
        let listed = call(&w.at(version), "getAdmins", json!({})).await;
        assert_eq!(listed["admins"].as_array().unwrap().len(), count, "{version}");
    }
    let teams = w.ask("GET", "/teams", json!(null)).await;
    assert_eq!((all(&teams["teams"], "id"), all(&teams["teams"], "name")), (vec![json!("9")], vec![json!("Workshop")]));
    assert_eq!(w.ask("GET", "/teams/9", json!(null)).await, teams["teams"][0]);
    assert_eq!(w.deny("GET", "/teams/8", json!(null)).await.0, NOT_FOUND);
}

async fn one_admin_is_found_or_not(shown: &Shown) {
    let w = shown.seeded(SEED);
    let admin = w.call("getSingleAdmin", json!({"adminId": "2"})).await;
    assert_eq!((&admin["type"], &admin["name"]), (&json!("admin"), &json!("Bea")));
    assert_eq!((&admin["email"], &admin["away_mode_enabled"]), (&json!("bea@kiln.example"), &json!(false)));
    for other in ["3", "9"] {
        let refused = w.refused("getSingleAdmin", json!({"adminId": other})).await;
        assert_eq!(refused, refusal(NOT_FOUND, "admin_not_found"));
    }
}

async fn the_current_admin_has_the_workspace(shown: &Shown) {
    let w = shown.seeded(SEED);
    let me = w.call("getCurrentAdmin", json!({})).await;
    assert_eq!((&me["id"], &me["email_verified"]), (&json!("1"), &json!(true)));
    let app = json!({
        "type": "app", "id_code": "kx71", "name": "Kiln", "created_at": 1_519_990_000, "secure": true,
        "identity_verification": true,
    });
    assert_eq!(me["app"], app);
}

async fn an_admin_goes_away_and_comes_back(shown: &Shown) {
    let w = shown.seeded(SEED);
    for away in [true, false] {
        let body = json!({"away_mode_enabled": away, "away_mode_reassign": away});
        w.ask("PUT", "/admins/2/away", body).await;
        let admin = w.call("getSingleAdmin", json!({"adminId": "2"})).await;
        assert_eq!((&admin["away_mode_enabled"], &admin["away_mode_reassign"]), (&json!(away), &json!(away)));
    }
    assert_eq!(w.deny("PUT", "/admins/3/away", json!({"away_mode_enabled": true})).await.0, NOT_FOUND);
}
