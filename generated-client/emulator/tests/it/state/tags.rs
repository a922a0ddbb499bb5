//! Tags: a request applies to all its targets, or to none.

use crate::state::workspace::{CONFLICT, NOT_FOUND, Test, UNPROCESSABLE, Workspace, all, error_code};
use intercom_client::{Value, json};
use intercom_emulator::Seed;

const SEED: &str = "tags: [{id: '9001', name: beta}, {id: '9002', name: vip}]\n\
    companies: [{company_id: c-1, name: Kiln}, {company_id: c-2}]\n\
    users: [{user_id: a, email: a@kiln.example, companies: [c-1, c-2]}, {user_id: b}]\n\
    leads: [{id: lead-1, email: lee@kiln.example}]";

async fn tagged(w: &Workspace, tag: &str) -> Vec<Value> {
    all(&w.call("getUsersByTag", json!({"tagId": tag})).await["users"], "user_id")
}

async fn names(w: &Workspace) -> Vec<Value> {
    all(&w.call("getAppTags", json!({})).await["tags"], "name")
}

#[tokio::test]
async fn tag_name_is_unique_ignoring_case() {
    let test = Test::covers(&["createTag", "getAppTags", "getAppTotalCounts"]);
    let w = test.seeded(SEED);
    let made = w.call("createTag", json!({"name": "new"})).await;
    assert_eq!((&made["type"], &made["name"]), (&json!("tag"), &json!("new")));
    assert_eq!(w.call("createTag", json!({"name": "new"})).await, made);
    assert_eq!(w.call("createTag", json!({"name": "beta"})).await["id"], "9001");
    assert_eq!(names(&w).await, ["beta", "vip", "new"]);
    assert_eq!(w.count("tag").await, 3);
    assert_eq!(w.send_rejected("POST", "/tags", json!({"name": " "})).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn users_are_tagged_and_untagged() {
    let test = Test::covers(&["getSingleUser", "getUserTagsCount", "getUsersByTag", "tagUser", "untagUsers"]);
    let w = test.seeded(SEED);
    let users = json!([{"email": "a@kiln.example"}, {"user_id": "b"}]);
    for _ in 0..2 {
        let tag = w.call("tagUser", json!({"name": "vip", "users": users})).await;
        assert_eq!(tag, json!({"type": "tag", "id": "9002", "name": "vip"}));
    }
    assert_eq!(tagged(&w, "9002").await, ["b", "a"]);
    assert_eq!(w.call("getUserTagsCount", json!({})).await["user"]["tag"], json!([{"beta": 0}, {"vip": 2}]));
    let user = w.call("getSingleUser", json!({"userId": "a", "userIdType": "user_id"})).await;
    assert_eq!(user["tags"]["tags"], json!([{"type": "tag", "id": "9002", "name": "vip"}]));
    for _ in 0..2 {
        // The client sends `untag` for each of them.
        w.call("untagUsers", json!({"name": "vip", "users": [{"user_id": "a"}]})).await;
    }
    assert_eq!(tagged(&w, "9002").await, ["b"]);
}

#[tokio::test]
async fn tagging_users_is_all_or_nothing() {
    let test = Test::covers(&["getAppTags", "getUsersByTag", "tagUser"]);
    let w = test.seeded(SEED);
    let users = json!([{"user_id": "a"}, {"user_id": "nobody"}, {"user_id": "b"}]);
    for name in ["vip", "new"] {
        let error = w.rejected("tagUser", json!({"name": name, "users": users})).await;
        assert_eq!(error, error_code(NOT_FOUND, "not_found"));
    }
    assert_eq!(tagged(&w, "9002").await, Vec::<Value>::new());
    assert_eq!(names(&w).await, ["beta", "vip"]);
    w.call("tagUser", json!({"name": "vip", "users": [{"user_id": "a"}]})).await;
    assert_eq!(w.rejected("untagUsers", json!({"name": "vip", "users": users})).await.0, NOT_FOUND);
    assert_eq!(tagged(&w, "9002").await, ["a"]);
}

#[tokio::test]
async fn tagging_companies_is_all_or_nothing() {
    let test = Test::covers(&[
        "getCompaniesByTag",
        "getCompanyTagsCount",
        "getSingleCompany",
        "getUsersByTag",
        "tagCompany",
        "untagCompany",
    ]);
    let w = test.seeded(SEED);
    let companies = json!([{"company_id": "c-1"}, {"company_id": "nowhere"}]);
    let error = w.rejected("tagCompany", json!({"name": "vip", "companies": companies})).await;
    assert_eq!(error, error_code(NOT_FOUND, "company_not_found"));
    let listed = async || all(&w.call("getCompaniesByTag", json!({"tagId": "9002"})).await["companies"], "company_id");
    assert_eq!(listed().await, Vec::<Value>::new());
    w.call("tagCompany", json!({"name": "vip", "companies": [{"company_id": "c-1"}, {"company_id": "c-2"}]})).await;
    assert_eq!(listed().await.len(), 2);
    assert_eq!(w.rejected("untagCompany", json!({"name": "vip", "companies": companies})).await.0, NOT_FOUND);
    w.call("untagCompany", json!({"name": "vip", "companies": [{"company_id": "c-1"}]})).await;
    assert_eq!(listed().await, ["c-2"]);
    assert_eq!(w.call("getCompanyTagsCount", json!({})).await["company"]["tag"], json!([{"beta": 0}, {"vip": 1}]));
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await["tags"]["tags"], json!([]));
    let both = json!({"name": "vip", "users": [{"user_id": "a"}], "companies": [{"company_id": "c-1"}]});
    assert_eq!(w.send_rejected("POST", "/tags", both).await.0, UNPROCESSABLE);
    assert_eq!(tagged(&w, "9002").await, Vec::<Value>::new());
}

#[tokio::test]
async fn rejected_request_does_not_rename_the_tag() {
    let test = Test::covers(&["getAppTags"]);
    let w = test.seeded(SEED);
    let body = json!({"id": "9001", "name": "gamma", "users": [{"user_id": "nobody"}]});
    assert_eq!(w.send_rejected("POST", "/tags", body).await.0, NOT_FOUND);
    assert_eq!(names(&w).await, ["beta", "vip"]);
}

#[tokio::test]
async fn one_request_tags_and_untags() {
    let test = Test::covers(&["getUsersByTag", "tagUser"]);
    let w = test.seeded(SEED);
    w.call("tagUser", json!({"name": "vip", "users": [{"user_id": "a"}]})).await;
    let users = json!([{"user_id": "a", "untag": true}, {"user_id": "b"}, {"id": "lead-1", "untag": false}]);
    w.send_ok("POST", "/tags", json!({"name": "vip", "users": users})).await;
    let listed = w.call("getUsersByTag", json!({"tagId": "9002"})).await;
    assert_eq!(all(&listed["users"], "type"), ["contact", "user"]);
}

#[tokio::test]
async fn tagged_lead_is_listed_with_users() {
    let test = Test::covers(&["getLeads", "getUserTagsCount", "getUsersByTag", "tagUser"]);
    let w = test.seeded(SEED);
    w.call("tagUser", json!({"name": "vip", "users": [{"id": "lead-1"}]})).await;
    let listed = w.call("getUsersByTag", json!({"tagId": "9002"})).await;
    assert_eq!(
        (all(&listed["users"], "id"), all(&listed["users"], "type")),
        (vec![json!("lead-1")], vec![json!("contact")])
    );
    // The count of users does not include it.
    assert_eq!(w.call("getUserTagsCount", json!({})).await["user"]["tag"], json!([{"beta": 0}, {"vip": 0}]));
    let leads = w.send_ok("GET", "/contacts?tag_id=9002", json!(null)).await;
    assert_eq!(all(&leads["contacts"], "id"), ["lead-1"]);
}

#[tokio::test]
async fn renaming_applies_to_tagged_people() {
    let test = Test::covers(&["createTag", "getAppTags", "getSingleUser", "tagUser", "updateTag"]);
    let w = test.seeded(SEED);
    w.call("tagUser", json!({"name": "beta", "users": [{"user_id": "a"}]})).await;
    let tag = w.call("updateTag", json!({"id": "9001", "name": "gamma"})).await;
    assert_eq!(tag, json!({"type": "tag", "id": "9001", "name": "gamma"}));
    assert_eq!(names(&w).await, ["gamma", "vip"]);
    let user = w.call("getSingleUser", json!({"userId": "a", "userIdType": "user_id"})).await;
    assert_eq!(all(&user["tags"]["tags"], "name"), ["gamma"]);
    assert_eq!(w.rejected("updateTag", json!({"id": "9001", "name": "vip"})).await.0, CONFLICT);
    assert_eq!(w.rejected("updateTag", json!({"id": "1", "name": "other"})).await.0, NOT_FOUND);
    assert_eq!(names(&w).await, ["gamma", "vip"]);
    // The old name is available.
    assert_ne!(w.call("createTag", json!({"name": "beta"})).await["id"], "9001");
}

#[tokio::test]
async fn delete_removes_the_tag_everywhere() {
    let test = Test::covers(&[
        "createTag",
        "deleteTag",
        "getAppTotalCounts",
        "getCompanyTagsCount",
        "getSingleCompany",
        "getSingleLead",
        "getSingleUser",
        "getUsersByTag",
        "tagCompany",
        "tagUser",
    ]);
    let w = test.seeded(SEED);
    w.call("tagUser", json!({"name": "vip", "users": [{"user_id": "a"}, {"id": "lead-1"}]})).await;
    w.call("tagCompany", json!({"name": "vip", "companies": [{"company_id": "c-1"}]})).await;
    assert_eq!(w.call("deleteTag", json!({"tagId": "9002"})).await, json!(null));
    assert_eq!(w.rejected("deleteTag", json!({"tagId": "9002"})).await, error_code(NOT_FOUND, "not_found"));
    let user = w.call("getSingleUser", json!({"userId": "a", "userIdType": "user_id"})).await;
    let lead = w.call("getSingleLead", json!({"userId": "lead-1", "userIdType": "intercom_id"})).await;
    let company = w.call("getSingleCompany", json!({"companyId": "c-1"})).await;
    assert_eq!([&user, &lead, &company].map(|one| one["tags"]["tags"].clone()), [json!([]), json!([]), json!([])]);
    assert_eq!(w.rejected("getUsersByTag", json!({"tagId": "9002"})).await.0, NOT_FOUND);
    assert_eq!(w.count("tag").await, 1);
    // A new tag with the same name is another tag, which nobody has.
    let again = w.call("createTag", json!({"name": "vip"})).await;
    assert_eq!(tagged(&w, again["id"].as_str().unwrap()).await, Vec::<Value>::new());
    w.emulator.add(&Seed::parse("tags: [{id: '9002', name: other}]").unwrap()).unwrap();
    assert_eq!(tagged(&w, "9002").await, Vec::<Value>::new());
    let counts = w.call("getCompanyTagsCount", json!({})).await;
    assert_eq!(counts["company"]["tag"], json!([{"beta": 0}, {"vip": 0}, {"other": 0}]));
}

#[tokio::test]
async fn tag_is_addressed_by_path_as_sdks_do() {
    let test = Test::covers(&["getAppTags"]);
    let w = test.seeded(SEED);
    assert_eq!(w.send_ok("GET", "/tags/9001", json!(null)).await["name"], "beta");
    assert_eq!(w.send_ok("PUT", "/tags/9001", json!({"name": "gamma"})).await["name"], "gamma");
    assert_eq!(w.send_rejected("PUT", "/tags/9001", json!({"name": "VIP"})).await.0, CONFLICT);
    assert_eq!(w.send_rejected("PUT", "/tags/9001", json!({"name": "  "})).await.0, UNPROCESSABLE);
    assert_eq!(names(&w).await, ["gamma", "vip"]);
}

#[tokio::test]
async fn untagging_creates_no_tag() {
    let test = Test::covers(&["getAppTotalCounts", "tagUser", "untagUsers"]);
    let w = test.seeded(
        "users: [{user_id: u}]\ncompanies: [{company_id: c}]\nadmins: [{id: '1', name: A, email: a@kiln.example}]",
    );
    for args in [
        json!({"users": [{"user_id": "u", "untag": true}]}),
        json!({"companies": [{"company_id": "c", "untag": true}]}),
    ] {
        let mut body = args;
        body["name"] = json!("betta");
        assert_eq!(w.send_rejected("POST", "/tags", body).await.0, NOT_FOUND);
    }
    assert_eq!(w.count("tag").await, 0);
    // Tagging others creates it.
    let both = json!({"name": "beta", "users": [{"user_id": "u", "untag": true}, {"user_id": "u"}]});
    w.send_ok("POST", "/tags", both).await;
    assert_eq!(w.count("tag").await, 1);
    let off = w.call("untagUsers", json!({"name": "BETA", "users": [{"user_id": "u"}]})).await;
    assert_eq!(off["name"], "beta");
}
