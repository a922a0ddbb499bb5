//! Visitors, which come from the seed and are not listed until they are leads or users.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, Workspace, text};
use intercom_client::json;

const SEED: &str = "visitors: [{id: 6a1f0c2be4b0d94c5e7a1103, user_id: v-1, email: vic@kiln.example, name: Vic}]";
const ID: &str = "6a1f0c2be4b0d94c5e7a1103";

async fn totals(w: &Workspace) -> (u64, u64) {
    (w.count("lead").await, w.count("user").await)
}

async fn is_gone(w: &Workspace) {
    for (name, kind) in [(ID, "intercom_id"), ("v-1", "user_id")] {
        let error = w.error("getSingleVisitor", json!({"userId": name, "userIdType": kind})).await;
        assert!(error.is_not_found(), "{kind}");
    }
}

#[tokio::test]
async fn visitor_is_found_by_both_ids_but_not_listed() {
    let test = Test::covers(&["getAppTotalCounts", "getLeads", "getSingleVisitor", "getUsers"]);
    let w = test.seeded(SEED);
    let visitor = w.call("getSingleVisitor", json!({"userId": "v-1", "userIdType": "user_id"})).await;
    assert_eq!(
        (&visitor["type"], &visitor["anonymous"], &visitor["id"]),
        (&json!("visitor"), &json!(true), &json!(ID))
    );
    assert_eq!(w.call("getSingleVisitor", json!({"userId": ID, "userIdType": "intercom_id"})).await, visitor);
    assert_eq!(w.send_rejected("GET", "/visitors?email=vic@kiln.example", json!(null)).await.0, UNPROCESSABLE);
    assert_eq!(totals(&w).await, (0, 0));
    assert_eq!(w.call("getUsers", json!({})).await["users"], json!([]));
    assert_eq!(w.call("getLeads", json!({})).await["contacts"], json!([]));
    assert!(w.error("getSingleUser", json!({"userId": ID, "userIdType": "intercom_id"})).await.is_not_found());
}

#[tokio::test]
async fn update_keeps_the_visitor() {
    let test = Test::covers(&["updateVisitor"]);
    let w = test.seeded(SEED);
    let args = json!({"userId": "v-1", "name": "Victor", "customAttributes": {"a": 1}, "unsubscribedFromEmails": true});
    let changed = w.call("updateVisitor", args).await;
    assert_eq!((&changed["type"], &changed["id"], &changed["name"]), (&json!("visitor"), &json!(ID), &json!("Victor")));
    assert_eq!((&changed["custom_attributes"], &changed["unsubscribed_from_emails"]), (&json!({"a": 1}), &json!(true)));
    let again = w.call("updateVisitor", json!({"userId": "v-1", "unsubscribedFromEmails": false})).await;
    assert_eq!((&again["name"], &again["unsubscribed_from_emails"]), (&json!("Victor"), &json!(false)));
    let listed = w.send_ok("PUT", "/visitors", json!({"id": ID, "phone": "1", "signed_up_at": 5})).await;
    assert_eq!((&listed["phone"], &listed["signed_up_at"]), (&json!("1"), &json!(null)));
    assert_eq!(w.rejected("updateVisitor", json!({"userId": "v-2", "name": "X"})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn email_makes_the_visitor_a_lead() {
    let test = Test::covers(&["getAppTotalCounts", "getLeadsByEmail", "getSingleLead", "updateVisitor"]);
    let w = test.seeded(SEED);
    let lead = w.send_ok("PUT", "/visitors", json!({"user_id": "v-1", "email": "Victor@kiln.example"})).await;
    assert_eq!(
        (&lead["type"], &lead["id"], &lead["email"]),
        (&json!("contact"), &json!(ID), &json!("victor@kiln.example"))
    );
    assert_eq!(totals(&w).await, (1, 0));
    is_gone(&w).await;
    let found = w.call("getLeadsByEmail", json!({"email": "victor@kiln.example"})).await;
    assert_eq!(found["total_count"], 1);
}

#[tokio::test]
async fn message_makes_the_visitor_a_lead() {
    let test = Test::covers(&["createContactMessage", "getConversations", "getSingleLead"]);
    let w = test.seeded(SEED);
    w.call("createContactMessage", json!({"senderId": "v-1", "senderIdType": "user_id", "body": "Hello"})).await;
    is_gone(&w).await;
    let lead = w.call("getSingleLead", json!({"userId": "v-1", "userIdType": "user_id"})).await;
    assert_eq!((&lead["type"], &lead["id"]), (&json!("contact"), &json!(ID)));
    let listed = w.call("getConversations", json!({})).await;
    assert_eq!(listed["conversations"][0]["user"], json!({"type": "lead", "id": ID}));
}

#[tokio::test]
async fn visitor_is_converted_to_a_new_lead() {
    let test = Test::covers(&["convertVisitorToLead", "getAppTotalCounts"]);
    for (name, kind) in [(ID, "intercom_id"), ("v-1", "user_id"), ("vic@kiln.example", "email")] {
        let w = test.seeded(SEED);
        let args = json!({"visitorUserId": name, "visitorUserIdType": kind});
        let lead = w.call("convertVisitorToLead", args.clone()).await;
        assert_eq!(
            (&lead["type"], &lead["id"], &lead["name"]),
            (&json!("contact"), &json!(ID), &json!("Vic")),
            "{kind}"
        );
        assert_eq!(totals(&w).await, (1, 0));
        is_gone(&w).await;
        assert_eq!(w.rejected("convertVisitorToLead", args).await.0, NOT_FOUND);
    }
}

#[tokio::test]
async fn visitor_is_merged_into_an_existing_lead() {
    let test = Test::covers(&["convertVisitorToLead", "createLead", "getAppTotalCounts"]);
    let w = test.seeded(SEED);
    let known = w.call("createLead", json!({"name": "Lee"})).await;
    let args = json!({"visitorUserId": "v-1", "visitorUserIdType": "user_id", "leadId": known["user_id"]});
    let lead = w.call("convertVisitorToLead", args).await;
    assert_eq!((&lead["id"], &lead["name"]), (&known["id"], &json!("Lee")));
    assert_eq!(text(&lead["email"]), "vic@kiln.example");
    assert_eq!(totals(&w).await, (1, 0));
    is_gone(&w).await;
}

#[tokio::test]
async fn visitor_is_converted_to_a_user() {
    let test = Test::covers(&["createUserById", "getAppTotalCounts", "updateUserById"]);
    let convert = |user| json!({"type": "user", "visitor": {"user_id": "v-1"}, "user": user});
    let w = test.seeded(SEED);
    let user = w.send_ok("POST", "/visitors/convert", convert(json!({"user_id": "u-1"}))).await;
    assert_eq!((&user["type"], &user["id"], &user["user_id"]), (&json!("user"), &json!(ID), &json!("u-1")));
    assert_eq!(totals(&w).await, (0, 1));
    is_gone(&w).await;

    let w = test.seeded(SEED);
    let known = w.call("createUserById", json!({"userId": "u-1"})).await;
    let user = w.send_ok("POST", "/visitors/convert", convert(json!({"user_id": "u-1"}))).await;
    assert_eq!((&user["id"], &user["name"]), (&known["id"], &json!("Vic")));
    assert_eq!(totals(&w).await, (0, 1));

    let w = test.seeded(SEED);
    assert_eq!(w.send_rejected("POST", "/visitors/convert", convert(json!({}))).await.0, UNPROCESSABLE);
    let neither = json!({"type": "admin", "visitor": {"user_id": "v-1"}});
    assert_eq!(w.send_rejected("POST", "/visitors/convert", neither).await.0, UNPROCESSABLE);
    assert_eq!(totals(&w).await, (0, 0));
}

#[tokio::test]
async fn visitor_is_deleted() {
    let test = Test::covers(&["deleteVisitor"]);
    let w = test.seeded(SEED);
    assert_eq!(w.call("deleteVisitor", json!({"userId": "v-1"})).await["id"], ID);
    is_gone(&w).await;
    assert_eq!(w.rejected("deleteVisitor", json!({"userId": "v-1"})).await.0, NOT_FOUND);
    let w = test.seeded(SEED);
    assert_eq!(w.send_ok("DELETE", &format!("/visitors/{ID}"), json!(null)).await["id"], ID);
    is_gone(&w).await;
}
