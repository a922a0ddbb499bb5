//! `FAULTS.md`: each case, what the client does, and the tests that show it. Made from the tests' names, so that no case is
//! without a test and no test is missing.
//!
//! After a change: `FAULTS=write cargo test -p intercom-client --test faults table`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Case, what goes wrong, what the client does.
const CASES: [(&str, &str); 35] = [
    ("The port is closed", "`is_connect()`; tried again for every method, within the deadline; names host and port"),
    ("The host has no address", "`is_connect()`; tried again; hints at base URL and region"),
    (
        "The server takes the request and stays silent",
        "each attempt times out, `is_timeout()`; repeated only where that does no harm, otherwise `may_have_been_processed()`",
    ),
    ("Reset before the request was read", "counts as sent unless it surely was not; then as 5"),
    (
        "Reset after the request",
        "`is_transport()`; repeated only where that does no harm, otherwise “the server may have acted”",
    ),
    ("End amid the headers", "as 5"),
    ("Body shorter than its length", "as 5, never a JSON error; status, headers and what came are kept"),
    ("Chunked body without its end", "as 7; a failure's status counts even if its body broke off"),
    ("Body that drips", "the call's deadline ends it, `is_timeout()`"),
    ("Open connection that the server has closed", "the next call does not notice"),
    (
        "A thousand calls at once while connections break",
        "no deadlock, no open files left; a shared budget keeps attempts below 1.2 × calls + 10",
    ),
    (
        "TLS: self-signed, expired, other host, plain HTTP",
        "`is_connect()`, not repeated, says why; a handshake that breaks off is tried again; two providers of cryptography do not clash",
    ),
    (
        "Redirect",
        "never followed, so the token goes nowhere and no POST becomes a GET; the error names the place without its query; \
         302 and 303 may follow work that is done, then `may_have_been_processed()`",
    ),
    (
        "Proxies of the environment",
        "used, except for `NO_PROXY` and loopback; one that cannot be read is an error of the set-up",
    ),
    (
        "Endless or huge answer",
        "cut at the cap (64 MiB unless set), kind `TooLarge`; memory stays bounded; compression is not asked for; \
         `may_have_been_processed()` where twice is not as good as once and the status is no refusal",
    ),
    (
        "Content encoding that nobody asked for",
        "`is_decode()` with the status and the body as it came; `may_have_been_processed()` as 15",
    ),
    (
        "Call dropped at any point",
        "no panic, no task left, its place in the limiter is given back; a walk goes on where its dropped step was",
    ),
    ("No runtime, another runtime, another thread", "a clear error without one; otherwise it works"),
    ("429 that says when", "one wait until then, up to a quarter longer; also for POST, since nothing was done"),
    (
        "`Retry-After` in odd forms",
        "read or ignored; never a wait beyond `max_wait` or the deadline, then `retry_at()` says when",
    ),
    ("429 that does not say when", "returned at once with the server's words"),
    ("A hundred calls refused at once", "they come back spread out"),
    ("408, 500, 502, 503, 504", "repeated where that does no harm, otherwise `may_have_been_processed()`"),
    ("504 as an HTML page", "status, body and request id are kept"),
    (
        "200 with HTML, nothing, `null` or half a body",
        "`is_decode()` with status 200 and the body; says where, never what; not repeated; `may_have_been_processed()` \
         where twice is not as good as once",
    ),
    ("Empty answers and unexpected bodies", "functions without a result take both; others call an empty answer empty"),
    (
        "401, 403, 404, 409, 422 and error bodies of any shape",
        "a predicate each; all errors kept; one line without control characters",
    ),
    ("Unknown values, nulls, numbers as text and text as numbers", "all decode; unknown values are kept byte for byte"),
    ("Times at the ends of numbers", "no overflow; what a clock cannot hold is `None`"),
    (
        "Deep JSON, broken text, keys given twice",
        "a decode error, no overflow of the stack; of keys the last one counts",
    ),
    (
        "Odd identifiers in paths",
        "one encoded segment each; those that no path can hold are refused before anything is sent",
    ),
    (
        "Line breaks and the like in token, headers, version, URL",
        "refused, and never echoed; so is a variable of the environment that is not UTF-8",
    ),
    ("Everything above, printed", "no token and no argument in errors, causes, `Debug` or logs at every level"),
    ("Lists that end oddly, break or never end", "see the tests' names; each counts the requests"),
    (
        "Clocks that jump or differ",
        "waits are reckoned by the server's clock and bounded; deadlines by one that never jumps",
    ),
];

/// The names of the tests of each case.
fn tests() -> BTreeMap<usize, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = ["faults", "."].map(|sub| fs::read_dir(folder.join(sub)).unwrap());
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for path in files.into_iter().flatten().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines() {
            let line = line.trim_start();
            let line = line.strip_prefix("async ").unwrap_or(line);
            let Some(name) = line.strip_prefix("fn case_").and_then(|rest| rest.split('(').next()) else { continue };
            let (number, name) = name.split_at(2);
            found.entry(number.parse().unwrap()).or_default().push(name.trim_start_matches('_').to_owned());
        }
    }
    for names in found.values_mut() {
        names.sort();
    }
    found
}

fn text() -> String {
    let tests = tests();
    let mut text = String::from(
        "<!-- Made by `FAULTS=write cargo test -p intercom-client --test faults table`; do not edit. -->\n\n\
         # When things go wrong\n\n\
         What the client does in thirty-five cases, and the tests that show it (`tests/faults`, `tests/schema_mutations.rs`).\n\n\
         | case | what goes wrong | what the client does | tests |\n|---|---|---|---|\n",
    );
    for (position, (wrong, does)) in CASES.iter().enumerate() {
        let number = position + 1;
        let names = tests.get(&number).unwrap_or_else(|| panic!("case {number} has no test"));
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        text.push_str(&format!("| {number} | {wrong} | {does} | {} |\n", names.join(", ")));
    }
    assert!(tests.keys().all(|number| (1..=CASES.len()).contains(number)), "a test of a case that is not listed");
    text
}

#[test]
fn the_table_of_faults_is_complete_and_in_step_with_the_tests() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("FAULTS.md");
    let fresh = text();
    if std::env::var_os("FAULTS").is_some_and(|word| word == "write") {
        fs::write(&path, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == fresh, "FAULTS.md is stale; write it with FAULTS=write. It should be:\n{fresh}");
}
