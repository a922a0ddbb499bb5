//! The workspace in a file: taken up, written as it changes, and left alone when it is something else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use intercom_emulator::{Emulator, EmulatorBuilder};
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
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
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

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_cannot_be_written_keeps_the_old_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("state.json");
    let emulator = keeping(&path).start().await.unwrap();
    emulator.client().build().unwrap().tags().create("beta").await.unwrap();
    let error = emulator.save().unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
    assert!(!path.exists());
}
