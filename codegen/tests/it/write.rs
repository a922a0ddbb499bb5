//! Writing: compare first, all or nothing; stale files are removed by the manifest, and no others.

use codegen::write::{Change, Drift, MANIFEST, Step, write_observed};
use codegen::{OutputFile, write};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn files(texts: &[(&str, &str)]) -> Vec<OutputFile> {
    texts.iter().map(|(path, text)| OutputFile { path: (*path).to_owned(), text: (*text).to_owned() }).collect()
}

fn old() -> Vec<OutputFile> {
    files(&[("src/a.rs", "a1\n"), ("src/b.rs", "b1\n"), ("src/old/c.rs", "c1\n"), ("docs/d.md", "d1\n")])
}

fn new() -> Vec<OutputFile> {
    files(&[("src/a.rs", "a2\n"), ("src/b.rs", "b1\n"), ("docs/d.md", "d2\n"), ("docs/e.md", "e2\n")])
}

/// The files below a folder, but for the staging folder.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with(".regen") {
                    folders.push(path);
                }
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn tree_of(files: &[OutputFile]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files).unwrap();
    tree(folder.path())
}

#[test]
fn second_write_changes_no_file_and_no_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = write(folder.path(), &old()).unwrap();
    assert_eq!(first.changed.len(), 4);
    let time = fs::metadata(folder.path().join("src/a.rs")).unwrap().modified().unwrap();
    let second = write(folder.path(), &old()).unwrap();
    assert_eq!((second.changed.len(), second.removed.len(), second.unchanged), (0, 0, 4));
    assert_eq!(fs::metadata(folder.path().join("src/a.rs")).unwrap().modified().unwrap(), time);
    assert!(Drift::find(folder.path(), &old()).unwrap().is_empty());
}

#[test]
fn only_stale_files_of_the_manifest_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &old()).unwrap();
    fs::write(folder.path().join("src/by_hand.rs"), "mine").unwrap();
    fs::write(folder.path().join("secret.txt"), "mine").unwrap();
    let written = write(folder.path(), &new()).unwrap();
    assert_eq!(written.removed, ["src/old/c.rs"]);
    assert_eq!(written.unchanged, 1);
    assert!(!folder.path().join("src/old").exists(), "an emptied folder is removed too");
    let mut expected = tree_of(&new());
    expected.insert("src/by_hand.rs".to_owned(), "mine".to_owned());
    expected.insert("secret.txt".to_owned(), "mine".to_owned());
    assert_eq!(tree(folder.path()), expected);
}

#[test]
fn manifest_with_outside_paths_removes_none_of_them() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("client");
    write(&folder, &old()).unwrap();
    fs::write(outer.path().join("precious"), "mine").unwrap();
    let absolute = outer.path().join("precious").to_string_lossy().into_owned();
    let known = fs::read_to_string(folder.join(MANIFEST)).unwrap();
    fs::write(folder.join(MANIFEST), format!("{known}../precious\n{absolute}\nsrc/../../precious\n")).unwrap();
    write(&folder, &new()).unwrap();
    assert_eq!(fs::read_to_string(outer.path().join("precious")).unwrap(), "mine");
}

#[test]
fn drift_reports_every_kind_of_difference() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &old()).unwrap();
    fs::write(folder.path().join("src/b.rs"), "edited by hand\n").unwrap();
    fs::write(folder.path().join("docs/stray.md"), "stray").unwrap();
    let drift = Drift::find(folder.path(), &new()).unwrap();
    let kinds: Vec<String> = drift
        .changes
        .iter()
        .map(|change| match change {
            Change::Missing(path) => format!("missing {path}"),
            Change::Differs(path, _) => format!("differs {path}"),
            Change::Stale(path) => format!("stale {path}"),
            Change::Stray(path) => format!("stray {path}"),
            Change::Interrupted => "interrupted".to_owned(),
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "differs src/a.rs",
            "differs src/b.rs",
            "differs docs/d.md",
            "missing docs/e.md",
            "differs generated.manifest",
            "stray docs/stray.md",
            "stale src/old/c.rs"
        ]
    );
    let shown = drift.render();
    assert!(shown.contains("-edited by hand") && shown.contains("+b1"), "{shown}");
}

#[test]
fn other_line_ends_are_no_drift() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &old()).unwrap();
    for (path, text) in tree(folder.path()) {
        fs::write(folder.path().join(path), text.replace('\n', "\r\n")).unwrap();
    }
    assert!(Drift::find(folder.path(), &old()).unwrap().is_empty());
    assert_eq!(write(folder.path(), &old()).unwrap().changed.len(), 0);
}

const FOLDER: &str = "CODEGEN_TEST_WRITE_FOLDER";
const STOP_AT: &str = "CODEGEN_TEST_WRITE_STOP_AT";

/// Not a test by itself: a child process that aborts, as by `kill -9`, before a step.
#[test]
fn interrupted_child_process() {
    let (Ok(folder), Ok(stop_at)) = (std::env::var(FOLDER), std::env::var(STOP_AT)) else { return };
    let stop_at: usize = stop_at.parse().unwrap();
    let mut step = 0;
    let outcome = write_observed(Path::new(&folder), &new(), &mut |_| {
        step += 1;
        if step > stop_at {
            std::process::abort();
        }
    });
    if let Err(error) = outcome {
        eprintln!("{error}");
        std::process::exit(3);
    }
}

fn child_command(folder: &Path, stop_at: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "write::interrupted_child_process", "--nocapture"]);
    command.env(FOLDER, folder).env(STOP_AT, stop_at.to_string());
    command
}

/// The steps of the write that the tests interrupt.
fn steps() -> Vec<Step> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &old()).unwrap();
    let mut steps = Vec::new();
    write_observed(folder.path(), &new(), &mut |step| steps.push(step)).unwrap();
    steps
}

#[test]
fn write_killed_at_any_step_is_undone_or_completed() {
    let third = files(&[("src/a.rs", "a3\n"), ("docs/other/f.md", "f3\n")]);
    let (old_tree, new_tree) = (tree_of(&old()), tree_of(&new()));
    let steps = steps();
    let committed = steps.iter().position(|step| *step == Step::Commit).unwrap();
    assert!(committed > 0 && committed + 1 < steps.len());
    for (stop_at, step) in steps.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &old()).unwrap();
        let status = child_command(folder.path(), stop_at).output().unwrap().status;
        assert!(!status.success(), "step {stop_at} was not interrupted");
        if stop_at <= committed {
            assert_eq!(tree(folder.path()), old_tree, "killed before step {stop_at}");
        } else {
            let drift = Drift::find(folder.path(), &new()).unwrap();
            assert!(drift.changes.contains(&Change::Interrupted), "killed before {step:?} ({stop_at}): {drift:?}");
        }
        // The next write makes its own files of what it finds: the same ones, the old ones, or others.
        for (next, expected) in [(old(), &old_tree), (third.clone(), &tree_of(&third)), (new(), &new_tree)] {
            let other = tempfile::tempdir().unwrap();
            write(other.path(), &old()).unwrap();
            assert!(!child_command(other.path(), stop_at).output().unwrap().status.success());
            write(other.path(), &next).unwrap();
            assert_eq!(&tree(other.path()), expected, "killed before {step:?} ({stop_at}), then written");
            assert_eq!(folders(other.path()), folders_of(&next), "killed before {step:?} ({stop_at}), then written");
        }
    }
}

/// The folders below a folder; none may be left without a file.
fn folders(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
            found.push(entry.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"));
            folders.push(entry);
        }
    }
    found.sort();
    found
}

fn folders_of(files: &[OutputFile]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files).unwrap();
    folders(folder.path())
}

/// No file may grow beyond 512 bytes in a shell with this limit, as on a full disk: the write of a larger one fails.
#[cfg(unix)]
#[test]
fn full_disk_leaves_the_old_tree() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = old();
    before.push(OutputFile { path: "docs/e.md".to_owned(), text: "x".repeat(4096) });
    write(folder.path(), &before).unwrap();
    let old_tree = tree(folder.path());
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' --exact write::full_disk_child_process --nocapture",
        std::env::current_exe().unwrap().display()
    );
    let output = Command::new("bash").args(["-c", &script]).env(FOLDER, folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("cannot write"), "{said}");
    assert_eq!(tree(folder.path()), old_tree);
    write(folder.path(), &new()).unwrap();
    assert_eq!(tree(folder.path()), tree_of(&new()));
}

/// Not a test by itself: the child process of the test above.
#[test]
fn full_disk_child_process() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let large = vec![
        OutputFile { path: "src/a.rs".to_owned(), text: "small\n".to_owned() },
        OutputFile { path: "src/large.rs".to_owned(), text: "y".repeat(1 << 20) },
    ];
    if let Err(error) = write(Path::new(&folder), &large) {
        eprintln!("{error}");
        std::process::exit(3);
    }
}

#[test]
fn unwritable_staging_folder_is_reported_and_changes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &old()).unwrap();
    let old_tree = tree(folder.path());
    // Permissions do not bind the superuser; a file in the staging folder's place stops everybody.
    fs::write(folder.path().join(".regen"), "in the way").unwrap();
    let error = write(folder.path(), &new()).unwrap_err().to_string();
    assert!(error.contains(".regen"), "{error}");
    fs::remove_file(folder.path().join(".regen")).unwrap();
    assert_eq!(tree(folder.path()), old_tree);
}

#[cfg(unix)]
#[test]
fn read_only_folder_leaves_the_old_tree() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &old()).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let outcome = write(folder.path(), &new());
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    match outcome {
        Err(error) => {
            assert!(error.to_string().contains("cannot"), "{error}");
            assert_eq!(tree(folder.path()), tree_of(&old()));
        }
        // The superuser may write everywhere; then the write must be whole.
        Ok(_) => assert_eq!(tree(folder.path()), tree_of(&new())),
    }
}
