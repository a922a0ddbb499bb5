//! A credential in the path, errors by `ok: false`.

use crate::recorder::Recorder;
use telegram_client::{Client, json};

fn client(recorder: &Recorder) -> Client {
    Client::builder().value("token", "123:canary").base_url(recorder.url()).retries(0).build().unwrap()
}

#[tokio::test]
async fn token_is_a_part_of_the_path() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{ "ok": true, "result": { "message_id": 8 } }"#);
    let markup = json!({ "keyboard": [["yes", "no"]] });
    let call = client(&recorder).messages().send("@kiln", "a & b").reply_to_message_id(7).reply_markup(markup);
    let sent = call.await.unwrap();
    assert_eq!(sent["result"]["message_id"], 8);
    let request = recorder.took();
    assert_eq!(request.line.replace("%3A", ":"), "POST /bot123:canary/sendMessage");
    assert_eq!(request.header("authorization"), None);
    let body: telegram_client::Value = serde_json::from_str(&request.body).unwrap();
    let expected = json!({ "chat_id": "@kiln", "text": "a & b", "reply_to_message_id": 7, "reply_markup": { "keyboard": [["yes", "no"]] } });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn get_has_its_arguments_in_the_query() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{ "ok": true, "result": [] }"#);
    client(&recorder).other().get_updates().offset(5).limit(10).await.unwrap();
    assert_eq!(recorder.took().line.replace("%3A", ":"), "GET /bot123:canary/getUpdates?offset=5&limit=10");
}

#[tokio::test]
async fn response_that_is_not_ok_is_an_error_without_the_token() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    for status in [200, 400] {
        recorder.will_respond(
            status,
            r#"{ "ok": false, "error_code": 400, "description": "Bad Request: chat not found" }"#,
        );
        let error = client.chats().get("@nobody").await.unwrap_err();
        assert!(error.to_string().contains("Bad Request: chat not found"), "{error}");
        assert_eq!(error.errors()[0].code.as_deref(), Some("400"), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test]
async fn call_without_a_token_names_its_variable() {
    let recorder = Recorder::start();
    let client: Client = Client::builder().base_url(recorder.url()).build().unwrap();
    let error = client.other().get_me().await.unwrap_err();
    assert!(error.to_string().contains("TELEGRAM_TOKEN"), "{error}");
}
