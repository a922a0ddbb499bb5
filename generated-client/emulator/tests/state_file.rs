//! The workspace in a file: taken up, written as it changes, and left alone when it is something else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use intercom_client::Client;
use intercom_emulator::{Clock, Emulator, EmulatorBuilder, Settings};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

fn keeping(path: &Path) -> EmulatorBuilder {
    Emulator::builder().state_file(path)
}

#[tokio::test]
async fn what_was_made_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let first = keeping(&path).start().await.unwrap();
    let client = first.client().build().unwrap();
    let made = client.users().create_by_email("ines@kiln.example").await.unwrap();
    let tag = client.tags().create("beta").await.unwrap();
    drop(first);
    let second = keeping(&path).without_socket().unwrap();
    let client = second.client().build().unwrap();
    let user = client.users().list().page().await.unwrap().users[0].clone();
    assert_eq!(user.id, made.id);
    // Ids go on where they were.
    let next = client.tags().create("gamma").await.unwrap();
    assert_ne!(next.id, tag.id);
    let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, [".state.json.lock", "state.json"], "nothing else is left beside it");
}

#[tokio::test]
async fn changes_are_written_without_being_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = keeping(&path).start().await.unwrap();
    emulator.client().build().unwrap().tags().create("beta").await.unwrap();
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if std::fs::read_to_string(&path).is_ok_and(|text| text.contains("beta")) {
            return;
        }
    }
    panic!("the change was not written within 5 seconds");
}

#[tokio::test]
async fn case_42_what_is_no_state_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let whole = {
        let emulator = keeping(&path).start().await.unwrap();
        emulator.save().unwrap();
        std::fs::read(&path).unwrap()
    };
    let twice = String::from_utf8(whole.clone()).unwrap().replace("\"1002\"", "\"1001\"");
    for bytes in [&b""[..], b"{", b"hello", b"\xff\xfe", &whole[..whole.len() / 2], twice.as_bytes()] {
        std::fs::write(&path, bytes).unwrap();
        let error = keeping(&path).start().await.unwrap_err();
        assert!(error.to_string().contains("state.json is no state of an emulator"), "{error}");
        assert!(error.to_string().contains("left as it is"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    let folder_in_its_place = keeping(folder.path()).start().await.unwrap_err();
    assert!(!folder_in_its_place.to_string().is_empty());
}

#[tokio::test]
async fn a_place_that_cannot_be_written_to_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("state.json");
    let error = keeping(&path).start().await.unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
    assert!(!path.exists());
}

#[tokio::test]
async fn a_write_that_fails_keeps_the_old_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = keeping(&path).start().await.unwrap();
    let old = std::fs::read(&path).unwrap();
    // A folder stands where the new state would be written.
    std::fs::create_dir(folder.path().join(".state.json.tmp")).unwrap();
    emulator.client().build().unwrap().tags().create("beta").await.unwrap();
    let error = emulator.save().unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), old);
}

#[tokio::test]
async fn a_file_belongs_to_one_emulator_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let first = keeping(&path).start().await.unwrap();
    let error = keeping(&path).start().await.unwrap_err();
    assert!(error.to_string().ends_with("state.json is in use by another emulator"), "{error}");
    drop(first);
    // The lock's file is still there, and nobody holds it.
    keeping(&path).start().await.unwrap();
}

#[tokio::test]
async fn a_clock_that_stands_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let first = keeping(&path).start().await.unwrap();
    first.advance(Duration::from_secs(1_000));
    let now = first.now();
    drop(first);
    let second = keeping(&path).start().await.unwrap();
    assert_eq!(second.now(), now);
    second.reset().unwrap();
    assert_eq!(second.now(), now - 1_000, "a reset goes back to the beginning");
}

#[tokio::test]
async fn a_clock_that_runs_does_not_go_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let running = || keeping(&path).settings(Settings::default().clock(Clock::RunningFrom(1_539_604_800)));
    let first = running().without_socket().unwrap();
    first.advance(Duration::from_secs(864_000));
    let now = first.now();
    first.save().unwrap();
    drop(first);
    assert!(running().without_socket().unwrap().now() >= now);
}

#[tokio::test]
async fn the_token_that_is_taken_belongs_to_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let status = async |emulator: &Emulator, token: &str| {
        let client = Client::builder().transport(emulator.transport()).base_url(emulator.url()).access_token(token);
        client.build().unwrap().call("getAdmins", json!({})).await.map_or_else(|error| error.status(), |_| None)
    };
    let refused = Some(401);
    drop(keeping(&path).without_socket().unwrap());
    let pinned = keeping(&path).settings(Settings::default().token("first")).without_socket().unwrap();
    assert_eq!((status(&pinned, "first").await, status(&pinned, "other").await), (None, refused));
    // A workspace from elsewhere does not change it.
    pinned.restore(&Emulator::in_process().snapshot());
    assert_eq!((status(&pinned, "first").await, status(&pinned, "other").await), (None, refused));
    assert!(pinned.client().build().unwrap().call("getAdmins", json!({})).await.is_ok());
    pinned.save().unwrap();
    drop(pinned);
    let open = keeping(&path).without_socket().unwrap();
    assert_eq!((status(&open, "first").await, status(&open, "other").await), (None, None));
}
