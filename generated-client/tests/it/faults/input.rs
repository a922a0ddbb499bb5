//! Settings and headers that cannot be used: cases 32 and 33.

use crate::faults::find;
use crate::support::canary::{TOKEN, checked};
use crate::support::fault_server::FaultServer;
use crate::support::{builder, child, wire};
use intercom_client::error::ErrorKind;
use intercom_client::{Client, ClientBuilder};
use percent_encoding::percent_decode_str;

/// Texts that cannot stand in a header's value.
const BROKEN: &[&str] = &["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "\u{e9}", "a\u{7f}b", "\u{1F600}"];

#[test]
fn case_32_token_that_breaks_a_header_is_rejected_without_echo() {
    for broken in BROKEN.iter().copied().chain(["", " ", "\t", "two words", " led by a space"]) {
        let token = format!("{TOKEN}{broken}");
        let token = if broken.trim().is_empty() { broken.to_owned() } else { token };
        let error = Client::builder().access_token(token.clone()).base_url("http://127.0.0.1:9").build().unwrap_err();
        let line = checked(&error);
        assert!(error.is_usage() && line.contains("access token") && !line.contains("X-Evil"), "{line}");
        let error =
            find(&builder("http://127.0.0.1:9").build().unwrap()).with_access_token(token).into_request().unwrap_err();
        assert!(checked(&error).contains("access token"), "{error}");
    }
}

#[tokio::test]
async fn case_32_headers_and_versions_that_break_requests_are_errors() {
    let server = FaultServer::always(wire::reply(wire::ok("{}")));
    let client = builder(&server.url()).build().unwrap();
    for broken in BROKEN {
        let value = format!("{TOKEN}{broken}");
        let errors = [
            find(&client).with_header("X-Trace", &value).await.unwrap_err(),
            find(&client).with_header(broken, "value").await.unwrap_err(),
            find(&client).with_version(broken).await.unwrap_err(),
            builder(&server.url()).version(*broken).build().unwrap_err(),
        ];
        for error in errors {
            let line = checked(&error);
            assert!(error.is_usage() && error.attempts() == 0, "{line}");
            assert!(line.contains("header") && !line.contains("\nX-Evil"), "{line}");
        }
    }
    assert_eq!(server.connections(), 0);
    // What can stand in a header is sent as it is.
    find(&client).with_header("X-Trace", "a\tb c").with_version("Preview").await.unwrap();
    let request = server.requests().remove(0).to_lowercase();
    assert!(request.contains("x-trace: a\tb c\r\n") && request.contains("intercom-version: preview\r\n"), "{request}");
}

#[cfg(unix)]
#[test]
fn case_32_non_utf_8_env_variable_is_rejected_without_echo() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    const TEST: &str = "faults::input::case_32_non_utf_8_env_variable_is_rejected_without_echo";
    const NAMES: [&str; 4] = ["INTERCOM_ACCESS_TOKEN", "INTERCOM_BASE_URL", "INTERCOM_REGION", "INTERCOM_VERSION"];
    let Some(part) = child::part() else {
        let broken = OsStr::from_bytes(b"canary-Tk9-never-shown-\xff");
        for name in NAMES {
            let environment = NAMES.map(|other| (other, if other == name { broken } else { OsStr::new("") }));
            child::run_with(TEST, name, &environment);
        }
        child::run(TEST, "unset", &NAMES.map(|name| (name, "")));
        return;
    };
    let from_env = Client::from_env();
    if part == "unset" {
        let error = from_env.unwrap_err();
        assert!(error.is_usage() && error.kind() == ErrorKind::MissingToken, "{}", checked(&error));
        let line = "INTERCOM_ACCESS_TOKEN is not set; read besides it are \
            INTERCOM_BASE_URL, INTERCOM_REGION, INTERCOM_VERSION";
        assert_eq!(error.to_string(), line);
        // There are calls that need no token.
        Client::builder().env().build().unwrap();
        return;
    }
    let error = from_env.unwrap_err();
    assert!(error.is_usage(), "{}", checked(&error));
    assert_eq!(error.to_string(), format!("{part} is not UTF-8"));
    assert!(!format!("{error:?} {:?}", Client::builder().env()).contains("canary"));

    // What is set otherwise wins, whenever it is set.
    let set = |builder: ClientBuilder<Client>| match part.as_str() {
        "INTERCOM_ACCESS_TOKEN" => builder.access_token(TOKEN),
        "INTERCOM_BASE_URL" => builder.base_url("http://127.0.0.1:9"),
        "INTERCOM_REGION" => builder.region("eu"),
        _ => builder.version("1.3"),
    };
    set(Client::builder()).env().build().unwrap();
    set(Client::builder().env()).build().unwrap();
    // A base URL makes up for a region, and for nothing else.
    let elsewhere = Client::builder().env().base_url("http://127.0.0.1:9").build();
    assert_eq!(elsewhere.is_ok(), part == "INTERCOM_BASE_URL" || part == "INTERCOM_REGION");
}

#[test]
fn case_32_unusable_env_variable_is_named_without_its_secret() {
    const TEST: &str = "faults::input::case_32_unusable_env_variable_is_named_without_its_secret";
    let cases = [
        ("INTERCOM_ACCESS_TOKEN", "canary-Tk9-never-shown\n"),
        ("INTERCOM_BASE_URL", "api.intercom.io"),
        ("INTERCOM_REGION", "moon"),
        ("INTERCOM_VERSION", "1.1\r\nX: 1"),
    ];
    let Some(part) = child::part() else {
        for (name, value) in cases {
            let mut environment = [("INTERCOM_ACCESS_TOKEN", TOKEN), (name, value)];
            environment.sort_by_key(|(_, text)| *text == value);
            child::run(TEST, name, &environment);
        }
        return;
    };
    let error = Client::from_env().unwrap_err();
    assert!(error.is_usage(), "{}", checked(&error));
    let line = error.to_string();
    assert!(line.starts_with(&format!("{part}: ")) && !line.contains("canary"), "{line}");
    // What the program set is not the variable's.
    let set = Client::builder().region("mars").version("1\n").base_url("x").access_token("a b").env().build();
    assert!(!set.unwrap_err().to_string().contains("INTERCOM"));
}

#[test]
fn case_32_region_in_code_overrides_base_url_of_env() {
    const TEST: &str = "faults::input::case_32_region_in_code_overrides_base_url_of_env";
    let Some(_) = child::part() else {
        child::run(TEST, "client", &[("INTERCOM_BASE_URL", "https://us.proxy.test"), ("INTERCOM_ACCESS_TOKEN", TOKEN)]);
        return;
    };
    let url = |builder: ClientBuilder<Client>| find(&builder.build().unwrap()).into_request().unwrap().url();
    let elsewhere = |url: String| url.starts_with("https://us.proxy.test/");
    assert!(elsewhere(url(Client::builder().env())));
    for builder in [Client::builder().region("eu").env(), Client::builder().env().region("eu")] {
        let url = url(builder);
        assert!(!elsewhere(url.clone()) && url.contains(".eu."), "{url}");
    }
    let both = Client::builder().env().region("eu").base_url("https://us.proxy.test");
    assert!(elsewhere(url(both)), "the program's own URL says where");
}

#[test]
fn case_32_headers_of_a_call_override_those_of_the_client() {
    let client = builder("http://127.0.0.1:9").build().unwrap();
    let own = [("Accept", "text/plain"), ("User-Agent", "mine/1"), ("Intercom-Version", "1.0"), ("X-Trace", "a")];
    let call = own.iter().fold(find(&client), |call, (name, value)| call.with_header(name, value));
    let call = call.with_header("Authorization", "Bearer other").with_header("X-Trace", "b");
    let prepared = call.into_request().unwrap();
    let lines: Vec<_> = prepared.header_lines().collect();
    let sent = |name: &str| -> Vec<_> {
        let lines = lines.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        lines.map(|(_, value)| value.as_str()).collect()
    };
    for (name, value) in own.iter().copied().filter(|(name, _)| *name != "X-Trace").chain([("X-Trace", "b")]) {
        assert_eq!(sent(name), [value], "{name}");
    }
    assert_eq!(sent("authorization").len(), 1);
    for name in ["Content-Length", "Host", "Transfer-Encoding", "connection"] {
        let error = find(&client).with_header(name, "5").into_request().unwrap_err();
        assert!(error.is_usage() && error.to_string().contains(&name.to_lowercase()), "{}", checked(&error));
    }
}

#[test]
fn case_32_regions_that_do_not_exist_are_shown_on_one_line() {
    let message = |region: &str| {
        let error = Client::builder().access_token(TOKEN).region(region).build().unwrap_err();
        assert!(error.is_usage(), "{error:?}");
        checked(&error)
    };
    assert_eq!(message("eur"), "`eur` is not a region; known are us, eu, au; did you mean `eu`?");
    assert_eq!(message("moon\r\nX: 1"), "`moon  X: 1` is not a region; known are us, eu, au");
    let long = message(&"x".repeat(1_000));
    assert_eq!(long, format!("`{}` is not a region; known are us, eu, au", "x".repeat(40)));
    for region in ["us", "EU", "Au"] {
        Client::builder().access_token(TOKEN).region(region).build().unwrap();
    }
}

#[test]
fn case_33_a_builder_shows_its_settings_but_no_credentials() {
    let shown = |url: &str| format!("{:?}", builder(url).region("eu").version("1.3"));
    let valid = shown("http://127.0.0.1:9/");
    for setting in [r#"base_url: Some("http://127.0.0.1:9")"#, r#"region: Some("eu")"#, r#"version: Some("1.3")"#] {
        assert!(valid.contains(setting), "{valid}");
    }
    let unsound = shown(&format!("http://user:{TOKEN}@host"));
    assert!(unsound.contains(r#"base_url: Some("…")"#) && unsound.contains(r#"given: ["accessToken"]"#), "{unsound}");
    assert!(!unsound.contains(TOKEN) && !valid.contains(TOKEN));
}

#[test]
fn case_32_unusable_base_url_is_rejected_without_echo() {
    let urls = [
        "",
        "api.intercom.io",
        "ftp://api.intercom.io",
        "http://",
        "https:///users",
        "http://[::1",
        "http://a b",
        "http://user:canary-Tk9@host",
        "https://host?token=canary-Tk9",
        "https://host#canary-Tk9",
        "http://host\r\nX: 1",
        "http://host:99999",
        "file:///etc/passwd",
        "https://h\u{f6}st",
    ];
    for url in urls {
        let error = builder(url).build().map(|client| format!("{client:?}")).unwrap_err();
        let line = checked(&error);
        assert!(error.is_usage() && line.contains("base URL") && !line.contains("canary-Tk9"), "{url}: {line}");
    }
}
proptest::proptest! {
    /// Every text is sent as it is or rejected, in a path and in a query.
    #[test]
    fn case_31_every_text_survives_its_encoding(text in ".{0,60}") {
        let client: Client = builder("http://127.0.0.1:9").build().unwrap();
        if let Ok(request) = client.tags().delete(text.clone()).into_request() {
            let segment = request.path_and_query().strip_prefix("/tags/").unwrap();
            assert!(!segment.contains(['/', '?', '#', '+', ' ', '\\']), "{segment}");
            assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), text);
        } else {
            assert!(matches!(text.as_str(), "" | "." | "..") || text.chars().any(char::is_control), "{text:?}");
        }
        match client.companies().list_by_tag(text.clone()).into_request() {
            Ok(request) => {
                let value = request.path_and_query().strip_prefix("/companies?tag_id=").unwrap();
                assert!(!value.contains(['/', '?', '#', '&', '=', '+', ' ']), "{value}");
                assert_eq!(percent_decode_str(value).decode_utf8().unwrap(), text);
            }
            Err(error) => assert!(text.is_empty(), "{error}"),
        }
    }
}
