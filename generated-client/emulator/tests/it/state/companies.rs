//! Companies: created directly or through users, listed once they have users.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, all, error_code};
use intercom_client::json;
use intercom_emulator::Seed;

#[tokio::test]
async fn company_id_identifies_a_company() {
    let test = Test::covers(&["createCompany", "getAppTotalCounts", "getSingleCompany", "updateCompany"]);
    let w = test.workspace();
    let args = json!({"companyId": "c-1", "name": "Kiln", "plan": "Team", "customAttributes": {"a": 1}});
    let made = w.call("createCompany", args).await;
    assert_eq!((&made["type"], &made["company_id"], &made["name"]), (&json!("company"), &json!("c-1"), &json!("Kiln")));
    // Sent as a string, returned as an object.
    assert_eq!((&made["plan"]["type"], &made["plan"]["name"]), (&json!("plan"), &json!("Team")));
    w.advance(5);
    let changed = w.call("updateCompany", json!({"companyId": "c-1", "customAttributes": {"b": 2}})).await;
    assert_eq!((&changed["id"], &changed["name"], &changed["plan"]), (&made["id"], &json!("Kiln"), &made["plan"]));
    assert_eq!(changed["custom_attributes"], json!({"a": 1, "b": 2}));
    assert_eq!((&changed["created_at"], &changed["updated_at"]), (&made["created_at"], &json!(w.emulator.now())));
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await, changed);
    // The company_id never changes.
    let by_id = w.send_ok("POST", "/companies", json!({"id": made["id"], "company_id": "c-2", "name": "Oven"})).await;
    assert_eq!((&by_id["company_id"], &by_id["name"]), (&json!("c-1"), &json!("Oven")));
    assert_eq!(w.count("company").await, 1);
    let error = w.rejected("getSingleCompany", json!({"companyId": "c-2"})).await;
    assert_eq!(error, error_code(NOT_FOUND, "company_not_found"));
    assert_eq!(w.send_rejected("POST", "/companies", json!({"id": "5bc47b800000000000009999"})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn without_company_id_a_new_company_is_created() {
    let test = Test::covers(&["createCompany", "getAppTotalCounts", "updateCompany"]);
    let w = test.workspace();
    let first = w.call("createCompany", json!({"name": "Kiln"})).await;
    let second = w.call("createCompany", json!({"name": "Kiln"})).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!((&first["company_id"], &first["plan"]), (&json!(null), &json!({})));
    assert_eq!(w.count("company").await, 2);
    // A change of an unknown company creates it.
    assert_eq!(w.call("updateCompany", json!({"companyId": "c-9", "name": "New"})).await["company_id"], "c-9");
    assert_eq!(w.count("company").await, 3);
}

#[tokio::test]
async fn monthly_spend_is_a_bounded_integer() {
    let test = Test::covers(&["getSingleCompany", "updateCompany"]);
    let w = test.workspace();
    let spend = |spend| json!({"company_id": "c-1", "monthly_spend": spend});
    assert_eq!(w.send_ok("POST", "/companies", spend(json!(12.9))).await["monthly_spend"], 12);
    let max = json!({"companyId": "c-1", "monthlySpend": "2147483647"});
    assert_eq!(w.call("updateCompany", max).await["monthly_spend"], 2_147_483_647);
    assert_eq!(w.send_rejected("POST", "/companies", spend(json!(2_147_483_648_i64))).await.0, UNPROCESSABLE);
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await["monthly_spend"], 2_147_483_647);
}

#[tokio::test]
async fn company_without_users_is_not_listed() {
    let test = Test::covers(&[
        "createCompany",
        "createUserById",
        "getAppTotalCounts",
        "getCompanies",
        "getSingleCompany",
        "updateCompany",
        "updateUserById",
    ]);
    let w = test.workspace();
    w.call("createCompany", json!({"companyId": "c-1", "name": "Kiln"})).await;
    assert_eq!(w.call("getCompanies", json!({})).await["companies"], json!([]));
    assert_eq!(
        (w.count("company").await, w.call("getSingleCompany", json!({"companyId": "c-1"})).await["user_count"].clone()),
        (1, json!(0))
    );
    w.call("createUserById", json!({"userId": "u", "companies": [{"company_id": "c-1"}]})).await;
    let listed = w.call("getCompanies", json!({})).await;
    assert_eq!((all(&listed["companies"], "user_count"), &listed["total_count"]), (vec![json!(1)], &json!(1)));
    let left =
        w.call("updateUserById", json!({"userId": "u", "companies": [{"company_id": "c-1", "remove": true}]})).await;
    assert_eq!(left["companies"]["companies"], json!([]));
    assert_eq!(w.call("getCompanies", json!({})).await["companies"], json!([]));
    let found = w.call("getSingleCompany", json!({"companyId": "c-1"})).await;
    assert_eq!((&found["name"], &found["user_count"]), (&json!("Kiln"), &json!(0)));
}

#[tokio::test]
async fn users_create_and_change_companies() {
    let test = Test::covers(&[
        "createUserByEmail",
        "createUserById",
        "getAppTotalCounts",
        "getSingleCompany",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    let companies =
        json!([{"company_id": "366", "name": "Serenity", "monthly_spend": 500, "plan": "Crew"}, {"company_id": "c-2"}]);
    let user = w.call("createUserById", json!({"userId": "a", "companies": companies})).await;
    assert_eq!(user["companies"]["type"], "company.list");
    assert_eq!(all(&user["companies"]["companies"], "company_id"), ["366", "c-2"]);
    assert_eq!(all(&user["companies"]["companies"], "name"), [json!("Serenity"), json!(null)]);
    let companies = json!([{"company_id": "366", "name": "Firefly"}]);
    let other = w.call("createUserByEmail", json!({"email": "b@kiln.example", "companies": companies})).await;
    assert_eq!(other["companies"]["companies"][0]["id"], user["companies"]["companies"][0]["id"]);
    let company = w.call("getSingleCompany", json!({"companyId": "366"})).await;
    assert_eq!(
        (&company["name"], &company["monthly_spend"], &company["user_count"]),
        (&json!("Firefly"), &json!(500), &json!(2))
    );
    assert_eq!(w.count("company").await, 2);
    // Companies that are not named stay; joining twice has no effect.
    let again = w.call("updateUserById", json!({"userId": "a", "companies": [{"company_id": "c-2"}]})).await;
    assert_eq!(all(&again["companies"]["companies"], "company_id"), ["366", "c-2"]);
}

#[tokio::test]
async fn leaving_an_unknown_company_is_rejected() {
    let test = Test::covers(&["createUserById", "getAppTotalCounts", "getSingleUser", "updateUserById"]);
    let w = test.workspace();
    w.call("createUserById", json!({"userId": "u", "companies": [{"company_id": "c-1"}]})).await;
    let companies =
        json!([{"company_id": "c-1", "remove": true}, {"company_id": "c-3"}, {"company_id": "c-2", "remove": true}]);
    let error = w.rejected("updateUserById", json!({"userId": "u", "companies": companies})).await;
    assert_eq!(error, error_code(NOT_FOUND, "company_not_found"));
    let user = w.call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(all(&user["companies"]["companies"], "company_id"), ["c-1"]);
    assert_eq!(w.count("company").await, 1);
}

#[tokio::test]
async fn unknown_id_creates_no_company() {
    let test = Test::covers(&["getAppTotalCounts"]);
    let w = test.workspace();
    for nameless in [json!({"id": "5bc47b800000000000009999"}), json!({})] {
        let (status, _) = w.send_rejected("POST", "/users", json!({"user_id": "u", "companies": [nameless]})).await;
        assert!([NOT_FOUND, UNPROCESSABLE].contains(&status));
    }
    assert_eq!((w.count("company").await, w.count("user").await), (0, 0));
}

#[tokio::test]
async fn company_named_twice_gets_both_attribute_sets() {
    let test = Test::covers(&["createUserById", "getAppTotalCounts", "getSingleCompany", "updateUserById"]);
    let w = test.workspace();
    for round in ["new", "known"] {
        let companies = json!([
            {"company_id": "c-1", "name": round, "custom_attributes": {"a": 1}},
            {"company_id": "c-2"},
            {"company_id": "c-1", "plan": round, "custom_attributes": {"b": 2}},
        ]);
        let user = w.call("createUserById", json!({"userId": "u-1", "companies": companies})).await;
        assert_eq!(all(&user["companies"]["companies"], "company_id"), ["c-1", "c-2"]);
        let company = w.call("getSingleCompany", json!({"companyId": "c-1"})).await;
        assert_eq!((&company["name"], &company["plan"]["name"]), (&json!(round), &json!(round)));
        assert_eq!(company["custom_attributes"], json!({"a": 1, "b": 2}));
        assert_eq!(w.count("company").await, 2);
    }
}

#[tokio::test]
async fn company_users_include_leads() {
    let test = Test::covers(&[
        "createLead",
        "createUserById",
        "deleteLead",
        "getCompanyUsers",
        "getSingleCompany",
        "updateUserById",
    ]);
    let w = test.workspace();
    let companies = json!([{"company_id": "c-1", "name": "Kiln"}]);
    let user = w.call("createUserById", json!({"userId": "u", "companies": companies})).await;
    let lead = w.call("createLead", json!({"email": "lee@kiln.example", "companies": companies})).await;
    w.call("createUserById", json!({"userId": "elsewhere"})).await;
    let people = w.call("getCompanyUsers", json!({"companyId": "c-1"})).await;
    assert_eq!((&people["type"], &people["total_count"]), (&json!("user.list"), &json!(2)));
    assert_eq!(all(&people["users"], "id"), [user["id"].clone(), lead["id"].clone()]);
    assert_eq!(all(&people["users"], "type"), ["user", "contact"]);
    let company = w.call("getSingleCompany", json!({"companyId": "c-1"})).await;
    assert_eq!(company["user_count"], 2);
    let by_path = w.send_ok("GET", &format!("/companies/{}/users", company["id"].as_str().unwrap()), json!(null)).await;
    assert_eq!(by_path["users"], people["users"]);
    w.call("deleteLead", json!({"userId": lead["id"], "userIdType": "intercom_id"})).await;
    assert_eq!(w.call("getCompanyUsers", json!({"companyId": "c-1"})).await["total_count"], 1);
    assert_eq!(w.rejected("getCompanyUsers", json!({"companyId": "c-2"})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn latest_request_is_listed_first() {
    let test = Test::covers(&["getCompanies"]);
    let w = test.seeded(
        "companies: [{company_id: old, last_request_at: 10}, {company_id: new, last_request_at: 30}, {company_id: mid, last_request_at: 20}]\n\
         users: [{user_id: u, companies: [old, new, mid]}]",
    );
    let own = |listed: intercom_client::Value| all(&listed["companies"], "company_id");
    assert_eq!(own(w.call("getCompanies", json!({})).await), ["new", "mid", "old"]);
    assert_eq!(own(w.call("getCompanies", json!({"order": "desc"})).await), ["new", "mid", "old"]);
    assert_eq!(own(w.call("getCompanies", json!({"order": "asc"})).await), ["old", "mid", "new"]);
    assert_eq!(own(w.call("getCompanies", json!({"order": "asc", "page": "2", "perPage": "2"})).await), ["new"]);
}

#[tokio::test]
async fn companies_are_filtered_by_tag_and_segment() {
    let test = Test::covers(&["getAppTags", "getCompaniesBySegment", "getCompaniesByTag"]);
    let w = test.seeded(
        "segments: [{id: seg-1, name: Paying, of: company, rules: [{attribute: monthly_spend, is: greater, value: 0}]}]\n\
         companies: [{company_id: a, monthly_spend: 5}, {company_id: b, tags: [beta]}, {company_id: c, tags: [beta], monthly_spend: 1}]\n\
         users: [{user_id: u, companies: [a, b]}]",
    );
    let tags = w.call("getAppTags", json!({})).await;
    let by_tag = w.call("getCompaniesByTag", json!({"tagId": tags["tags"][0]["id"]})).await;
    assert_eq!(all(&by_tag["companies"], "company_id"), ["b"], "the other one has no users");
    let by_segment = w.call("getCompaniesBySegment", json!({"segmentId": "seg-1"})).await;
    assert_eq!(all(&by_segment["companies"], "company_id"), ["a"]);
    assert_eq!(by_segment["companies"][0]["segments"]["segments"], json!([{"type": "segment", "id": "seg-1"}]));
    for (function, args) in
        [("getCompaniesByTag", json!({"tagId": "1"})), ("getCompaniesBySegment", json!({"segmentId": "1"}))]
    {
        assert_eq!(w.rejected(function, args).await.0, NOT_FOUND);
    }
    let both = w.send_rejected("GET", "/companies?tag_id=100001&segment_id=seg-1", json!(null)).await;
    assert_eq!(both.0, UNPROCESSABLE);
}

#[tokio::test]
async fn delete_removes_memberships() {
    let test =
        Test::covers(&["createCompany", "getAppTotalCounts", "getSingleCompany", "getSingleUser", "updateCompany"]);
    let w = test.seeded("companies: [{id: co-1, company_id: c-1}]\nusers: [{user_id: u, companies: [c-1]}]");
    assert_eq!(w.send_ok("DELETE", "/companies/co-1", json!(null)).await["company_id"], "c-1");
    let user = w.call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(user["companies"]["companies"], json!([]));
    assert_eq!(w.count("company").await, 0);
    assert_eq!(w.send_rejected("GET", "/companies/co-1", json!(null)).await.0, NOT_FOUND);
    // A new company with the same company_id has no users.
    w.emulator.add(&Seed::parse("companies: [{id: co-1, company_id: c-9}]").unwrap()).unwrap();
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-9"})).await["user_count"], 0);
    // The company_id is available again.
    assert_ne!(w.call("createCompany", json!({"companyId": "c-1", "name": "Kiln"})).await["id"], "co-1");
}

#[tokio::test]
async fn negative_amounts_are_rejected() {
    let test = Test::covers(&["createCompany", "updateCompany"]);
    let w = test.workspace();
    for key in ["monthly_spend", "size"] {
        let body = |amount: i64| json!({"company_id": "c", "name": "Kiln", key: amount});
        for amount in [-5, 2_147_483_648] {
            assert_eq!(w.send_rejected("POST", "/companies", body(amount)).await.0, UNPROCESSABLE, "{key} {amount}");
        }
        assert_eq!(w.send_ok("POST", "/companies", body(0)).await[key], 0);
    }
}
