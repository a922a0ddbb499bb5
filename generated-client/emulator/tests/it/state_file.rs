//! The state file: read, written as the workspace changes, and left unchanged if it contains something else.

use crate::raw_http;
use intercom_client::{Client, Value, json};
use intercom_emulator::{Clock, Emulator, EmulatorBuilder, Settings};
use std::path::Path;
use std::time::Duration;

fn keeping(path: &Path) -> EmulatorBuilder {
    Emulator::builder().state_file(path)
}

#[tokio::test]
async fn workspace_is_read_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let first = keeping(&path).start().await.unwrap();
    let client = first.client().build().unwrap();
    let made = client.users().create_by_email("ines@kiln.example").await.unwrap();
    let tag = client.tags().create("beta").await.unwrap();
    drop(first);
    let second = keeping(&path).without_socket().unwrap();
    let client = second.client().build().unwrap();
    let user = client.users().list().send_page().await.unwrap().users[0].clone();
    assert_eq!(user.id, made.id);
    // Ids continue where they were.
    let next = client.tags().create("gamma").await.unwrap();
    assert_ne!(next.id, tag.id);
    assert_eq!(names(folder.path()), [".state.json.lock", "state.json"], "nothing else is left beside it");
}

#[tokio::test]
async fn changes_are_written_automatically() {
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
async fn case_42_invalid_state_file_is_rejected_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let valid = {
        let emulator = keeping(&path).start().await.unwrap();
        emulator.save().unwrap();
        std::fs::read(&path).unwrap()
    };
    let duplicate = String::from_utf8(valid.clone()).unwrap().replace("\"1002\"", "\"1001\"");
    for bytes in [&b""[..], b"{", b"hello", b"\xff\xfe", &valid[..valid.len() / 2], duplicate.as_bytes()] {
        std::fs::write(&path, bytes).unwrap();
        let error = keeping(&path).start().await.unwrap_err();
        assert!(error.to_string().contains("state.json is not a state file of the emulator"), "{error}");
        assert!(error.to_string().contains("the file is unchanged"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}

#[tokio::test]
async fn case_42_folder_as_state_file_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inner");
    std::fs::create_dir(&path).unwrap();
    for path in [path.clone(), path.join("..")] {
        let error = keeping(&path).start().await.unwrap_err();
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
    assert_eq!(names(folder.path()), ["inner"]);
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn format_is_written_and_other_formats_are_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    drop(keeping(&path).start().await.unwrap());
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.starts_with("{\"format\":1,"), "{written}");
    let with = |begin: &str| written.replacen("{\"format\":1,", begin, 1);
    for (begin, texts) in [
        ("{\"format\":2,\"later\":[],", "its format is 2; this emulator reads only 1"),
        ("{\"format\":\"1\",", "its format is \"1\"; this emulator reads only 1"),
        ("{\"later\":[],", "unknown field `later`"),
    ] {
        std::fs::write(&path, with(begin)).unwrap();
        let error = keeping(&path).start().await.unwrap_err();
        assert!(error.to_string().contains(texts) && error.to_string().contains("the file is unchanged"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), with(begin));
    }
    // A file without a format, as written by earlier versions.
    std::fs::write(&path, with("{")).unwrap();
    drop(keeping(&path).start().await.unwrap());
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("{\"format\":1,"));
}

#[tokio::test]
async fn restored_state_must_have_the_same_format() {
    let emulator = Emulator::start().await.unwrap();
    let state = raw_http::send(&emulator, "GET", "/__emulator/state", "").await.json();
    assert_eq!(state["format"], 1);
    let put = async |key: &str, value: Value| {
        let mut state = state.clone();
        state[key] = value;
        raw_http::send(&emulator, "PUT", "/__emulator/state", &state.to_string()).await
    };
    assert_eq!(put("format", json!(1)).await.status, 200);
    for (key, value) in [("format", json!(2)), ("later", json!([]))] {
        let (_, message, _) = put(key, value).await.error(400);
        assert!(message.contains("format is 2") || message.contains("unknown field `later`"), "{message}");
    }
}

#[tokio::test]
async fn unwritable_path_is_rejected_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("state.json");
    let error = keeping(&path).start().await.unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
    assert!(!path.exists());
}

#[tokio::test]
async fn failed_write_keeps_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = keeping(&path).start().await.unwrap();
    let old = std::fs::read(&path).unwrap();
    emulator.client().build().unwrap().tags().create("beta").await.unwrap();
    // A folder is in the place of the file.
    let moved = folder.path().join("moved.json");
    std::fs::rename(&path, &moved).unwrap();
    std::fs::create_dir(&path).unwrap();
    let error = emulator.save().unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
    assert_eq!(std::fs::read(&moved).unwrap(), old);
    assert_eq!(names(folder.path()), [".state.json.lock", "moved.json", "state.json"], "no temporary file is left");
}

#[tokio::test]
async fn state_file_is_locked_by_one_emulator() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let first = keeping(&path).start().await.unwrap();
    let error = keeping(&path).start().await.unwrap_err();
    assert!(error.to_string().ends_with("state.json is in use by another emulator"), "{error}");
    drop(first);
    // The lock file is still there, but not locked.
    keeping(&path).start().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn symbolic_link_is_followed_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (path, links) = (folder.path().join("state.json"), folder.path().join("links"));
    std::fs::create_dir(&links).unwrap();
    let (near, far) = (links.join("near.json"), links.join("far.json"));
    std::os::unix::fs::symlink("../state.json", &near).unwrap();
    std::os::unix::fs::symlink(&near, &far).unwrap();
    // The target of the links does not exist yet.
    for (one, other) in [(&far, &path), (&path, &near), (&near, &far)] {
        let first = keeping(one).start().await.unwrap();
        let error = keeping(other).start().await.unwrap_err();
        assert!(error.to_string().ends_with("is in use by another emulator"), "{error}");
        assert!(error.to_string().contains(other.to_str().unwrap()), "{error}");
        first.client().build().unwrap().tags().create("beta").await.unwrap();
        drop(first);
        assert!(std::fs::read_to_string(&path).unwrap().contains("beta"));
    }
    assert_eq!(names(folder.path()), [".state.json.lock", "links", "state.json"]);
    assert!([&near, &far].iter().all(|link| link.is_symlink()));
    // A circle of links is an error.
    std::fs::remove_file(&near).unwrap();
    std::os::unix::fs::symlink("far.json", &near).unwrap();
    let error = keeping(&near).start().await.unwrap_err();
    assert!(error.to_string().contains("too many symbolic links"), "{error}");
}

#[tokio::test]
async fn fixed_clock_continues_where_it_was() {
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
async fn running_clock_does_not_go_back() {
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
async fn state_file_does_not_contain_the_set_token() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let status = async |emulator: &Emulator, token: &str| {
        let client = Client::builder().transport(emulator.transport()).base_url(emulator.url()).access_token(token);
        client.build().unwrap().call("getAdmins", json!({})).await.map_or_else(|error| error.status(), |_| None)
    };
    let error = Some(401);
    drop(keeping(&path).without_socket().unwrap());
    let pinned = keeping(&path).settings(Settings::default().token("first")).without_socket().unwrap();
    assert_eq!((status(&pinned, "first").await, status(&pinned, "other").await), (None, error));
    // Restoring another workspace does not change it.
    pinned.restore(&Emulator::in_process().snapshot());
    assert_eq!((status(&pinned, "first").await, status(&pinned, "other").await), (None, error));
    assert!(pinned.client().build().unwrap().call("getAdmins", json!({})).await.is_ok());
    pinned.save().unwrap();
    drop(pinned);
    let open = keeping(&path).without_socket().unwrap();
    assert_eq!((status(&open, "first").await, status(&open, "other").await), (None, None));
}
