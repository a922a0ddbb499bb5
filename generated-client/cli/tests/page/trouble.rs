//! What goes wrong on the page, and what must never happen there.

use crate::browser::{Browser, is_there};
use fantoccini::Locator;
use intercom_emulator::{Emulator, FaultRule};
use serde_json::Value;

/// A token that must be nowhere.
const CANARY: &str = "canary-token-51c0";

/// All that the page shows and keeps.
const EVERYTHING: &str = "return document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join() \
    + location.href + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie";

async fn faults(emulator: &Emulator, rules: &str) {
    for rule in FaultRule::parse_all(rules).unwrap() {
        emulator.add_fault(rule);
    }
}

async fn has_canary(page: &Browser) -> bool {
    page.run(EVERYTHING).await.as_str().unwrap().contains(CANARY)
}

#[tokio::test(flavor = "multi_thread")]
async fn field_that_the_api_rejects_is_marked() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    page.go("#getUsers?perPage=61").await;
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('422')").await;
    // The API calls it `per_page`.
    page.until("document.getElementById('getUsers-perPage').getAttribute('aria-invalid') === 'true'").await;
    assert!(page.text("#getUsers-perPage-problem").await.contains("at most 60"));
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn live_page_asks_before_it_changes_data() {
    if !is_there() {
        return;
    }
    let emulator = Emulator::start().await.unwrap();
    let page = Browser::live(&emulator.url(), CANARY).await;
    assert!(page.text("#--mode").await.contains("real"));
    page.go("#createTag?name=beta").await;
    page.click("#--send").await;
    page.until("document.getElementById('--confirm').open").await;
    assert!(page.text("#--confirm-text").await.contains("changes data of the real account"));
    page.click("#--confirm button[value=cancel]").await;
    page.until("!document.getElementById('--confirm').open").await;
    assert!(emulator.requests().is_empty());
    page.click("#--send").await;
    page.until("document.getElementById('--confirm').open").await;
    page.click("#--confirm button[value=send]").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    assert_eq!(emulator.take_requests().len(), 1);
    // What only reads is sent at once.
    page.go("#getAdmins").await;
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    assert!(!has_canary(&page).await);
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_call_can_be_cancelled() {
    if !is_there() {
        return;
    }
    let emulator = Emulator::start().await.unwrap();
    faults(&emulator, r#"[{"when":{"function":"getAdmins","call":1},"fault":{"delay":600000}}]"#).await;
    let page = Browser::live(&emulator.url(), CANARY).await;
    page.go("#getAdmins").await;
    page.click("#--send").await;
    page.until("!document.getElementById('--cancel').hidden").await;
    page.click("#--cancel").await;
    page.until("document.getElementById('--message').textContent.includes('Cancelled')").await;
    // The page goes on.
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn server_that_has_ended_is_named() {
    if !is_there() {
        return;
    }
    let mut page = Browser::start(1280).await;
    page.go("#getAdmins").await;
    page.stop_server();
    page.click("#--send").await;
    page.until(
        "document.getElementById('--message').textContent.includes('is the command that serves it still running?')",
    )
    .await;
    assert_eq!(page.run("return document.getElementById('--send').disabled").await, Value::Bool(false));
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_works_in_two_tabs() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    let first = page.client.window().await.unwrap();
    page.go("#createTag?name=one").await;
    let second = page.client.new_window(true).await.unwrap();
    page.client.switch_to_window(second.handle).await.unwrap();
    page.go("#createTag?name=two").await;
    for window in [first, page.client.window().await.unwrap()] {
        page.client.switch_to_window(window).await.unwrap();
        page.click("#--send").await;
        page.until("document.getElementById('--status').textContent.includes('200')").await;
    }
    page.end().await;
}

/// A token in an address, in a field that takes no credential, in a search.
#[tokio::test(flavor = "multi_thread")]
async fn token_that_somebody_pastes_is_in_no_snippet_or_storage() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    page.go(&format!("#createTag?accessToken={CANARY}&name=beta")).await;
    page.type_into("#createTag-name", "2").await;
    assert!(!has_canary(&page).await, "a credential of an address is dropped");
    page.go("#getAccessToken?clientId=a&code=c").await;
    page.type_into("#getAccessToken-clientSecret", CANARY).await;
    page.click("#--copy").await;
    let shown = "return document.getElementById('--request').textContent + document.getElementById('--snippet').textContent + location.href + JSON.stringify(localStorage)";
    let shown = page.run(shown).await;
    let shown = shown.as_str().unwrap();
    assert!(shown.contains("client_secret") && !shown.contains(CANARY), "{shown}");
    page.type_into("#--search", CANARY).await;
    page.client.refresh().await.unwrap();
    page.client.find(Locator::Css("#--search")).await.unwrap();
    assert!(!has_canary(&page).await, "a search is not kept");
    page.end().await;
}
