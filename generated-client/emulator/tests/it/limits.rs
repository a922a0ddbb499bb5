//! Numbers at their limits, in states, seed data, rules, settings and requests: a clear error or the nearest value, never a panic.

use crate::raw_http::{raw, request, send};
use intercom_emulator::{Clock, Emulator, Fault, FaultRule, RateLimit, Reset, Seed, Settings};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// A workspace with records of every kind, and a notification.
async fn emulator() -> Emulator {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let body = json!({"type": "admin", "message_type": "snoozed", "admin_id": "70215", "snoozed_until": 1_900_000_000});
    send(&emulator, "POST", "/conversations/19200000001/reply", &body.to_string()).await;
    emulator
}

async fn put_state(emulator: &Emulator, state: &Value) -> (u16, String) {
    let response = raw(emulator, request("PUT", "/__emulator/state", &[], &state.to_string())).await;
    (response.status, response.body)
}

/// Sends requests that read and change everything; each of them must have a response.
async fn use_everything(emulator: &Emulator, what: &str) {
    let now = emulator.now().clamp(0, 253_402_300_799);
    let event = json!({"event_name": "limit", "user_id": "u-4711", "created_at": now}).to_string();
    let bulk = json!({"items": [{"method": "post", "data": {"email": "bulk@kiln.example"}}]}).to_string();
    let reply =
        |kind: &str| json!({"type": "admin", "message_type": kind, "admin_id": "70215", "body": "x"}).to_string();
    let (close, comment) = (reply("close"), reply("comment"));
    for (method, target, body) in [
        ("GET", "/users", ""),
        ("GET", "/users/scroll", ""),
        ("GET", "/contacts", ""),
        ("GET", "/companies", ""),
        ("GET", "/counts", ""),
        ("GET", "/conversations?display_as=plaintext", ""),
        ("GET", "/conversations/19200000001", ""),
        ("GET", "/segments?include_count=true", ""),
        ("GET", "/events?type=user&user_id=u-4711", ""),
        ("GET", "/events?type=user&user_id=u-4711&summary=true", ""),
        ("GET", "/notes?user_id=u-4711", ""),
        ("GET", "/jobs/job_00000000000000c1", ""),
        ("GET", "/subscriptions/nsub_00000000-aaaa-11e8-bbbb-000000000001/sent", ""),
        ("GET", "/subscriptions/nsub_00000000-aaaa-11e8-bbbb-000000000001/error", ""),
        ("POST", "/subscriptions/nsub_00000000-aaaa-11e8-bbbb-000000000001/ping", "{}"),
        ("POST", "/users", r#"{"user_id":"u-4711","new_session":true}"#),
        ("POST", "/users", r#"{"email":"new@kiln.example","companies":[{"company_id":"new"}]}"#),
        ("POST", "/contacts", r#"{"email":"new@kiln.example"}"#),
        ("POST", "/contacts/convert", r#"{"contact":{"id":"6a1f0c2be4b0d94c5e7a1102"},"user":{"user_id":"u-4711"}}"#),
        ("POST", "/tags", r#"{"name":"new"}"#),
        ("POST", "/events", &event),
        ("POST", "/bulk/users", &bulk),
        ("POST", "/conversations/19200000002/reply", &comment),
        ("POST", "/conversations/19200000002/reply", &close),
        ("GET", "/__emulator/state", ""),
    ] {
        let response = send(emulator, method, target, body).await;
        assert!(response.status < 500, "{what}: {method} {target}: {response:?}");
    }
    emulator.advance(Duration::from_secs(1));
    emulator.save().unwrap();
}

/// All paths to numbers in a value.
fn numbers(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| numbers(item, &format!("{path}/{at}"), found))
        }
        Value::Object(members) => members.iter().for_each(|(key, item)| numbers(item, &format!("{path}/{key}"), found)),
        _ => {}
    }
}

/// Attack: numbers at their limits in a state panic. Each number of a state, one by one, at each limit.
#[tokio::test]
async fn every_number_of_a_state_may_be_at_its_limit() {
    let valid = send(&emulator().await, "GET", "/__emulator/state", "").await.json();
    let mut paths = Vec::new();
    numbers(&valid, "", &mut paths);
    assert!(paths.len() > 40, "{paths:?}");
    for limit in [json!(u64::MAX), json!(i64::MAX), json!(i64::MIN), json!(u32::MAX), json!(0)] {
        for path in &paths {
            let mut state = valid.clone();
            *state.pointer_mut(path).unwrap() = limit.clone();
            let emulator = Emulator::start().await.unwrap();
            match put_state(&emulator, &state).await {
                (200, _) => use_everything(&emulator, &format!("{path} = {limit}")).await,
                (status, body) => assert_eq!(status, 400, "{path} = {limit}: {body}"),
            }
        }
    }
}

/// All numbers of a state of the same name at once, with a clock at its limits.
#[tokio::test]
async fn clock_and_state_may_be_at_their_limits_together() {
    let valid = send(&emulator().await, "GET", "/__emulator/state", "").await.json();
    for limit in [i64::MAX, i64::MIN] {
        for clock in [Clock::Fixed(limit), Clock::RunningFrom(limit), Clock::Fixed(0)] {
            let settings = Settings::default().clock(clock).rate_limit(RateLimit::new(u64::MAX, u64::MAX));
            let emulator = Emulator::builder().settings(settings).start().await.unwrap();
            let mut state = valid.clone();
            set_times(&mut state, limit);
            assert_eq!(put_state(&emulator, &state).await.0, 200);
            use_everything(&emulator, &format!("{limit} with {clock:?}")).await;
            for body in [
                json!({"set": i64::MAX}),
                json!({"advance": 1e300}),
                json!({"set": i64::MIN}),
                json!({"advance": -1e300}),
            ] {
                send(&emulator, "POST", "/__emulator/clock", &body.to_string()).await;
                assert!(send(&emulator, "GET", "/users", "").await.status < 500);
            }
        }
    }
}

/// Sets all times of a state.
fn set_times(value: &mut Value, time: i64) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| set_times(item, time)),
        Value::Object(members) => members.iter_mut().for_each(|(key, item)| {
            let is_time = key.ends_with("_at") || key.ends_with("_until") || key.ends_with("_since") || key == "due";
            if is_time && item.is_number() { *item = time.into() } else { set_times(item, time) }
        }),
        _ => {}
    }
}

/// Attack: counters of ids that wrap give ids that are in use.
#[tokio::test]
async fn counter_at_its_limit_is_rejected_and_ids_stay_unique() {
    let emulator = emulator().await;
    let valid = send(&emulator, "GET", "/__emulator/state", "").await.json();
    for counter in ["objects", "uuids", "numbers"] {
        for count in [u64::MAX, u64::MAX - 1, (1 << 47) + 1] {
            let mut state = valid.clone();
            state["ids"][counter] = count.into();
            let (status, body) = put_state(&emulator, &state).await;
            assert_eq!(status, 400, "{counter}: {body}");
            assert!(body.contains(&format!("ids: the counter `{counter}` is {count}; at most")), "{body}");
        }
        // The largest accepted counter still leads to ids of the usual form.
        let mut state = valid.clone();
        state["ids"][counter] = (1_u64 << 47).into();
        assert_eq!(put_state(&emulator, &state).await.0, 200);
        use_everything(&emulator, counter).await;
        let lead = send(&emulator, "POST", "/contacts", "{}").await.json();
        assert_eq!((lead["id"].as_str().unwrap().len(), lead["user_id"].as_str().unwrap().len()), (24, 36));
    }
    // Counters that lie below ids in use skip them, those of parts, messages and events too.
    let used = ["100001", "100002", "100003", "100004", "100005"];
    let mut state = valid.clone();
    state["ids"] = json!({"seed": 0, "objects": 0, "uuids": 0, "numbers": 0});
    let conversation = &mut state["conversations"][0];
    conversation["parts"][0]["id"] = used[0].into();
    conversation["message"]["id"] = used[1].into();
    state["tags"][0]["id"] = used[2].into();
    state["jobs"][0]["tasks"][0]["id"] = format!("task_{}", used[3]).into();
    state["notes"][0]["id"] = used[4].into();
    for list in ["people", "companies"] {
        for record in state[list].as_array_mut().unwrap() {
            record["tags"] = json!([]);
        }
    }
    assert_eq!(put_state(&emulator, &state).await.0, 200);
    for name in ["a", "b"] {
        let tag = send(&emulator, "POST", "/tags", &json!({"name": name}).to_string()).await.json();
        assert!(!used.contains(&tag["id"].as_str().unwrap()), "{tag}");
    }
}

/// Attack: numbers at their limits in fault rules panic. As text they are rejected or work; built in Rust they work.
#[tokio::test]
async fn every_number_of_a_fault_may_be_at_its_limit() {
    let limits = [u64::MAX.to_string(), i64::MAX.to_string(), i64::MIN.to_string(), "0".to_owned()];
    let faults = ["status", "rate_limit", "html", "delay", "slow_body", "truncate", "huge_body", "clock_skew"];
    for limit in &limits {
        for fault in faults {
            let rule = format!("fault: {{ {fault}: {limit} }}");
            let Ok(rules) = FaultRule::parse_all(&rule) else { continue };
            assert_serves_after(rules, &rule).await;
        }
        let Ok(rules) = FaultRule::parse_all(&format!("fault: {{ reset: {{ at_byte: {limit} }} }}")) else { continue };
        assert_serves_after(rules, "reset").await;
    }
    for condition in ["call", "first", "every"] {
        let rule = format!("when: {{ {condition}: {} }}\nfault: {{ status: 503 }}", u64::MAX);
        assert_serves_after(FaultRule::parse_all(&rule).unwrap(), condition).await;
    }
    for fault in [
        Fault::Status(u16::MAX),
        Fault::Html(0),
        Fault::RateLimit(i64::MAX),
        Fault::RateLimit(i64::MIN),
        Fault::ClockSkew(i64::MAX),
        Fault::ClockSkew(i64::MIN),
        Fault::Truncate(usize::MAX),
        Fault::SlowBody(u64::MAX),
        Fault::SlowBody(0),
        Fault::Reset(Reset::AtByte(usize::MAX)),
    ] {
        let what = format!("{fault:?}");
        assert_serves_after(vec![FaultRule::new(fault).path("/admins")], &what).await;
    }
}

/// The rules must leave the emulator serving, in the same process and over a socket.
async fn assert_serves_after(rules: Vec<FaultRule>, what: &str) {
    let emulator = Emulator::builder().faults(rules).start().await.unwrap();
    let short = Duration::from_millis(300);
    let client = emulator.client().build().unwrap();
    // A delay of ten minutes is no panic.
    let _ = tokio::time::timeout(short, client.call("getAdmins", intercom_client::json!({}))).await;
    let inside = emulator.client().transport(emulator.transport()).build().unwrap();
    let _ = tokio::time::timeout(short, inside.call("getAdmins", intercom_client::json!({}))).await;
    emulator.clear_faults();
    let requests: Vec<_> = emulator.requests().iter().map(|request| request.status).collect();
    assert!(requests.len() >= 2, "{what}: a request was not processed: {requests:?}");
    assert_eq!(send(&emulator, "GET", "/admins", "").await.status, 200, "{what}");
}

#[tokio::test]
async fn every_number_of_a_request_may_be_at_its_limit() {
    let emulator = emulator().await;
    for limit in [u64::MAX.to_string(), i64::MAX.to_string(), i64::MIN.to_string(), "1e308".to_owned(), "0".to_owned()]
    {
        for target in [
            "/users?page=",
            "/users?created_since=",
            "/notes?user_id=u-4711&page=",
            "/events?type=user&user_id=u-4711&per_page=",
        ] {
            assert!(send(&emulator, "GET", &format!("{target}{limit}"), "").await.status < 500, "{target}{limit}");
        }
        for key in ["last_request_at", "signed_up_at", "remote_created_at", "session_count"] {
            let body = format!(r#"{{"user_id":"u-4711","{key}":{limit}}}"#);
            assert!(send(&emulator, "POST", "/users", &body).await.status < 500, "{body}");
        }
        for key in ["monthly_spend", "size", "last_request_at"] {
            let body = format!(r#"{{"company_id":"c-88","{key}":{limit}}}"#);
            assert!(send(&emulator, "POST", "/companies", &body).await.status < 500, "{body}");
        }
    }
}

#[test]
fn every_number_of_seed_data_may_be_at_its_limit() {
    for limit in [i64::MAX, i64::MIN, 0] {
        for list in ["users: [{ user_id: a, session_count: N }]", "companies: [{ company_id: a, session_count: N }]"] {
            let seed = Seed::parse(&list.replace('N', &limit.to_string())).unwrap();
            Emulator::builder().seed(seed).without_socket().unwrap();
        }
    }
    let seed = Seed::parse(&format!("jobs: [{{ kind: user, items: {} }}]", usize::MAX)).unwrap();
    Emulator::builder().seed(seed).without_socket().unwrap();
    for kind in ["users", "leads", "companies"] {
        let error = Seed::parse(&format!("generate: {{ {kind}: {} }}", u64::MAX)).unwrap_err().to_string();
        assert!(error.contains("at most 1000000 of each kind"), "{error}");
    }
    // Ids at the limit of the counters are reserved without counting to them.
    let users: Vec<Value> =
        ["5bc47b80ffffffffffffffff", "5bc47b800000000000000001"].map(|id| json!({"id": id, "user_id": id})).into();
    let mut seed = Map::from_iter([("users".to_owned(), users.into())]);
    seed.insert("tags".to_owned(), json!([{"id": u64::MAX.to_string(), "name": "a"}, "b"]));
    Emulator::builder().seed(Seed::parse(&Value::from(seed).to_string()).unwrap()).without_socket().unwrap();
}

#[tokio::test]
async fn timeouts_may_be_at_their_limit() {
    let settings = Settings::default()
        .header_timeout(Duration::MAX)
        .body_timeout(Duration::MAX)
        .write_timeout(Duration::MAX)
        .max_connections(usize::MAX);
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    assert_eq!(send(&emulator, "POST", "/tags", r#"{"name":"beta"}"#).await.status, 200);
}
