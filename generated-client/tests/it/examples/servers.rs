//! The examples that serve.

use super::browser::{Response, send};
use super::program::{Running, example};
use intercom_emulator::{Emulator, Seed};
use std::time::Duration;

const SECRET: &str = "EXAMPLE-NOT-A-SECRET";

/// Notifications and their signatures by `printf '%s' BODY | openssl dgst -sha1 -hmac EXAMPLE-NOT-A-SECRET`.
const CREATED: (&str, &str) = (
    r#"{"type":"notification_event","id":"notif_1","topic":"conversation.user.created","data":{"type":"notification_event_data","item":{"type":"conversation","id":"19200000001"}}}"#,
    "0f5e2ea6c3916e1a39f4458678878248f16acb68",
);
const PING: (&str, &str) = (
    r#"{"type":"notification_event","id":null,"topic":"ping","data":{"type":"notification_event_data","item":{"type":"ping","message":"hello"}}}"#,
    "1ad41074543adca1891879a90c305f87b72752f7",
);
const NOT_JSON: (&str, &str) = ("hello", "20b97e5481944d249bb512d37106dc6a65380406");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhook_receiver() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let mut command = example("webhook_receiver", &emulator.url());
    command.env("INTERCOM_WEBHOOK_SECRET", SECRET).env("INTERCOM_ADMIN_ID", "70215").env("PORT", "0");
    let mut receiver = Running::start(&mut command);
    let url = receiver.line().strip_prefix("listening on ").unwrap().to_owned();
    let post = |body: &str, header: &str| send(&url, "POST", "/intercom", &[header], body).status;
    let signed = |(body, digest): (&str, &str)| post(body, &format!("X-Hub-Signature: sha1={digest}"));

    assert_eq!(post(CREATED.0, "x-other: 1"), 401);
    assert_eq!(post(CREATED.0, &format!("x-hub-signature: sha1={}", PING.1)), 401);
    assert_eq!(post(CREATED.0, &format!("x-hub-signature: sha256={}", CREATED.1)), 401);
    assert_eq!(signed((&CREATED.0.replace("19200000001", "19200000002"), CREATED.1)), 401);
    assert_eq!(signed(NOT_JSON), 400);
    assert_eq!(emulator.requests().len(), 0);

    assert_eq!(signed(CREATED), 200);
    assert_eq!(receiver.line(), "replied to 19200000001");
    // The same again is taken and not worked on: the next thing that happens is the ping.
    assert_eq!(signed(CREATED), 200);
    assert_eq!(signed(PING), 200);
    assert_eq!(receiver.line(), "nothing to do for ping");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let requests = emulator.requests();
    let [reply] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(reply.function_name(), Some("replyToAdminComment"));
    assert_eq!((reply.path.as_str(), reply.status), ("/conversations/19200000001/reply", 200));
    assert_eq!(reply.json.as_ref().unwrap()["admin_id"], "70215");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn oauth_install() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let mut command = example("oauth_install", &emulator.url());
    command.env_remove("INTERCOM_ACCESS_TOKEN").env("PORT", "0");
    command.env("INTERCOM_CLIENT_ID", "kiln-client-id").env("INTERCOM_CLIENT_SECRET", SECRET);
    let mut installer = Running::start(&mut command);
    let url = installer.line().strip_prefix("listening on ").unwrap().to_owned();
    let get = |target: &str, header: &str| send(&url, "GET", target, &[header], "");

    let started = get("/", "x-other: 1");
    assert_eq!(started.status, 303);
    let start = "https://app.intercom.com/oauth?client_id=kiln-client-id&state=";
    let state = started.header("location").strip_prefix(start).unwrap();
    assert!(state.len() == 32 && state.bytes().all(|byte| byte.is_ascii_hexdigit()), "{state}");
    let cookie = started.header("set-cookie").split(';').next().unwrap();
    assert_eq!(cookie, format!("intercom_oauth_state={state}"));
    let again = get("/", "x-other: 1");
    assert_ne!(again.header("location"), started.header("location"), "the state is new each time");

    let target = format!("/callback?code=EXAMPLE-NOT-A-CODE&state={state}");
    let rejected = |response: Response| assert_eq!(response.status, 400, "{}", response.body);
    rejected(get(&target, "x-other: 1"));
    rejected(get(&target, "cookie: intercom_oauth_state="));
    rejected(get(&target, &format!("cookie: {}", again.header("set-cookie").split(';').next().unwrap())));
    rejected(get("/callback?code=EXAMPLE-NOT-A-CODE&state=", &format!("cookie: {cookie}")));
    rejected(get(&format!("/callback?state={state}"), &format!("cookie: {cookie}")));
    rejected(get("/callback", &format!("cookie: {cookie}")));
    assert_eq!(emulator.requests().len(), 0);

    let installed = get(&target, &format!("cookie: theme=dark; {cookie}; lang=en"));
    assert_eq!((installed.status, installed.body.as_str()), (200, "installed by Rui Matos"));
    assert_eq!(installer.line(), "installed");
    let requests = emulator.requests();
    let called: Vec<_> = requests.iter().filter_map(|request| request.function_name()).collect();
    assert_eq!(called, ["getAccessToken", "getCurrentAdmin"]);
    assert!(!requests[0].bearer && requests[1].bearer);
}
