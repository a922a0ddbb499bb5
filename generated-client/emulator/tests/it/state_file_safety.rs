//! The state file is private, touches no file of others, and with `durable` contains each change before its response.

use crate::raw_http;
use intercom_emulator::{Emulator, EmulatorBuilder, Settings};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::path::Path;

fn keeping(path: &Path) -> EmulatorBuilder {
    Emulator::builder().state_file(path)
}

fn durable(path: &Path) -> EmulatorBuilder {
    keeping(path).settings(Settings::default().durable())
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Attack: the state file contains `hub_secret` and is readable by all, also if its owner had restricted it.
#[cfg(unix)]
#[tokio::test]
async fn new_state_file_is_private_and_an_old_mode_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = keeping(&path).start().await.unwrap();
    assert_eq!((mode(&path), mode(&folder.path().join(".state.json.lock"))), (0o600, 0o600));
    for chosen in [0o600, 0o400, 0o640, 0o644] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(chosen)).unwrap();
        emulator.save().unwrap();
        assert_eq!(mode(&path), chosen, "{chosen:o}");
    }
    drop(emulator);
    assert_eq!(mode(&path), 0o644);
}

/// Attack: the temporary name is predictable; a link there is followed, a file of somebody's is overwritten.
#[cfg(unix)]
#[tokio::test]
async fn files_of_others_beside_the_state_file_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (path, victim) = (folder.path().join("state.json"), folder.path().join("victim"));
    std::fs::write(&victim, "mine").unwrap();
    for name in [".state.json.tmp", "state.json.tmp", ".state.json..tmp"] {
        std::os::unix::fs::symlink(&victim, folder.path().join(name)).unwrap();
    }
    // The lock file is locked, not written.
    std::fs::write(folder.path().join(".state.json.lock"), "also mine").unwrap();
    let emulator = keeping(&path).start().await.unwrap();
    emulator.client().build().unwrap().tags().create("beta").await.unwrap();
    emulator.save().unwrap();
    drop(emulator);
    assert!(std::fs::read_to_string(&path).unwrap().contains("beta"));
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "mine");
    assert_eq!(std::fs::read_to_string(folder.path().join(".state.json.lock")).unwrap(), "also mine");
    assert!(folder.path().join(".state.json.tmp").is_symlink());
}

#[cfg(unix)]
#[tokio::test]
async fn link_in_place_of_the_lock_file_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let (path, lock) = (folder.path().join("state.json"), folder.path().join(".state.json.lock"));
    let victim = folder.path().join("victim");
    // To a file that exists, and to one that does not.
    for exists in [true, false] {
        if exists {
            std::fs::write(&victim, "mine").unwrap()
        } else {
            std::fs::remove_file(&victim).unwrap()
        }
        std::os::unix::fs::symlink(&victim, &lock).unwrap();
        let error = keeping(&path).start().await.unwrap_err();
        assert!(error.to_string().contains(".state.json.lock is a link or not a regular file; remove it"), "{error}");
        assert_eq!(victim.exists(), exists);
        std::fs::remove_file(&lock).unwrap();
    }
    assert!(!path.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn link_that_replaces_the_state_file_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (path, victim) = (folder.path().join("state.json"), folder.path().join("victim"));
    std::fs::write(&victim, "mine").unwrap();
    let emulator = keeping(&path).start().await.unwrap();
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&victim, &path).unwrap();
    emulator.save().unwrap();
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "mine");
    assert!(path.is_file() && !path.is_symlink());
}

/// Attack: a kill loses more than documented. With `durable`, the file contains each change before its response.
#[tokio::test]
async fn durable_change_is_on_disk_before_the_response() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = durable(&path).start().await.unwrap();
    let stored = || serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap()).unwrap();
    let client = emulator.client().build().unwrap();
    for number in 0..20 {
        let name = format!("tag-{number}");
        client.tags().create(&name).await.unwrap();
        assert_eq!(stored()["tags"][number]["name"], name);
    }
    // Each of several concurrent changes, though they share writes.
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (client, path) = (client.clone(), path.clone());
        calls.spawn(async move {
            let name = format!("parallel-{number}-");
            client.tags().create(&name).await.unwrap();
            assert!(std::fs::read_to_string(&path).unwrap().contains(&name));
        });
    }
    calls.join_all().await;
    // Changes by control requests too.
    raw_http::send(&emulator, "POST", "/__emulator/seed", "tags: [seeded]").await;
    assert!(stored().to_string().contains("seeded"));
    raw_http::send(&emulator, "POST", "/__emulator/reset", "").await;
    assert_eq!(stored()["tags"], json!([]));
    drop(emulator);
    // Without a socket.
    let emulator = durable(&path).without_socket().unwrap();
    emulator.client().build().unwrap().tags().create("inside").await.unwrap();
    assert_eq!(stored()["tags"][0]["name"], "inside");
}

#[tokio::test]
async fn durable_change_that_cannot_be_written_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let emulator = durable(&path).start().await.unwrap();
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let (code, message, _) = raw_http::send(&emulator, "POST", "/tags", r#"{"name":"beta"}"#).await.error(500);
    assert_eq!(code, "server_error");
    assert!(message.contains("the request was processed, but its change is not on disk: "), "{message}");
    std::fs::remove_dir(&path).unwrap();
    assert_eq!(raw_http::send(&emulator, "GET", "/tags", "").await.status, 200);
    assert!(std::fs::read_to_string(&path).unwrap().contains("beta"));
}

#[test]
fn durable_without_a_state_file_is_rejected() {
    let error = Emulator::builder().settings(Settings::default().durable()).without_socket().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("a durable emulator needs a state file"), "{error}");
}
