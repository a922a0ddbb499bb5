//! Random requests get well-formed responses and no error of the emulator itself, and keep all invariants of the workspace.

use bytes::Bytes;
use intercom_client::FUNCTIONS;
use intercom_client::schema::Member;
use intercom_client::transport::{SendOptions, Transport};
use intercom_emulator::{Emulator, Seed};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::time::Duration;

/// One request.
#[derive(Clone, Debug)]
struct RandomRequest {
    method: &'static str,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Value>,
    version: Option<&'static str>,
}

/// Strings that occur in the workspace of the examples, and some that do not.
const TEXTS: &[&str] = &[
    "6a1f0c2be4b0d94c5e7a1101",
    "6a1f0c2be4b0d94c5e7a1102",
    "6a1f0c2be4b0d94c5e7a1103",
    "6a1f0c2be4b0d94c5e7a2201",
    "6a1f0c2be4b0d94c5e7a3301",
    "u-4711",
    "0b8f6f0e-7f0e-4d4a-9b55-2f6c1a9d0001",
    "5d2f1d67-8b1c-4d0a-a1aa-9e6f00aa0002",
    "ines@kiln.example",
    "new@kiln.example",
    "c-88",
    "9001",
    "beta",
    "70215",
    "19200000001",
    "512",
    "nsub_00000000-aaaa-11e8-bbbb-000000000001",
    "job_00000000000000c1",
    "9c1d0000-0000-4000-8000-000000000003",
    "http://127.0.0.1:9/in",
    "user",
    "contact",
    "visitor",
    "lead",
    "admin",
    "company",
    "conversation",
    "segment",
    "tag",
    "inapp",
    "email",
    "comment",
    "close",
    "assignment",
    "note",
    "snoozed",
    "nobody",
    "post",
    "delete",
    "asc",
    "created_at",
    "all",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-1",
    "60",
    "99999999999999999999",
    "",
    " ",
    "é💥\u{202e}",
    "a/b?c#d%",
    "last",
    "scroll",
];

/// The keys of all functions of the spec, of nested values and of SDKs.
fn keys() -> Vec<String> {
    fn add(members: &[Member], keys: &mut BTreeSet<String>) {
        for member in members {
            match member {
                Member::Value { key, .. } => drop(keys.insert((*key).to_owned())),
                Member::Object { key, members } => {
                    keys.insert((*key).to_owned());
                    add(members, keys);
                }
            }
        }
    }
    let mut keys = BTreeSet::new();
    for function in FUNCTIONS {
        add(function.layout().body().unwrap_or_default(), &mut keys);
        keys.extend(function.layout().query().iter().map(|query| query.key.to_owned()));
    }
    let more =
        ["id", "company_id", "remove", "untag", "users", "companies", "data", "method", "data_type", "job", "active"];
    keys.extend(more.map(str::to_owned));
    keys.extend(["assignee_id", "snoozed_until", "display_as", "include_count", "before", "name"].map(str::to_owned));
    keys.into_iter().collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![8 => select(TEXTS).prop_map(str::to_owned), 1 => ".{0,12}"]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => text().prop_map(Value::from),
        2 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => (-1e18..1e18).prop_map(Value::from),
        1 => Just(Value::Null),
        1 => (0_i64..2_000_000_000).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![vec(inner.clone(), 0..3).prop_map(Value::from), object(inner).prop_map(Value::Object)]
    })
}

fn object(inner: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Map<String, Value>> {
    vec((select(keys()), inner), 0..5).prop_map(|members| members.into_iter().collect())
}

fn path() -> impl Strategy<Value = String> {
    let templates: BTreeSet<&'static str> = FUNCTIONS.iter().map(|function| function.path).collect();
    let more =
        ["/users/{x}", "/contacts/{x}", "/companies/{x}/users", "/visitors/{x}", "/notes/{x}", "/jobs/{x}/error"];
    let templates: Vec<&'static str> = templates.into_iter().chain(more).collect();
    (select(templates), vec(text(), 3)).prop_map(|(template, texts)| {
        let mut texts = texts.into_iter();
        let segments = template.split('/').map(|segment| {
            if segment.starts_with('{') { encoded(&texts.next().unwrap_or_default()) } else { segment.to_owned() }
        });
        segments.collect::<Vec<_>>().join("/")
    })
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn asked() -> impl Strategy<Value = RandomRequest> {
    let method = select(vec!["GET", "POST", "PUT", "DELETE"]);
    let body = proptest::option::weighted(0.8, object(value()).prop_map(Value::Object));
    let version = proptest::option::of(select(vec!["1.0", "1.1", "1.2", "1.3", "1.4"]));
    (method, path(), vec((select(keys()), text()), 0..4), body, version).prop_map(
        |(method, path, query, body, version)| {
            // A GET has no body.
            let body = body.filter(|_| method != "GET");
            RandomRequest { method, path, query, body, version }
        },
    )
}

async fn ask(emulator: &Emulator, asked: &RandomRequest) -> (u16, Bytes) {
    let query: Vec<String> = asked.query.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
    let mut request = http::Request::builder()
        .method(asked.method)
        .uri(format!("http://localhost{}?{}", asked.path, query.join("&")))
        .header("authorization", "Bearer any");
    if let Some(version) = asked.version {
        request = request.header("intercom-version", version);
    }
    let body = asked.body.as_ref().map(Value::to_string).unwrap_or_default();
    let request = request.body(Bytes::from(body)).unwrap();
    let response =
        emulator.transport().send(request, SendOptions::new(Duration::from_secs(10), usize::MAX)).await.unwrap();
    (response.status().as_u16(), response.into_body())
}

async fn get(emulator: &Emulator, path: &str, query: &[(&str, &str)]) -> Value {
    let query = query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let asked = RandomRequest { method: "GET", path: path.to_owned(), query, body: None, version: Some("1.1") };
    let (status, body) = ask(emulator, &asked).await;
    assert_eq!(status, 200, "{asked:?}: {}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).unwrap()
}

/// The invariants of every workspace.
async fn check_invariants(emulator: &Emulator) {
    let counts = get(emulator, "/counts", &[]).await;
    let users = get(emulator, "/users", &[("per_page", "60")]).await;
    assert_eq!(counts["user"]["count"], users["total_count"]);
    assert_eq!(counts["lead"]["count"], get(emulator, "/contacts", &[]).await["total_count"]);
    assert_eq!(counts["tag"]["count"], get(emulator, "/tags", &[]).await["tags"].as_array().unwrap().len());
    for user in users["users"].as_array().unwrap() {
        // A listed record is found by each of its ids.
        let id = user["id"].as_str().unwrap();
        assert_eq!(get(emulator, &format!("/users/{id}"), &[]).await["id"], user["id"]);
        if let Some(user_id) = user["user_id"].as_str().filter(|user_id| !user_id.is_empty()) {
            assert_eq!(get(emulator, "/users", &[("user_id", user_id)]).await["id"], user["id"]);
        }
        if let Some(email) = user["email"].as_str() {
            let found = get(emulator, "/users", &[("email", email)]).await;
            assert!(found["users"].as_array().unwrap().iter().any(|other| other["id"] == user["id"]));
        }
        for company in user["companies"]["companies"].as_array().unwrap() {
            let id = company["id"].as_str().unwrap();
            let members = get(emulator, &format!("/companies/{id}/users"), &[("per_page", "60")]).await;
            assert!(members["users"].as_array().unwrap().iter().any(|other| other["id"] == user["id"]));
        }
    }
    // Serialization keeps all of it.
    let snapshot = emulator.snapshot();
    emulator.restore(&snapshot);
    assert_eq!(get(emulator, "/users", &[("per_page", "60")]).await, users);
    // Requests never lead to a state that is rejected.
    let state = get(emulator, "/__emulator/state", &[]).await;
    let path = "/__emulator/state".to_owned();
    let put = RandomRequest { method: "PUT", path, query: Vec::new(), body: Some(state), version: None };
    let (status, body) = ask(emulator, &put).await;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    assert_eq!(get(emulator, "/users", &[("per_page", "60")]).await, users);
}

/// Few enough for every run; `PROPTEST_CASES` sets another number.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_request_gets_a_well_formed_response(requests in vec(asked(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let emulator = Emulator::builder().seed(Seed::examples()).without_socket().unwrap();
            for asked in &requests {
                let (status, body) = ask(&emulator, asked).await;
                let text = String::from_utf8_lossy(&body);
                assert!(status < 500, "{asked:?} → {status} {text}");
                if status >= 400 {
                    let error: Value = serde_json::from_slice(&body).unwrap();
                    assert_eq!(error["type"], "error.list", "{asked:?}");
                    let first = &error["errors"][0];
                    assert!(first["code"].is_string() && first["message"].is_string(), "{asked:?} → {text}");
                } else if !body.is_empty() {
                    let response: Value = serde_json::from_slice(&body).unwrap();
                    assert!(response.is_object(), "{asked:?} → {text}");
                    assert_ne!(response["type"], "error.list", "{asked:?}");
                }
            }
            check_invariants(&emulator).await;
        });
    }
}
