//! What somebody does on the page.

use crate::browser::{Browser, is_there};
use fantoccini::key::Key;
use serde_json::Value;
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn first_minute_leads_from_search_to_snippet() {
    if !is_there() {
        return;
    }
    for (width, theme) in [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")] {
        let page = Browser::start(width).await;
        page.run(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        page.type_into("#--search", "creat tga").await;
        page.until("document.querySelector('#--results a')").await;
        page.picture(&format!("search-{theme}-{width}")).await;
        page.click("#--results a[href='#createTag']").await;
        page.until("document.getElementById('createTag').classList.contains('current')").await;
        page.type_into("#createTag-name", "beta").await;
        assert!(page.text("#--request").await.contains("\"name\": \"beta\""));
        page.click("#--send").await;
        page.until("document.getElementById('--status').textContent.includes('200')").await;
        assert!(page.text("#--body").await.contains("beta"));
        page.picture(&format!("response-{theme}-{width}")).await;
        page.run(
            "const l = document.getElementById('--language'); l.value = 'python'; l.dispatchEvent(new Event('change'))",
        )
        .await;
        assert!(page.text("#--snippet").await.contains("json={\"name\": \"beta\"}"));
        page.run("document.getElementById('--snippet-title').scrollIntoView()").await;
        page.click("#--copy").await;
        page.until("document.getElementById('--copy').textContent === 'Copied'").await;
        page.picture(&format!("snippet-{theme}-{width}")).await;
        let wide = page.run("return document.documentElement.scrollWidth").await;
        assert!(wide.as_u64().unwrap() <= u64::from(width), "{wide} > {width}");
        page.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_language_is_copied() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    page.go("#createTag?name=it's%20%22beta%22").await;
    let languages =
        page.run("return [...document.querySelectorAll('#--language option')].map((one) => one.value)").await;
    let languages = languages.as_array().unwrap().clone();
    assert_eq!(languages.len(), 9);
    for language in languages {
        let language = language.as_str().unwrap();
        page.run(&format!("const l = document.getElementById('--language'); l.value = '{language}'; l.dispatchEvent(new Event('change'))")).await;
        page.run(
            "window.copied = undefined; navigator.clipboard.writeText = async (text) => { window.copied = text; }",
        )
        .await;
        page.click("#--copy").await;
        page.until("window.copied !== undefined").await;
        let copied = page.run("return window.copied").await;
        let shown = page.run("return document.getElementById('--snippet').textContent").await;
        assert_eq!(copied, shown);
        let text = copied.as_str().unwrap();
        assert!(
            text.contains("beta") && text.contains("createTag") || text.contains("/tags") || text.contains("tags()"),
            "{text}"
        );
        assert!(language.starts_with("rust") || text.contains("INTERCOM_ACCESS_TOKEN"), "{text}");
    }
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_shown_where_they_belong() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    // A call that fails.
    page.go("#deleteTag?tagId=nobody").await;
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('404')").await;
    assert!(page.text("#--message").await.contains("404"));
    // What is missing.
    page.go("#createTag").await;
    page.click("#--send").await;
    page.until("document.getElementById('createTag-name').getAttribute('aria-invalid') === 'true'").await;
    assert_eq!(page.run("return document.activeElement.id").await, "createTag-name");
    // JSON as it is typed.
    page.go("#createUserByEmail").await;
    page.type_into("#createUserByEmail-customAttributes", "{ \"seats\": }").await;
    page.until(
        "document.getElementById('createUserByEmail-customAttributes-problem').textContent.includes('line 1, column 12')",
    )
    .await;
    // Markup is text.
    page.go("#createTag?name=%3Cimg%20src%3Dx%20onerror%3D%22window.hit%3D1%22%3E%3C%2Fscript%3E").await;
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    assert_eq!(
        page.run("return [window.hit ?? null, document.querySelectorAll('#--body img').length]").await,
        serde_json::json!([null, 0])
    );
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn next_page_fills_the_form() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    page.go("#createUserByEmail?email=second@kiln.example").await;
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    page.go("#getUsers?perPage=1").await;
    page.click("#--send").await;
    page.until("!document.getElementById('--next').hidden").await;
    page.click("#--next").await;
    page.until("location.hash.includes('page=2')").await;
    page.click("#--send").await;
    page.until("document.querySelectorAll('#--history li').length === 2").await;
    assert!(page.text("#--status").await.contains("200"));
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_open_a_filled_form_and_never_hold_a_secret() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    page.go("#createTag?name=beta&~language=go").await;
    assert_eq!(
        page.run(
            "return [document.getElementById('createTag-name').value, document.getElementById('--language').value]"
        )
        .await,
        serde_json::json!(["beta", "go"])
    );
    page.go("#createTag/name").await;
    assert_eq!(page.run("return document.activeElement.id").await, "createTag-name");
    page.go("#getAccessToken?clientSecret=leak").await;
    page.type_into("#getAccessToken-clientSecret", "hush-hush").await;
    let hash = page.run("return location.hash + JSON.stringify(localStorage)").await;
    assert!(!hash.as_str().unwrap().contains("hush"), "{hash}");
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_makes_a_call() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    page.press("/").await;
    assert_eq!(page.run("return document.activeElement.id").await, "--search");
    page.press("createTag").await;
    page.press_key(Key::Down).await;
    page.press_key(Key::Enter).await;
    page.until("document.getElementById('createTag').classList.contains('current')").await;
    let mut steps = 0;
    while page.run("return document.activeElement.id").await != "createTag-name" {
        page.press_key(Key::Tab).await;
        steps += 1;
        assert!(steps < 30, "the field is never reached");
    }
    page.press("beta").await;
    page.press(&format!("{}{}", char::from(Key::Control), char::from(Key::Enter))).await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn file_shows_the_examples_and_says_so() {
    if !is_there() {
        return;
    }
    let page = Browser::file(1280).await;
    assert!(page.text("#--mode").await.contains("Nothing is sent"));
    page.go("#createTag?name=beta").await;
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    assert!(page.text("#--message").await.contains("Nothing was sent"));
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_is_readable_without_scripts() {
    if !is_there() {
        return;
    }
    let page = Browser::without_scripts(1280).await;
    let text = page.text("main").await;
    assert!(text.contains("Without scripts this page is a reference"), "{text}");
    for what in ["What calls are given", "The name of the tag.", "Authorization: Bearer"] {
        assert!(text.contains(what), "{what}");
    }
    page.click("#createTag details summary").await;
    assert!(page.text("#createTag").await.contains("curl -X POST"));
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_of_2_x_sends_calls_too() {
    if !is_there() {
        return;
    }
    let page = Browser::of_api("v2", 1280).await;
    page.type_into("#--search", "create contcat").await;
    page.until("document.querySelector('#--results a[href=\"#CreateContact\"]')").await;
    page.click("#--results a[href='#CreateContact']").await;
    page.type_into("#CreateContact-email", "ines@kiln.example").await;
    assert!(page.text("#--request").await.contains("Intercom-Version: 2.16"));
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    assert!(page.text("#--body").await.contains("contact"));
    page.end().await;
}

/// `AXE` names the file `axe.min.js` of axe-core; `.ci/run page` installs it.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing() {
    if !is_there() {
        return;
    }
    let Some(path) = std::env::var_os("AXE") else {
        assert!(std::env::var_os("NEEDS_CHROMIUM").is_none(), "AXE does not name axe-core");
        eprintln!("skipped: AXE does not name axe-core");
        return;
    };
    let axe = std::fs::read_to_string(path).unwrap();
    let (v1, v2) = (("v1", "#createUserByEmail?email=a@b.example"), ("v2", "#CreateContact?email=a@b.example"));
    let visits = [(v1, 1280, "light"), (v1, 1280, "dark"), (v1, 320, "light"), (v2, 1280, "light"), (v2, 320, "dark")];
    for ((api, fragment), width, theme) in visits {
        let page = Browser::of_api(api, width).await;
        page.go(fragment).await;
        page.run(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        page.click("#--send").await;
        page.until("document.getElementById('--status').textContent !== ''").await;
        page.run(&axe).await;
        page.run("window.found = undefined; axe.run(document).then((result) => { window.found = result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 4).join(' ; ')}`); })").await;
        page.until("window.found !== undefined").await;
        assert_eq!(page.run("return window.found").await, Value::Array(Vec::new()), "{api} {width} {theme}");
        page.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_control_makes_its_part_of_the_request() {
    if !is_there() {
        return;
    }
    let page = Browser::start(1280).await;
    // What a person types and picks; the picker of a time takes keys of its own, so its value is set as it would set it.
    page.go("#createUserByEmail?email=ines@kiln.example").await;
    page.run(
        "const time = document.getElementById('createUserByEmail-lastRequestAt'); time.value = '2018-09-28T10:20:00'; \
         time.dispatchEvent(new Event('input', { bubbles: true })); \
         const flag = document.getElementById('createUserByEmail-newSession'); flag.value = 'true'; \
         flag.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await;
    page.type_into("#createUserByEmail-customAttributes", r#"{"seats": 3}"#).await;
    page.until("document.getElementById('--request').textContent.includes('seats')").await;
    let request = page.text("#--request").await;
    for part in ["\"last_request_at\": 1538130000", "\"new_session\": true", "\"seats\": 3"] {
        assert!(request.contains(part), "{part}: {request}");
    }
    // A selector and its value are one control.
    page.go("#getSingleUser").await;
    page.run(
        "const kind = document.getElementById('getSingleUser-userIdType'); kind.value = 'email'; \
         kind.dispatchEvent(new Event('change', { bubbles: true }))",
    )
    .await;
    page.type_into("#getSingleUser-userId", "ines@kiln.example").await;
    assert_eq!(page.run("return document.querySelectorAll('.function.current .pair').length").await, 1);
    page.until("/users[?]email=ines/.test(document.getElementById('--request').textContent)").await;
    // Rows come and go, and no two have one id.
    page.go("#replyToUserComment").await;
    let (add, rows) = ("[aria-label=attachmentUrls] > button", "#replyToUserComment-attachmentUrls");
    page.type_into(rows, "https://a.example/1.png").await;
    page.click(add).await;
    page.type_into(&format!("{rows}-1"), "https://a.example/2.png").await;
    page.click("[aria-label=attachmentUrls] .row button").await;
    page.click(add).await;
    assert_eq!(
        page.run(
            "const ids = [...document.querySelectorAll('.function.current .row input')].map((input) => input.id); \
             return [ids.length, new Set(ids).size]"
        )
        .await,
        serde_json::json!([2, 2])
    );
    let request = page.text("#--request").await;
    assert!(request.contains("2.png") && !request.contains("1.png"), "{request}");
    page.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_of_another_api_works_too() {
    if !is_there() {
        return;
    }
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codegen/tests/library/client/docs/index.html");
    let page = Browser::of_file(&library, 1280).await;
    page.until("!document.getElementById('--find').hidden").await;
    page.type_into("#--search", "supplies").await;
    page.until("document.querySelectorAll('#--results a').length > 0").await;
    page.press_key(Key::Enter).await;
    page.until("location.hash.startsWith('#orderSupplies')").await;
    page.go("#orderSupplies?kind=ink&tags=%5B%22a%22%5D").await;
    page.until("document.getElementById('--request').textContent.includes('kind=ink&tags=a')").await;
    page.click("#--send").await;
    page.until("document.getElementById('--status').textContent.includes('200')").await;
    assert!(page.text("#--message").await.contains("Nothing was sent"));
    assert!(page.text("#--body").await.contains("ordered"));
    page.end().await;
}
