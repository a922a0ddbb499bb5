//! Leads: an email always creates another one; the user id is generated; they can be converted to users.

use crate::state::workspace::{CONFLICT, NOT_FOUND, Test, UNPROCESSABLE, Workspace, all, error_code, text};
use intercom_client::{Value, json};

#[tokio::test]
async fn user_id_of_a_lead_is_generated() {
    let test = Test::covers(&["updateLead"]);
    let w = test.workspace();
    let lead = w.call("createLead", json!({"email": "lee@kiln.example", "userId": "mine", "name": "Lee"})).await;
    assert_eq!((&lead["type"], &lead["anonymous"]), (&json!("contact"), &json!(true)));
    assert_eq!((&lead["name"], &lead["signed_up_at"]), (&json!("Lee"), &json!(null)));
    let user_id = text(&lead["user_id"]);
    assert_eq!((user_id.len(), user_id.matches('-').count()), (36, 4));
    assert!(lead["pseudonym"].is_string());
    // It is not the caller's, so the same request creates another lead.
    let other = w.call("createLead", json!({"userId": "mine"})).await;
    assert_ne!(other["user_id"], lead["user_id"]);
}

#[tokio::test]
async fn known_email_creates_another_lead() {
    let test = Test::covers(&[
        "createLead",
        "createUserByEmail",
        "getAppTotalCounts",
        "getLeadsByEmail",
        "getSingleLead",
        "updateUserByEmail",
    ]);
    let w = test.workspace();
    let first = w.call("createLead", json!({"email": "lee@kiln.example"})).await;
    let second = w.call("createLead", json!({"email": "lee@kiln.example"})).await;
    assert_ne!(first["id"], second["id"]);
    let both = w.call("getLeadsByEmail", json!({"email": "LEE@kiln.example"})).await;
    assert_eq!(
        (&both["type"], &both["total_count"], &both["limited"]),
        (&json!("contact.list"), &json!(2), &json!(false))
    );
    assert_eq!(all(&both["contacts"], "id"), [first["id"].clone(), second["id"].clone()]);
    let by_email = json!({"userId": "lee@kiln.example", "userIdType": "email"});
    assert!(w.error("getSingleLead", by_email.clone()).await.is_ambiguous());
    assert_eq!(w.rejected("deleteLead", by_email).await, error_code(CONFLICT, "conflict"));
    assert_eq!(w.count("lead").await, 2);
    // A user with the same email is another person.
    w.call("createUserByEmail", json!({"email": "lee@kiln.example"})).await;
    assert_eq!((w.count("lead").await, w.count("user").await), (2, 1));
}

#[tokio::test]
async fn empty_request_creates_a_lead() {
    let test = Test::covers(&["createLead"]);
    let w = test.workspace();
    let lead = w.send_ok("POST", "/contacts", json!({})).await;
    assert_eq!((&lead["type"], &lead["email"]), (&json!("contact"), &json!(null)));
}

#[tokio::test]
async fn known_user_id_changes_the_lead() {
    let test = Test::covers(&["createLead", "getAppTotalCounts", "updateLead"]);
    let w = test.workspace();
    let lead = w.call("createLead", json!({"name": "Lee", "customAttributes": {"a": 1}})).await;
    let args = json!({
        "userId": lead["user_id"], "email": "Lee@kiln.example", "phone": "1", "avatarImageUrl": "https://kiln.example/l.png",
        "userAgentData": "Kiln/2.4", "lastSeenIp": "203.0.113.9", "customAttributes": {"b": 2},
        "companies": [{"company_id": "c-1", "name": "Kiln"}],
    });
    let changed = w.call("updateLead", args.clone()).await;
    assert_eq!((&changed["id"], &changed["user_id"], &changed["name"]), (&lead["id"], &lead["user_id"], &json!("Lee")));
    assert_eq!((&changed["email"], &changed["phone"]), (&json!("lee@kiln.example"), &json!("1")));
    assert_eq!(changed["avatar"], json!({"type": "avatar", "image_url": "https://kiln.example/l.png"}));
    assert_eq!((&changed["user_agent_data"], &changed["last_seen_ip"]), (&json!("Kiln/2.4"), &json!("203.0.113.9")));
    assert_eq!(changed["custom_attributes"], json!({"a": 1, "b": 2}));
    assert_eq!(all(&changed["companies"]["companies"], "company_id"), ["c-1"]);
    assert_eq!(w.call("updateLead", args).await, changed);
    // Leads never sign up, whatever the request says.
    let by_id = w.send_ok("POST", "/contacts", json!({"id": lead["id"], "name": "Leo", "signed_up_at": 5})).await;
    assert_eq!(by_id["signed_up_at"], json!(null));
    assert_eq!((&by_id["id"], &by_id["name"]), (&lead["id"], &json!("Leo")));
    assert_eq!(w.count("lead").await, 1);
    assert_eq!(w.send_rejected("POST", "/contacts", json!({"id": "5bc47b800000000000009999"})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn lead_is_found_listed_and_deleted() {
    let test = Test::covers(&[
        "createLead",
        "createUserById",
        "deleteLead",
        "getAppTotalCounts",
        "getLeads",
        "getLeadsByEmail",
        "getSingleLead",
        "updateUserById",
    ]);
    let w = test.workspace();
    let lead = w.call("createLead", json!({"email": "lee@kiln.example"})).await;
    w.call("createUserById", json!({"userId": "u"})).await;
    for (name, kind) in [(&lead["id"], "intercom_id"), (&lead["user_id"], "user_id"), (&lead["email"], "email")] {
        let found = w.call("getSingleLead", json!({"userId": name, "userIdType": kind})).await;
        assert_eq!(found, lead, "{kind}");
    }
    let listed = w.call("getLeads", json!({})).await;
    assert_eq!(all(&listed["contacts"], "id"), [lead["id"].clone()]);
    let nobody = w.call("getLeadsByEmail", json!({"email": "nobody@kiln.example"})).await;
    assert_eq!((&nobody["contacts"], &nobody["total_count"]), (&json!([]), &json!(0)));
    let args = json!({"userId": lead["user_id"], "userIdType": "user_id"});
    assert_eq!(w.call("deleteLead", args.clone()).await["id"], lead["id"]);
    assert_eq!(w.rejected("deleteLead", args.clone()).await.0, NOT_FOUND);
    assert!(w.error("getSingleLead", args).await.is_not_found());
    assert_eq!((w.count("lead").await, w.count("user").await), (0, 1));
    // By an email that one lead has.
    w.call("createLead", json!({"email": "one@kiln.example"})).await;
    w.call("deleteLead", json!({"userId": "one@kiln.example", "userIdType": "email"})).await;
    assert_eq!(w.count("lead").await, 0);
}

/// A lead with all records that a lead can have.
async fn busy_lead(w: &Workspace) -> Value {
    let args = json!({
        "email": "lee@kiln.example", "name": "Lee", "phone": "1", "customAttributes": {"a": 2, "b": 3},
        "companies": [{"company_id": "c-1", "name": "Kiln"}],
    });
    let lead = w.call("createLead", args).await;
    let own = json!({"id": lead["id"]});
    w.call("tagUser", json!({"name": "vip", "users": [own]})).await;
    w.call("createNote", json!({"userId": lead["id"], "userIdType": "intercom_id", "body": "Asked"})).await;
    let message = json!({"senderId": lead["id"], "senderIdType": "intercom_id", "body": "Hello"});
    w.call("createContactMessage", message).await;
    let event = json!({"id": lead["id"], "event_name": "fired", "created_at": w.emulator.now()});
    w.send_ok("POST", "/events", event).await;
    lead
}

/// Checks that a user has everything of the lead.
async fn has_all(w: &Workspace, id: &Value, events: &[&str]) {
    let user = w.call("getSingleUser", json!({"userId": id, "userIdType": "intercom_id"})).await;
    assert_eq!((&user["type"], &user["anonymous"], &user["pseudonym"]), (&json!("user"), &json!(false), &json!(null)));
    assert_eq!((&user["email"], &user["phone"]), (&json!("lee@kiln.example"), &json!("1")));
    assert_eq!(all(&user["tags"]["tags"], "name"), ["vip"]);
    assert_eq!(all(&user["companies"]["companies"], "company_id"), ["c-1"]);
    let notes = w.call("getUserNotes", json!({"userId": id, "userIdType": "intercom_id"})).await;
    assert_eq!(notes["notes"][0]["user"], json!({"type": "user", "id": id}));
    let own = w.call("getSingleUserConversations", json!({"userId": id, "userIdType": "intercom_user_id"})).await;
    let conversation = &own["conversations"][0];
    assert_eq!(conversation["user"], json!({"type": "user", "id": id}));
    assert_eq!(conversation["conversation_message"]["author"]["id"], *id);
    let listed = w.call("getUserEvents", json!({"userId": user["user_id"]})).await;
    assert_eq!(all(&listed["events"], "event_name"), events);
    assert_eq!((w.count("lead").await, w.count("user").await, w.count("company").await), (0, 1, 1));
    assert_eq!(w.call("getLeads", json!({})).await["contacts"], json!([]));
    assert_eq!(w.call("getSingleCompany", json!({"companyId": "c-1"})).await["user_count"], 1);
}

#[tokio::test]
async fn lead_is_converted_to_a_new_user() {
    let test = Test::covers(&[
        "convertLeadToUser",
        "createContactMessage",
        "createLead",
        "createNote",
        "getAppTotalCounts",
        "getLeads",
        "getSingleCompany",
        "getSingleUser",
        "getSingleUserConversations",
        "getUserEvents",
        "getUserNotes",
        "submitEvent",
        "tagUser",
    ]);
    let w = test.workspace();
    let lead = busy_lead(&w).await;
    let args = json!({"leadId": lead["user_id"], "leadIdType": "user_id", "userId": "u-1"});
    let user = w.call("convertLeadToUser", args.clone()).await;
    assert_eq!((&user["id"], &user["user_id"], &user["name"]), (&lead["id"], &json!("u-1"), &json!("Lee")));
    assert_eq!(user["custom_attributes"], json!({"a": 2, "b": 3}));
    has_all(&w, &user["id"], &["fired"]).await;
    // The lead does not exist any more.
    assert_eq!(w.rejected("convertLeadToUser", args).await.0, NOT_FOUND);
    let old = json!({"userId": lead["user_id"], "userIdType": "user_id"});
    assert!(w.error("getSingleLead", old).await.is_not_found());
}

#[tokio::test]
async fn lead_is_merged_into_an_existing_user() {
    let test = Test::covers(&[
        "convertLeadToUser",
        "createContactMessage",
        "createLead",
        "createNote",
        "createUserById",
        "getAppTotalCounts",
        "getLeads",
        "getSingleCompany",
        "getSingleUser",
        "getSingleUserConversations",
        "getUserEvents",
        "getUserNotes",
        "submitEvent",
        "tagUser",
        "updateUserById",
    ]);
    let w = test.workspace();
    let args = json!({"userId": "u-1", "name": "Ines", "customAttributes": {"a": 1}});
    let known = w.call("createUserById", args).await;
    for (name, at) in [("earlier", w.emulator.now() - 10), ("later", w.emulator.now() + 10)] {
        w.call("submitEvent", json!({"userId": "u-1", "eventName": name, "createdAt": at})).await;
    }
    let lead = busy_lead(&w).await;
    // An event of both counts once.
    let twice = json!({"id": lead["id"], "event_name": "later", "created_at": w.emulator.now() + 10});
    w.send_ok("POST", "/events", twice).await;
    let args = json!({"leadId": lead["id"], "leadIdType": "intercom_id", "userId": "u-1"});
    let user = w.call("convertLeadToUser", args).await;
    assert_eq!((&user["id"], &user["user_id"]), (&known["id"], &json!("u-1")));
    // The user's own attributes stay.
    assert_eq!((&user["name"], &user["custom_attributes"]), (&json!("Ines"), &json!({"a": 1, "b": 3})));
    has_all(&w, &user["id"], &["later", "fired", "earlier"]).await;
    let gone = json!({"userId": lead["id"], "userIdType": "intercom_id"});
    assert!(w.error("getSingleUser", gone).await.is_not_found());
}

#[tokio::test]
async fn merging_into_an_unknown_user_is_rejected() {
    let test = Test::covers(&["convertLeadToUser", "createLead", "getAppTotalCounts"]);
    let w = test.seeded("users: [{user_id: a, email: x@kiln.example}, {user_id: b, email: x@kiln.example}]");
    let lead = w.call("createLead", json!({"email": "lee@kiln.example"})).await;
    let contact = json!({"email": "lee@kiln.example"});
    let unknown = json!({"contact": contact, "user": {"id": "5bc47b800000000000009999"}});
    assert_eq!(w.send_rejected("POST", "/contacts/convert", unknown).await.0, NOT_FOUND);
    let several = json!({"contact": contact, "user": {"email": "x@kiln.example"}});
    assert_eq!(w.send_rejected("POST", "/contacts/convert", several).await.0, CONFLICT);
    assert_eq!((w.count("lead").await, w.count("user").await), (1, 2));
    let args = json!({"leadId": "lee@kiln.example", "leadIdType": "email", "userId": "c"});
    assert_eq!(w.call("convertLeadToUser", args).await["id"], lead["id"]);
}

#[tokio::test]
async fn empty_identifier_is_rejected() {
    let test = Test::covers(&[]);
    let w = test.seeded("leads: [{name: Lee}]\nusers: [{user_id: u}]\ncompanies: [{company_id: c}]");
    for query in
        ["/contacts?id=", "/contacts?phone=", "/contacts?user_id=", "/contacts?tag_id=", "/contacts?segment_id="]
    {
        assert_eq!(
            w.send_rejected("GET", query, json!(null)).await,
            error_code(UNPROCESSABLE, "parameter_invalid"),
            "{query}"
        );
    }
    for query in ["/users?id=", "/users?tag_id=", "/users?segment_id=", "/companies?tag_id=", "/companies?segment_id="]
    {
        assert_eq!(
            w.send_rejected("GET", query, json!(null)).await,
            error_code(UNPROCESSABLE, "parameter_invalid"),
            "{query}"
        );
    }
}

#[tokio::test]
async fn lead_is_found_by_phone_and_by_id() {
    let test = Test::covers(&["getLeads", "getSingleUser", "getUsers"]);
    let w = test.seeded(
        "leads: [{name: A, phone: '1'}, {name: B, phone: '2'}, {name: C, phone: '1'}]\nusers: [{user_id: u, phone: '1'}]",
    );
    let found = w.send_ok("GET", "/contacts?phone=1", json!(null)).await;
    assert_eq!((&found["type"], &found["total_count"]), (&json!("contact.list"), &json!(2)));
    assert_eq!(all(&found["contacts"], "name"), [json!("A"), json!("C")]);
    assert_eq!(w.send_ok("GET", "/contacts?phone=3", json!(null)).await["contacts"], json!([]));
    let lead = w.send_ok("GET", &format!("/contacts?id={}", text(&found["contacts"][1]["id"])), json!(null)).await;
    assert_eq!(lead["name"], "C");
    assert_eq!(w.send_rejected("GET", "/contacts?id=nobody", json!(null)).await.0, NOT_FOUND);
    let user = w.send_ok("GET", "/users?user_id=u", json!(null)).await;
    assert_eq!(w.send_ok("GET", &format!("/users?id={}", text(&user["id"])), json!(null)).await, user);
    // A lead is not found as a user, nor a user as a lead.
    let query = format!("/users?id={}", text(&lead["id"]));
    assert_eq!(w.send_rejected("GET", &query, json!(null)).await.0, NOT_FOUND);
}

#[tokio::test]
async fn merged_user_gets_missing_attributes_of_the_lead() {
    let test = Test::covers(&["convertLeadToUser", "getSingleUser"]);
    let w = test.seeded(
        "users: [{user_id: u, name: Ines}, {user_id: v, last_seen_ip: 9.9.9.9, unsubscribed_from_emails: true}]\n\
         leads:\n  - {id: a, name: Lee, unsubscribed_from_emails: true, last_seen_ip: 1.2.3.4, avatar: 'https://kiln.example/l.png', owner_id: '1001', user_agent_data: Kiln/1, remote_created_at: 7, location_data: {city_name: Porto}}\n  - {id: b, last_seen_ip: 1.2.3.4}",
    );
    let convert = async |lead: &str, user: &str| {
        w.call("convertLeadToUser", json!({"leadId": lead, "leadIdType": "intercom_id", "userId": user})).await
    };
    let user = convert("a", "u").await;
    for (key, value) in [
        ("name", json!("Ines")),
        ("unsubscribed_from_emails", json!(true)),
        ("last_seen_ip", json!("1.2.3.4")),
        ("user_agent_data", json!("Kiln/1")),
        ("remote_created_at", json!(7)),
    ] {
        assert_eq!(user[key], value, "{key}");
    }
    assert_eq!(user["avatar"]["image_url"], "https://kiln.example/l.png");
    assert_eq!(user["location_data"]["city_name"], "Porto");
    let owned = w.at("1.4").call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await.unwrap();
    assert_eq!(owned["owner_id"], "1001");
    // The user's own attributes stay, including the unsubscription.
    let user = convert("b", "v").await;
    assert_eq!((&user["last_seen_ip"], &user["unsubscribed_from_emails"]), (&json!("9.9.9.9"), &json!(true)));
}

#[tokio::test]
async fn lead_without_identifiers_is_not_converted() {
    let test = Test::covers(&["convertLeadToUser", "createLead", "getAppTotalCounts"]);
    let w = test.workspace();
    let lead = w.call("createLead", json!({"name": "Lee"})).await;
    let nameless = w.send_rejected("POST", "/users", json!({"name": "Lee"})).await;
    for user in [json!(null), json!({}), json!({"user_id": " "})] {
        let body = json!({"contact": {"id": lead["id"]}, "user": user});
        assert_eq!(w.send_rejected("POST", "/contacts/convert", body).await, nameless);
    }
    let body = json!({"contact": {"id": lead["id"]}, "user": {"user_id": "x".repeat(256)}});
    assert_eq!(w.send_rejected("POST", "/contacts/convert", body).await.0, UNPROCESSABLE);
    assert_eq!((w.count("lead").await, w.count("user").await), (1, 0));
    // An email is an identifier.
    w.send_ok("POST", "/contacts", json!({"id": lead["id"], "email": "lee@kiln.example"})).await;
    let user = w.send_ok("POST", "/contacts/convert", json!({"contact": {"id": lead["id"]}})).await;
    assert_eq!((&user["id"], &user["type"], &user["user_id"]), (&lead["id"], &json!("user"), &json!(null)));
}

#[tokio::test]
async fn conversion_finds_users_as_upsert_does() {
    let test = Test::covers(&[
        "convertLeadToUser",
        "createLead",
        "createUserByEmail",
        "createUserById",
        "getAppTotalCounts",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let w = test.workspace();
    let known = w.call("createUserByEmail", json!({"email": "only@kiln.example"})).await;
    let other = w.call("createUserById", json!({"userId": "taken"})).await;
    let lead = w.call("createLead", json!({"name": "Lee"})).await;
    let taken = json!({"contact": {"id": lead["id"]}, "user": {"id": known["id"], "user_id": "taken"}});
    assert_eq!(w.send_rejected("POST", "/contacts/convert", taken).await, error_code(CONFLICT, "conflict"));
    // A user known by email only gets the user id.
    let user = json!({"user_id": "new", "email": "Only@kiln.example"});
    let user = w.send_ok("POST", "/contacts/convert", json!({"contact": {"id": lead["id"]}, "user": user})).await;
    assert_eq!((&user["id"], &user["user_id"], &user["name"]), (&known["id"], &json!("new"), &json!("Lee")));
    // The same if only the lead has the email; a user with another user id and this email is another person.
    let lead = w.call("createLead", json!({"email": "only@kiln.example"})).await;
    let body = json!({"contact": {"id": lead["id"]}, "user": {"user_id": "third"}});
    assert_eq!(w.send_ok("POST", "/contacts/convert", body).await["id"], lead["id"]);
    // A new email is stored.
    let lead = w.call("createLead", json!({"email": "lead@kiln.example"})).await;
    let body = json!({"contact": {"id": lead["id"]}, "user": {"user_id": "taken", "email": "t@kiln.example"}});
    let user = w.send_ok("POST", "/contacts/convert", body).await;
    assert_eq!((&user["id"], &user["email"]), (&other["id"], &json!("t@kiln.example")));
    assert_eq!((w.count("lead").await, w.count("user").await), (0, 3));
}
