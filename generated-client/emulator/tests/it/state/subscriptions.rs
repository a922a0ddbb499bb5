//! Subscriptions: created, changed and deleted. Deliveries are tested in `webhooks.rs`.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, all};
use intercom_client::json;
use intercom_emulator::{Seed, Settings};

const URL: &str = "https://hooks.kiln.example/in";

#[tokio::test]
async fn subscription_is_created_found_and_listed() {
    let test = Test::covers(&["createSubscription", "getSingleSubscription", "getSubscriptions"]);
    let w = test.workspace();
    let args = json!({"url": URL, "topics": "user.created, conversation.user.replied", "serviceType": "web", "hubSecret": "s"});
    let made = w.call("createSubscription", args).await;
    assert_eq!((&made["type"], &made["url"]), (&json!("notification_subscription"), &json!(URL)));
    assert_eq!(made["topics"], json!(["user.created", "conversation.user.replied"]));
    assert_eq!((&made["active"], &made["service_type"], &made["metadata"]), (&json!(true), &json!("web"), &json!({})));
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("nsub_"));
    assert_eq!(made["self"], format!("http://localhost/subscriptions/{id}"));
    assert_eq!(made["links"]["errors"], format!("http://localhost/subscriptions/{id}/error"));
    assert_eq!(w.call("getSingleSubscription", json!({"subscriptionId": id})).await, made);
    let other = w.call("createSubscription", json!({"url": URL, "topics": "user.deleted"})).await;
    assert_ne!(other["id"], made["id"]);
    // This list has another key than other lists.
    let listed = w.call("getSubscriptions", json!({})).await;
    assert_eq!(listed["items"], json!([made, other]));
}

#[tokio::test]
async fn event_subscription_is_changed_in_place() {
    let test = Test::covers(&["createEventWebhookSubscription", "getSubscriptions", "updateEventWebhookSubscription"]);
    let w = test.workspace();
    let args = json!({"url": URL, "metadataEventNames": "fired, glazed"});
    let made = w.call("createEventWebhookSubscription", args).await;
    assert_eq!(
        (&made["topics"], &made["metadata"]),
        (&json!(["event.created"]), &json!({"event_names": ["fired", "glazed"]}))
    );
    w.advance(1);
    let args =
        json!({"subscriptionId": made["id"], "url": "https://hooks.kiln.example/2", "metadataEventNames": "fired"});
    let changed = w.call("updateEventWebhookSubscription", args.clone()).await;
    assert_eq!((&changed["id"], &changed["url"]), (&made["id"], &json!("https://hooks.kiln.example/2")));
    assert_eq!(
        (&changed["metadata"], &changed["updated_at"]),
        (&json!({"event_names": ["fired"]}), &json!(w.emulator.now()))
    );
    assert_eq!(w.call("updateEventWebhookSubscription", args).await, changed);
    assert_eq!(w.call("getSubscriptions", json!({})).await["items"], json!([changed]));
    let path = format!("/subscriptions/{}", made["id"].as_str().unwrap());
    let asleep = w.send_ok("PUT", &path, json!({"active": false})).await;
    assert_eq!((&asleep["active"], &asleep["url"]), (&json!(false), &changed["url"]));
}

#[tokio::test]
async fn ping_appears_in_the_feeds() {
    let test = Test::covers(&["createSubscription", "getErrorFeed", "getSentFeed", "pingSubscription"]);
    let w = test.workspace();
    // A port of this machine without a listener.
    let made = w.call("createSubscription", json!({"url": "http://127.0.0.1:9/in", "topics": "user.created"})).await;
    let own = json!({"subscriptionId": made["id"]});
    assert_eq!(w.call("pingSubscription", own.clone()).await["id"], made["id"]);
    w.emulator.deliveries_settled().await;
    let sent = w.call("getSentFeed", own.clone()).await;
    assert_eq!(
        (&sent["type"], all(&sent["notifications"], "topic")),
        (&json!("notification.list"), vec![json!("ping")])
    );
    assert_eq!(all(&sent["notifications"], "delivered_at"), [0]);
    let failed = w.call("getErrorFeed", own).await;
    assert_eq!(failed["notifications"][0]["http_request"]["request_uri"], "http://127.0.0.1:9/in");
    assert_eq!(w.rejected("pingSubscription", json!({"subscriptionId": "nsub_0"})).await.0, NOT_FOUND);
}

#[tokio::test]
async fn feeds_contain_sent_and_failed_notifications() {
    let test = Test::covers(&["getErrorFeed", "getSentFeed"]);
    let w = test.workspace_with(Seed::examples(), Settings::default());
    let own = json!({"subscriptionId": "nsub_00000000-aaaa-11e8-bbbb-000000000001"});
    let sent = w.call("getSentFeed", own.clone()).await;
    assert_eq!(all(&sent["notifications"], "created_at"), [1_538_136_100, 1_538_136_000], "the newest first");
    assert_eq!(all(&sent["notifications"], "delivery_status"), ["failed", "delivered"]);
    let failed = w.call("getErrorFeed", own).await;
    assert_eq!(all(&failed["notifications"], "created_at"), [1_538_136_100]);
    assert_eq!(failed["notifications"][0]["http_request"]["response_status_code"], 503);
    for function in ["getSentFeed", "getErrorFeed"] {
        assert_eq!(w.rejected(function, json!({"subscriptionId": "nsub_0"})).await.0, NOT_FOUND);
    }
}

#[tokio::test]
async fn delete_removes_the_feeds() {
    let test = Test::covers(&["deleteSubscription", "getSubscriptions"]);
    let w = test.workspace_with(Seed::examples(), Settings::default());
    let own = json!({"subscriptionId": "nsub_00000000-aaaa-11e8-bbbb-000000000001"});
    assert_eq!(w.call("deleteSubscription", own.clone()).await, json!(null));
    for function in ["deleteSubscription", "getSingleSubscription", "getSentFeed"] {
        assert_eq!(w.rejected(function, own.clone()).await.0, NOT_FOUND, "{function}");
    }
    assert_eq!(w.call("getSubscriptions", json!({})).await["items"], json!([]));
}

#[tokio::test]
async fn invalid_subscriptions_are_rejected() {
    let test = Test::covers(&["getSubscriptions"]);
    let w = test.workspace();
    let misspelt = json!({"url": "http://localhost/", "topics": "user.craeted"});
    assert_eq!(w.rejected("createSubscription", misspelt).await.0, UNPROCESSABLE);
    for wrong in [
        json!({"url": "ftp://kiln.example", "topics": ["user.created"]}),
        json!({"url": "nowhere", "topics": ["user.created"]}),
        json!({"url": URL, "topics": []}),
        json!({"url": URL}),
        json!({"topics": ["user.created"]}),
        json!({"url": URL, "topics": ["user.created"], "service_type": "mail"}),
    ] {
        assert_eq!(w.send_rejected("POST", "/subscriptions", wrong.clone()).await.0, UNPROCESSABLE, "{wrong}");
    }
    assert_eq!(w.call("getSubscriptions", json!({})).await["items"], json!([]));
}

#[tokio::test]
async fn at_most_250_subscriptions_are_accepted() {
    let test = Test::covers(&["createSubscription", "getSubscriptions"]);
    let w = test.workspace();
    let body = json!({"url": URL, "topics": ["user.created"]});
    for _ in 0..250 {
        w.send_ok("POST", "/subscriptions", body.clone()).await;
    }
    assert_eq!(w.send_rejected("POST", "/subscriptions", body).await.0, UNPROCESSABLE);
    let listed = w.send_ok("GET", "/subscriptions?per_page=60&page=5", json!(null)).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn conversion_and_deletion_notify_with_the_old_record() {
    let test = Test::covers(&["convertLeadToUser", "createLead", "createSubscription", "deleteUser"]);
    let w = test.seeded("visitors: [{user_id: v}]\nusers: [{id: gone, user_id: u, email: u@kiln.example, name: Ines}]");
    w.call("createSubscription", json!({"url": URL, "topics": "contact.signed_up, visitor.signed_up, user.deleted"}))
        .await;
    let lead = w.call("createLead", json!({"name": "Lee"})).await;
    w.call("convertLeadToUser", json!({"leadId": lead["id"], "leadIdType": "intercom_id", "userId": "l"})).await;
    let convert = json!({"type": "user", "visitor": {"user_id": "v"}, "user": {"user_id": "w"}});
    w.send_ok("POST", "/visitors/convert", convert).await;
    w.call("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    let state = w.send_ok("GET", "/__emulator/state", json!(null)).await;
    let listed = state["notifications"].as_array().unwrap();
    let seen: Vec<_> =
        listed.iter().map(|listed| (&listed["topic"], &listed["item"]["type"], &listed["item"]["user_id"])).collect();
    let expected = [
        (&json!("contact.signed_up"), &json!("contact"), &lead["user_id"]),
        (&json!("visitor.signed_up"), &json!("visitor"), &json!("v")),
        (&json!("user.deleted"), &json!("user"), &json!("u")),
    ];
    assert_eq!(seen, expected);
    // Of a deleted user there are only the identifiers.
    let names = json!({"type": "user", "id": "gone", "user_id": "u", "email": "u@kiln.example"});
    assert_eq!(listed[2]["item"], names);
}
