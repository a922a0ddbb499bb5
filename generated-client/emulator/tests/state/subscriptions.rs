//! Subscriptions: kept, changed and deleted. What they are sent is tested with the webhooks.

use crate::scenario::{NOT_FOUND, Shown, UNPROCESSABLE, all};
use intercom_client::json;
use intercom_emulator::{Seed, Settings};

scenarios!(
    made_found_and_listed,
    one_for_events_is_changed_and_stays_one,
    a_ping_is_noted,
    feeds_have_what_was_sent_and_what_failed,
    deleted_with_its_feeds,
    who_signs_up_or_goes_is_told_as_they_were,
    what_is_no_subscription_is_refused,
    there_are_250_at_most,
);

const URL: &str = "https://hooks.kiln.example/in";

async fn made_found_and_listed(shown: &Shown) {
    let w = shown.bare();
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
    // The key of this list is another one than elsewhere.
    let listed = w.call("getSubscriptions", json!({})).await;
    assert_eq!(listed["items"], json!([made, other]));
}

async fn one_for_events_is_changed_and_stays_one(shown: &Shown) {
    let w = shown.bare();
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
    let asleep = w.ask("PUT", &path, json!({"active": false})).await;
    assert_eq!((&asleep["active"], &asleep["url"]), (&json!(false), &changed["url"]));
}

async fn a_ping_is_noted(shown: &Shown) {
    let w = shown.bare();
    // A port of this machine where nobody listens.
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
    assert_eq!(w.refused("pingSubscription", json!({"subscriptionId": "nsub_0"})).await.0, NOT_FOUND);
}

async fn feeds_have_what_was_sent_and_what_failed(shown: &Shown) {
    let w = shown.workspace(Seed::examples(), Settings::default());
    let own = json!({"subscriptionId": "nsub_00000000-aaaa-11e8-bbbb-000000000001"});
    let sent = w.call("getSentFeed", own.clone()).await;
    assert_eq!(all(&sent["notifications"], "created_at"), [1_538_136_100, 1_538_136_000], "the newest first");
    assert_eq!(all(&sent["notifications"], "delivery_status"), ["failed", "delivered"]);
    let failed = w.call("getErrorFeed", own).await;
    assert_eq!(all(&failed["notifications"], "created_at"), [1_538_136_100]);
    assert_eq!(failed["notifications"][0]["http_request"]["response_status_code"], 503);
    for function in ["getSentFeed", "getErrorFeed"] {
        assert_eq!(w.refused(function, json!({"subscriptionId": "nsub_0"})).await.0, NOT_FOUND);
    }
}

async fn deleted_with_its_feeds(shown: &Shown) {
    let w = shown.workspace(Seed::examples(), Settings::default());
    let own = json!({"subscriptionId": "nsub_00000000-aaaa-11e8-bbbb-000000000001"});
    assert_eq!(w.call("deleteSubscription", own.clone()).await, json!(null));
    for function in ["deleteSubscription", "getSingleSubscription", "getSentFeed"] {
        assert_eq!(w.refused(function, own.clone()).await.0, NOT_FOUND, "{function}");
    }
    assert_eq!(w.call("getSubscriptions", json!({})).await["items"], json!([]));
}

async fn what_is_no_subscription_is_refused(shown: &Shown) {
    let w = shown.bare();
    let misspelt = json!({"url": "http://localhost/", "topics": "user.craeted"});
    assert_eq!(w.refused("createSubscription", misspelt).await.0, UNPROCESSABLE);
    for wrong in [
        json!({"url": "ftp://kiln.example", "topics": ["user.created"]}),
        json!({"url": "nowhere", "topics": ["user.created"]}),
        json!({"url": URL, "topics": []}),
        json!({"url": URL}),
        json!({"topics": ["user.created"]}),
        json!({"url": URL, "topics": ["user.created"], "service_type": "mail"}),
    ] {
        assert_eq!(w.deny("POST", "/subscriptions", wrong.clone()).await.0, UNPROCESSABLE, "{wrong}");
    }
    assert_eq!(w.call("getSubscriptions", json!({})).await["items"], json!([]));
}

async fn there_are_250_at_most(shown: &Shown) {
    let w = shown.bare();
    let body = json!({"url": URL, "topics": ["user.created"]});
    for _ in 0..250 {
        w.ask("POST", "/subscriptions", body.clone()).await;
    }
    assert_eq!(w.deny("POST", "/subscriptions", body).await.0, UNPROCESSABLE);
    let listed = w.ask("GET", "/subscriptions?per_page=60&page=5", json!(null)).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 10);
}

async fn who_signs_up_or_goes_is_told_as_they_were(shown: &Shown) {
    let w =
        shown.seeded("visitors: [{user_id: v}]\nusers: [{id: gone, user_id: u, email: u@kiln.example, name: Ines}]");
    w.call("createSubscription", json!({"url": URL, "topics": "contact.signed_up, visitor.signed_up, user.deleted"}))
        .await;
    let lead = w.call("createLead", json!({"name": "Lee"})).await;
    w.call("convertLeadToUser", json!({"leadId": lead["id"], "leadIdType": "intercom_id", "userId": "l"})).await;
    let convert = json!({"type": "user", "visitor": {"user_id": "v"}, "user": {"user_id": "w"}});
    w.ask("POST", "/visitors/convert", convert).await;
    w.call("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    let state = w.ask("GET", "/__emulator/state", json!(null)).await;
    let told = state["notifications"].as_array().unwrap();
    let seen: Vec<_> =
        told.iter().map(|told| (&told["topic"], &told["item"]["type"], &told["item"]["user_id"])).collect();
    let expected = [
        (&json!("contact.signed_up"), &json!("contact"), &lead["user_id"]),
        (&json!("visitor.signed_up"), &json!("visitor"), &json!("v")),
        (&json!("user.deleted"), &json!("user"), &json!("u")),
    ];
    assert_eq!(seen, expected);
    // Of who is gone, there is no more than the names.
    let names = json!({"type": "user", "id": "gone", "user_id": "u", "email": "u@kiln.example"});
    assert_eq!(told[2]["item"], names);
}
