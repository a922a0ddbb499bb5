//! Notifications: signed, to this machine only, once more after a minute, and in the feeds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use intercom_client::webhooks::{self, Item, Notification};
use intercom_client::{Client, json};
use intercom_emulator::Emulator;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SECRET: &str = "hub-secret";

/// A delivery as it arrived.
#[derive(Clone, Debug)]
struct Delivery {
    head: String,
    body: Vec<u8>,
}

impl Delivery {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// A receiver on this machine that answers a status of its own to each delivery, the last one for ever.
struct Receiver {
    url: String,
    deliveries: Arc<Mutex<Vec<Delivery>>>,
}

impl Receiver {
    async fn start(statuses: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks?from=intercom", listener.local_addr().unwrap());
        let deliveries = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&deliveries);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut bytes = Vec::new();
                let delivery = loop {
                    let mut chunk = [0; 4096];
                    let count = stream.read(&mut chunk).await.unwrap();
                    bytes.extend_from_slice(&chunk[..count]);
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
                    let delivery = Delivery { head: head.to_owned(), body: bytes[head.len() + 4..].to_vec() };
                    if delivery.header("content-length").unwrap().parse::<usize>().unwrap() == delivery.body.len() {
                        break delivery;
                    }
                };
                let status = {
                    let mut kept = kept.lock().unwrap();
                    kept.push(delivery);
                    statuses[kept.len().min(statuses.len()) - 1]
                };
                let _ = stream.write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n\r\nok").as_bytes()).await;
            }
        });
        Self { url, deliveries }
    }

    fn deliveries(&self) -> Vec<Delivery> {
        self.deliveries.lock().unwrap().clone()
    }
}

async fn subscribe(client: &Client, url: &str, topics: &str) -> String {
    let args = json!({"url": url, "topics": topics, "hubSecret": SECRET});
    client.call("createSubscription", args).await.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn feed(client: &Client, function: &str, id: &str) -> Vec<intercom_client::Value> {
    let feed = client.call(function, json!({"subscriptionId": id})).await.unwrap();
    feed["notifications"].as_array().unwrap().clone()
}

/// Waits until all is delivered that is due. A test must not wait for ever.
async fn settled(emulator: &Emulator) {
    let settled = tokio::time::timeout(Duration::from_secs(20), emulator.deliveries_settled()).await;
    settled.expect("something is still not delivered");
}

#[tokio::test]
async fn what_happens_is_delivered_signed_and_listed() {
    let (emulator, receiver) = (Emulator::start().await.unwrap(), Receiver::start(&["200 OK"]).await);
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "user.created, user.tag.created").await;
    client.users().create_by_id("u-1").email("a@b.example").await.unwrap();
    client.users().update_by_id("u-1").name("A").await.unwrap();
    client.tags().tag_users("beta", [json!({"user_id": "u-1"})]).await.unwrap();
    settled(&emulator).await;

    let deliveries = receiver.deliveries();
    let [created, tagged] = &deliveries[..] else { panic!("{deliveries:?}") };
    assert!(created.head.starts_with("POST /hooks?from=intercom HTTP/1.1"), "{}", created.head);
    assert_eq!(created.header("content-type"), Some("application/json"));
    for delivery in [created, tagged] {
        let signature = delivery.header("x-hub-signature").map(str::as_bytes);
        webhooks::verify(SECRET, &delivery.body, signature).unwrap();
        webhooks::verify("another", &delivery.body, signature).unwrap_err();
    }
    let notification = Notification::parse(&created.body).unwrap();
    assert_eq!(notification.topic().map(|topic| topic.as_str()), Some("user.created"));
    let Item::User(user) = notification.item().unwrap() else { panic!("no user") };
    assert_eq!(user.user_id.as_deref(), Some("u-1"));
    assert!(matches!(Notification::parse(&tagged.body).unwrap().item().unwrap(), Item::UserTag(_)));

    let sent = feed(&client, "getSentFeed", &id).await;
    assert_eq!(sent.iter().map(|sent| &sent["topic"]).collect::<Vec<_>>(), ["user.tag.created", "user.created"]);
    assert!(sent.iter().all(|sent| sent["delivery_status"] == "delivered" && sent["delivery_attempts"] == 1));
    assert!(feed(&client, "getErrorFeed", &id).await.is_empty());
}

#[tokio::test]
async fn a_failure_is_tried_once_more_after_a_minute() {
    let receiver = Receiver::start(&["503 Service Unavailable", "500 Oops", "200 OK"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    client.companies().create("One").await.unwrap();
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 1);
    let errors = feed(&client, "getErrorFeed", &id).await;
    assert_eq!(errors[0]["http_request"]["response_status_code"], 503);
    assert_eq!(errors[0]["http_request"]["response_entity"], "ok");
    assert_eq!(errors[0]["delivery_status"], "pending");
    // What was sent is there as it was, so that its signature can be checked.
    let request = &errors[0]["http_request"];
    let (entity, signature) =
        (request["request_entity"].as_str(), request["request_headers"][webhooks::SIGNATURE_HEADER].as_str());
    assert_eq!(entity.map(str::as_bytes), Some(&receiver.deliveries()[0].body[..]));
    webhooks::verify(SECRET, entity.unwrap().as_bytes(), signature.map(str::as_bytes)).unwrap();

    emulator.advance(Duration::from_secs(59));
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 1);
    emulator.advance(Duration::from_secs(1));
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 2);
    // And not a third time.
    emulator.advance(Duration::from_secs(3_600));
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 2);
    assert_eq!(feed(&client, "getErrorFeed", &id).await[0]["delivery_status"], "failed");
}

#[tokio::test]
async fn gone_ends_the_subscription() {
    let receiver = Receiver::start(&["410 Gone"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company").await;
    for name in ["One", "Two"] {
        client.companies().create(name).await.unwrap();
        settled(&emulator).await;
    }
    assert_eq!(receiver.deliveries().len(), 1);
    let subscription = client.call("getSingleSubscription", json!({"subscriptionId": id})).await.unwrap();
    assert_eq!(subscription["active"], false);
}

#[tokio::test]
async fn nothing_is_sent_to_another_machine() {
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    for url in
        ["https://hooks.kiln.example/in", "http://192.0.2.1/in", "http://localhost.evil.example/", "https://127.0.0.1/"]
    {
        let id = subscribe(&client, url, "company.created").await;
        client.companies().create("One").await.unwrap();
        settled(&emulator).await;
        let errors = feed(&client, "getErrorFeed", &id).await;
        let text = errors[0]["http_request"]["response_entity"].as_str().unwrap();
        assert!(text.starts_with("not sent: "), "{url}: {text}");
    }
}

#[tokio::test]
async fn a_ping_goes_out_whatever_the_topics() {
    let (emulator, receiver) = (Emulator::start().await.unwrap(), Receiver::start(&["200 OK"]).await);
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "user.deleted").await;
    client.call("pingSubscription", json!({"subscriptionId": id})).await.unwrap();
    settled(&emulator).await;
    let notification = Notification::parse(&receiver.deliveries()[0].body).unwrap();
    assert_eq!(notification.topic().map(|topic| topic.as_str()), Some("ping"));
}

#[tokio::test]
async fn events_are_told_by_their_names() {
    let (emulator, receiver) = (Emulator::in_process(), Receiver::start(&["200 OK"]).await);
    let client = emulator.client().build().unwrap();
    // A dot is kept as a hyphen, here as there.
    let args = json!({"url": receiver.url, "metadataEventNames": "kiln.fired"});
    client.call("createEventWebhookSubscription", args).await.unwrap();
    client.users().create_by_id("u-1").await.unwrap();
    for name in ["kiln.fired", "glaze.ordered"] {
        client.events().submit(name, "u-1", emulator.now()).await.unwrap();
    }
    settled(&emulator).await;
    let deliveries = receiver.deliveries();
    assert_eq!(deliveries.len(), 1);
    let Item::Event(event) = Notification::parse(&deliveries[0].body).unwrap().item().unwrap() else { panic!() };
    assert_eq!(event.event_name.as_deref(), Some("kiln-fired"));
}

#[tokio::test]
async fn a_subscription_that_is_deleted_gets_nothing_more() {
    let (emulator, receiver) = (Emulator::start().await.unwrap(), Receiver::start(&["500 Oops"]).await);
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    client.companies().create("One").await.unwrap();
    settled(&emulator).await;
    client.call("deleteSubscription", json!({"subscriptionId": id})).await.unwrap();
    emulator.advance(Duration::from_secs(60));
    client.companies().create("Two").await.unwrap();
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 1);
}
