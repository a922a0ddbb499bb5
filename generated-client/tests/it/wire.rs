//! Every example of the spec as it goes over a socket: typed and dynamic alike, as the spec states it, and as the
//! snapshots have it.

use crate::support::recorder::{Recorded, Recorder};
use intercom_client::examples::EXAMPLES;
use intercom_client::schema::Returns;
use intercom_client::{Args, Client, DynamicCall, Example, Value};
use std::collections::{BTreeMap, BTreeSet};

const TOKEN: &str = "EXAMPLE-NOT-A-TOKEN";

fn client(recorder: &Recorder) -> Client {
    Client::builder().access_token(TOKEN).base_url(recorder.url()).build().unwrap()
}

#[tokio::test]
async fn every_example_is_sent_as_stated_typed_and_dynamic() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let (by_resource, functions) =
        sent(&recorder, EXAMPLES, &client, |name, args| client.call(name, args), "1.1").await;
    let all: BTreeSet<&str> = intercom_client::FUNCTIONS.iter().map(|function| function.name).collect();
    assert_eq!(functions, all, "a function without an example has not been sent");
    for (resource, text) in by_resource {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("wire_{resource}"), text);
        });
    }
}

/// Sends each example, typed and dynamic: what went over the wire by resource, and the functions that were called.
pub async fn sent<C>(
    recorder: &Recorder,
    examples: &'static [Example<C>],
    client: &C,
    dynamic: impl Fn(&str, Args) -> DynamicCall,
    version: &str,
) -> (BTreeMap<&'static str, String>, BTreeSet<&'static str>) {
    let mut by_resource: BTreeMap<&str, String> = BTreeMap::new();
    let mut functions = BTreeSet::new();
    for example in examples {
        let name = example.function.name;
        respond(recorder, example);
        let typed_response = (example.send)(client).await;
        let typed = recorder.took();
        typed_response.unwrap_or_else(|error| panic!("{name}, typed: {error}"));

        respond(recorder, example);
        let dynamic_response = dynamic(name, Args::parse(example.args).unwrap()).await;
        let dynamic = recorder.took();
        dynamic_response.unwrap_or_else(|error| panic!("{name}, dynamic: {error}"));

        assert!(typed.same(&dynamic), "{name}: typed and dynamic requests differ:\n{typed:?}\n{dynamic:?}");
        assert_stated(name, &typed, example, version);
        let text = by_resource.entry(example.function.resource).or_default();
        text.push_str(&format!("# {name} {}\n\n{}\n", example.args, shown(&typed)));
        functions.insert(name);
    }
    (by_resource, functions)
}

/// The response of an example; a redirect needs an address.
fn respond<C>(recorder: &Recorder, example: &Example<C>) {
    let address: &[(&str, &str)] = match example.function.returns {
        Returns::Redirect => &[("location", "https://files.example/recording")],
        _ => &[],
    };
    recorder.will_respond_with(example.status, address, example.response);
}

/// The request must be what the spec's example says, key by key.
fn assert_stated<C>(name: &str, sent: &Recorded, example: &Example<C>, version: &str) {
    let (method, target) = sent.line.split_once(' ').unwrap();
    assert_eq!(method, example.function.http.as_str(), "{name}: method");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    assert_eq!(path, example.path, "{name}: path");
    let decoded: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(decode)
        .collect();
    let keys: BTreeSet<&String> = decoded.iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), decoded.len(), "{name}: a query key is sent twice");
    let stated: BTreeSet<(String, String)> =
        example.query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    assert_eq!(decoded.into_iter().collect::<BTreeSet<_>>(), stated, "{name}: query");
    match example.body {
        Some(body) => {
            let sent: Value = serde_json::from_str(&sent.body).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(sent, serde_json::from_str::<Value>(body).unwrap(), "{name}: body");
        }
        None => assert_eq!(sent.body, "", "{name}: body"),
    }
    assert_eq!(sent.header("content-type"), example.body.map(|_| "application/json"), "{name}: content type");
    let credential = example.function.has_credential().then(|| format!("Bearer {TOKEN}"));
    assert_eq!(sent.header("authorization"), credential.as_deref(), "{name}: credential");
    assert_eq!(sent.header("intercom-version"), Some(version), "{name}: version");
}

fn decode((key, value): (&str, &str)) -> (String, String) {
    let text = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    (text(key), text(value))
}

/// For a snapshot: request line, headers, body. The user agent's version is left out.
fn shown(request: &Recorded) -> String {
    let mut text = format!("{}\n", request.line);
    for (name, value) in &request.headers {
        let value = if name == "user-agent" { value.split('/').next().unwrap_or_default() } else { value };
        text.push_str(&format!("{name}: {value}\n"));
    }
    if !request.body.is_empty() {
        text.push_str(&format!("\n{}\n", request.body));
    }
    text
}
