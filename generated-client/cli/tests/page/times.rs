//! How long the page takes to be there and to search: printed for `cargo xtask bench page`, which asks for several visits and
//! names other pages. Nothing here fails because a machine is slow.

use crate::browser::{Browser, is_there};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What somebody types, key by key, with typos and several parts; the list is laid out after each key.
const SEARCH: &str = "const input = document.getElementById('--search'); const times = []; \
    for (const query of ['create user by emial', 'conversatoin', 'tag companies']) for (let end = 1; end <= query.length; end++) { \
    input.value = query.slice(0, end); const start = performance.now(); input.oninput(); document.body.getBoundingClientRect(); \
    times.push(performance.now() - start); } return times;";

/// The pages of the client, and those that the bench names: a line `name=file` for each.
fn pages() -> Vec<(String, PathBuf)> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").canonicalize().unwrap();
    let own = [("1.x", docs.join("index.html")), ("2.x", docs.join("v2/index.html"))];
    let others = std::env::var("BENCH_PAGES").unwrap_or_default();
    let others = others.lines().map(|line| line.split_once('=').unwrap());
    let own = own.into_iter().map(|(name, path)| (name.to_owned(), path));
    own.chain(others.map(|(name, path)| (name.to_owned(), path.into()))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn times_of_each_page_are_printed() {
    if !is_there() {
        return;
    }
    let visits: usize = std::env::var("BENCH_VISITS").map_or(1, |visits| visits.parse().unwrap());
    for (name, path) in pages() {
        let (mut paints, mut keys, mut functions) = (Vec::new(), Vec::new(), Value::Null);
        for _ in 0..visits {
            let page = Browser::of_file(&path, 1280).await;
            page.until("performance.getEntriesByName('first-paint').length").await;
            paints.push(page.run("return performance.getEntriesByName('first-paint')[0].startTime").await);
            functions = page.run("return document.querySelectorAll('section.function').length").await;
            if functions != 0 {
                keys.push(page.run(SEARCH).await);
            }
            page.end().await;
        }
        println!("page-times {}", json!({ "page": name, "functions": functions, "first_paint": paints, "keys": keys }));
        assert!(
            keys.iter().all(|times: &Value| times.as_array().is_some_and(|times| !times.is_empty())),
            "{name}: {keys:?}"
        );
    }
}
