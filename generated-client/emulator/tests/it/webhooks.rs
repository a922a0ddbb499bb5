//! Webhooks: notifications are signed, sent to this machine only, retried once after a minute, and listed in the feeds.

use crate::raw_http;
use intercom_client::webhooks::{self, Item, Notification};
use intercom_client::{Client, Value, json};
use intercom_emulator::Emulator;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

const SECRET: &str = "hub-secret";

/// A received delivery.
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

/// A receiver on this machine. It responds to the deliveries with these statuses in turn, and repeats the last one.
struct Receiver {
    url: String,
    deliveries: Arc<Mutex<Vec<Delivery>>>,
    /// Each response takes a permit.
    responses: Arc<Semaphore>,
    /// How many senders disconnected before the response.
    left: Arc<AtomicUsize>,
}

impl Receiver {
    async fn start(statuses: &'static [&'static str]) -> Self {
        let receiver = Self::silent(statuses).await;
        receiver.responses.add_permits(Semaphore::MAX_PERMITS);
        receiver
    }

    /// A receiver that does not respond until it gets permits.
    async fn silent(statuses: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks?from=intercom", listener.local_addr().unwrap());
        let deliveries = Arc::new(Mutex::new(Vec::new()));
        let (responses, left) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
        let receiver = Self { url, deliveries, responses, left };
        let (kept, responses, left) =
            (Arc::clone(&receiver.deliveries), Arc::clone(&receiver.responses), Arc::clone(&receiver.left));
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (kept, responses, left) = (Arc::clone(&kept), Arc::clone(&responses), Arc::clone(&left));
                tokio::spawn(async move {
                    let delivery = read(&mut stream).await;
                    let status = {
                        let mut kept = kept.lock().unwrap();
                        kept.push(delivery);
                        statuses[kept.len().min(statuses.len()) - 1]
                    };
                    let mut more = [0];
                    tokio::select! {
                        permit = responses.acquire() => permit.unwrap().forget(),
                        _ = stream.read(&mut more) => {
                            left.fetch_add(1, Ordering::SeqCst);
                            return;
                        }
                    }
                    let response = format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n\r\nok");
                    let _ = stream.write_all(response.as_bytes()).await;
                });
            }
        });
        receiver
    }

    fn deliveries(&self) -> Vec<Delivery> {
        self.deliveries.lock().unwrap().clone()
    }

    /// Waits until this number of deliveries has arrived.
    async fn wait_for(&self, count: usize) {
        until(|| self.deliveries().len() >= count).await;
    }

    /// The company's name in each delivery.
    fn names(&self) -> Vec<String> {
        let name = |delivery: &Delivery| {
            let body: Value = serde_json::from_slice(&delivery.body).unwrap();
            body["data"]["item"]["name"].as_str().unwrap().to_owned()
        };
        self.deliveries().iter().map(name).collect()
    }
}

/// Reads one delivery.
async fn read(stream: &mut TcpStream) -> Delivery {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let delivery = Delivery { head: head.to_owned(), body: bytes[head.len() + 4..].to_vec() };
        if delivery.header("content-length").unwrap().parse::<usize>().unwrap() == delivery.body.len() {
            return delivery;
        }
    }
}

/// Waits until a condition is met, with a timeout.
async fn until(mut is_met: impl FnMut() -> bool) {
    for _ in 0..2_000 {
        if is_met() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to that within 20 seconds");
}

async fn subscribe(client: &Client, url: &str, topics: &str) -> String {
    let args = json!({"url": url, "topics": topics, "hubSecret": SECRET});
    client.call("createSubscription", args).await.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn feed(client: &Client, function: &str, id: &str) -> Vec<Value> {
    let feed = client.call(function, json!({"subscriptionId": id})).await.unwrap();
    feed["notifications"].as_array().unwrap().clone()
}

/// Waits until all due notifications are delivered, with a timeout.
async fn settled(emulator: &Emulator) {
    let settled = tokio::time::timeout(Duration::from_secs(20), emulator.deliveries_settled()).await;
    settled.expect("something is still not delivered");
}

#[tokio::test]
async fn notification_is_signed_delivered_and_listed() {
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
async fn failed_delivery_is_retried_once_after_a_minute() {
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
    let waiting = async || raw_http::send(&emulator, "GET", &format!("/subscriptions/{id}/retry"), "").await.json();
    assert_eq!(waiting().await["notifications"], json!(errors));
    // A notification has no URL of its own.
    assert_eq!(errors[0]["self"], Value::Null);
    let sent: Value = serde_json::from_slice(&receiver.deliveries()[0].body).unwrap();
    assert_eq!(sent["self"], Value::Null);
    // The feed has the body as sent, so that its signature can be verified.
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
    // There is no third attempt.
    emulator.advance(Duration::from_secs(3_600));
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 2);
    assert_eq!(feed(&client, "getErrorFeed", &id).await[0]["delivery_status"], "failed");
    assert_eq!(waiting().await["notifications"], json!([]));
}

#[tokio::test]
async fn subscription_links_lead_to_its_feeds() {
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, "http://127.0.0.1:9/in", "company.created").await;
    let subscription = client.call("getSingleSubscription", json!({"subscriptionId": id})).await.unwrap();
    for link in ["sent", "retry", "errors"] {
        let path = subscription["links"][link].as_str().unwrap().strip_prefix(&emulator.url()).unwrap().to_owned();
        let feed = raw_http::send(&emulator, "GET", &path, "").await.json();
        assert_eq!((&feed["type"], &feed["notifications"]), (&json!("notification.list"), &json!([])), "{link}");
    }
}

#[tokio::test]
async fn status_410_deactivates_the_subscription() {
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
async fn nothing_is_sent_to_other_machines() {
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
async fn ping_is_sent_whatever_the_topics() {
    let (emulator, receiver) = (Emulator::start().await.unwrap(), Receiver::start(&["200 OK"]).await);
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "user.deleted").await;
    client.call("pingSubscription", json!({"subscriptionId": id})).await.unwrap();
    settled(&emulator).await;
    let notification = Notification::parse(&receiver.deliveries()[0].body).unwrap();
    assert_eq!(notification.topic().map(|topic| topic.as_str()), Some("ping"));
}

#[tokio::test]
async fn event_notifications_are_filtered_by_name() {
    let (emulator, receiver) = (Emulator::in_process(), Receiver::start(&["200 OK"]).await);
    let client = emulator.client().build().unwrap();
    // A dot is stored as a hyphen, in both places.
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
async fn deleted_subscription_receives_nothing() {
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

async fn set_active(emulator: &Emulator, id: &str, active: bool) {
    let body = json!({"active": active}).to_string();
    let response = raw_http::send(emulator, "POST", &format!("/subscriptions/{id}"), &body).await;
    assert_eq!(response.json()["active"], active);
}

#[tokio::test]
async fn status_410_drops_queued_notifications() {
    let receiver = Receiver::silent(&["410 Gone"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    for name in ["One", "Two", "Three"] {
        client.companies().create(name).await.unwrap();
    }
    receiver.wait_for(1).await;
    receiver.responses.add_permits(Semaphore::MAX_PERMITS);
    settled(&emulator).await;
    assert_eq!(receiver.names(), ["One"]);
    // The feeds list only the notification that was sent.
    for function in ["getSentFeed", "getErrorFeed"] {
        let feed = feed(&client, function, &id).await;
        let listed: Vec<_> = feed.iter().map(|it| (&it["data"]["item"]["name"], &it["delivery_status"])).collect();
        assert_eq!(listed, [(&json!("One"), &json!("failed"))], "{function}");
    }
}

#[tokio::test]
async fn deactivation_drops_queued_notifications() {
    let receiver = Receiver::start(&["500 Oops", "200 OK"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    client.companies().create("One").await.unwrap();
    settled(&emulator).await;
    assert_eq!(feed(&client, "getErrorFeed", &id).await[0]["delivery_status"], "pending");
    set_active(&emulator, &id, false).await;
    assert_eq!(feed(&client, "getErrorFeed", &id).await[0]["delivery_status"], "failed");
    emulator.advance(Duration::from_secs(60));
    settled(&emulator).await;
    assert_eq!(receiver.names(), ["One"]);
    // A ping is still sent, and events after the activation are too.
    client.call("pingSubscription", json!({"subscriptionId": id})).await.unwrap();
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 2);
    set_active(&emulator, &id, true).await;
    client.companies().create("Two").await.unwrap();
    settled(&emulator).await;
    assert_eq!(receiver.deliveries().len(), 3);
}

#[tokio::test]
async fn failure_during_deactivation_is_not_retried() {
    let receiver = Receiver::silent(&["500 Oops"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    client.companies().create("One").await.unwrap();
    receiver.wait_for(1).await;
    set_active(&emulator, &id, false).await;
    receiver.responses.add_permits(Semaphore::MAX_PERMITS);
    settled(&emulator).await;
    emulator.advance(Duration::from_secs(60));
    settled(&emulator).await;
    assert_eq!(receiver.names(), ["One"]);
    let errors = feed(&client, "getErrorFeed", &id).await;
    assert_eq!((errors.len(), &errors[0]["delivery_status"]), (1, &json!("failed")));
}

#[tokio::test]
async fn failure_during_reactivation_is_not_retried() {
    let receiver = Receiver::silent(&["500 Oops", "200 OK"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    client.companies().create("One").await.unwrap();
    receiver.wait_for(1).await;
    for active in [false, true] {
        set_active(&emulator, &id, active).await;
    }
    receiver.responses.add_permits(Semaphore::MAX_PERMITS);
    settled(&emulator).await;
    let errors = feed(&client, "getErrorFeed", &id).await;
    assert_eq!((errors.len(), &errors[0]["delivery_status"]), (1, &json!("failed")));
    emulator.advance(Duration::from_secs(60));
    client.companies().create("Two").await.unwrap();
    settled(&emulator).await;
    assert_eq!(receiver.names(), ["One", "Two"]);
}

#[tokio::test]
async fn slow_receiver_does_not_block_others() {
    let (slow, quick) = (Receiver::silent(&["200 OK"]).await, Receiver::start(&["200 OK"]).await);
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    for url in [&slow.url, &quick.url] {
        subscribe(&client, url, "company.created").await;
    }
    let names: Vec<String> = (1..=8).map(|number| format!("Company {number}")).collect();
    for name in &names {
        client.companies().create(name.as_str()).await.unwrap();
    }
    quick.wait_for(names.len()).await;
    assert_eq!(quick.names(), names);
    // Otherwise each of these would have waited.
    assert!(slow.deliveries().len() < names.len(), "{:?}", slow.names());
    slow.responses.add_permits(Semaphore::MAX_PERMITS);
    settled(&emulator).await;
    assert_eq!(slow.names(), names);
}

#[tokio::test]
async fn deliveries_of_a_subscription_are_sequential() {
    let receiver = Receiver::silent(&["200 OK"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    subscribe(&client, &receiver.url, "company.created").await;
    let names = ["One", "Two", "Three"];
    for name in names {
        client.companies().create(name).await.unwrap();
    }
    for count in 1..=names.len() {
        receiver.wait_for(count).await;
        // Time for another delivery to arrive, if there were one.
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(receiver.names(), names[..count]);
        receiver.responses.add_permits(1);
    }
    settled(&emulator).await;
    assert_eq!(receiver.names(), names);
}

#[tokio::test]
async fn deliveries_end_with_the_emulator() {
    let receiver = Receiver::silent(&["200 OK"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    for _ in 0..3 {
        subscribe(&client, &receiver.url, "company.created").await;
    }
    client.companies().create("One").await.unwrap();
    receiver.wait_for(3).await;
    drop(emulator);
    until(|| receiver.left.load(Ordering::SeqCst) == 3).await;
}

#[tokio::test]
async fn delivery_in_flight_is_ignored_after_a_reset() {
    let (before, after) = (Receiver::silent(&["200 OK"]).await, Receiver::start(&["200 OK"]).await);
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let ids = [subscribe(&client, &before.url, "company.created").await, {
        client.companies().create("Before").await.unwrap();
        before.wait_for(1).await;
        emulator.reset().unwrap();
        // The new workspace has the same ids.
        subscribe(&client, &after.url, "company.created").await
    }];
    assert_eq!(ids[0], ids[1]);
    client.companies().create("After").await.unwrap();
    before.responses.add_permits(Semaphore::MAX_PERMITS);
    settled(&emulator).await;
    assert_eq!(after.names(), ["After"]);
    let sent = feed(&client, "getSentFeed", &ids[1]).await;
    assert_eq!((sent.len(), &sent[0]["delivery_status"]), (1, &json!("delivered")));
}

#[tokio::test]
async fn delivery_in_flight_is_repeated_after_a_restore() {
    let receiver = Receiver::silent(&["410 Gone", "200 OK"]).await;
    let emulator = Emulator::start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    client.companies().create("One").await.unwrap();
    receiver.wait_for(1).await;
    emulator.restore(&emulator.snapshot());
    receiver.wait_for(2).await;
    receiver.responses.add_permits(Semaphore::MAX_PERMITS);
    settled(&emulator).await;
    assert_eq!(receiver.names(), ["One", "One"]);
    assert_eq!(feed(&client, "getSentFeed", &id).await[0]["delivery_status"], "delivered");
    let subscription = client.call("getSingleSubscription", json!({"subscriptionId": id})).await.unwrap();
    assert_eq!(subscription["active"], true);
}

#[tokio::test]
async fn delivery_result_is_written_to_the_state_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let receiver = Receiver::silent(&["410 Gone"]).await;
    let emulator = Emulator::builder().state_file(&path).start().await.unwrap();
    let client = emulator.client().build().unwrap();
    let id = subscribe(&client, &receiver.url, "company.created").await;
    client.companies().create("One").await.unwrap();
    receiver.wait_for(1).await;
    let contains = |text: &str| std::fs::read_to_string(&path).is_ok_and(|held| held.contains(text));
    until(|| contains("\"attempts\":1")).await;
    receiver.responses.add_permits(Semaphore::MAX_PERMITS);
    until(|| contains("\"active\":false")).await;
    // The state that another emulator finds if this one is killed now.
    let found = folder.path().join("found.json");
    std::fs::copy(&path, &found).unwrap();
    let next = Emulator::builder().state_file(&found).start().await.unwrap();
    settled(&next).await;
    let client = next.client().build().unwrap();
    assert_eq!(feed(&client, "getErrorFeed", &id).await[0]["http_request"]["response_status_code"], 410);
    assert_eq!(receiver.deliveries().len(), 1);
}
