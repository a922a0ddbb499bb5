//! Which function a request is matched to, where several share a method and a path.

use crate::raw_http::{matched_function, send};
use intercom_client::examples::EXAMPLES;
use intercom_emulator::{Emulator, Seed, Settings};
use serde_json::Value;

#[tokio::test]
async fn query_selects_the_function() {
    let emulator = Emulator::start().await.unwrap();
    let cases = [
        ("/users", "getUsers"),
        ("/users?page=2&per_page=10", "getUsers"),
        ("/users?tag_id=1", "getUsersByTag"),
        ("/users?page=2&tag_id=1", "getUsersByTag"),
        ("/users?segment_id=1", "getUsersBySegment"),
        ("/users?user_id=1", "getSingleUser"),
        ("/users?email=a%40b.example", "getSingleUser"),
        ("/users/scroll", "scrollUsers"),
        ("/users/scroll?scroll_param=x", "scrollUsers"),
        ("/users/scrolls", "getSingleUser"),
        ("/users/a%2Fb%3Fc%23d", "getSingleUser"),
        ("/companies", "getCompanies"),
        ("/companies?company_id=1", "getSingleCompany"),
        ("/companies?company_id=1&type=user", "getCompanyUsers"),
        ("/events?user_id=1&type=user", "getUserEvents"),
        ("/events?user_id=1&type=user&summary=true", "getUserEventsSummaries"),
        ("/counts", "getAppTotalCounts"),
        ("/counts?type=conversation", "getAppConversationCount"),
        ("/counts?type=conversation&count=admin", "getAdminConversationsCount"),
        ("/counts?count=user&type=company", "getCompanyUsersCount"),
        ("/conversations", "getConversations"),
        ("/conversations?type=admin&admin_id=1", "getSingleAdminConversations"),
        ("/conversations?type=user&email=a", "getSingleUserConversations"),
    ];
    for (target, name) in cases {
        assert_eq!(matched_function(&emulator, "GET", target, "").await, name, "{target}");
    }
}

#[tokio::test]
async fn body_selects_the_function() {
    let emulator = Emulator::start().await.unwrap();
    let cases = [
        ("/users", r#"{"email":"a"}"#, "createUserByEmail"),
        ("/users", r#"{"user_id":"a"}"#, "createUserById"),
        ("/contacts", r#"{"email":"a"}"#, "createLead"),
        ("/contacts", r#"{"user_id":"a"}"#, "updateLead"),
        ("/tags", r#"{"name":"a"}"#, "createTag"),
        ("/tags", r#"{"name":"a","id":"1"}"#, "updateTag"),
        ("/tags", r#"{"name":"a","users":[{"id":"1"}]}"#, "tagUser"),
        ("/tags", r#"{"name":"a","users":[]}"#, "tagUser"),
        ("/tags", r#"{"name":"a","users":[{"id":"1","untag":true}]}"#, "untagUsers"),
        ("/tags", r#"{"name":"a","users":[{"id":"1","untag":true},{"id":"2"}]}"#, "tagUser"),
        ("/tags", r#"{"name":"a","companies":[{"id":"1"}]}"#, "tagCompany"),
        ("/tags", r#"{"name":"a","companies":[{"id":"1","untag":true}]}"#, "untagCompany"),
        ("/subscriptions", r#"{"url":"a","topics":["event.created"]}"#, "createSubscription"),
        (
            "/subscriptions",
            r#"{"url":"a","topics":["event.created"],"metadata":{"event_names":["x"]}}"#,
            "createEventWebhookSubscription",
        ),
        ("/conversations/1/reply", r#"{"type":"admin","message_type":"close","admin_id":"1"}"#, "closeConversation"),
        (
            "/conversations/1/reply",
            r#"{"type":"admin","message_type":"comment","admin_id":"1","body":"b"}"#,
            "replyToAdminComment",
        ),
        (
            "/conversations/1/reply",
            r#"{"type":"user","message_type":"comment","email":"1","body":"b"}"#,
            "replyToUserComment",
        ),
    ];
    for (target, body, name) in cases {
        assert_eq!(matched_function(&emulator, "POST", target, body).await, name, "{body}");
    }
}

/// Finds what a response lacks in comparison with an example's: a key, or a value of the same type. Null matches anything.
fn compare(place: &str, example: &Value, response: &Value, found: &mut Vec<String>) {
    match (example, response) {
        (Value::Null, _) | (_, Value::Null) => {}
        // Both are documented as empty if nothing is known.
        (Value::Object(_), Value::Object(response))
            if response.is_empty() && (place.ends_with(".location_data") || place.ends_with(".plan")) => {}
        (Value::Object(example), Value::Object(response)) => {
            for (key, value) in example {
                match response.get(key) {
                    Some(other) => compare(&format!("{place}.{key}"), value, other, found),
                    None if may_lack(place, key) => {}
                    None => found.push(format!("{place}.{key} is not there")),
                }
            }
        }
        (Value::Array(example), Value::Array(response)) => {
            for (example, response) in example.iter().zip(response) {
                compare(&format!("{place}[]"), example, response, found);
            }
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => {}
        _ => found.push(format!("{place} is {response}, not of the type of {example}")),
    }
}

/// Keys that are names of records, and those that only some requests ask for.
fn may_lack(place: &str, key: &str) -> bool {
    let is_name = ["custom_attributes", "metadata", "segment[]", "tag[]", "user[]", "response_headers"];
    is_name.iter().any(|end| place.ends_with(end))
        // Segments have a count only with `include_count`, and only lists by email have `limited`.
        || (key == "count" && place.contains("Segment"))
        || key == "limited"
}

#[tokio::test]
async fn example_request_gets_a_response_of_its_shape() {
    // The newest version and all others agree in these.
    let settings = Settings::default().version("1.1");
    let emulator = Emulator::builder().settings(settings).seed(Seed::examples()).start().await.unwrap();
    let mut found = Vec::new();
    for example in EXAMPLES {
        emulator.reset().unwrap();
        let query: Vec<String> = example
            .query
            .iter()
            .map(|(key, value)| format!("{key}={}", value.replace('+', "%2B").replace('@', "%40").replace(' ', "+")))
            .collect();
        let separator = if query.is_empty() { "" } else { "?" };
        let target = format!("{}{separator}{}", example.path, query.join("&"));
        let response = send(&emulator, example.function.http.as_str(), &target, example.body.unwrap_or_default()).await;
        assert_eq!(response.status, example.status, "{target} {}", response.body);
        let received = emulator.requests().pop().unwrap();
        assert!(received.peers.iter().any(|peer| peer.name == example.function.name), "{target} {received:?}");
        assert_eq!(response.body.is_empty(), example.response.is_empty(), "{target} {}", response.body);
        if !example.response.is_empty() {
            let stated = serde_json::from_str(example.response).unwrap();
            compare(example.function.name, &stated, &response.json(), &mut found);
        }
    }
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn equal_requests_get_equal_responses_and_ids() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let emulator = Emulator::start().await.unwrap();
        let mut run = Vec::new();
        for body in [r#"{"email":"a@b.example","user_id":"b"}"#, r#"{"user_id":"b","email":"a@b.example"}"#, "{}"] {
            let response = send(&emulator, "POST", "/users", body).await;
            let id = response.header("x-request-id").unwrap().to_owned();
            run.push((response.status, id, response.body, emulator.requests().pop().unwrap().function_name()));
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert_eq!(runs[0][0].3, runs[0][1].3);
}
