//! Conversations: replies, closing, reopening, assignment, snoozing, reading and lists.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, Workspace, all, error_code, text};
use intercom_client::{Value, json};

const SEED: &str = "admins: [{id: '1', name: Rui, email: r@kiln.example}, {id: '2', name: Bea, email: b@kiln.example}]\n\
    teams: [{id: '9', name: Workshop, admins: ['2']}]\n\
    users: [{id: user-1, user_id: u, email: u@kiln.example}, {id: user-2, user_id: v}]\n\
    leads: [{id: lead-1, email: lee@kiln.example}]\n\
    conversations: [{id: '500', from: {user: u}, body: Open?}]";

const REPLY: &str = "/conversations/500/reply";

fn step(message_type: &str) -> Value {
    json!({"type": "admin", "message_type": message_type, "admin_id": "1"})
}

async fn shown_now(w: &Workspace) -> Value {
    w.call("getSingleConversation", json!({"conversationId": "500"})).await
}

fn parts(conversation: &Value, key: &str) -> Vec<Value> {
    all(&conversation["conversation_parts"]["conversation_parts"], key)
}

#[tokio::test]
async fn replies_are_appended_in_order() {
    let test = Test::covers(&["getSingleConversation", "replyToAdminComment", "replyToUserComment"]);
    let w = test.seeded(SEED);
    let before = shown_now(&w).await;
    assert_eq!((&before["waiting_since"], &before["first_action_at"]), (&json!(w.emulator.now()), &json!(null)));
    w.advance(10);
    let args = json!({"conversationId": "500", "adminId": "1", "body": "Yes."});
    let replied = w.call("replyToAdminComment", args).await;
    // Before 1.2, a time in the far future means that nobody waits.
    assert!(replied["waiting_since"].as_i64().unwrap() > 64_000_000_000);
    assert_eq!(
        (&replied["first_action_at"], &replied["updated_at"]),
        (&json!(w.emulator.now()), &json!(w.emulator.now()))
    );
    w.advance(10);
    let since = w.emulator.now();
    for (kind, name) in [("intercom_user_id", "user-1"), ("user_id", "u"), ("email", "u@kiln.example")] {
        let args = json!({"conversationId": "500", "userId": name, "userIdType": kind, "body": "Thanks."});
        w.call("replyToUserComment", args).await;
        w.advance(1);
    }
    let conversation = shown_now(&w).await;
    // A second message does not restart the waiting time.
    assert_eq!(conversation["waiting_since"], since);
    assert_eq!(conversation["conversation_parts"]["total_count"], 4);
    assert_eq!(parts(&conversation, "part_type"), vec!["comment"; 4]);
    assert_eq!(all(&json!(parts(&conversation, "author")), "type"), ["admin", "user", "user", "user"]);
    assert_eq!(all(&json!(parts(&conversation, "author")), "id"), ["1", "user-1", "user-1", "user-1"]);
    assert_eq!(parts(&conversation, "body")[0], "<p>Yes.</p>");
    assert_eq!(conversation["customer_first_reply"]["created_at"], since);
    assert_eq!(conversation["created_at"], before["created_at"]);
}

#[tokio::test]
async fn conversation_is_closed_and_reopened() {
    let test = Test::covers(&["closeConversation", "replyToUserComment"]);
    let w = test.seeded(SEED);
    for round in 1..=2 {
        let closed = w.call("closeConversation", json!({"conversationId": "500", "adminId": "1"})).await;
        assert_eq!((&closed["open"], &closed["state"]), (&json!(false), &json!("closed")));
        // Each reply adds a part.
        assert_eq!(parts(&closed, "part_type"), vec!["close"; round]);
    }
    let opened = w.send_ok("POST", REPLY, step("open")).await;
    assert_eq!((&opened["open"], &opened["state"]), (&json!(true), &json!("open")));
    w.send_ok("POST", REPLY, json!({"type": "admin", "message_type": "close", "admin_id": "1", "body": "Bye."})).await;
    let args = json!({"conversationId": "500", "userId": "u", "userIdType": "user_id", "body": "Wait!"});
    let again = w.call("replyToUserComment", args).await;
    assert_eq!((&again["open"], &again["state"]), (&json!(true), &json!("open")));
    assert_eq!(parts(&again, "part_type"), ["close", "close", "open", "close", "comment"]);
    assert_eq!(parts(&again, "body")[2..4], [json!(null), json!("<p>Bye.</p>")]);
}

#[tokio::test]
async fn conversation_is_assigned_and_unassigned() {
    let test = Test::covers(&["getSingleConversation"]);
    let w = test.seeded(SEED);
    for (assignee, expected) in [
        ("2", json!({"type": "admin", "id": "2"})),
        ("9", json!({"type": "team", "id": "9"})),
        ("0", json!({"type": "nobody_admin", "id": null})),
    ] {
        let mut body = step("assignment");
        body["assignee_id"] = json!(assignee);
        assert_eq!(w.send_ok("POST", REPLY, body).await["assignee"], expected);
    }
    let conversation = shown_now(&w).await;
    assert_eq!(parts(&conversation, "part_type"), vec!["assignment"; 3]);
    let assigned = parts(&conversation, "assigned_to");
    assert_eq!(assigned, [json!({"type": "admin", "id": "2"}), json!({"type": "team", "id": "9"}), json!(null)]);
    let mut body = step("assignment");
    assert_eq!(w.send_rejected("POST", REPLY, body.clone()).await.0, UNPROCESSABLE);
    body["assignee_id"] = json!("7");
    assert_eq!(w.send_rejected("POST", REPLY, body).await, error_code(NOT_FOUND, "admin_not_found"));
    assert_eq!(shown_now(&w).await["conversation_parts"]["total_count"], 3);
}

#[tokio::test]
async fn snoozed_conversation_is_unsnoozed_by_a_reply() {
    let test = Test::covers(&["closeConversation", "getSingleConversation", "replyToUserComment"]);
    let w = test.seeded(SEED);
    assert_eq!(w.send_rejected("POST", REPLY, step("snoozed")).await.0, UNPROCESSABLE);
    let until = w.emulator.now() + 3_600;
    let mut snooze = step("snoozed");
    snooze["snoozed_until"] = json!(until);
    let asleep = w.send_ok("POST", REPLY, snooze.clone()).await;
    assert_eq!(
        (&asleep["state"], &asleep["open"], &asleep["snoozed_until"]),
        (&json!("snoozed"), &json!(true), &json!(until))
    );
    for wakes in ["open", "close"] {
        w.send_ok("POST", REPLY, snooze.clone()).await;
        assert_eq!(w.send_ok("POST", REPLY, step(wakes)).await["snoozed_until"], json!(null), "{wakes}");
    }
    w.send_ok("POST", REPLY, snooze.clone()).await;
    let args = json!({"conversationId": "500", "userId": "u", "userIdType": "user_id", "body": "Hello?"});
    let awake = w.call("replyToUserComment", args).await;
    assert_eq!((&awake["state"], &awake["snoozed_until"]), (&json!("open"), &json!(null)));
    // It wakes at its time.
    w.send_ok("POST", REPLY, snooze).await;
    w.advance(3_599);
    assert_eq!(shown_now(&w).await["state"], "snoozed");
    w.advance(1);
    let woken = shown_now(&w).await;
    assert_eq!((&woken["state"], &woken["snoozed_until"]), (&json!("open"), &json!(null)));
}

#[tokio::test]
async fn note_is_accepted_from_admins_only() {
    let test = Test::covers(&[]);
    let w = test.seeded(SEED);
    let mut note = step("note");
    note["body"] = json!("Ask Bea");
    let noted = w.send_ok("POST", REPLY, note.clone()).await;
    assert_eq!(parts(&noted, "part_type"), ["note"]);
    // The person is still waiting.
    assert_eq!(noted["waiting_since"], w.emulator.now());
    note["type"] = json!("user");
    note["user_id"] = json!("u");
    assert_eq!(w.send_rejected("POST", REPLY, note).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn last_conversation_is_the_last_updated_one() {
    let test =
        Test::covers(&["createUserMessage", "getConversations", "replyToAdminComment", "replyToUsersLastConversation"]);
    let w = test.seeded(SEED);
    w.advance(1);
    w.call("createUserMessage", json!({"senderId": "u", "senderIdType": "user_id", "body": "Another"})).await;
    let listed = w.call("getConversations", json!({})).await;
    assert_eq!(listed["conversations"][1]["id"], "500");
    let args = json!({"intercomUserId": "user-1", "adminId": "1", "body": "Yes."});
    let replied = w.call("replyToUsersLastConversation", args.clone()).await;
    assert_eq!(replied["id"], listed["conversations"][0]["id"]);
    w.advance(1);
    w.call("replyToAdminComment", json!({"conversationId": "500", "adminId": "1", "body": "Here."})).await;
    assert_eq!(w.call("replyToUsersLastConversation", args).await["id"], "500");
    let by_user = json!({"type": "user", "user_id": "u", "message_type": "comment", "body": "Thanks."});
    assert_eq!(w.send_ok("POST", "/conversations/last/reply", by_user).await["id"], "500");
    let none = json!({"intercomUserId": "user-2", "adminId": "1", "body": "Yes."});
    assert_eq!(w.rejected("replyToUsersLastConversation", none).await.0, NOT_FOUND);
}

/// Report "more kinds": the long types that an official SDK of API 1.x has sent since 2014.
#[tokio::test]
async fn long_reply_types_are_accepted() {
    let test = Test::covers(&["getSingleConversation"]);
    let w = test.seeded(SEED);
    for body in [
        json!({"type": "admin_reply", "message_type": "comment", "admin_id": "1", "body": "A"}),
        json!({"type": "user_reply", "message_type": "comment", "user_id": "u", "body": "B"}),
        json!({"type": "contact_reply", "message_type": "comment", "intercom_user_id": "lead-1", "body": "C"}),
        json!({"type": "admin_reply", "message_type": "close", "admin_id": "1"}),
    ] {
        w.send_ok("POST", REPLY, body).await;
    }
    let last = json!({"type": "user_reply", "message_type": "comment", "user_id": "u", "body": "D"});
    w.send_ok("POST", "/conversations/last/reply", last).await;
    let authors = json!(parts(&shown_now(&w).await, "author"));
    assert_eq!(all(&authors, "type"), ["admin", "user", "lead", "admin", "user"]);
    let other = json!({"type": "bot_reply", "message_type": "comment", "admin_id": "1", "body": "A"});
    assert_eq!(w.send_rejected("POST", REPLY, other).await.0, UNPROCESSABLE);
}

/// Report "more kinds": `run_assignment_rules`, documented for API 1.0 to 1.4, has no route.
#[tokio::test]
async fn assignment_rules_return_the_conversation() {
    let test = Test::covers(&["closeConversation"]);
    let w = test.seeded(SEED);
    let path = "/conversations/500/run_assignment_rules";
    for version in ["1.0", "1.1", "1.2", "1.3", "1.4"] {
        let (status, body) = w.send_as(version, "POST", path, &json!(null)).await;
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((status, &body["type"], &body["id"]), (200, &json!("conversation"), &json!("500")), "{version}");
    }
    w.call("closeConversation", json!({"conversationId": "500", "adminId": "1"})).await;
    assert_eq!(w.send_ok("POST", path, json!({})).await["state"], "open");
    assert_eq!(w.send_rejected("POST", "/conversations/501/run_assignment_rules", json!({})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn conversation_is_marked_as_read() {
    let test = Test::covers(&[
        "getSingleConversation",
        "getSingleUserConversations",
        "markConversationAsRead",
        "replyToAdminComment",
    ]);
    let w = test.seeded(SEED);
    let unread = async || {
        w.send_ok("GET", "/conversations?type=user&user_id=u&unread=true", Value::Null).await["conversations"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(unread().await, 0, "who wrote it has read it");
    w.call("replyToAdminComment", json!({"conversationId": "500", "adminId": "1", "body": "Yes."})).await;
    assert_eq!((shown_now(&w).await["read"].clone(), unread().await), (json!(false), 1));
    for _ in 0..2 {
        let read = w.call("markConversationAsRead", json!({"conversationId": "500"})).await;
        assert_eq!((&read["id"], &read["read"]), (&json!("500"), &json!(true)));
    }
    assert_eq!(unread().await, 0);
    assert_eq!(w.rejected("markConversationAsRead", json!({"conversationId": "1"})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn at_most_five_attachments_are_accepted() {
    let test = Test::covers(&["getSingleConversation", "replyToAdminComment"]);
    let w = test.seeded(SEED);
    let urls = |count: usize| (0..count).map(|at| format!("https://kiln.example/{at}.png")).collect::<Vec<_>>();
    let args = |count| json!({"conversationId": "500", "adminId": "1", "body": "See", "attachmentUrls": urls(count)});
    let replied = w.call("replyToAdminComment", args(5)).await;
    let attached = &parts(&replied, "attachments")[0];
    assert_eq!(
        (all(attached, "url"), &attached[4]["name"]),
        (urls(5).into_iter().map(Value::from).collect(), &json!("4.png"))
    );
    assert_eq!(w.rejected("replyToAdminComment", args(6)).await.0, UNPROCESSABLE);
    assert_eq!(shown_now(&w).await["conversation_parts"]["total_count"], 1);
}

#[tokio::test]
async fn listed_conversation_has_no_parts_and_no_tags() {
    let test = Test::covers(&["getConversations", "getSingleConversation"]);
    let w = test.seeded(SEED);
    let listed = w.call("getConversations", json!({})).await;
    assert_eq!((&listed["type"], listed.get("total_count")), (&json!("conversation.list"), None));
    let item = &listed["conversations"][0];
    assert_eq!((item.get("conversation_parts"), item.get("tags")), (None, None));
    let complete = shown_now(&w).await;
    assert!(complete["conversation_parts"].is_object() && complete["tags"].is_object());
    for (key, value) in item.as_object().unwrap() {
        assert_eq!(&complete[key], value, "{key}");
    }
}

#[tokio::test]
async fn list_is_filtered_by_admin_person_and_state() {
    let test = Test::covers(&["getConversations", "getSingleAdminConversations", "getSingleUserConversations"]);
    let w = test.seeded(
        "admins: [{id: '1', name: Rui, email: r@kiln.example}, {id: '2', name: Bea, email: b@kiln.example}]\n\
         users: [{id: user-1, user_id: u, email: u@kiln.example}]\n\
         leads: [{id: lead-1, email: lee@kiln.example}]\n\
         conversations:\n\
         - {id: '1', from: {user: u}, body: a, assignee: '1', created_at: 10}\n\
         - {id: '2', from: {user: u}, body: b, assignee: '1', closed: true, created_at: 20}\n\
         - {id: '3', from: {id: lead-1}, body: c, assignee: '2', created_at: 30}\n\
         - {id: '4', from: {id: lead-1}, body: d, created_at: 40}",
    );
    let ids = |listed: Value| all(&listed["conversations"], "id");
    assert_eq!(ids(w.call("getConversations", json!({})).await), ["4", "3", "2", "1"]);
    let of_admin = async |args| ids(w.call("getSingleAdminConversations", args).await);
    assert_eq!(of_admin(json!({"adminId": "1"})).await, ["2", "1"]);
    assert_eq!(of_admin(json!({"adminId": "1", "open": true})).await, ["1"]);
    assert_eq!(of_admin(json!({"adminId": "1", "open": false})).await, ["2"]);
    assert_eq!(of_admin(json!({"adminId": "2"})).await, ["3"]);
    assert_eq!(of_admin(json!({"adminId": "nobody"})).await, ["4"]);
    assert_eq!(w.rejected("getSingleAdminConversations", json!({"adminId": "7"})).await.1, "admin_not_found");
    for (name, kind, expected) in [
        ("u", "user_id", ["2", "1"]),
        ("user-1", "intercom_user_id", ["2", "1"]),
        ("u@kiln.example", "email", ["2", "1"]),
        ("lead-1", "intercom_user_id", ["4", "3"]),
        ("lee@kiln.example", "email", ["4", "3"]),
    ] {
        let listed = w.call("getSingleUserConversations", json!({"userId": name, "userIdType": kind})).await;
        assert_eq!(ids(listed), expected, "{name}");
    }
    let nobody = json!({"userId": "nobody", "userIdType": "user_id"});
    assert_eq!(w.rejected("getSingleUserConversations", nobody).await.0, NOT_FOUND);
}

#[tokio::test]
async fn list_is_sorted_by_order_or_sort() {
    let test = Test::covers(&["getConversations", "getSingleUserConversations"]);
    let w = test.seeded(
        "users: [{user_id: u}]\n\
         conversations:\n\
         - {id: '1', from: {user: u}, body: a, created_at: 10, parts: [{body: x, created_at: 90}]}\n\
         - {id: '2', from: {user: u}, body: b, created_at: 20}\n\
         - {id: '3', from: {user: u}, body: c, created_at: 30}",
    );
    let ids = async |query: &str| {
        all(&w.send_ok("GET", &format!("/conversations?{query}"), Value::Null).await["conversations"], "id")
    };
    assert_eq!(ids("").await, ["1", "3", "2"]);
    assert_eq!(ids("order=asc").await, ["2", "3", "1"]);
    for query in
        ["sort=created_at&order=asc", "order=created_at&sort=asc", "type=user&user_id=u&order=created_at&sort=asc"]
    {
        assert_eq!(ids(query).await, ["1", "2", "3"], "{query}");
    }
    assert_eq!(ids("sort=created_at").await, ["3", "2", "1"]);
    assert_eq!(ids("per_page=2&page=2").await, ["2"]);
    assert_eq!(w.send_rejected("GET", "/conversations?order=size", Value::Null).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn display_as_plaintext_removes_html() {
    let test = Test::covers(&["getSingleConversation", "replyToAdminComment"]);
    let w = test.seeded(SEED);
    w.call("replyToAdminComment", json!({"conversationId": "500", "adminId": "1", "body": "<p>a &amp; <b>b</b></p>"}))
        .await;
    let html = shown_now(&w).await;
    assert_eq!(
        (&html["conversation_message"]["body"], &parts(&html, "body")[0]),
        (&json!("<p>Open?</p>"), &json!("<p>a &amp; <b>b</b></p>"))
    );
    let plain = w.send_ok("GET", "/conversations/500?display_as=plaintext", Value::Null).await;
    assert_eq!((&plain["conversation_message"]["body"], &parts(&plain, "body")[0]), (&json!("Open?"), &json!("a & b")));
    assert_eq!(w.send_rejected("GET", "/conversations/500?display_as=pdf", Value::Null).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn only_the_newest_500_parts_are_returned() {
    let test = Test::covers(&["getSingleConversation"]);
    let parts_of_it: Vec<String> = (0..502).map(|at| format!("{{body: '{at}'}}")).collect();
    let parts_of_it = format!("body: Open?, parts: [{}]", parts_of_it.join(", "));
    let w = test.seeded(&SEED.replace("body: Open?", &parts_of_it));
    let conversation = shown_now(&w).await;
    let bodies = parts(&conversation, "body");
    assert_eq!((bodies.len(), &conversation["conversation_parts"]["total_count"]), (500, &json!(502)));
    // Oldest first.
    assert_eq!((text(&bodies[0]), text(&bodies[499])), ("<p>2</p>".to_owned(), "<p>501</p>".to_owned()));
}

#[tokio::test]
async fn invalid_replies_are_rejected() {
    let test = Test::covers(&["getSingleConversation"]);
    let w = test.seeded(SEED);
    let nowhere = json!({"conversationId": "1"});
    assert_eq!(w.rejected("getSingleConversation", nowhere).await, error_code(NOT_FOUND, "not_found"));
    assert_eq!(w.rejected("closeConversation", json!({"conversationId": "1", "adminId": "1"})).await.0, NOT_FOUND);
    let error = w.rejected("closeConversation", json!({"conversationId": "500", "adminId": "7"})).await;
    assert_eq!(error, error_code(NOT_FOUND, "admin_not_found"));
    let nobody = json!({"conversationId": "500", "userId": "nobody", "userIdType": "user_id", "body": "x"});
    assert_eq!(w.rejected("replyToUserComment", nobody).await.0, NOT_FOUND);
    let silent = json!({"type": "admin", "message_type": "comment", "admin_id": "1", "body": " "});
    assert_eq!(w.send_rejected("POST", REPLY, silent).await.0, UNPROCESSABLE);
    let closing = json!({"type": "user", "message_type": "close", "user_id": "u"});
    assert_eq!(w.send_rejected("POST", REPLY, closing).await.0, UNPROCESSABLE);
    let now = shown_now(&w).await;
    assert_eq!((&now["state"], &now["conversation_parts"]["total_count"]), (&json!("open"), &json!(0)));
}

#[tokio::test]
async fn snooze_time_must_be_in_the_future() {
    let test = Test::covers(&["getSingleConversation"]);
    let w = test.seeded(SEED);
    for until in [5, -5, 1_539_604_800_000, w.emulator.now() - 1, w.emulator.now()] {
        let mut snooze = step("snoozed");
        snooze["snoozed_until"] = json!(until);
        assert_eq!(
            w.send_rejected("POST", REPLY, snooze).await,
            error_code(UNPROCESSABLE, "parameter_invalid"),
            "{until}"
        );
    }
    assert_eq!(shown_now(&w).await["conversation_parts"]["total_count"], 0);
}

#[tokio::test]
async fn unsnoozing_notifies_subscriptions() {
    let test = Test::covers(&["createSubscription", "getSingleConversation"]);
    let w = test.seeded(SEED);
    w.call("createSubscription", json!({"url": "https://hooks.kiln.example/in", "topics": "conversation"})).await;
    let snooze = async || {
        let mut snooze = step("snoozed");
        snooze["snoozed_until"] = json!(w.emulator.now() + 60);
        w.send_ok("POST", REPLY, snooze).await;
    };
    let listed = async || {
        let state = w.send_ok("GET", "/__emulator/state", json!(null)).await;
        all(&state["notifications"], "topic")
    };
    snooze().await;
    w.send_ok("POST", REPLY, step("open")).await;
    let (snoozed, unsnoozed) = (json!("conversation.admin.snoozed"), json!("conversation.admin.unsnoozed"));
    assert_eq!(listed().await, [snoozed.clone(), unsnoozed.clone()]);
    // The timer notifies too, once, without a request for the conversation.
    snooze().await;
    w.advance(61);
    assert_eq!(listed().await, [snoozed.clone(), unsnoozed.clone(), snoozed, unsnoozed]);
    let awake = shown_now(&w).await;
    assert_eq!(parts(&awake, "part_type"), ["snoozed", "unsnoozed", "snoozed", "timer_unsnooze"]);
    let last = &awake["conversation_parts"]["conversation_parts"][3];
    assert_eq!((&last["created_at"], &last["author"]["id"]), (&json!(w.emulator.now() - 1), &json!("1")));
    assert_eq!(awake["updated_at"], w.emulator.now() - 1);
    assert_eq!(listed().await.len(), 4);
}
