//! Companies: made by themselves or through their users, and in no list while they have none.

use crate::scenario::{NOT_FOUND, Shown, UNPROCESSABLE, all, refusal};
use intercom_client::json;
use intercom_emulator::Seed;

scenarios!(
    the_own_id_names_a_company,
    without_an_own_id_it_is_another_one,
    spend_is_whole_and_bounded,
    what_is_counted_is_not_below_nothing,
    a_company_without_users_is_in_no_list,
    users_make_and_change_companies,
    leaving_a_company_that_is_not_there_is_refused,
    an_id_that_is_not_known_makes_no_company,
    named_twice_a_company_has_what_both_say,
    the_people_of_a_company_are_users_and_leads,
    the_latest_request_comes_first,
    lists_by_tag_and_segment,
    deleted_with_all_memberships,
);

async fn the_own_id_names_a_company(shown: &Shown) {
    let w = shown.bare();
    let args = json!({"companyId": "c-1", "name": "Kiln", "plan": "Team", "customAttributes": {"a": 1}});
    let made = w.call("createCompany", args).await;
    assert_eq!((&made["type"], &made["company_id"], &made["name"]), (&json!("company"), &json!("c-1"), &json!("Kiln")));
    // Written as a text, read as an object.
    assert_eq!((&made["plan"]["type"], &made["plan"]["name"]), (&json!("plan"), &json!("Team")));
    w.advance(5);
    let changed = w.call("updateCompany", json!({"companyId": "c-1", "customAttributes": {"b": 2}})).await;
    assert_eq!((&changed["id"], &changed["name"], &changed["plan"]), (&made["id"], &json!("Kiln"), &made["plan"]));
    assert_eq!(changed["custom_attributes"], json!({"a": 1, "b": 2}));
    assert_eq!((&changed["created_at"], &changed["updated_at"]), (&made["created_at"], &json!(w.emulator.now())));
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await, changed);
    // The own id never changes.
    let by_id = w.ask("POST", "/companies", json!({"id": made["id"], "company_id": "c-2", "name": "Oven"})).await;
    assert_eq!((&by_id["company_id"], &by_id["name"]), (&json!("c-1"), &json!("Oven")));
    assert_eq!(w.count("company").await, 1);
    let refused = w.refused("getSingleCompany", json!({"companyId": "c-2"})).await;
    assert_eq!(refused, refusal(NOT_FOUND, "company_not_found"));
    assert_eq!(w.deny("POST", "/companies", json!({"id": "5bc47b800000000000009999"})).await.0, NOT_FOUND);
}

async fn without_an_own_id_it_is_another_one(shown: &Shown) {
    let w = shown.bare();
    let first = w.call("createCompany", json!({"name": "Kiln"})).await;
    let second = w.call("createCompany", json!({"name": "Kiln"})).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!((&first["company_id"], &first["plan"]), (&json!(null), &json!({})));
    assert_eq!(w.count("company").await, 2);
    // A company that is not known is made by the change.
    assert_eq!(w.call("updateCompany", json!({"companyId": "c-9", "name": "New"})).await["company_id"], "c-9");
    assert_eq!(w.count("company").await, 3);
}

async fn spend_is_whole_and_bounded(shown: &Shown) {
    let w = shown.bare();
    let spend = |spend| json!({"company_id": "c-1", "monthly_spend": spend});
    assert_eq!(w.ask("POST", "/companies", spend(json!(12.9))).await["monthly_spend"], 12);
    let largest = json!({"companyId": "c-1", "monthlySpend": "2147483647"});
    assert_eq!(w.call("updateCompany", largest).await["monthly_spend"], 2_147_483_647);
    assert_eq!(w.deny("POST", "/companies", spend(json!(2_147_483_648_i64))).await.0, UNPROCESSABLE);
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await["monthly_spend"], 2_147_483_647);
}

async fn a_company_without_users_is_in_no_list(shown: &Shown) {
    let w = shown.bare();
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

async fn users_make_and_change_companies(shown: &Shown) {
    let w = shown.bare();
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
    // Those that are not named stay, and joining twice is joining once.
    let again = w.call("updateUserById", json!({"userId": "a", "companies": [{"company_id": "c-2"}]})).await;
    assert_eq!(all(&again["companies"]["companies"], "company_id"), ["366", "c-2"]);
}

async fn leaving_a_company_that_is_not_there_is_refused(shown: &Shown) {
    let w = shown.bare();
    w.call("createUserById", json!({"userId": "u", "companies": [{"company_id": "c-1"}]})).await;
    let companies =
        json!([{"company_id": "c-1", "remove": true}, {"company_id": "c-3"}, {"company_id": "c-2", "remove": true}]);
    let refused = w.refused("updateUserById", json!({"userId": "u", "companies": companies})).await;
    assert_eq!(refused, refusal(NOT_FOUND, "company_not_found"));
    let user = w.call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(all(&user["companies"]["companies"], "company_id"), ["c-1"]);
    assert_eq!(w.count("company").await, 1);
}

async fn an_id_that_is_not_known_makes_no_company(shown: &Shown) {
    let w = shown.bare();
    for nameless in [json!({"id": "5bc47b800000000000009999"}), json!({})] {
        let (status, _) = w.deny("POST", "/users", json!({"user_id": "u", "companies": [nameless]})).await;
        assert!([NOT_FOUND, UNPROCESSABLE].contains(&status));
    }
    assert_eq!((w.count("company").await, w.count("user").await), (0, 0));
}

async fn named_twice_a_company_has_what_both_say(shown: &Shown) {
    let w = shown.bare();
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

async fn the_people_of_a_company_are_users_and_leads(shown: &Shown) {
    let w = shown.bare();
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
    let by_path = w.ask("GET", &format!("/companies/{}/users", company["id"].as_str().unwrap()), json!(null)).await;
    assert_eq!(by_path["users"], people["users"]);
    w.call("deleteLead", json!({"userId": lead["id"], "userIdType": "intercom_id"})).await;
    assert_eq!(w.call("getCompanyUsers", json!({"companyId": "c-1"})).await["total_count"], 1);
    assert_eq!(w.refused("getCompanyUsers", json!({"companyId": "c-2"})).await.0, NOT_FOUND);
}

async fn the_latest_request_comes_first(shown: &Shown) {
    let w = shown.seeded(
        "companies: [{company_id: old, last_request_at: 10}, {company_id: new, last_request_at: 30}, {company_id: mid, last_request_at: 20}]\n\
         users: [{user_id: u, companies: [old, new, mid]}]",
    );
    let own = |listed: intercom_client::Value| all(&listed["companies"], "company_id");
    assert_eq!(own(w.call("getCompanies", json!({})).await), ["new", "mid", "old"]);
    assert_eq!(own(w.call("getCompanies", json!({"order": "desc"})).await), ["new", "mid", "old"]);
    assert_eq!(own(w.call("getCompanies", json!({"order": "asc"})).await), ["old", "mid", "new"]);
    assert_eq!(own(w.call("getCompanies", json!({"order": "asc", "page": "2", "perPage": "2"})).await), ["new"]);
}

async fn lists_by_tag_and_segment(shown: &Shown) {
    let w = shown.seeded(
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
        assert_eq!(w.refused(function, args).await.0, NOT_FOUND);
    }
    let both = w.deny("GET", "/companies?tag_id=100001&segment_id=seg-1", json!(null)).await;
    assert_eq!(both.0, UNPROCESSABLE);
}

async fn deleted_with_all_memberships(shown: &Shown) {
    let w = shown.seeded("companies: [{id: co-1, company_id: c-1}]\nusers: [{user_id: u, companies: [c-1]}]");
    assert_eq!(w.ask("DELETE", "/companies/co-1", json!(null)).await["company_id"], "c-1");
    let user = w.call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(user["companies"]["companies"], json!([]));
    assert_eq!(w.count("company").await, 0);
    assert_eq!(w.deny("GET", "/companies/co-1", json!(null)).await.0, NOT_FOUND);
    // Nobody is in a company that takes its place.
    w.emulator.add(&Seed::parse("companies: [{id: co-1, company_id: c-9}]").unwrap()).unwrap();
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-9"})).await["user_count"], 0);
    // The own id is free again.
    assert_ne!(w.call("createCompany", json!({"companyId": "c-1", "name": "Kiln"})).await["id"], "co-1");
}

async fn what_is_counted_is_not_below_nothing(shown: &Shown) {
    let w = shown.bare();
    for key in ["monthly_spend", "size"] {
        let body = |amount: i64| json!({"company_id": "c", "name": "Kiln", key: amount});
        for amount in [-5, 2_147_483_648] {
            assert_eq!(w.deny("POST", "/companies", body(amount)).await.0, UNPROCESSABLE, "{key} {amount}");
        }
        assert_eq!(w.ask("POST", "/companies", body(0)).await[key], 0);
    }
}
