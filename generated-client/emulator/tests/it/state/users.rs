//! Users: one request creates and changes them.

use crate::state::workspace::{CONFLICT, NOT_FOUND, Test, UNPROCESSABLE, all, call, error_code, text};
use intercom_client::json;

#[tokio::test]
async fn upsert_creates_and_changes_a_user() {
    let test = Test::covers(&[
        "createUserByEmail",
        "createUserById",
        "getAppTotalCounts",
        "getSingleUser",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    let args = json!({"userId": "u-1", "email": "ines@kiln.example", "name": "Ines", "customAttributes": {"seats": 4}});
    let made = w.call("createUserById", args).await;
    assert_eq!((&made["type"], &made["anonymous"]), (&json!("user"), &json!(false)));
    assert_eq!(text(&made["id"]).len(), 24);
    assert_eq!(made["created_at"], w.emulator.now());
    w.advance(60);
    let args = json!({"userId": "u-1", "phone": "+351", "customAttributes": {"trial": true}});
    let changed = w.call("updateUserById", args).await;
    assert_eq!((&changed["id"], &changed["created_at"]), (&made["id"], &made["created_at"]));
    assert_eq!(changed["updated_at"], w.emulator.now());
    assert_eq!((&changed["name"], &changed["phone"]), (&json!("Ines"), &json!("+351")));
    assert_eq!(changed["custom_attributes"], json!({"seats": 4, "trial": true}));
    let by_email = w.call("updateUserByEmail", json!({"email": "ines@kiln.example", "name": "Inês"})).await;
    assert_eq!((&by_email["id"], &by_email["phone"]), (&made["id"], &json!("+351")));
    for (user_id, kind) in [(&made["id"], "intercom_id"), (&json!("u-1"), "user_id"), (&made["email"], "email")] {
        let found = w.call("getSingleUser", json!({"userId": user_id, "userIdType": kind})).await;
        assert_eq!(found, by_email, "{kind}");
    }
    assert_eq!(w.count("user").await, 1);
}

#[tokio::test]
async fn id_precedes_user_id_and_email() {
    let test = Test::covers(&[
        "createUserByEmail",
        "createUserById",
        "getAppTotalCounts",
        "getSingleUser",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    let a = w.call("createUserById", json!({"userId": "a", "email": "a@kiln.example"})).await;
    let b = w.call("createUserById", json!({"userId": "b", "email": "b@kiln.example"})).await;
    let by_id = w.send_ok("POST", "/users", json!({"id": a["id"], "user_id": "a2", "email": "a2@kiln.example"})).await;
    assert_eq!((&by_id["id"], &by_id["user_id"], &by_id["email"]), (&a["id"], &json!("a2"), &json!("a2@kiln.example")));
    let by_user_id = w.call("updateUserById", json!({"userId": "b", "email": "a2@kiln.example"})).await;
    assert_eq!((&by_user_id["id"], &by_user_id["email"]), (&b["id"], &json!("a2@kiln.example")));
    // The old identifiers find nobody.
    for (name, kind) in [("a", "user_id"), ("b@kiln.example", "email")] {
        assert!(w.error("getSingleUser", json!({"userId": name, "userIdType": kind})).await.is_not_found());
    }
    assert_eq!(w.count("user").await, 2);
    assert_eq!(w.send_rejected("POST", "/users", json!({"id": "5bc47b800000000000009999"})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn email_of_several_users_is_a_conflict() {
    let test = Test::covers(&["getSingleUser", "getUsers"]);
    let w = test.seeded("users: [{user_id: a, email: x@kiln.example}, {user_id: b, email: x@kiln.example}]");
    for function in ["createUserByEmail", "updateUserByEmail"] {
        let error = w.rejected(function, json!({"email": "x@kiln.example", "name": "X"})).await;
        assert_eq!(error, error_code(CONFLICT, "conflict"));
    }
    let by_email = json!({"userId": "x@kiln.example", "userIdType": "email"});
    assert_eq!(w.rejected("deleteUser", by_email.clone()).await.0, CONFLICT);
    assert!(w.error("getSingleUser", by_email.clone()).await.is_ambiguous());
    // Before 1.1 the API itself rejects it.
    let error = w.at("1.0").call("getSingleUser", by_email).await.unwrap_err();
    assert!(error.is_conflict());
    let users = w.call("getUsers", json!({})).await;
    assert_eq!(all(&users["users"], "name"), [json!(null), json!(null)]);
}

#[tokio::test]
async fn known_email_with_another_user_id_is_a_new_user() {
    let test = Test::covers(&[
        "createUserByEmail",
        "createUserById",
        "getAppTotalCounts",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    let first = w.call("createUserById", json!({"userId": "x", "email": "e@kiln.example"})).await;
    let second = w.call("updateUserByEmail", json!({"email": "e@kiln.example", "userId": "y"})).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!((&second["user_id"], &second["email"]), (&json!("y"), &json!("e@kiln.example")));
    assert_eq!(w.count("user").await, 2);
    let again = w.call("createUserById", json!({"userId": "y", "email": "e@kiln.example"})).await;
    assert_eq!(again["id"], second["id"]);
}

#[tokio::test]
async fn user_known_by_email_only_gets_the_user_id() {
    let test = Test::covers(&[
        "createUserByEmail",
        "createUserById",
        "getAppTotalCounts",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    let nameless = w.call("createUserByEmail", json!({"email": "e@kiln.example"})).await;
    assert_eq!(nameless["user_id"], json!(null));
    let named = w.call("createUserById", json!({"userId": "x", "email": "E@kiln.example"})).await;
    assert_eq!((&named["id"], &named["user_id"]), (&nameless["id"], &json!("x")));
    assert_eq!(w.count("user").await, 1);
}

#[tokio::test]
async fn user_id_of_another_user_is_a_conflict() {
    let test = Test::covers(&["createUserById", "getSingleUser", "updateUserById"]);
    let w = test.workspace();
    let a = w.call("createUserById", json!({"userId": "a"})).await;
    w.call("createUserById", json!({"userId": "b"})).await;
    assert_eq!(w.send_rejected("POST", "/users", json!({"id": a["id"], "user_id": "b"})).await.0, CONFLICT);
    let found = w.call("getSingleUser", json!({"userId": "a", "userIdType": "user_id"})).await;
    assert_eq!(found, a);
}

#[tokio::test]
async fn email_ignores_case() {
    let test = Test::covers(&["createUserByEmail", "getSingleUser", "updateUserByEmail"]);
    let w = test.workspace();
    let made = w.call("createUserByEmail", json!({"email": "Ines@Kiln.Example"})).await;
    assert_eq!(made["email"], "ines@kiln.example");
    let again = w.call("updateUserByEmail", json!({"email": "INES@kiln.example", "name": "Ines"})).await;
    assert_eq!(again["id"], made["id"]);
    let found = w.call("getSingleUser", json!({"userId": "iNes@kiln.example", "userIdType": "email"})).await;
    assert_eq!(found["name"], "Ines");
}

#[tokio::test]
async fn unknown_identifiers_find_no_user() {
    let test = Test::covers(&["getSingleUser"]);
    let w = test.workspace();
    for (name, kind) in [("5bc47b800000000000000001", "intercom_id"), ("u", "user_id"), ("e@kiln.example", "email")] {
        let args = json!({"userId": name, "userIdType": kind});
        assert!(w.error("getSingleUser", args.clone()).await.is_not_found(), "{kind}");
        assert_eq!(w.rejected("deleteUser", args).await, error_code(NOT_FOUND, "not_found"), "{kind}");
    }
    assert_eq!(w.send_rejected("POST", "/users", json!({"name": "Nobody"})).await.0, UNPROCESSABLE);
    assert_eq!(w.send_rejected("DELETE", "/users", json!({})).await.0, UNPROCESSABLE);
    let listed = w.send_ok("GET", "/users?email=e@kiln.example", json!(null)).await;
    assert_eq!(
        (&listed["type"], &listed["users"], &listed["total_count"]),
        (&json!("user.list"), &json!([]), &json!(0))
    );
}

#[tokio::test]
async fn lead_is_found_by_intercom_id() {
    let test = Test::covers(&["createLead", "createUserById", "getSingleUser", "updateUserById"]);
    let w = test.workspace();
    let lead = w.call("createLead", json!({"name": "Lee"})).await;
    let found = w.call("getSingleUser", json!({"userId": lead["id"], "userIdType": "intercom_id"})).await;
    assert_eq!((&found["type"], &found["name"]), (&json!("contact"), &json!("Lee")));
    // A lead that is changed by this id stays a lead.
    let body = json!({"id": lead["id"], "user_id": "mine", "phone": "1", "signed_up_at": 5});
    let changed = w.send_ok("POST", "/users", body).await;
    assert_eq!((&changed["type"], &changed["phone"]), (&json!("contact"), &json!("1")));
    assert_eq!((&changed["user_id"], &changed["signed_up_at"]), (&lead["user_id"], &json!(null)));
    // But a lead is not deleted as a user, nor found by its generated user id.
    assert_eq!(w.rejected("deleteUser", json!({"userId": lead["id"], "userIdType": "intercom_id"})).await.0, NOT_FOUND);
    let args = json!({"userId": lead["user_id"], "userIdType": "user_id"});
    assert!(w.error("getSingleUser", args).await.is_not_found());
}

#[tokio::test]
async fn delete_removes_notes_and_conversations() {
    let test = Test::covers(&[
        "createNote",
        "createUserByEmail",
        "createUserById",
        "createUserMessage",
        "deleteUser",
        "getAppTotalCounts",
        "getSingleCompany",
        "getSingleUserConversations",
        "getUserEvents",
        "getUserTagsCount",
        "submitEvent",
        "tagUser",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    let company = json!([{"company_id": "c-1", "name": "Kiln"}]);
    let user = w.call("createUserById", json!({"userId": "u", "email": "e@kiln.example", "companies": company})).await;
    w.call("tagUser", json!({"name": "beta", "users": [{"user_id": "u"}]})).await;
    let note = w.call("createNote", json!({"userId": "u", "userIdType": "user_id", "body": "Asked"})).await;
    w.call("createUserMessage", json!({"senderId": "u", "senderIdType": "user_id", "body": "Hello"})).await;
    let created_at = w.emulator.now();
    w.call("submitEvent", json!({"userId": "u", "eventName": "fired", "createdAt": created_at})).await;
    let own = w.call("getSingleUserConversations", json!({"userId": "u", "userIdType": "user_id"})).await;
    let conversation = own["conversations"][0]["id"].clone();

    let deleted = w.call("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(deleted["id"], user["id"]);
    assert_eq!(w.rejected("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await.0, NOT_FOUND);
    assert_eq!(w.rejected("getSingleNote", json!({"noteId": note["id"]})).await.0, NOT_FOUND);
    assert_eq!(w.rejected("getSingleConversation", json!({"conversationId": conversation})).await.0, NOT_FOUND);
    assert_eq!((w.count("user").await, w.count("company").await, w.count("tag").await), (0, 1, 1));
    assert_eq!(w.call("getUserTagsCount", json!({})).await["user"]["tag"], json!([{"beta": 0}]));
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await["user_count"], 0);

    // The same user id now belongs to a new user.
    let other = w.call("createUserById", json!({"userId": "u"})).await;
    assert_ne!(other["id"], user["id"]);
    assert_eq!(w.call("getUserEvents", json!({"userId": "u"})).await["events"], json!([]));
}

#[tokio::test]
async fn sessions_and_last_request_are_updated() {
    let test = Test::covers(&["createUserById", "updateUserById"]);
    let w = test.workspace();
    let first = w.call("createUserById", json!({"userId": "u", "newSession": true})).await;
    assert_eq!((&first["session_count"], &first["last_request_at"]), (&json!(1), &json!(null)));
    w.advance(10);
    let args = json!({"userId": "u", "newSession": true, "lastRequestAt": 1_400_000_000});
    let second = w.call("updateUserById", args).await;
    assert_eq!((&second["session_count"], &second["last_request_at"]), (&json!(2), &json!(1_400_000_000)));
    let listed = w.call("updateUserById", json!({"userId": "u", "lastRequestAt": 1_500_000_000})).await;
    assert_eq!((&listed["session_count"], &listed["last_request_at"]), (&json!(2), &json!(1_500_000_000)));
    let now = w.call("updateUserById", json!({"userId": "u", "updateLastRequestAt": true, "newSession": false})).await;
    assert_eq!((&now["session_count"], &now["last_request_at"]), (&json!(2), &json!(w.emulator.now())));
}

#[tokio::test]
async fn blank_identifiers_count_as_absent() {
    let test = Test::covers(&[
        "createCompany",
        "createUserByEmail",
        "createUserById",
        "getAppTotalCounts",
        "updateCompany",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    for email in ["e@kiln.example", "f@kiln.example"] {
        let user = w.send_ok("POST", "/users", json!({"user_id": " ", "email": email})).await;
        assert_eq!((&user["user_id"], &user["email"]), (&json!(null), &json!(email)));
    }
    for name in ["A", "B"] {
        w.send_ok("POST", "/companies", json!({"company_id": "", "name": name})).await;
    }
    assert_eq!((w.count("user").await, w.count("company").await), (2, 2));
    assert_eq!(w.send_rejected("POST", "/users", json!({"user_id": ""})).await.0, UNPROCESSABLE);
    for target in ["/users?email=", "/users?user_id=%20", "/contacts?email=", "/companies?company_id="] {
        assert_eq!(w.send_rejected("GET", target, json!(null)).await.0, UNPROCESSABLE, "{target}");
    }
    assert_eq!(w.send_rejected("POST", "/users", json!({"email": "a\u{0}b@kiln.example"})).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn times_must_be_unix_seconds() {
    let test = Test::covers(&["createUserById", "updateUserById"]);
    let w = test.workspace();
    w.call("createUserById", json!({"userId": "u"})).await;
    for wrong in [1_539_604_700_000_i64, -1] {
        // By hand: this client rejects milliseconds itself.
        let event = json!({"user_id": "u", "event_name": "fired", "created_at": wrong});
        assert_eq!(w.send_rejected("POST", "/events", event).await.0, UNPROCESSABLE, "{wrong}");
        let user = json!({"user_id": "u", "last_request_at": wrong});
        assert_eq!(w.send_rejected("POST", "/users", user).await.0, UNPROCESSABLE, "{wrong}");
    }
}

#[tokio::test]
async fn custom_attributes_are_stored_as_sent() {
    let test = Test::covers(&["createUserById", "updateUserById"]);
    let w = test.workspace();
    let args = json!({
        "userId": "0025", "phone": "007", "lastSeenIp": "203.0.113.7", "lastSeenUserAgent": "Kiln/2.4",
        "signedUpAt": 1_500_000_000, "customAttributes": {"text": "é", "number": 1.5, "yes": true, "none": null},
    });
    let user = w.call("createUserById", args).await;
    assert_eq!((&user["user_id"], &user["phone"]), (&json!("0025"), &json!("007")));
    assert_eq!((&user["last_seen_ip"], &user["user_agent_data"]), (&json!("203.0.113.7"), &json!("Kiln/2.4")));
    assert_eq!(user["signed_up_at"], 1_500_000_000);
    assert_eq!(user["custom_attributes"], json!({"text": "é", "number": 1.5, "yes": true, "none": null}));
    assert!(w.error("getSingleUser", json!({"userId": "25", "userIdType": "user_id"})).await.is_not_found());
    // False does not count as absent.
    for unsubscribed in [true, false] {
        let body = json!({"user_id": "0025", "unsubscribed_from_emails": unsubscribed});
        assert_eq!(w.send_ok("POST", "/users", body).await["unsubscribed_from_emails"], unsubscribed);
    }
    // Null counts as absent.
    let same = w.send_ok("POST", "/users", json!({"user_id": "0025", "phone": null})).await;
    assert_eq!(same["phone"], "007");
}

#[tokio::test]
async fn rejected_upsert_changes_nothing() {
    let test = Test::covers(&["createUserById", "getAppTotalCounts", "getSingleUser", "updateUserById"]);
    let w = test.workspace();
    let user = w.call("createUserById", json!({"userId": "u", "name": "Ines"})).await;
    let many: intercom_client::Value =
        (0..251).map(|key| (format!("k{key}"), json!(key))).collect::<serde_json::Map<_, _>>().into();
    let wrong = [
        (json!({"custom_attributes": many}), "custom_data_limit_reached"),
        (json!({"custom_attributes": {"list": [1]}}), "invalid_document"),
        (json!({"custom_attributes": {"long": "x".repeat(256)}}), "invalid_document"),
        (json!({"email": "no address"}), "parameter_invalid"),
        (json!({"name": "x".repeat(256)}), "parameter_invalid"),
        (json!({"companies": [{"company_id": "c-1"}, {"company_id": "c-2", "remove": true}]}), "company_not_found"),
    ];
    for (mut body, code) in wrong {
        body["user_id"] = json!("u");
        body["phone"] = json!("+351");
        assert_eq!(w.send_rejected("POST", "/users", body.clone()).await.1, code, "{body}");
    }
    let found = call(&w.client, "getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(found, user);
    assert_eq!(w.count("company").await, 0);
}

#[tokio::test]
async fn deletion_request_removes_the_user() {
    let test = Test::covers(&["createUserById", "getAppTotalCounts", "updateUserById"]);
    let w = test.workspace();
    let user = w.call("createUserById", json!({"userId": "u"})).await;
    let asked = w.send_ok("POST", "/user_delete_requests", json!({"intercom_user_id": user["id"]})).await;
    assert!(asked["id"].is_number());
    assert_eq!(w.count("user").await, 0);
    assert_eq!(
        w.send_rejected("POST", "/user_delete_requests", json!({"intercom_user_id": user["id"]})).await.0,
        NOT_FOUND
    );
}

/// PHP serializes an empty map as an empty list.
#[tokio::test]
async fn empty_list_counts_as_an_empty_object() {
    let test = Test::covers(&[
        "createLead",
        "createSubscription",
        "createUserBulkJobs",
        "createUserById",
        "getAppTotalCounts",
        "submitEvent",
        "updateUserById",
    ]);
    let w = test.workspace();
    let body = json!({"user_id": "w", "custom_attributes": [], "avatar": [], "companies": [{"company_id": "c", "plan": [], "custom_attributes": []}]});
    let user = w.send_ok("POST", "/users", body).await;
    assert_eq!(user["custom_attributes"], json!({}));
    let event = json!({"user_id": "w", "event_name": "fired", "created_at": w.emulator.now(), "metadata": []});
    w.send_ok("POST", "/events", event).await;
    let items = json!({"items": [{"method": "post", "data": {"user_id": "x", "custom_attributes": []}}]});
    w.send_ok("POST", "/bulk/users", items).await;
    assert_eq!(w.count("user").await, 2);
    let subscription = json!({"url": "https://hooks.kiln.example/in", "topics": ["user.created"], "metadata": []});
    w.send_ok("POST", "/subscriptions", subscription).await;
    w.send_ok("POST", "/contacts", json!([])).await;
    assert_eq!(w.count("lead").await, 1);
    // A list with entries is rejected, and so is an empty one in place of a string or a number.
    for (key, value) in
        [("custom_attributes", json!([1])), ("custom_attributes", json!({"a": []})), ("name", json!([]))]
    {
        assert_eq!(
            w.send_rejected("POST", "/users", json!({"user_id": "w", key: value})).await.0,
            UNPROCESSABLE,
            "{key}"
        );
    }
}
