//! Every invalid request gets an error response and affects no other request. Case 42 of the fault cases: `case_42_…`, here, in
//! `connections.rs` and `state_file.rs`, and in the tests of the command line.

use crate::raw_http::{raw, read_response, request, send};
use intercom_emulator::{Emulator, Seed, Settings};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const AUTH: &str = "authorization: Bearer any";

#[tokio::test]
async fn unknown_path_is_404() {
    let emulator = Emulator::start().await.unwrap();
    for target in ["/nothing", "/", "///users", "/users//", "/users/a/b/c", "/USERS"] {
        assert_eq!(send(&emulator, "GET", target, "").await.error(404).0, "not_found", "{target}");
    }
}

#[tokio::test]
async fn case_42_wrong_method_is_405() {
    let emulator = Emulator::start().await.unwrap();
    let response = send(&emulator, "PATCH", "/users", "").await;
    assert_eq!(response.error(405).0, "method_not_allowed");
    assert_eq!(response.header("allow"), Some("DELETE, GET, POST"));
    // `scroll` is not the id of a user.
    assert_eq!(send(&emulator, "POST", "/users/scroll", "{}").await.status, 405);
}

#[tokio::test]
async fn unknown_path_names_the_nearest_one() {
    let emulator = Emulator::start().await.unwrap();
    let (_, message, _) = send(&emulator, "GET", "/user", "").await.error(404);
    assert_eq!(message, "unknown path; the nearest is GET /users (getUsers): `users`, not `user`");
}

#[tokio::test]
async fn invalid_values_are_rejected() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let reply = "/conversations/19200000001/reply";
    let requests = [
        ("GET", "/counts?type=user&count=planet", "", "count"),
        ("GET", "/conversations?type=robot", "", "type"),
        ("POST", reply, r#"{"type":"admin","message_type":"shout","admin_id":"70215"}"#, "message_type"),
        ("GET", "/users?sort=shoe_size", "", "sort"),
        ("GET", "/users?per_page=61", "", "per_page"),
        ("GET", "/users?page=0", "", "page"),
        ("GET", "/users?page=201&per_page=50", "", "page"),
        ("POST", "/users", r#"{"email":"ines"}"#, "email"),
        ("POST", "/users", r#"{"email":"a@b.example","new_session":"maybe"}"#, "new_session"),
        ("POST", "/users", r#"{"email":"a@b.example","companies":{"x":1}}"#, "companies"),
        ("POST", "/users", r#"{"email":"a@b.example","custom_attributes":{"a.b":1}}"#, "custom_attributes.a.b"),
        ("POST", "/users", r#"{"email":"a@b.example","custom_attributes":{"a":[1]}}"#, "custom_attributes.a"),
        ("POST", "/tags", r#"{"name":"x","users":[{"id":"1"}],"companies":[{"id":"1"}]}"#, "companies"),
    ];
    for (method, target, body, field) in requests {
        let (_, message, found) = send(&emulator, method, target, body).await.error(422);
        assert_eq!(found.as_deref(), Some(field), "{target} {body}: {message}");
    }
    // None of them changed the workspace.
    assert_eq!(send(&emulator, "GET", "/counts", "").await.json()["user"]["count"], 1);
}

#[tokio::test]
async fn case_42_missing_or_malformed_credential_is_401() {
    let emulator = Emulator::start().await.unwrap();
    let response = raw(&emulator, request("GET", "/users", &[], "")).await;
    assert_eq!(response.error(401).0, "missing_authorization");
    for header in [
        "authorization: Bearer",
        "authorization: Bearer ",
        "authorization: canary",
        "authorization: Basic Og==",
        "authorization: Basic %%",
    ] {
        let response = raw(&emulator, request("GET", "/users", &[header], "")).await;
        assert_eq!(response.error(401).0, "unauthorized", "{header}");
    }
    // The function that returns a token needs no credential.
    let body = r#"{"client_id":"emulated-app","client_secret":"emulated-secret","code":"c"}"#;
    assert_eq!(raw(&emulator, request("POST", "/auth/eagle/token", &[], body)).await.status, 200);
}

#[tokio::test]
async fn case_42_unknown_version_is_400() {
    let emulator = Emulator::start().await.unwrap();
    let asked = |version: &str| request("GET", "/users", &[AUTH, &format!("intercom-version: {version}")], "");
    assert_eq!(raw(&emulator, asked("9.9")).await.error(400).0, "intercom_version_invalid");
    assert_eq!(raw(&emulator, asked("1.4")).await.status, 200);
}

#[tokio::test]
async fn missing_required_field_is_named() {
    let emulator = Emulator::start().await.unwrap();
    let (code, message, field) = send(&emulator, "POST", "/tags", "{}").await.error(422);
    assert_eq!((code.as_str(), field.as_deref()), ("parameter_not_found", Some("name")));
    assert_eq!(message, "name is missing: the field name of createTag");

    let (_, message, field) = send(&emulator, "PUT", "/visitors", r#"{"name":"x"}"#).await.error(422);
    assert_eq!(field.as_deref(), Some("user_id"));
    assert!(message.contains("the field userId of updateVisitor"), "{message}");

    // If several functions may be meant, the message names all of them.
    let (_, message, _) = send(&emulator, "POST", "/users", r#"{"name":"x"}"#).await.error(422);
    assert!(message.starts_with("email is missing: the field email of createUserByEmail; or user_id:"), "{message}");

    // Null counts as absent, and every missing value is named.
    let body = r#"{"event_name":null,"user_id":"u"}"#;
    let response = send(&emulator, "POST", "/events", body).await;
    response.error(422);
    let fields: Vec<_> = response.json()["errors"].as_array().unwrap().iter().map(|e| e["field"].clone()).collect();
    assert_eq!(fields, ["event_name", "created_at"]);

    let (_, message, _) = send(&emulator, "GET", "/companies?type=user", "").await.error(422);
    assert!(message.contains("getCompanyUsers"), "{message}");
}

#[tokio::test]
async fn conditionally_required_field_is_named() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let message = |kind: &str| {
        format!(
            r#"{{"message_type":"{kind}","body":"b","template":"plain","from":{{"type":"admin","id":"70215"}},"to":{{"type":"user","email":"ines@kiln.example"}}}}"#
        )
    };
    let (_, _, field) = send(&emulator, "POST", "/messages", &message("email")).await.error(422);
    assert_eq!(field.as_deref(), Some("subject"));
    assert_eq!(send(&emulator, "POST", "/messages", &message("inapp")).await.status, 200);
}

#[tokio::test]
async fn case_42_body_that_is_not_json_is_400() {
    let emulator = Emulator::start().await.unwrap();
    let deep = "[".repeat(500_000);
    for body in ["{", "canary", "[1]", "7", r#"{"name":"x"} y"#, deep.as_str()] {
        let (code, message, _) = send(&emulator, "POST", "/tags", body).await.error(400);
        assert_eq!(code, "bad_request");
        assert!(!message.contains("canary"), "{message}");
    }
    let (_, message, _) = send(&emulator, "POST", "/tags", &deep).await.error(400);
    assert_eq!(message, "the body's JSON is nested too deeply");
    let mut bytes = request("POST", "/tags", &[AUTH, "content-length: 2"], "").into_bytes();
    bytes.extend([0xff, 0xfe]);
    raw(&emulator, bytes).await.error(400);
}

#[tokio::test]
async fn json_labelled_as_a_form_is_read_as_json() {
    let emulator = Emulator::start().await.unwrap();
    let form = "content-type: application/x-www-form-urlencoded";
    let tag = raw(&emulator, request("POST", "/tags", &[AUTH, form], r#" {"name":"beta"}"#)).await;
    assert_eq!(tag.json()["name"], "beta", "as `curl -d` sends it");
    let body = "client_id=emulated-app&client_secret=emulated-secret&code=a%2Bb+c";
    assert_eq!(
        raw(&emulator, request("POST", "/auth/eagle/token", &[form], body)).await.json()["token_type"],
        "Bearer"
    );
}

#[tokio::test]
async fn case_42_path_or_query_that_is_not_utf8_is_400() {
    let emulator = Emulator::start().await.unwrap();
    assert_eq!(send(&emulator, "GET", "/users/%ff", "").await.error(400).0, "bad_request");
    assert_eq!(send(&emulator, "GET", "/users?email=%ff", "").await.error(400).0, "bad_request");
}

#[tokio::test]
async fn case_42_too_large_body_is_413() {
    let emulator = Emulator::start().await.unwrap();
    let fits = format!(r#"{{"name":"x","pad":"{}"}}"#, "x".repeat(1024 * 1024 - 21));
    assert_eq!(fits.len(), 1024 * 1024);
    assert_eq!(send(&emulator, "POST", "/tags", &fits).await.status, 200);
    for length in [1024 * 1024 + 1, 8 * 1024 * 1024] {
        let (code, message, _) = send(&emulator, "POST", "/tags", &"x".repeat(length)).await.error(413);
        assert_eq!((code.as_str(), message.as_str()), ("request_too_large", "the body is larger than 1048576 bytes"));
    }
    // A body that is far too large is not awaited.
    raw(&emulator, request("POST", "/tags", &[AUTH, "content-length: 999999999999"], "")).await.error(413);
    // The length of a chunked body is not known beforehand.
    let chunk = format!("80000\r\n{}\r\n", "x".repeat(0x80000));
    let head = request("POST", "/tags", &[AUTH, "transfer-encoding: chunked"], "");
    raw(&emulator, format!("{head}{chunk}{chunk}{chunk}0\r\n\r\n")).await.error(413);
}

#[tokio::test]
async fn case_42_foreign_host_or_origin_is_403() {
    let emulator = Emulator::start().await.unwrap();
    let with_host = |host: &str| format!("GET /users HTTP/1.1\r\n{host}{AUTH}\r\nconnection: close\r\n\r\n");
    let lines = ["host: evil.example\r\n", "host: 127.0.0.1.evil.example\r\n", "host: localhost@evil.example\r\n", ""];
    for line in lines {
        assert_eq!(raw(&emulator, with_host(line)).await.error(403).0, "forbidden", "{line}");
    }
    for line in ["host: localhost\r\n", "host: 127.0.0.1:80\r\n", "host: [::1]:9\r\n", "host: LocalHost:1\r\n"] {
        assert_eq!(raw(&emulator, with_host(line)).await.status, 200, "{line}");
    }
    let with_origin = |origin: &str| request("GET", "/users", &[AUTH, &format!("origin: {origin}")], "");
    for origin in ["https://evil.example", "null", "http://localhost.evil.example"] {
        assert_eq!(raw(&emulator, with_origin(origin)).await.error(403).0, "forbidden", "{origin}");
    }
    assert_eq!(raw(&emulator, with_origin("http://localhost:3000")).await.status, 200);
}

#[tokio::test]
async fn case_42_bytes_that_are_not_http_get_an_error() {
    let emulator = Emulator::start().await.unwrap();
    let lines = [
        "\u{16}\u{3}\u{1} hello TLS\r\n\r\n",
        "GET\r\n\r\n",
        "GET /users HTTP/1.1\r\nbroken\r\n\r\n",
        "GET / HTTP/9\r\n\r\n",
    ];
    for line in lines {
        assert_eq!(raw(&emulator, line).await.error(400).0, "bad_request", "{line}");
    }
    assert_eq!(send(&emulator, "GET", "/users", "").await.status, 200);
    let seen: Vec<_> = emulator.requests().into_iter().map(|it| (it.method, it.status, it.unmatched)).collect();
    let unread = ("-".to_owned(), 400, true);
    assert_eq!(seen, [unread.clone(), unread.clone(), unread.clone(), unread, ("GET".to_owned(), 200, false)]);
}

#[tokio::test]
async fn case_42_too_large_or_too_many_headers_are_431() {
    let emulator = Emulator::start().await.unwrap();
    let large = format!("x-large: {}", "x".repeat(300_000));
    assert_eq!(raw(&emulator, request("GET", "/users", &[AUTH, &large], "")).await.error(431).0, "headers_too_large");
    let many = "x-many: 1\r\n".repeat(200);
    raw(&emulator, request("GET", "/users", &[AUTH, many.trim_end()], "")).await.error(431);
    let long = format!("/users/{}", "x".repeat(300_000));
    let status = raw(&emulator, request("GET", &long, &[AUTH], "")).await.status;
    assert!(status == 414 || status == 431, "{status}");
}

#[tokio::test]
async fn case_42_endless_head_times_out() {
    let settings = Settings::default().header_timeout(Duration::from_millis(150));
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let mut slow = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    slow.write_all(b"GET /users HTTP/1.1\r\nhost: 127").await.unwrap();
    let mut idle = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    for stream in [&mut slow, &mut idle] {
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut rest)).await;
        closed.expect("the connection is still open").unwrap();
    }
}

#[tokio::test]
async fn case_42_endless_body_times_out() {
    let settings = Settings::default().body_timeout(Duration::from_millis(150));
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let mut slow = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    let head = request("POST", "/tags", &[AUTH, "content-length: 100"], "");
    slow.write_all(format!("{head}{{").as_bytes()).await.unwrap();
    assert_eq!(read_response(&mut slow).await.error(408).0, "request_timeout");
}

#[tokio::test]
async fn case_42_500_idle_connections_block_no_one() {
    let emulator = Emulator::start().await.unwrap();
    let mut idle = Vec::new();
    // A machine with few file handles opens fewer connections.
    while idle.len() < 500
        && let Ok(stream) = TcpStream::connect(emulator.address().unwrap()).await
    {
        idle.push(stream);
        if idle.len() % 100 == 0 {
            assert_eq!(send(&emulator, "GET", "/users", "").await.status, 200);
        }
    }
    assert!(idle.len() >= 200, "{}", idle.len());
}

#[tokio::test]
async fn case_42_connections_beyond_the_limit_wait() {
    let settings = Settings::default().max_connections(2).header_timeout(Duration::from_millis(200));
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let _idle = [
        TcpStream::connect(emulator.address().unwrap()).await.unwrap(),
        TcpStream::connect(emulator.address().unwrap()).await.unwrap(),
    ];
    assert_eq!(send(&emulator, "GET", "/users", "").await.status, 200);
}
