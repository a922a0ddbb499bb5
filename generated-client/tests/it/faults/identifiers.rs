//! Unusual identifiers in paths: case 31.

use crate::support::canary::checked;
use crate::support::fault_server::FaultServer;
use crate::support::{builder, wire};
use intercom_client::examples::EXAMPLES;
use intercom_client::schema::Part;
use intercom_client::types::PersonRef;
use intercom_client::{Args, Client, Value};
use percent_encoding::percent_decode_str;

/// Identifiers that are unusual and still one segment of a path.
const UNUSUAL: &[&str] = &[
    "a/b",
    "/",
    "?x",
    "#",
    "%2F",
    "%",
    "%zz",
    "%2e%2e",
    "\u{1F600}",
    "a b",
    "+",
    "&a=b",
    "..a",
    "...",
    "a\\b",
    ";v=1",
    ":@",
    "~-._",
    "'\"<>",
    "http://evil.test/",
    "//evil.test",
    "\u{202e}",
    "e\u{301}",
];

/// Identifiers that no path can hold.
const IMPOSSIBLE: &[&str] = &["", ".", "..", "\r\n", "a\r\nX-Evil: 1", "\t", "a\0b", "\u{7f}", "\u{85}"];

/// Whether a path is a template with its placeholders filled, each as one segment.
fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(part, segment)| if part.starts_with('{') { !segment.is_empty() } else { part == segment })
}

#[tokio::test]
async fn case_31_unusual_identifiers_reach_their_own_route() {
    let server = FaultServer::always((0..200).flat_map(|_| wire::reply(wire::kept("{}"))).collect());
    let client = builder(&server.url()).build().unwrap();
    for id in UNUSUAL {
        client.tags().delete(*id).await.unwrap();
        client.subscriptions().ping(*id).await.unwrap();
        client.users().get(PersonRef::intercom_id(*id)).await.unwrap();
        client.users().get(PersonRef::email(*id)).await.unwrap();
        let requests = server.requests();
        let [.., tag, ping, by_id, by_email] = requests.as_slice() else { panic!("{requests:?}") };
        let targets = [tag, ping, by_id, by_email].map(|request| request.split(' ').nth(1).unwrap().to_owned());
        let templates = ["/tags/{id}", "/subscriptions/{id}/ping", "/users/{id}"];
        for (template, target) in templates.iter().zip(&targets) {
            assert!(fits(template, target) && !target.contains(['?', '#']), "{id}: {target}");
            let segment = target.split('/').nth(2).unwrap();
            assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), *id, "{target}");
        }
        let value = targets[3].strip_prefix("/users?email=").unwrap();
        assert!(!value.contains(['&', '=', '#', '+', ' ']), "{id}: {value}");
        assert_eq!(percent_decode_str(value).decode_utf8().unwrap(), *id);
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn case_31_impossible_identifiers_are_rejected_here() {
    let server = FaultServer::always(wire::reply(wire::ok("{}")));
    let client = builder(&server.url()).build().unwrap();
    let long = "x".repeat(10 * 1024);
    for id in IMPOSSIBLE.iter().copied().chain([long.as_str()]) {
        let deleted = client.tags().delete(id).await.unwrap_err();
        let read = client.users().get(PersonRef::intercom_id(id)).await.unwrap_err();
        for error in [deleted, read] {
            let line = checked(&error);
            assert!(error.is_usage() && error.attempts() == 0 && !error.may_have_been_processed(), "{line}");
            assert!(line.len() < 200 && !line.contains("X-Evil"), "{line}");
        }
    }
    assert_eq!(server.connections(), 0);
}

/// Every function, with each of its texts replaced by each unusual one: the request goes to the function's own path, or nowhere.
#[test]
fn case_31_no_argument_of_any_function_leads_to_another_route() {
    let client: Client = builder("http://127.0.0.1:9").build().unwrap();
    let (mut sent, mut rejected) = (0, 0);
    for example in EXAMPLES {
        let Value::Object(args) = serde_json::from_str(example.args).unwrap() else { panic!("{}", example.args) };
        for (name, value) in &args {
            let field = example.function.field(name).unwrap();
            if !value.is_string() || field.credential {
                continue;
            }
            for unusual in UNUSUAL.iter().chain(IMPOSSIBLE) {
                let mut args = args.clone();
                args[name] = Value::from(*unusual);
                match client.call(example.function.name, Args::from(Value::Object(args))).into_request() {
                    Ok(request) => {
                        sent += 1;
                        let path = request.path_and_query().split('?').next().unwrap();
                        let parts = |parts: &[Part]| -> String {
                            parts.iter().map(|part| if let Part::Text(text) = part { text } else { "{}" }).collect()
                        };
                        let routes = example.function.layout().routes().iter().map(|route| parts(&route.parts));
                        assert!(
                            routes.into_iter().any(|route| fits(&route, path)),
                            "{}: {path}",
                            example.function.name
                        );
                        let url = reqwest::Url::parse(&request.url()).unwrap();
                        assert_eq!(url.path(), path, "a URL parser reads another path");
                    }
                    Err(error) => {
                        rejected += 1;
                        assert!(error.is_usage(), "{}", checked(&error));
                    }
                }
            }
        }
    }
    assert!(sent > 1_000 && rejected > 100, "{sent} sent, {rejected} rejected");
}
