//! Users: one request makes and changes them.

use crate::scenario::{CONFLICT, NOT_FOUND, Shown, UNPROCESSABLE, all, call, refusal, text};
use intercom_client::json;

scenarios!(
    an_empty_list_is_an_empty_object,
    the_same_request_makes_and_changes,
    id_counts_before_user_id_before_email,
    an_email_of_several_users_is_a_conflict,
    a_known_email_with_another_user_id_is_somebody_else,
    a_user_who_was_only_known_by_email_takes_the_user_id,
    a_user_id_is_never_that_of_two,
    an_email_is_one_whatever_its_case,
    nobody_is_found_by_what_is_not_there,
    by_intercoms_id_a_lead_is_found_too,
    deleting_takes_what_belongs_to_nobody_else,
    sessions_and_requests_are_counted,
    values_are_kept_as_sent,
    what_is_blank_names_nobody,
    times_are_unix_seconds,
    what_is_refused_changes_nothing,
    deletion_for_good_is_asked_for_by_id,
);

async fn the_same_request_makes_and_changes(shown: &Shown) {
    let w = shown.bare();
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

async fn id_counts_before_user_id_before_email(shown: &Shown) {
    let w = shown.bare();
    let a = w.call("createUserById", json!({"userId": "a", "email": "a@kiln.example"})).await;
    let b = w.call("createUserById", json!({"userId": "b", "email": "b@kiln.example"})).await;
    let by_id = w.ask("POST", "/users", json!({"id": a["id"], "user_id": "a2", "email": "a2@kiln.example"})).await;
    assert_eq!((&by_id["id"], &by_id["user_id"], &by_id["email"]), (&a["id"], &json!("a2"), &json!("a2@kiln.example")));
    let by_user_id = w.call("updateUserById", json!({"userId": "b", "email": "a2@kiln.example"})).await;
    assert_eq!((&by_user_id["id"], &by_user_id["email"]), (&b["id"], &json!("a2@kiln.example")));
    // What they were called before finds nobody.
    for (name, kind) in [("a", "user_id"), ("b@kiln.example", "email")] {
        assert!(w.error("getSingleUser", json!({"userId": name, "userIdType": kind})).await.is_not_found());
    }
    assert_eq!(w.count("user").await, 2);
    assert_eq!(w.deny("POST", "/users", json!({"id": "5bc47b800000000000009999"})).await.0, NOT_FOUND);
}

async fn an_email_of_several_users_is_a_conflict(shown: &Shown) {
    let w = shown.seeded("users: [{user_id: a, email: x@kiln.example}, {user_id: b, email: x@kiln.example}]");
    for function in ["createUserByEmail", "updateUserByEmail"] {
        let refused = w.refused(function, json!({"email": "x@kiln.example", "name": "X"})).await;
        assert_eq!(refused, refusal(CONFLICT, "conflict"));
    }
    let by_email = json!({"userId": "x@kiln.example", "userIdType": "email"});
    assert_eq!(w.refused("deleteUser", by_email.clone()).await.0, CONFLICT);
    assert!(w.error("getSingleUser", by_email.clone()).await.is_ambiguous());
    // Before 1.1 the API itself refuses.
    let error = w.at("1.0").call("getSingleUser", by_email).await.unwrap_err();
    assert!(error.is_conflict());
    let users = w.call("getUsers", json!({})).await;
    assert_eq!(all(&users["users"], "name"), [json!(null), json!(null)]);
}

async fn a_known_email_with_another_user_id_is_somebody_else(shown: &Shown) {
    let w = shown.bare();
    let first = w.call("createUserById", json!({"userId": "x", "email": "e@kiln.example"})).await;
    let second = w.call("updateUserByEmail", json!({"email": "e@kiln.example", "userId": "y"})).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!((&second["user_id"], &second["email"]), (&json!("y"), &json!("e@kiln.example")));
    assert_eq!(w.count("user").await, 2);
    let again = w.call("createUserById", json!({"userId": "y", "email": "e@kiln.example"})).await;
    assert_eq!(again["id"], second["id"]);
}

async fn a_user_who_was_only_known_by_email_takes_the_user_id(shown: &Shown) {
    let w = shown.bare();
    let nameless = w.call("createUserByEmail", json!({"email": "e@kiln.example"})).await;
    assert_eq!(nameless["user_id"], json!(null));
    let named = w.call("createUserById", json!({"userId": "x", "email": "E@kiln.example"})).await;
    assert_eq!((&named["id"], &named["user_id"]), (&nameless["id"], &json!("x")));
    assert_eq!(w.count("user").await, 1);
}

async fn a_user_id_is_never_that_of_two(shown: &Shown) {
    let w = shown.bare();
    let a = w.call("createUserById", json!({"userId": "a"})).await;
    w.call("createUserById", json!({"userId": "b"})).await;
    assert_eq!(w.deny("POST", "/users", json!({"id": a["id"], "user_id": "b"})).await.0, CONFLICT);
    let found = w.call("getSingleUser", json!({"userId": "a", "userIdType": "user_id"})).await;
    assert_eq!(found, a);
}

async fn an_email_is_one_whatever_its_case(shown: &Shown) {
    let w = shown.bare();
    let made = w.call("createUserByEmail", json!({"email": "Ines@Kiln.Example"})).await;
    assert_eq!(made["email"], "ines@kiln.example");
    let again = w.call("updateUserByEmail", json!({"email": "INES@kiln.example", "name": "Ines"})).await;
    assert_eq!(again["id"], made["id"]);
    let found = w.call("getSingleUser", json!({"userId": "iNes@kiln.example", "userIdType": "email"})).await;
    assert_eq!(found["name"], "Ines");
}

async fn nobody_is_found_by_what_is_not_there(shown: &Shown) {
    let w = shown.bare();
    for (name, kind) in [("5bc47b800000000000000001", "intercom_id"), ("u", "user_id"), ("e@kiln.example", "email")] {
        let args = json!({"userId": name, "userIdType": kind});
        assert!(w.error("getSingleUser", args.clone()).await.is_not_found(), "{kind}");
        assert_eq!(w.refused("deleteUser", args).await, refusal(NOT_FOUND, "not_found"), "{kind}");
    }
    assert_eq!(w.deny("POST", "/users", json!({"name": "Nobody"})).await.0, UNPROCESSABLE);
    assert_eq!(w.deny("DELETE", "/users", json!({})).await.0, UNPROCESSABLE);
    let listed = w.ask("GET", "/users?email=e@kiln.example", json!(null)).await;
    assert_eq!(
        (&listed["type"], &listed["users"], &listed["total_count"]),
        (&json!("user.list"), &json!([]), &json!(0))
    );
}

async fn by_intercoms_id_a_lead_is_found_too(shown: &Shown) {
    let w = shown.bare();
    let lead = w.call("createLead", json!({"name": "Lee"})).await;
    let found = w.call("getSingleUser", json!({"userId": lead["id"], "userIdType": "intercom_id"})).await;
    assert_eq!((&found["type"], &found["name"]), (&json!("contact"), &json!("Lee")));
    // Changed by that id, a lead stays one.
    let body = json!({"id": lead["id"], "user_id": "mine", "phone": "1", "signed_up_at": 5});
    let changed = w.ask("POST", "/users", body).await;
    assert_eq!((&changed["type"], &changed["phone"]), (&json!("contact"), &json!("1")));
    assert_eq!((&changed["user_id"], &changed["signed_up_at"]), (&lead["user_id"], &json!(null)));
    // But a lead is not deleted as a user, nor found by the user id that was made up.
    assert_eq!(w.refused("deleteUser", json!({"userId": lead["id"], "userIdType": "intercom_id"})).await.0, NOT_FOUND);
    let args = json!({"userId": lead["user_id"], "userIdType": "user_id"});
    assert!(w.error("getSingleUser", args).await.is_not_found());
}

async fn deleting_takes_what_belongs_to_nobody_else(shown: &Shown) {
    let w = shown.bare();
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
    assert_eq!(w.refused("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await.0, NOT_FOUND);
    assert_eq!(w.refused("getSingleNote", json!({"noteId": note["id"]})).await.0, NOT_FOUND);
    assert_eq!(w.refused("getSingleConversation", json!({"conversationId": conversation})).await.0, NOT_FOUND);
    assert_eq!((w.count("user").await, w.count("company").await, w.count("tag").await), (0, 1, 1));
    assert_eq!(w.call("getUserTagsCount", json!({})).await["user"]["tag"], json!([{"beta": 0}]));
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await["user_count"], 0);

    // The same user id is another person from now on.
    let other = w.call("createUserById", json!({"userId": "u"})).await;
    assert_ne!(other["id"], user["id"]);
    assert_eq!(w.call("getUserEvents", json!({"userId": "u"})).await["events"], json!([]));
}

async fn sessions_and_requests_are_counted(shown: &Shown) {
    let w = shown.bare();
    let first = w.call("createUserById", json!({"userId": "u", "newSession": true})).await;
    assert_eq!((&first["session_count"], &first["last_request_at"]), (&json!(1), &json!(null)));
    w.advance(10);
    let args = json!({"userId": "u", "newSession": true, "lastRequestAt": 1_400_000_000});
    let second = w.call("updateUserById", args).await;
    assert_eq!((&second["session_count"], &second["last_request_at"]), (&json!(2), &json!(1_400_000_000)));
    let told = w.call("updateUserById", json!({"userId": "u", "lastRequestAt": 1_500_000_000})).await;
    assert_eq!((&told["session_count"], &told["last_request_at"]), (&json!(2), &json!(1_500_000_000)));
    let now = w.call("updateUserById", json!({"userId": "u", "updateLastRequestAt": true, "newSession": false})).await;
    assert_eq!((&now["session_count"], &now["last_request_at"]), (&json!(2), &json!(w.emulator.now())));
}

async fn what_is_blank_names_nobody(shown: &Shown) {
    let w = shown.bare();
    for email in ["e@kiln.example", "f@kiln.example"] {
        let user = w.ask("POST", "/users", json!({"user_id": " ", "email": email})).await;
        assert_eq!((&user["user_id"], &user["email"]), (&json!(null), &json!(email)));
    }
    for name in ["A", "B"] {
        w.ask("POST", "/companies", json!({"company_id": "", "name": name})).await;
    }
    assert_eq!((w.count("user").await, w.count("company").await), (2, 2));
    assert_eq!(w.deny("POST", "/users", json!({"user_id": ""})).await.0, UNPROCESSABLE);
    for target in ["/users?email=", "/users?user_id=%20", "/contacts?email=", "/companies?company_id="] {
        assert_eq!(w.deny("GET", target, json!(null)).await.0, UNPROCESSABLE, "{target}");
    }
    assert_eq!(w.deny("POST", "/users", json!({"email": "a\u{0}b@kiln.example"})).await.0, UNPROCESSABLE);
}

async fn times_are_unix_seconds(shown: &Shown) {
    let w = shown.bare();
    w.call("createUserById", json!({"userId": "u"})).await;
    for wrong in [1_539_604_700_000_i64, -1] {
        let args = json!({"userId": "u", "eventName": "fired", "createdAt": wrong});
        assert_eq!(w.refused("submitEvent", args).await.0, UNPROCESSABLE, "{wrong}");
        let args = json!({"userId": "u", "lastRequestAt": wrong});
        assert_eq!(w.refused("updateUserById", args).await.0, UNPROCESSABLE, "{wrong}");
    }
}

async fn values_are_kept_as_sent(shown: &Shown) {
    let w = shown.bare();
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
    // False is no absence.
    for unsubscribed in [true, false] {
        let body = json!({"user_id": "0025", "unsubscribed_from_emails": unsubscribed});
        assert_eq!(w.ask("POST", "/users", body).await["unsubscribed_from_emails"], unsubscribed);
    }
    // Null is absence.
    let same = w.ask("POST", "/users", json!({"user_id": "0025", "phone": null})).await;
    assert_eq!(same["phone"], "007");
}

async fn what_is_refused_changes_nothing(shown: &Shown) {
    let w = shown.bare();
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
        assert_eq!(w.deny("POST", "/users", body.clone()).await.1, code, "{body}");
    }
    let found = call(&w.client, "getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(found, user);
    assert_eq!(w.count("company").await, 0);
}

async fn deletion_for_good_is_asked_for_by_id(shown: &Shown) {
    let w = shown.bare();
    let user = w.call("createUserById", json!({"userId": "u"})).await;
    let asked = w.ask("POST", "/user_delete_requests", json!({"intercom_user_id": user["id"]})).await;
    assert!(asked["id"].is_number());
    assert_eq!(w.count("user").await, 0);
    assert_eq!(w.deny("POST", "/user_delete_requests", json!({"intercom_user_id": user["id"]})).await.0, NOT_FOUND);
}

/// What PHP makes of an empty map.
async fn an_empty_list_is_an_empty_object(shown: &Shown) {
    let w = shown.bare();
    let body = json!({"user_id": "w", "custom_attributes": [], "avatar": [], "companies": [{"company_id": "c", "plan": [], "custom_attributes": []}]});
    let user = w.ask("POST", "/users", body).await;
    assert_eq!(user["custom_attributes"], json!({}));
    let event = json!({"user_id": "w", "event_name": "fired", "created_at": w.emulator.now(), "metadata": []});
    w.ask("POST", "/events", event).await;
    let items = json!({"items": [{"method": "post", "data": {"user_id": "x", "custom_attributes": []}}]});
    w.ask("POST", "/bulk/users", items).await;
    assert_eq!(w.count("user").await, 2);
    let subscription = json!({"url": "https://hooks.kiln.example/in", "topics": ["user.created"], "metadata": []});
    w.ask("POST", "/subscriptions", subscription).await;
    w.ask("POST", "/contacts", json!([])).await;
    assert_eq!(w.count("lead").await, 1);
    // One that is not empty is none, and neither is one where a text or a number belongs.
    for (key, value) in
        [("custom_attributes", json!([1])), ("custom_attributes", json!({"a": []})), ("name", json!([]))]
    {
        assert_eq!(w.deny("POST", "/users", json!({"user_id": "w", key: value})).await.0, UNPROCESSABLE, "{key}");
    }
}
