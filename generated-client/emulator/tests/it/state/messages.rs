//! Messages: each opens a conversation, and the response is the message.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, Workspace, error_code};
use intercom_client::{Value, json};

const SEED: &str = "admins: [{id: '1', name: Rui, email: rui@kiln.example}]\n\
    users: [{id: user-1, user_id: u, email: u@kiln.example}, {user_id: bare}, {user_id: off, email: off@kiln.example, unsubscribed_from_emails: true}]\n\
    leads: [{id: lead-1, user_id: l-1, email: lee@kiln.example}]";

fn to(receiver: &str, kind: &str, name: &str, message_type: &str) -> Value {
    json!({
        "fromAdminId": "1", "receiverType": receiver, "receiverId": name, "receiverIdType": kind,
        "messageType": message_type, "body": "Hello", "subject": "News", "template": "plain",
    })
}

async fn latest(w: &Workspace) -> Value {
    w.call("getConversations", json!({})).await["conversations"][0].clone()
}

async fn conversations(w: &Workspace) -> usize {
    w.call("getConversations", json!({})).await["conversations"].as_array().unwrap().len()
}

#[tokio::test]
async fn admin_message_opens_a_conversation() {
    let test = Test::covers(&["createAdminMessage", "getConversations"]);
    let w = test.seeded(SEED);
    let message = w.call("createAdminMessage", to("user", "user_id", "u", "email")).await;
    assert_eq!((&message["type"], &message["message_type"]), (&json!("admin_message"), &json!("email")));
    assert_eq!((&message["subject"], &message["body"]), (&json!("News"), &json!("Hello")));
    assert_eq!((&message["template"], &message["created_at"]), (&json!("plain"), &json!(w.emulator.now())));
    assert_eq!(message["owner"], json!({"type": "admin", "id": "1", "name": "Rui", "email": "rui@kiln.example"}));
    let conversation = latest(&w).await;
    assert_eq!(conversation["user"], json!({"type": "user", "id": "user-1"}));
    let first = &conversation["conversation_message"];
    assert_eq!(
        (&first["id"], &first["subject"], &first["body"]),
        (&message["id"], &json!("News"), &json!("<p>Hello</p>"))
    );
    assert_eq!((&first["author"]["type"], &first["delivered_as"]), (&json!("admin"), &json!("admin_initiated")));
    assert_eq!((&conversation["open"], &conversation["read"]), (&json!(true), &json!(false)));
    // Only emails have a subject.
    let message = w.call("createAdminMessage", to("user", "user_id", "u", "inapp")).await;
    assert_eq!((&message["subject"], &message["template"]), (&json!(null), &json!(null)));
    assert_eq!(conversations(&w).await, 2);
}

#[tokio::test]
async fn user_message_opens_a_conversation() {
    let test = Test::covers(&["createUserMessage", "getConversations"]);
    let w = test.seeded(SEED);
    for (kind, name) in [("intercom_id", "user-1"), ("user_id", "u"), ("email", "u@kiln.example")] {
        let message =
            w.call("createUserMessage", json!({"senderId": name, "senderIdType": kind, "body": "Open?"})).await;
        assert_eq!((&message["type"], &message["body"]), (&json!("user_message"), &json!("Open?")), "{kind}");
        let conversation = latest(&w).await;
        assert_eq!(conversation["conversation_message"]["id"], message["id"]);
        assert_eq!(conversation["conversation_message"]["delivered_as"], "customer_initiated");
        assert_eq!(conversation["user"], json!({"type": "user", "id": "user-1"}));
        assert_eq!(conversation["waiting_since"], w.emulator.now());
        assert_eq!(conversation["assignee"], json!({"type": "nobody_admin", "id": null}));
    }
    assert_eq!(conversations(&w).await, 3);
}

#[tokio::test]
async fn contact_message_opens_a_conversation() {
    let test = Test::covers(&["createContactMessage", "getConversations"]);
    let w = test.seeded(SEED);
    for (kind, name) in [("intercom_id", "lead-1"), ("user_id", "l-1"), ("email", "lee@kiln.example")] {
        w.call("createContactMessage", json!({"senderId": name, "senderIdType": kind, "body": "Open?"})).await;
        // Inside conversations it has another type.
        assert_eq!(latest(&w).await["user"], json!({"type": "lead", "id": "lead-1"}), "{kind}");
        assert_eq!(latest(&w).await["conversation_message"]["author"]["type"], "lead");
    }
    // A user is not found as a contact, nor a lead as a user.
    for (function, name) in [("createContactMessage", "user-1"), ("createUserMessage", "lead-1")] {
        let args = json!({"senderId": name, "senderIdType": "intercom_id", "body": "Open?"});
        assert_eq!(w.rejected(function, args).await.0, NOT_FOUND);
    }
    assert_eq!(conversations(&w).await, 3);
}

#[tokio::test]
async fn recipient_is_found_by_every_identifier() {
    let test = Test::covers(&["createAdminMessage", "getConversations"]);
    let w = test.seeded(SEED);
    for (receiver, kind, name, id) in [
        ("user", "intercom_id", "user-1", "user-1"),
        ("user", "user_id", "u", "user-1"),
        ("user", "email", "u@kiln.example", "user-1"),
        ("contact", "intercom_id", "lead-1", "lead-1"),
        ("contact", "user_id", "l-1", "lead-1"),
        ("contact", "email", "lee@kiln.example", "lead-1"),
    ] {
        w.call("createAdminMessage", to(receiver, kind, name, "inapp")).await;
        assert_eq!(latest(&w).await["user"]["id"], id, "{receiver} {kind}");
    }
}

#[tokio::test]
async fn email_message_needs_subject_and_address() {
    let test = Test::covers(&["createAdminMessage", "getConversations"]);
    let w = test.seeded(SEED);
    let body = |subject: Value, to: &str| {
        json!({
            "message_type": "email", "subject": subject, "body": "Hello", "template": "plain",
            "from": {"type": "admin", "id": "1"}, "to": {"type": "user", "user_id": to},
        })
    };
    assert_eq!(w.send_rejected("POST", "/messages", body(json!(null), "u")).await.0, UNPROCESSABLE);
    assert_eq!(w.send_rejected("POST", "/messages", body(json!("News"), "bare")).await.0, UNPROCESSABLE);
    assert_eq!(conversations(&w).await, 0);
    w.call("createAdminMessage", to("user", "user_id", "bare", "inapp")).await;
    assert_eq!(conversations(&w).await, 1);
}

#[tokio::test]
async fn email_to_unsubscribed_user_is_rejected() {
    let test = Test::covers(&["createAdminMessage", "createUserById", "getConversations", "updateUserById"]);
    let w = test.seeded(SEED);
    let error = w.rejected("createAdminMessage", to("user", "user_id", "off", "email")).await;
    assert_eq!(error, error_code(403, "action_forbidden"));
    assert_eq!(conversations(&w).await, 0);
    w.call("createAdminMessage", to("user", "user_id", "off", "inapp")).await;
    w.send_ok("POST", "/users", json!({"user_id": "off", "unsubscribed_from_emails": false})).await;
    w.call("createAdminMessage", to("user", "user_id", "off", "email")).await;
    assert_eq!(conversations(&w).await, 2);
}

#[tokio::test]
async fn unknown_sender_or_recipient_is_rejected() {
    let test = Test::covers(&["getConversations"]);
    let w = test.seeded(SEED);
    assert_eq!(
        w.rejected("createAdminMessage", to("user", "user_id", "nobody", "inapp")).await,
        error_code(NOT_FOUND, "not_found")
    );
    let mut args = to("user", "user_id", "u", "inapp");
    args["fromAdminId"] = json!("7");
    assert_eq!(w.rejected("createAdminMessage", args).await, error_code(NOT_FOUND, "admin_not_found"));
    let args = json!({"senderId": "nobody", "senderIdType": "user_id", "body": "Open?"});
    assert_eq!(w.rejected("createUserMessage", args).await.0, NOT_FOUND);
    let empty = json!({"from": {"type": "user", "user_id": "u"}, "body": "  "});
    assert_eq!(w.send_rejected("POST", "/messages", empty).await.0, UNPROCESSABLE);
    assert_eq!(conversations(&w).await, 0);
}
