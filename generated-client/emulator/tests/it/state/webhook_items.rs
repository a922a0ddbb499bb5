//! Report 25: notifications carry what recorded ones of 2019 and 2020 do.

use crate::state::workspace::{Test, Workspace};
use intercom_client::redact::unredacted;
use intercom_client::webhooks::{Item, Notification};
use intercom_client::{Value, json};

const SEED: &str = "workspace: {id: kx71, name: Kiln}\n\
    admins: [{id: '1', name: Rui, email: r@kiln.example}]\n\
    teams: [{id: '9', name: Workshop, admins: ['1']}]\n\
    users: [{id: user-1, user_id: u, name: Ines, email: u@kiln.example, created_at: 1539600000, signed_up_at: 1539600001}]\n\
    leads: [{id: lead-1, user_id: lead-uuid, pseudonym: Teal Kite}]\n\
    subscriptions: [{id: nsub_1, url: 'https://hooks.kiln.example/in', topics: [all]}]\n\
    conversations: [{id: '500', from: {user: u}, body: Open?}, {id: '501', from: {id: lead-1}, body: Hello}]";

/// The topics and items of all notifications so far; they are not delivered, since the receiver is on another machine.
async fn items(w: &Workspace) -> Vec<(String, Value)> {
    let state = w.send_ok("GET", "/__emulator/state", json!(null)).await;
    let all = state["notifications"].as_array().unwrap();
    all.iter().map(|it| (it["topic"].as_str().unwrap().to_owned(), it["item"].clone())).collect()
}

async fn last_item(w: &Workspace) -> Value {
    items(w).await.pop().unwrap().1
}

fn typed(topic: &str, item: &Value) -> Item {
    let body = json!({"type": "notification_event", "topic": topic, "data": {"type": "notification_event_data", "item": item}});
    Notification::parse(body.to_string().as_bytes()).unwrap().item().unwrap()
}

async fn reply(w: &Workspace, id: &str, body: Value) {
    w.send_ok("POST", &format!("/conversations/{id}/reply"), body).await;
}

#[tokio::test]
async fn conversation_item_has_user_assignee_and_links() {
    let test = Test::covers(&["getSingleConversation", "replyToUserComment"]);
    let w = test.seeded(SEED);
    let assign = |to: &str| json!({"type": "admin", "message_type": "assignment", "admin_id": "1", "assignee_id": to});
    reply(&w, "500", assign("1")).await;
    let item = last_item(&w).await;
    let user = json!({
        "type": "user", "id": "user-1", "user_id": "u", "name": "Ines", "email": "u@kiln.example", "do_not_track": null,
    });
    assert_eq!(item["user"], user);
    assert_eq!(item["assignee"], json!({"type": "admin", "id": "1", "name": "Rui", "email": "r@kiln.example"}));
    assert_eq!(item["links"], json!({"conversation_web": "https://app.intercom.io/a/apps/kx71/conversations/500"}));
    assert_eq!((&item["tags_added"], &item["metadata"]), (&json!({"type": "tag.list", "tags": []}), &json!({})));
    reply(&w, "500", assign("9")).await;
    assert_eq!(last_item(&w).await["assignee"], json!({"type": "team", "id": "9"}));
    reply(&w, "500", assign("nobody")).await;
    assert_eq!(last_item(&w).await["assignee"], json!({"type": "nobody_admin", "id": null}));

    // A lead without name and email.
    reply(&w, "501", json!({"type": "admin", "message_type": "comment", "admin_id": "1", "body": "Hi"})).await;
    let lead = json!({
        "type": "lead", "id": "lead-1", "user_id": "lead-uuid", "name": "Teal Kite", "email": "", "do_not_track": null,
    });
    assert_eq!(last_item(&w).await["user"], lead);

    // A response has the ids only.
    w.call("replyToUserComment", json!({"conversationId": "500", "userId": "u", "userIdType": "user_id", "body": "A"}))
        .await;
    let shown = w.call("getSingleConversation", json!({"conversationId": "500"})).await;
    assert_eq!(shown["user"], json!({"type": "user", "id": "user-1"}));
    assert!(["links", "tags_added", "metadata"].iter().all(|key| shown.get(key).is_none()), "{shown}");
}

#[tokio::test]
async fn every_conversation_topic_has_the_same_items() {
    let test = Test::covers(&["closeConversation", "createAdminMessage", "createUserMessage"]);
    let w = test.seeded(SEED);
    for message_type in ["comment", "note", "close", "open"] {
        let body = json!({"type": "admin", "message_type": message_type, "admin_id": "1", "body": "A"});
        reply(&w, "500", body).await;
    }
    let until = w.emulator.now() + 100;
    reply(&w, "500", json!({"type": "admin", "message_type": "snoozed", "admin_id": "1", "snoozed_until": until}))
        .await;
    w.advance(101);
    reply(&w, "500", json!({"type": "user", "message_type": "comment", "user_id": "u", "body": "B"})).await;
    w.call("closeConversation", json!({"conversationId": "500", "adminId": "1"})).await;
    let to = json!({"type": "user", "id": "user-1"});
    w.send_ok(
        "POST",
        "/messages",
        json!({"from": {"type": "admin", "id": "1"}, "to": to, "body": "C", "message_type": "inapp"}),
    )
    .await;
    w.send_ok("POST", "/messages", json!({"from": to, "body": "D"})).await;
    let items = items(&w).await;
    let mut topics: Vec<&str> = items.iter().map(|(topic, _)| topic.as_str()).collect();
    topics.sort_unstable();
    topics.dedup();
    assert_eq!(topics.len(), 9, "{topics:?}");
    for (topic, item) in &items {
        assert_eq!(item["user"]["email"], "u@kiln.example", "{topic}");
        assert!(item["links"]["conversation_web"].is_string(), "{topic}");
    }
}

#[tokio::test]
async fn typed_user_of_a_conversation_is_redacted() {
    let test = Test::covers(&[]);
    let w = test.seeded(SEED);
    reply(&w, "500", json!({"type": "admin", "message_type": "comment", "admin_id": "1", "body": "A"})).await;
    let item = typed("conversation.admin.replied", &last_item(&w).await);
    let Item::Conversation(conversation) = &item else { panic!("no conversation") };
    let user = conversation.user.as_ref().unwrap();
    assert_eq!(user.user_id.as_deref(), Some("u"));
    assert_eq!((user.name.as_deref(), user.email.as_deref()), (Some("Ines"), Some("u@kiln.example")));
    let links = conversation.links.as_ref().unwrap();
    assert!(links.conversation_web.as_deref().unwrap().ends_with("/conversations/500"));
    assert!(conversation.tags_added.is_some() && conversation.metadata.is_empty());
    let shown = format!("{item:?} {user:?}");
    assert!(!shown.contains("Ines") && !shown.contains("u@kiln.example"), "{shown}");
    assert!(format!("{:?}", unredacted(&**conversation)).contains("u@kiln.example"));
}

#[tokio::test]
async fn people_in_notifications_have_dates_as_text() {
    let test = Test::covers(&["createLead", "tagUser", "updateUserById"]);
    let w = test.seeded(SEED);
    w.call("updateUserById", json!({"userId": "u", "email": "new@kiln.example"})).await;
    w.call("createLead", json!({"email": "lee@kiln.example"})).await;
    w.call("tagUser", json!({"name": "beta", "users": [{"user_id": "u"}, {"id": "lead-1"}]})).await;
    let items = items(&w).await;
    let of = |topic: &str| items.iter().find(|(known, _)| known == topic).map(|(_, item)| item).unwrap();
    let user = of("user.email.updated");
    assert_eq!(
        (&user["created_at"], &user["signed_up_at"]),
        (&json!("2018-10-15T10:40:00.000+00:00"), &json!("2018-10-15T10:40:01.000+00:00"))
    );
    assert_eq!(
        (&user["updated_at"], &user["last_request_at"]),
        (&json!("2018-10-15T12:00:00.000+00:00"), &json!(null))
    );
    assert_eq!(of("contact.created")["created_at"], "2018-10-15T12:00:00.000+00:00");
    // The typed models read them as times.
    let Item::User(typed_user) = typed("user.email.updated", user) else { panic!("no user") };
    assert_eq!(typed_user.created_at.unwrap().unix(), 1_539_600_000);
    // A response has seconds.
    let shown = w.send_ok("GET", "/users?user_id=u", json!(null)).await;
    assert_eq!(shown["created_at"], 1_539_600_000);

    let tagged = of("user.tag.created");
    assert_eq!(tagged["admin"], json!({"type": "admin", "id": "1", "name": "Rui", "email": "r@kiln.example"}));
    assert_eq!(tagged["user"]["created_at"], "2018-10-15T10:40:00.000+00:00");
    assert_eq!(tagged["created_at"], w.emulator.now());
    let Item::UserTag(tag) = typed("user.tag.created", tagged) else { panic!("no tag") };
    assert_eq!(tag.admin.as_ref().and_then(|admin| admin.id.as_deref()), Some("1"));
    assert_eq!(of("contact.tag.created").get("admin"), None);
}
