//! Forms with nested keys, Basic auth from one field, a second server, paging by the last identifier.

use crate::recorder::Recorder;
use stripe_client::{Client, File, json};

fn client(recorder: &Recorder) -> Client {
    Client::builder().value("apiKey", "sk_test_1").base_url(recorder.url()).retries(0).build().unwrap()
}

#[tokio::test]
async fn charge_is_created_by_a_form() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{ "id": "ch_1", "amount": 2000, "currency": "usd", "created": 1483228800 }"#);
    let charge = client(&recorder).charges().create(2000, "usd").description("a & b").await.unwrap();
    assert_eq!((charge.id.as_deref(), charge.amount), (Some("ch_1"), Some(2000)));
    let request = recorder.took();
    assert_eq!(request.line, "POST /charges");
    // `sk_test_1:` in Base64.
    assert_eq!(request.header("authorization"), Some("Basic c2tfdGVzdF8xOg=="));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.body.replace('+', "%20"), "amount=2000&currency=usd&description=a%20%26%20b");
}

/// The pairs of a form, sorted: the order of an object's members is the caller's.
fn pairs(form: &str) -> Vec<String> {
    let mut pairs: Vec<String> = form.replace("%5B", "[").replace("%5D", "]").split('&').map(str::to_owned).collect();
    pairs.sort();
    pairs
}

#[tokio::test]
async fn nested_values_have_brackets() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{ "id": "tok_1" }"#);
    client.other().create_card_token("4242424242424242", 12, 2030, "123").await.unwrap();
    let expected = ["card[cvc]=123", "card[exp_month]=12", "card[exp_year]=2030", "card[number]=4242424242424242"];
    assert_eq!(pairs(&recorder.took().body), expected);
    recorder.will_respond(200, r#"{ "id": "sub_1" }"#);
    let source = json!({ "object": "card", "exp_year": 2030 });
    client.subscriptions().create("cus_1", "gold").source(source).await.unwrap();
    let expected = ["customer=cus_1", "plan=gold", "source[exp_year]=2030", "source[object]=card"];
    assert_eq!(pairs(&recorder.took().body), expected);
}

#[tokio::test]
async fn last_identifier_leads_to_the_next_page() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{ "data": [{ "id": "ch_1" }, { "id": "ch_2" }], "has_more": true }"#);
    recorder.will_respond(200, r#"{ "data": [{ "id": "ch_3" }], "has_more": false }"#);
    let mut items = client(&recorder).charges().list().customer("cus_1").by_item();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["ch_1", "ch_2", "ch_3"]);
    assert_eq!(recorder.took().line, "GET /charges?customer=cus_1");
    let second = recorder.took().line;
    assert!(second.contains("customer=cus_1") && second.contains("starting_after=ch_2"), "{second}");
}

#[tokio::test]
async fn files_go_to_another_server_in_parts() {
    let client = Client::builder().value("apiKey", "sk_test_1").build().unwrap();
    let request =
        client.other().create_file_upload(File::new("a.png", "x"), "dispute_evidence").into_request().unwrap();
    assert_eq!((request.method(), request.url()), ("POST", "https://files.stripe.com/v1/files".to_owned()));
}

#[tokio::test]
async fn delete_has_its_argument_in_the_query() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{ "id": "sub_1" }"#);
    client(&recorder).subscriptions().cancel("sub_1").at_period_end("true").await.unwrap();
    let request = recorder.took();
    assert_eq!((request.line.as_str(), request.body.as_str()), ("DELETE /subscriptions/sub_1?at_period_end=true", ""));
}

#[tokio::test]
async fn error_is_an_object_below_a_key() {
    let recorder = Recorder::start();
    let body = r#"{ "error": { "type": "card_error", "code": "card_declined", "message": "Your card was declined.", "param": "source" } }"#;
    recorder.will_respond(402, body);
    let error = client(&recorder).charges().create(2000, "usd").await.unwrap_err();
    let first = &error.errors()[0];
    assert_eq!((first.code.as_deref(), first.field.as_deref()), (Some("card_declined"), Some("source")), "{error}");
    assert!(error.to_string().contains("Your card was declined."), "{error}");
}
