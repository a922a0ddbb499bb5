//! Events: stored once, listed for 90 days, summarized without limit.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, Workspace, all};
use intercom_client::{Value, json};
use intercom_emulator::Seed;

const DAY: i64 = 86_400;

async fn submit(w: &Workspace, user: &str, name: &str, created_at: i64) {
    let args = json!({"userId": user, "eventName": name, "createdAt": created_at});
    assert_eq!(w.call("submitEvent", args).await, json!(null));
}

async fn listed(w: &Workspace, user: &str) -> Vec<(Value, Value)> {
    let events = w.call("getUserEvents", json!({"userId": user})).await["events"].clone();
    all(&events, "event_name").into_iter().zip(all(&events, "created_at")).collect()
}

#[tokio::test]
async fn submit_returns_202_without_a_body() {
    let test = Test::covers(&["getSingleUser", "getUserEvents", "submitEvent"]);
    let w = test.seeded("users: [{id: user-1, user_id: u, email: u@kiln.example}]");
    let now = w.emulator.now();
    let body = json!({"event_name": "fired", "created_at": now});
    for (key, name) in [("user_id", "u"), ("email", "u@kiln.example"), ("id", "user-1")] {
        let mut body = body.clone();
        body[key] = json!(name);
        body["event_name"] = json!(format!("by-{key}"));
        assert_eq!(w.send_as("1.1", "POST", "/events", &body).await, (202, "".into()), "{key}");
    }
    let events = w.call("getUserEvents", json!({"userId": "u"})).await;
    assert_eq!(events["type"], "event.list");
    let event = &events["events"][0];
    assert_eq!(
        (&event["type"], &event["event_name"], &event["created_at"]),
        (&json!("event"), &json!("by-id"), &json!(now))
    );
    assert_eq!((&event["user_id"], &event["email"]), (&json!("u"), &json!("u@kiln.example")));
    assert_eq!((&event["intercom_user_id"], &event["metadata"]), (&json!("user-1"), &json!({})));
    assert_eq!(event["id"].as_str().map(str::len), Some(36));
    // An event sets the last request.
    let user = w.call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    assert_eq!(user["last_request_at"], now);
}

#[tokio::test]
async fn repeated_event_is_stored_once() {
    let test = Test::covers(&["getUserEvents", "getUserEventsSummaries", "submitEvent"]);
    let w = test.seeded("users: [{user_id: u}, {user_id: v}]");
    let now = w.emulator.now();
    for _ in 0..3 {
        submit(&w, "u", "fired", now).await;
    }
    submit(&w, "u", "fired", now - 1).await;
    submit(&w, "u", "glazed", now - 1).await;
    submit(&w, "v", "fired", now).await;
    let fired = |at: i64| (json!("fired"), json!(at));
    assert_eq!(listed(&w, "u").await, [fired(now), (json!("glazed"), json!(now - 1)), fired(now - 1)]);
    assert_eq!(listed(&w, "v").await, [fired(now)]);
    let summary = w.call("getUserEventsSummaries", json!({"userId": "u"})).await;
    assert_eq!(all(&summary["events"], "count"), [2, 1]);
}

#[tokio::test]
async fn list_contains_the_last_90_days() {
    let test = Test::covers(&["getUserEvents", "getUserEventsSummaries", "submitEvent"]);
    let w = test.seeded("users: [{user_id: u}]");
    let now = w.emulator.now();
    submit(&w, "u", "old", now - 90 * DAY).await;
    submit(&w, "u", "recent", now - 90 * DAY + 1).await;
    assert_eq!(listed(&w, "u").await, [(json!("recent"), json!(now - 90 * DAY + 1))]);
    w.advance(1);
    assert_eq!(listed(&w, "u").await, []);
    let summary = w.call("getUserEventsSummaries", json!({"userId": "u"})).await;
    assert_eq!(all(&summary["events"], "name"), ["old", "recent"]);
}

#[tokio::test]
async fn newest_events_come_first_across_pages() {
    let test = Test::covers(&["getUserEvents", "submitEvent"]);
    let w = test.seeded("users: [{user_id: u}]");
    let now = w.emulator.now();
    for age in 0..120 {
        // Submitted out of order; some in the same second.
        submit(&w, "u", &format!("e{age}"), now - (age * 7 % 60)).await;
    }
    let first = w.call("getUserEvents", json!({"userId": "u"})).await;
    let mut seen = first["events"].as_array().unwrap().clone();
    assert_eq!(seen.len(), 50);
    // Pages have links but no numbers.
    assert_eq!(first["pages"].as_object().unwrap().keys().collect::<Vec<_>>(), ["next", "type"]);
    let mut next = first["pages"]["next"].clone();
    let mut sizes = Vec::new();
    while let Some(address) = next.as_str() {
        let part = w.send_ok("GET", address, json!(null)).await;
        sizes.push(part["events"].as_array().unwrap().len());
        seen.extend(part["events"].as_array().unwrap().iter().cloned());
        next = part["pages"]["next"].clone();
        assert!(sizes.len() < 10, "the pages never end");
    }
    assert_eq!(sizes, [50, 20]);
    let times: Vec<i64> = seen.iter().map(|event| event["created_at"].as_i64().unwrap()).collect();
    assert!(times.is_sorted_by(|a, b| a >= b));
    let mut names = all(&json!(seen), "event_name");
    names.sort_by_key(Value::to_string);
    names.dedup();
    assert_eq!(names.len(), 120);
    let most = w.send_ok("GET", "/events?type=user&user_id=u&per_page=100", json!(null)).await;
    assert_eq!(most["events"].as_array().unwrap()[..], seen[..100]);
    assert_eq!(w.send_rejected("GET", "/events?type=user&user_id=u&per_page=101", json!(null)).await.0, UNPROCESSABLE);
    assert_eq!(w.send_rejected("GET", "/events?user_id=u", json!(null)).await.0, UNPROCESSABLE);
    // The client follows the same links.
    let mut items = w.client.events().list_for_user("u").by_item();
    let mut count = 0;
    while let Some(event) = items.next().await {
        event.unwrap();
        count += 1;
    }
    assert_eq!(count, 120);
}

#[tokio::test]
async fn summary_contains_dates() {
    let test = Test::covers(&["getUserEventsSummaries", "submitEvent"]);
    let w = test.seeded("users: [{id: user-1, user_id: u, email: u@kiln.example}]");
    for at in [1_538_132_000, 1_000_000_000, 1_538_132_500] {
        submit(&w, "u", "fired", at).await;
    }
    let summary = w.call("getUserEventsSummaries", json!({"userId": "u"})).await;
    assert_eq!((&summary["type"], &summary["user_id"]), (&json!("event.summary"), &json!("u")));
    assert_eq!((&summary["email"], &summary["intercom_user_id"]), (&json!("u@kiln.example"), &json!("user-1")));
    let (first, last) = ("2001-09-09T01:46:40.000Z", "2018-09-28T11:01:40.000Z");
    let expected = json!([{"name": "fired", "first": first, "last": last, "count": 3, "description": null}]);
    assert_eq!(summary["events"], expected);
}

#[tokio::test]
async fn unknown_person_is_rejected() {
    let test = Test::covers(&[]);
    let w = test.workspace();
    let args = json!({"userId": "nobody", "eventName": "fired", "createdAt": 1});
    assert_eq!(w.rejected("submitEvent", args).await.0, NOT_FOUND);
    for function in ["getUserEvents", "getUserEventsSummaries"] {
        assert_eq!(w.rejected(function, json!({"userId": "nobody"})).await.0, NOT_FOUND);
    }
    assert_eq!(w.send_rejected("POST", "/events", json!({"user_id": "u", "created_at": 1})).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn metadata_is_stored_and_bounded() {
    let test = Test::covers(&["getUserEvents", "submitEvent"]);
    let w = test.seeded("users: [{user_id: u}]");
    let rich = json!({"cone": 6, "link": {"url": "https://kiln.example", "value": "3"}, "ok": true});
    let args = |metadata: &Value| json!({"userId": "u", "eventName": "fired", "createdAt": w.emulator.now(), "metadata": metadata});
    w.call("submitEvent", args(&rich)).await;
    let events = w.call("getUserEvents", json!({"userId": "u"})).await;
    assert_eq!(events["events"][0]["metadata"], rich);
    let keys = |count: usize| (0..count).map(|key| (format!("k{key}"), json!(key))).collect::<serde_json::Map<_, _>>();
    w.call("submitEvent", args(&json!(keys(10)))).await;
    assert_eq!(w.rejected("submitEvent", args(&json!(keys(11)))).await.0, UNPROCESSABLE);
}

/// Report 13: the API has no nested JSON in metadata.
#[tokio::test]
async fn metadata_values_are_plain_or_of_a_rich_kind() {
    let test = Test::covers(&["createBulkEventJob", "submitEvent"]);
    let w = test.seeded("users: [{user_id: u}]");
    let args = |value: &Value| json!({"userId": "u", "eventName": "fired", "createdAt": 1, "metadata": {"plain": 1, "key": value}});
    for accepted in [
        json!("text"),
        json!(3.67),
        json!(-1),
        json!(1_539_604_800),
        json!(true),
        json!(null),
        json!({"amount": 34_999, "currency": "eur"}),
        json!({"currency": "eur", "amount": 0}),
        json!({"url": "https://kiln.example/1", "value": "the dude abides"}),
        json!({"url": "https://kiln.example/1", "value": 1}),
    ] {
        w.call("submitEvent", args(&accepted)).await;
    }
    let rejected = [
        json!({"id": 102, "name": "D"}),
        json!({}),
        json!([]),
        json!([2_000, "A"]),
        json!({"amount": 1}),
        json!({"amount": "1", "currency": "eur"}),
        json!({"amount": {"a": 1}, "currency": "eur"}),
        json!({"amount": 1, "currency": "eur", "more": 1}),
        json!({"amount": 1, "currency": null}),
        json!({"url": "https://kiln.example/1"}),
        json!({"url": "https://kiln.example/1", "value": ["a"]}),
        json!({"url": 1, "value": "a"}),
        json!({"amount": 1, "value": "a"}),
    ];
    for value in &rejected {
        let error = w.error("submitEvent", args(value)).await;
        let detail = &error.errors()[0];
        assert_eq!((error.status(), detail.field.as_deref()), (Some(UNPROCESSABLE), Some("metadata.key")), "{value}");
        let seed = json!({"users": [{"user_id": "u"}], "events": [{"person": {"user": "u"}, "event_name": "fired", "metadata": {"key": value}}]});
        let problem = Seed::parse(&seed.to_string()).unwrap_err().to_string();
        assert!(problem.contains("events, entry 1: metadata.key is"), "{problem}");
    }
    // An item of a bulk job is checked by the same rules.
    let items: Vec<Value> = rejected
        .iter()
        .chain([&json!(1)])
        .map(|value| {
            let data = json!({"event_name": "bulk", "user_id": "u", "created_at": 2, "metadata": {"key": value}});
            json!({"method": "post", "data_type": "event", "data": data})
        })
        .collect();
    let job = w.call("createBulkEventJob", json!({"items": items})).await;
    let errors = w.send_ok("GET", &format!("/jobs/{}/error", job["id"].as_str().unwrap()), json!(null)).await;
    assert_eq!(errors["items"].as_array().unwrap().len(), rejected.len());
}

#[tokio::test]
async fn future_event_sets_last_request_to_now() {
    let test = Test::covers(&["getSingleUser", "submitEvent"]);
    let w = test.seeded("users: [{user_id: u}]");
    let now = w.emulator.now();
    for (at, seen) in [(now - 5, now - 5), (1_999_999_999, now), (now - 2, now)] {
        w.call("submitEvent", json!({"userId": "u", "eventName": "fired", "createdAt": at})).await;
        let user = w.call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
        assert_eq!(user["last_request_at"], seen, "{at}");
    }
}
