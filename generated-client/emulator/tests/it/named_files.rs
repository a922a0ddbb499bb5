//! Files that somebody names: a device, a pipe, a folder or an endless file is an error at once.

use intercom_emulator::{Emulator, FaultRule, Seed};
use std::path::{Path, PathBuf};

/// The errors of everything that reads a named file.
fn errors(path: &Path) -> [String; 3] {
    [
        Seed::read_file(path).unwrap_err().to_string(),
        FaultRule::read_file(path).unwrap_err().to_string(),
        Emulator::builder().state_file(path).without_socket().unwrap_err().to_string(),
    ]
}

/// Attack: `--data /dev/zero` never starts and never says so.
#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let link = folder.path().join("link");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let others = [PathBuf::from("/dev/zero"), PathBuf::from("/dev/null"), pipe, link, socket, folder.path().to_owned()];
    for path in others {
        for error in errors(&path) {
            assert!(error.contains("not a regular file"), "{}: {error}", path.display());
        }
        assert!(errors(&path)[0].starts_with(&format!("{}: ", path.display())));
    }
}

/// Attack: the same with a regular file without an end; here one that is only stated to be large.
#[test]
fn too_large_files_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large");
    std::fs::File::create(&path).unwrap().set_len(3 * 1024 * 1024 * 1024).unwrap();
    for error in errors(&path) {
        assert!(error.contains("the file is larger than"), "{error}");
    }
}

#[test]
fn seed_and_rules_are_read_from_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.yaml");
    std::fs::write(&path, "tags: [beta]").unwrap();
    Seed::read_file(&path).unwrap();
    assert!(FaultRule::read_file(&path).unwrap_err().to_string().contains("file.yaml: "));
    std::fs::write(&path, "fault: { status: 503 }").unwrap();
    assert_eq!(FaultRule::read_file(&path).unwrap().len(), 1);
    assert!(Seed::read_file(&path).unwrap_err().to_string().contains("file.yaml: "));
    std::fs::write(&path, b"\xff").unwrap();
    assert!(Seed::read_file(&path).unwrap_err().to_string().contains("file.yaml: the file is not UTF-8"));
}
