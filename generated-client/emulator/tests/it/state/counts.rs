//! Counts, which agree with the lists.

use crate::state::workspace::{Test, UNPROCESSABLE, Workspace, all, text};
use intercom_client::{Value, json};

async fn totals(w: &Workspace) -> Vec<u64> {
    let counts = w.call("getAppTotalCounts", json!({})).await;
    assert_eq!(counts["type"], "count.hash");
    ["user", "lead", "company", "tag", "segment"].map(|what| counts[what]["count"].as_u64().unwrap()).to_vec()
}

#[tokio::test]
async fn totals_follow_every_change() {
    let test = Test::covers(&[
        "convertLeadToUser",
        "convertVisitorToLead",
        "createLead",
        "createUserBulkJobs",
        "createUserById",
        "deleteLead",
        "deleteTag",
        "getAppTotalCounts",
        "tagUser",
        "updateUserById",
    ]);
    let w = test.seeded("segments: [{id: s, name: S}]\nvisitors: [{user_id: v}]");
    assert_eq!(totals(&w).await, [0, 0, 0, 0, 1]);
    w.call("createUserById", json!({"userId": "u", "companies": [{"company_id": "c-1"}]})).await;
    assert_eq!(totals(&w).await, [1, 0, 1, 0, 1]);
    let lead = w.call("createLead", json!({"email": "lee@kiln.example"})).await;
    w.call("convertVisitorToLead", json!({"visitorUserId": "v", "visitorUserIdType": "user_id"})).await;
    assert_eq!(totals(&w).await, [1, 2, 1, 0, 1]);
    w.call("convertLeadToUser", json!({"leadId": lead["id"], "leadIdType": "intercom_id", "userId": "w"})).await;
    let tag = w.call("tagUser", json!({"name": "beta", "users": [{"user_id": "w"}]})).await;
    assert_eq!(totals(&w).await, [2, 1, 1, 1, 1]);
    w.call(
        "createUserBulkJobs",
        json!({"items": [
            {"method": "post", "data_type": "user", "data": {"user_id": "x"}},
            {"method": "delete", "data_type": "user", "data": {"user_id": "u"}},
            {"method": "delete", "data_type": "user", "data": {"user_id": "nobody"}},
        ]}),
    )
    .await;
    w.call("deleteTag", json!({"tagId": tag["id"]})).await;
    w.call("deleteLead", json!({"userId": "v", "userIdType": "user_id"})).await;
    assert_eq!(totals(&w).await, [2, 0, 1, 0, 1]);
    // A type has no effect.
    let typed = w.call("getAppTotalCounts", json!({"type": "company"})).await;
    assert_eq!(typed, w.call("getAppTotalCounts", json!({})).await);
}

#[tokio::test]
async fn conversations_are_counted_by_state_and_admin() {
    let test = Test::covers(&[
        "closeConversation",
        "createUserMessage",
        "deleteUser",
        "getAdminConversationsCount",
        "getAppConversationCount",
        "getConversations",
        "getSingleAdminConversations",
    ]);
    let w = test.seeded(
        "admins: [{id: '1', name: Rui, email: r@kiln.example}, {id: '2', name: Bea, email: b@kiln.example}]\n\
         users: [{user_id: u}]",
    );
    let mut ids = Vec::new();
    for _ in 0..4 {
        w.call("createUserMessage", json!({"senderId": "u", "senderIdType": "user_id", "body": "Hello"})).await;
    }
    for conversation in w.call("getConversations", json!({})).await["conversations"].as_array().unwrap() {
        ids.push(text(&conversation["id"]));
    }
    let counts = async || w.call("getAppConversationCount", json!({})).await["conversation"].clone();
    assert_eq!(counts().await, json!({"open": 4, "closed": 0, "assigned": 0, "unassigned": 4}));
    for (id, admin) in [(&ids[0], "1"), (&ids[1], "1"), (&ids[2], "2")] {
        let body = json!({"type": "admin", "message_type": "assignment", "admin_id": "1", "assignee_id": admin});
        w.send_ok("POST", &format!("/conversations/{id}/reply"), body).await;
    }
    w.call("closeConversation", json!({"conversationId": ids[0], "adminId": "1"})).await;
    assert_eq!(counts().await, json!({"open": 3, "closed": 1, "assigned": 2, "unassigned": 1}));
    let by_admin = w.call("getAdminConversationsCount", json!({})).await;
    let expected =
        json!([{"id": "1", "name": "Rui", "open": 1, "closed": 1}, {"id": "2", "name": "Bea", "open": 1, "closed": 0}]);
    assert_eq!((&by_admin["type"], &by_admin["conversation"]["admin"]), (&json!("count"), &expected));
    // The lists agree.
    for (admin, open, size) in [("1", true, 1), ("1", false, 1), ("2", true, 1), ("2", false, 0)] {
        let listed = w.call("getSingleAdminConversations", json!({"adminId": admin, "open": open})).await;
        assert_eq!(listed["conversations"].as_array().unwrap().len(), size, "{admin} {open}");
    }
    w.call("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(counts().await, json!({"open": 0, "closed": 0, "assigned": 0, "unassigned": 0}));
}

#[tokio::test]
async fn records_are_counted_by_name() {
    let test = Test::covers(&[
        "getCompanySegmentsCount",
        "getCompanyTagsCount",
        "getCompanyUsersCount",
        "getUserSegmensCount",
        "getUserTagsCount",
    ]);
    let w = test.seeded(
        "segments: [{name: All}, {name: Paying, of: company, rules: [{attribute: monthly_spend, is: greater, value: 0}]}]\n\
         companies: [{company_id: c-1, name: Kiln, monthly_spend: 5, tags: [beta]}, {company_id: c-2, name: Oven}]\n\
         users: [{user_id: a, companies: [c-1], tags: [beta]}, {user_id: b, companies: [c-1, c-2], tags: [beta, vip]}]\n\
         leads: [{companies: [c-2], tags: [vip]}]",
    );
    let counts = async |function: &str, of: &str, what: &str| {
        let counts = w.call(function, json!({})).await;
        assert_eq!(counts["type"], "count");
        counts[of][what].clone()
    };
    assert_eq!(counts("getUserSegmensCount", "user", "segment").await, json!([{"All": 2}]));
    assert_eq!(counts("getUserTagsCount", "user", "tag").await, json!([{"beta": 2}, {"vip": 1}]));
    assert_eq!(counts("getCompanySegmentsCount", "company", "segment").await, json!([{"Paying": 1}]));
    assert_eq!(counts("getCompanyTagsCount", "company", "tag").await, json!([{"beta": 1}, {"vip": 0}]));
    let of_users = counts("getCompanyUsersCount", "company", "user").await;
    assert_eq!(of_users, json!([{"Kiln": 2, "remote_company_id": "c-1"}, {"Oven": 2, "remote_company_id": "c-2"}]));
}

#[tokio::test]
async fn many_company_counts_are_paginated() {
    let test = Test::covers(&["getCompanyTagsCount", "getCompanyUsersCount"]);
    let w = test.seeded("generate: {companies: 51}");
    let first = w.call("getCompanyUsersCount", json!({})).await;
    let pages = &first["pages"]["pages"];
    assert_eq!((&pages["page"], &pages["per_page"], &pages["total_pages"]), (&json!(1), &json!(50), &json!(2)));
    let second = w.send_ok("GET", pages["next"].as_str().unwrap(), json!(null)).await;
    assert_eq!(all(&second["company"]["user"], "Company 51"), [0]);
    assert_eq!(second["pages"]["pages"]["next"], json!(null));
    // A single page has no links.
    assert_eq!(w.call("getCompanyTagsCount", json!({})).await["pages"], json!({}));
}

#[tokio::test]
async fn unknown_counts_are_rejected() {
    let test = Test::covers(&[]);
    let w = test.workspace();
    for query in ["type=user&count=admin", "type=planet", "count=tag", "type=conversation&count=tag"] {
        assert_eq!(w.send_rejected("GET", &format!("/counts?{query}"), Value::Null).await.0, UNPROCESSABLE, "{query}");
    }
}
