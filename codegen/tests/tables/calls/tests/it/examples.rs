//! Every example of the three specs: the typed and the dynamic call send what the example states.

use crate::recorder::{Recorded, Recorder};
use api_client_runtime::{Args, Example};
use serde_json::Value;

/// The path of a request line, and its query.
fn target(request: &Recorded) -> (&str, &str) {
    let (_, target) = request.line.split_once(' ').expect("a request line");
    target.split_once('?').unwrap_or((target, ""))
}

/// A text of a form or of a query: what is not plain is percent-encoded.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Decodes `+` and percent-encoding of a form, so that both ways to write a blank are equal.
fn pairs(form: &str) -> Vec<String> {
    form.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.replace('+', "%20")).collect()
}

/// Compares a request with what an example states.
fn compare<C>(example: &Example<C>, path: &str, request: &Recorded) {
    let name = example.function.name;
    assert_eq!(request.line.split(' ').next(), Some(example.function.http.as_str()), "{name}");
    let (sent_path, sent_query) = target(request);
    assert_eq!(sent_path, path, "{name}");
    let query: Vec<String> =
        example.query.iter().map(|(key, value)| format!("{}={}", encoded(key), encoded(value))).collect();
    assert_eq!(pairs(sent_query), query, "{name}");
    let stated: Option<Value> = example.body.map(|body| serde_json::from_str(body).unwrap());
    let kind = request.header("content-type").unwrap_or_default();
    match stated {
        None => assert_eq!(request.body, "", "{name}"),
        Some(body) if kind.starts_with("application/json") => {
            assert_eq!(serde_json::from_str::<Value>(&request.body).unwrap(), body, "{name}");
        }
        Some(body) if kind.starts_with("application/x-www-form-urlencoded") => {
            let mut stated: Vec<String> = body
                .as_object()
                .unwrap()
                .iter()
                .map(|(key, value)| format!("{}={}", encoded(key), encoded(value.as_str().unwrap())))
                .collect();
            let mut sent = pairs(&request.body);
            stated.sort();
            sent.sort();
            assert_eq!(sent, stated, "{name}");
        }
        Some(body) => {
            assert!(kind.starts_with("multipart/form-data; boundary="), "{name}: {kind}");
            for (key, value) in body.as_object().unwrap() {
                let (key, value) = (format!("name=\"{key}\""), value.as_str().unwrap());
                assert!(request.body.contains(&key) && request.body.contains(value), "{name}: {}", request.body);
            }
        }
    }
}

/// Sends each example of a client, typed and dynamically.
macro_rules! all_examples {
    ($test:ident, $client:ident, $count:literal, $builder:expr, $path:expr) => {
        #[tokio::test]
        async fn $test() {
            let recorder = Recorder::start();
            let builder: api_client_runtime::ClientBuilder<$client::Client> = $builder;
            let client = builder.base_url(recorder.url()).build().unwrap();
            let path: fn(&str) -> String = $path;
            let mut called = std::collections::BTreeSet::new();
            for example in $client::examples::EXAMPLES {
                let name = example.function.name;
                recorder.will_respond(example.status, example.response);
                (example.send)(&client).await.unwrap_or_else(|error| panic!("{name}, typed: {error}"));
                let typed = recorder.took();
                compare(example, &path(example.path), &typed);
                recorder.will_respond(example.status, example.response);
                let args = Args::parse(example.args).unwrap();
                client.call(name, args).await.unwrap_or_else(|error| panic!("{name}, dynamic: {error}"));
                let dynamic = recorder.took();
                compare(example, &path(example.path), &dynamic);
                // The boundary of parts is new in each request.
                let has_parts = typed.header("content-type").is_some_and(|kind| kind.starts_with("multipart/"));
                assert!(has_parts || typed.same(&dynamic), "{name}: {typed:?}\n{dynamic:?}");
                called.insert(name);
            }
            assert_eq!(called.len(), $count);
            assert_eq!(called, $client::FUNCTIONS.iter().map(|function| function.name).collect());
        }
    };
}

all_examples!(
    freshdesk_calls_are_sent_as_stated,
    freshdesk_client,
    16,
    freshdesk_client::Client::builder().value("apiKey", "key").value("domain", "acme"),
    str::to_owned
);
all_examples!(
    stripe_calls_are_sent_as_stated,
    stripe_client,
    21,
    stripe_client::Client::builder().value("apiKey", "sk_test_1"),
    str::to_owned
);
all_examples!(
    telegram_calls_are_sent_as_stated,
    telegram_client,
    28,
    telegram_client::Client::builder().value("token", "123-abc"),
    |path| path.replace("{token}", "123-abc")
);
