//! `intercom call --dry-run`: prints the whole request; needs neither token nor server.

use crate::support::{CANARY, intercom, run, run_at};
use insta::assert_snapshot;
use intercom_client::FUNCTIONS;
use intercom_client::examples::EXAMPLES;
use serde_json::Value;

fn dry_run(name: &str, args: &str) -> String {
    run(&mut intercom(&["call", name, "--dry-run", "--args", args])).success().to_owned()
}

#[test]
fn body_is_printed() {
    let args = r#"{"signedUpAt":"2020-01-01T00:00:00Z","email":"inês+1@kiln.example","newSession":false,"customAttributes":{"seats":0}}"#;
    assert_snapshot!(dry_run("createUserByEmail", args), @r#"
    POST https://api.intercom.io/users
    accept: application/json
    authorization: Bearer <access token>
    content-type: application/json
    intercom-version: 1.1
    user-agent: intercom-client/0.1.0

    {"email":"inês+1@kiln.example","custom_attributes":{"seats":0},"new_session":false,"signed_up_at":1577836800}
    "#);
}

#[test]
fn path_and_query_are_encoded() {
    assert_snapshot!(dry_run("getSingleAdmin", r#"{"adminId":"a/b?c#d e%2Fé"}"#), @r"
    GET https://api.intercom.io/admins/a%2Fb%3Fc%23d%20e%252F%C3%A9
    accept: application/json
    authorization: Bearer <access token>
    intercom-version: 1.1
    user-agent: intercom-client/0.1.0
    ");
    assert_snapshot!(dry_run("users.get", r#"{"userId":"a&b=c+d","userIdType":"user_id"}"#).lines().next().unwrap(), @"GET https://api.intercom.io/users?user_id=a%26b%3Dc%2Bd");
}

#[test]
fn token_is_redacted_from_every_source() {
    let outcome = run_at("http://localhost:9/base/", &["call", "getAdmins", "--dry-run"]);
    assert_snapshot!(outcome.success(), @r"
    GET http://localhost:9/base/admins
    accept: application/json
    authorization: Bearer …
    intercom-version: 1.1
    user-agent: intercom-client/0.1.0
    ");
    assert!(dry_run("getAdmins", &format!(r#"{{"accessToken":"{CANARY}"}}"#)).contains("authorization: Bearer …\n"));
}

#[test]
fn secret_arguments_are_redacted() {
    let args = format!(r#"{{"clientId":"id","clientSecret":"{CANARY}","code":"{CANARY}"}}"#);
    assert_snapshot!(dry_run("getAccessToken", &args), @r#"
    POST https://api.intercom.io/auth/eagle/token
    accept: application/json
    content-type: application/json
    intercom-version: 1.1
    user-agent: intercom-client/0.1.0

    {"client_id":"id","client_secret":"…","code":"…"}
    "#);
    let args = format!(r#"{{"url":"https://kiln.example/hook","topics":"a, b,","hubSecret":"{CANARY}"}}"#);
    let shown = dry_run("createSubscription", &args);
    assert!(
        shown.ends_with("\n{\"url\":\"https://kiln.example/hook\",\"topics\":[\"a\",\"b\"],\"hub_secret\":\"…\"}\n"),
        "{shown}"
    );
}

#[test]
fn digits_are_unchanged() {
    let shown = dry_run(
        "createUserById",
        r#"{"userId":"0025","customAttributes":{"n":123456789012345678901234567890,"m":12345678901234567890}}"#,
    );
    assert!(
        shown.contains(
            r#"{"user_id":"0025","custom_attributes":{"n":123456789012345678901234567890,"m":12345678901234567890}}"#
        ),
        "{shown}"
    );
}

#[test]
fn invalid_arguments_are_reported() {
    let outcome = run(&mut intercom(&["call", "createTag", "--dry-run"]));
    assert_snapshot!(outcome.error_line(2), @"createTag: the required argument is missing: `name`");
}

#[test]
fn every_example_prints_its_stated_request() {
    for example in EXAMPLES {
        let shown = dry_run(example.function.name, example.args);
        let (head, body) = shown.split_once("\n\n").unwrap_or((&shown, ""));
        let (method, url) = head.lines().next().unwrap().split_once(' ').unwrap();
        assert_eq!(method, example.function.http.as_str());
        let target = url.strip_prefix("https://api.intercom.io").unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        assert_eq!(path, example.path);
        let keys: Vec<&str> =
            query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap().0).collect();
        let mut stated: Vec<&str> = example.query.iter().map(|(key, _)| *key).collect();
        let mut shown_keys = keys.clone();
        stated.sort_unstable();
        shown_keys.sort_unstable();
        assert_eq!(shown_keys, stated, "{target}");
        if example.function.fields.iter().any(|field| field.secret && !field.credential) {
            assert!(!body.contains("EXAMPLE-NOT-A"), "{body}");
            continue;
        }
        let json = |text: &str| (!text.is_empty()).then(|| serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(json(body), json(example.body.unwrap_or_default()), "{}", example.function.name);
    }
    assert!(FUNCTIONS.iter().all(|function| EXAMPLES.iter().any(|example| example.function.name == function.name)));
}
