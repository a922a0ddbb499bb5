//! Whatever a server sends, a call ends in a value or an error: bytes, JSON and headers at random, over every function.
//! Bounded and seeded by proptest, so that it runs with the other tests; a failing case is kept beside this file.
use bytes::Bytes;
use intercom_client::examples::EXAMPLES;
use intercom_client::transport::{SendOptions, Transport, TransportFuture};
use intercom_client::{Client, Error};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Returns the same response to every request.
struct Responses {
    status: u16,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Bytes,
}

impl Transport for Responses {
    fn send(&self, _: http::Request<Bytes>, _: SendOptions) -> TransportFuture {
        let mut response = http::Response::new(self.body.clone());
        *response.status_mut() = http::StatusCode::from_u16(self.status).unwrap();
        for (name, value) in &self.headers {
            // What cannot stand in a header cannot arrive in one.
            if let Ok(value) = http::HeaderValue::from_bytes(value) {
                response.headers_mut().append(*name, value);
            }
        }
        Box::pin(async { Ok(response) })
    }
}

/// What every function makes of a response.
fn outcomes(responses: Responses) -> Vec<Result<String, Error>> {
    let client = Client::builder().access_token("CANARY").retries(0).transport(responses).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut outcomes = Vec::new();
        for example in EXAMPLES {
            outcomes.push((example.send)(&client).await);
        }
        outcomes
    })
}

fn check(outcomes: &[Result<String, Error>]) {
    for error in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains("CANARY"), "{shown}");
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
        let _ = (error.errors(), error.request_id(), error.retry_at(), error.rate_limit(), error.advice());
    }
}

/// The keys that models know, so that values meet their readers.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for example in EXAMPLES {
        let mut values = vec![serde_json::from_str::<Value>(example.response).unwrap_or_default()];
        while let Some(value) = values.pop() {
            match value {
                Value::Object(members) => {
                    for (key, value) in members {
                        keys.push(key);
                        values.push(value);
                    }
                }
                Value::Array(items) => values.extend(items),
                _ => {}
            }
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9]{1,25}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        let key = proptest::sample::select(keys());
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec((key, inner), 0..8).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_of_any_status_end_in_a_value_or_an_error(
        status in prop_oneof![Just(200_u16), 200_u16..600],
        body in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        check(&outcomes(Responses { status, headers: Vec::new(), body: Bytes::from(body) }));
    }

    #[test]
    fn any_json_under_model_keys_decodes_or_is_an_error(body in json()) {
        check(&outcomes(Responses { status: 200, headers: Vec::new(), body: Bytes::from(body.to_string()) }));
    }

    #[test]
    fn any_error_body_and_any_headers_end_in_an_error(
        status in 300_u16..600,
        errors in json(),
        reset in proptest::collection::vec(any::<u8>(), 0..24),
        after in prop_oneof![Just(Vec::new()), "[-0-9a-zA-Z, :]{0,32}".prop_map(String::into_bytes)],
        date in "[A-Za-z]{3}, [0-9]{2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT",
    ) {
        let body = serde_json::json!({ "type": "error.list", "request_id": errors, "errors": errors });
        let headers = vec![
            ("x-ratelimit-reset", reset.clone()),
            ("x-ratelimit-limit", after.clone()),
            ("x-ratelimit-remaining", reset),
            ("retry-after", after),
            ("date", date.into_bytes()),
            ("location", b"//u:CANARY@evil/?CANARY".to_vec()),
        ];
        let outcomes = outcomes(Responses { status, headers, body: Bytes::from(body.to_string()) });
        prop_assert!(outcomes.iter().all(Result::is_err));
        check(&outcomes);
    }
}
