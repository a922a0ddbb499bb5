//! The curl snippets as a shell parses them.

use codegen::Api;
use codegen::base::http::HttpMethod;
use codegen::base::json::Json;
use codegen::emit::snippet::Snippet;
use codegen::example::encode::percent_encode;
use codegen::model::{BasicPart, BodyAs, BodyValue, Credential, Example, Function, Role, Source};
use std::process::Command;

const TOKEN: &str = "to ken'\"$x";

/// Every snippet is one call of curl with the arguments that the example states.
pub fn check(api: &Api, what: &str) {
    for (resource, function) in api.functions() {
        for example in &function.examples {
            let snippet = Snippet::new(api, resource, function, example).curl().to_owned();
            let variables = api.package.values.iter().map(|value| format!("{}_{}", api.package.env, value.variable));
            let arguments = arguments(&snippet, variables);
            let expected = expected(api, function, example);
            let (others, body) = arguments.split_at(expected.len());
            assert_eq!(others, expected, "{what}: {snippet}");
            check_body(function, example, body, &format!("{what}: {snippet}"));
        }
    }
}

/// The options for the body.
fn check_body(function: &Function, example: &Example, options: &[String], what: &str) {
    let fields = |option: &str| {
        let Some(Json::Object(fields)) = &example.request.body else { panic!("{what}") };
        let texts = fields.iter().flat_map(|(key, value)| match value {
            Json::Array(items) => items.iter().map(|item| format!("{key}={}", item.as_str().unwrap())).collect(),
            value => vec![format!("{key}={}", value.as_str().unwrap())],
        });
        texts.flat_map(|text| [option.to_owned(), text]).collect::<Vec<String>>()
    };
    match (&function.body_as, &example.request.body) {
        (_, None) => assert!(options.is_empty(), "{what}"),
        (BodyAs::Form, _) => assert_eq!(options, fields("--data-urlencode"), "{what}"),
        (BodyAs::Multipart, _) => {
            let texts = fields("--form-string");
            for (found, expected) in options.chunks(2).zip(texts.chunks(2)) {
                // A file is named, not quoted.
                let key = expected[1].split_once('=').map_or("", |(key, _)| key);
                assert!(found == expected || found[0] == "-F" && found[1].starts_with(&format!("{key}=@\"")), "{what}");
            }
            assert_eq!(options.len(), texts.len(), "{what}");
        }
        (BodyAs::Raw(_), Some(body)) => assert_eq!(options, ["--data-binary", body.as_str().unwrap()], "{what}"),
        (BodyAs::Json, Some(body)) => {
            assert_eq!((options.len(), options[0].as_str()), (2, "-d"), "{what}");
            // The token of this test has a quote, which no JSON has.
            let sent: serde_json::Value = serde_json::from_str(&options[1].replace(TOKEN, "token")).unwrap();
            let mut expected = value(body);
            for node in function.body.iter().flatten() {
                if let BodyValue::Source(Source::Field(field)) = node.value
                    && function.fields[field].role == Role::Credential
                {
                    expected[&node.key] = sent[&node.key].clone();
                }
            }
            assert_eq!(sent, expected, "{what}");
        }
    }
}

/// The arguments that `curl` is called with.
fn arguments(snippet: &str, variables: impl Iterator<Item = String>) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{snippet}\n");
    let output = Command::new("sh").args(["-c", &script]).envs(variables.map(|name| (name, TOKEN))).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{snippet}: {output:?}");
    let out = String::from_utf8(output.stdout).unwrap();
    out.strip_suffix('\0').unwrap().split('\0').map(str::to_owned).collect()
}

/// The arguments but for the body.
fn expected(api: &Api, function: &Function, example: &Example) -> Vec<String> {
    let package = &api.package;
    let mut arguments = Vec::new();
    if function.http != HttpMethod::Get {
        arguments.extend(["-X".to_owned(), function.http.as_str().to_owned()]);
    }
    let query: Vec<String> = example
        .request
        .query
        .iter()
        .map(|(key, value)| format!("{}={}", percent_encode(key), percent_encode(value)))
        .collect();
    let secrets = function.query.iter().filter_map(|item| match item.source {
        Source::Field(field) if function.fields[field].role == Role::Credential => {
            Some(format!("{}={TOKEN}", item.key))
        }
        _ => None,
    });
    let query: Vec<String> = query.into_iter().chain(secrets).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let server = package.servers.iter().find(|server| Some(&server.name) == function.server.as_ref());
    let url = format!("{}{}", server.unwrap_or(&package.servers[0]).url, example.request.path);
    let url = package.values.iter().fold(url, |url, value| url.replace(&format!("{{{}}}", value.name), TOKEN));
    arguments.push(format!("{url}{mark}{}", query.join("&")));
    for credential in package.scheme(&function.auth).iter().flat_map(|scheme| &scheme.credentials) {
        let half = |part: &BasicPart| part.field().map_or_else(|| "X".to_owned(), |_| TOKEN.to_owned());
        match credential {
            Credential::Header { header, scheme, .. } => {
                let value = format!("{scheme} {TOKEN}");
                arguments.extend(["-H".to_owned(), format!("{header}: {}", value.trim_start())]);
            }
            Credential::Basic { user, password } => {
                arguments.extend(["-u".to_owned(), format!("{}:{}", half(user), half(password))]);
            }
            Credential::Field(_) => {}
        }
    }
    let mut header = |name: &str, value: &str| arguments.extend(["-H".to_owned(), format!("{name}: {value}")]);
    if let Some(version) = &package.version {
        header(&version.header, &version.default);
    }
    // A function's own header is sent in place of the package's.
    let is_own = |name: &str| function.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    for (name, value) in package.headers.iter().filter(|(name, _)| !is_own(name)) {
        header(name, value);
    }
    for (name, source) in &function.headers {
        if let Source::Const { value, .. } = source {
            header(name, value.as_str().unwrap());
        }
    }
    match (&function.body_as, &example.request.body) {
        (BodyAs::Json, Some(_)) => header("Content-Type", "application/json"),
        (BodyAs::Raw(content_type), Some(_)) => header("Content-Type", content_type),
        _ => {}
    }
    arguments
}

/// The value by another reader of JSON than the one that prints it.
fn value(json: &Json) -> serde_json::Value {
    match json {
        Json::Null => serde_json::Value::Null,
        Json::Bool(value) => (*value).into(),
        Json::Number(digits) => serde_json::from_str(digits).unwrap(),
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => items.iter().map(value).collect(),
        Json::Object(members) => {
            serde_json::Value::Object(members.iter().map(|(key, item)| (key.clone(), value(item))).collect())
        }
    }
}
