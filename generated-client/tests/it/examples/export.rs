//! The export is killed and goes on, without loss and without repeats.

use super::program::{Running, Said, example, run};
use super::workspace::Workspace;
use intercom_client::time::Timestamp;
use intercom_emulator::{Emulator, Seed};
use serde_json::Value;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use tempfile::TempDir;

const COUNT: usize = 10;

/// 4 lists and 10 conversations.
const REQUESTS: usize = 14;

/// A time long before any run.
const OLD: i64 = 1_538_000_000;

struct Export {
    folder: TempDir,
    workspace: Workspace,
}

impl Export {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), workspace: Workspace::start(COUNT, OLD) }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("conversations.ndjson")
    }

    fn command(&self) -> std::process::Command {
        let mut command = example("export_conversations", &self.workspace.url());
        command.arg(self.file());
        command
    }

    /// Runs to the end.
    fn finish(&self) -> Said {
        self.workspace.response(usize::MAX);
        let said = run(&mut self.command());
        assert!(said.success, "{said:?}");
        said
    }

    /// Runs until a request is left unanswered, and is killed.
    fn kill_after(&self, responses: usize) {
        self.workspace.response(responses);
        let running = Running::start(&mut self.command());
        self.workspace.wait_until_stuck();
        running.kill();
    }

    /// Ids and times in the file; each line must be complete.
    fn exported(&self) -> Vec<(String, i64)> {
        let text = std::fs::read_to_string(self.file()).unwrap();
        assert!(text.is_empty() || text.ends_with('\n'), "{text}");
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| (line["id"].as_str().unwrap().to_owned(), line["updated_at"].as_i64().unwrap())).collect()
    }

    /// What a kill in the middle of a write would leave.
    fn tear(&self, bytes: &[u8]) {
        OpenOptions::new().append(true).open(self.file()).unwrap().write_all(bytes).unwrap();
    }
}

fn all() -> Vec<(String, i64)> {
    (1..=COUNT).map(|number| number.to_string()).zip((0..).map(|minutes| OLD - 60 * minutes)).collect()
}

#[test]
fn killed_at_any_request_it_goes_on_where_it_was() {
    std::thread::scope(|scope| {
        for responses in 0..REQUESTS {
            scope.spawn(move || kill_and_resume(responses));
        }
    });
}

fn kill_and_resume(responses: usize) {
    let export = Export::new();
    export.kill_after(responses);
    let before = export.exported();
    assert_eq!(before, all()[..before.len()], "killed after {responses}");
    export.workspace.take_requests();
    export.finish();
    assert_eq!(export.exported(), all(), "killed after {responses}");
    // What was on disk is not asked for again, and the pages that were done are not read again.
    let requests = export.workspace.take_requests();
    let (conversations, lists): (Vec<_>, Vec<_>) =
        requests.iter().partition(|target| target.starts_with("/conversations/"));
    assert_eq!(conversations.len(), COUNT - before.len(), "killed after {responses}: {requests:?}");
    assert_eq!(lists.len(), 4 - before.len() / 3, "killed after {responses}: {requests:?}");
}

#[test]
fn killed_again_and_again_it_comes_to_its_end() {
    let export = Export::new();
    // Each run gets a list and one more response.
    for _ in 0..2 * COUNT {
        export.kill_after(2);
        if export.exported().len() == COUNT - 1 {
            break;
        }
    }
    export.finish();
    assert_eq!(export.exported(), all());
}

#[test]
fn a_line_that_was_half_written_is_written_anew() {
    for torn in ["{", r#"{"id":"5","upd"#, r#"{"id":"5","body":"ü"#] {
        for cut in 0..2 {
            let export = Export::new();
            export.kill_after(6);
            // The last one ends within a character.
            export.tear(&torn.as_bytes()[..torn.len() - cut.min(torn.len() - 1)]);
            export.finish();
            assert_eq!(export.exported(), all());
        }
    }
}

#[test]
fn a_second_export_contains_what_changed_since() {
    let export = Export::new();
    assert!(export.finish().stdout.starts_with("10 lines in "));
    export.workspace.take_requests();
    let said = export.finish();
    assert!(said.stdout.starts_with("10 lines in "), "{said:?}");
    assert_eq!(export.workspace.take_requests().len(), 4, "lists only");
    let now = Timestamp::now().unix();
    export.workspace.change("4", now);
    export.finish();
    let mut expected = all();
    expected.push(("4".to_owned(), now));
    assert_eq!(export.exported(), expected);
    // The overlap of runs makes no repeats.
    export.finish();
    assert_eq!(export.exported(), expected);
    // The file may be moved away between runs: the bookmark says what is old.
    std::fs::remove_file(export.file()).unwrap();
    export.workspace.change("6", now + 1);
    export.finish();
    assert_eq!(export.exported(), [("6".to_owned(), now + 1), ("4".to_owned(), now)]);
}

#[test]
fn what_changes_between_kill_and_resumption_is_not_lost() {
    // One that has been exported, and one that has not; both leave their pages, and the others move.
    for changed in ["2", "8"] {
        let export = Export::new();
        export.kill_after(5);
        let now = Timestamp::now().unix();
        export.workspace.change(changed, now);
        export.finish();
        export.finish();
        let exported = export.exported();
        let times =
            |id: &str| exported.iter().filter(|(known, _)| known == id).map(|(_, time)| *time).collect::<Vec<_>>();
        for (id, time) in all() {
            let expected = match id.as_str() {
                "2" if changed == "2" => vec![time, now],
                "8" if changed == "8" => vec![now],
                _ => vec![time],
            };
            assert_eq!(times(&id), expected, "{changed} changed: {exported:?}");
        }
    }
}

#[test]
fn a_conversation_that_was_deleted_is_passed_over() {
    let export = Export::new();
    export.workspace.forget("3");
    let said = export.finish();
    assert_eq!(said.stderr, "gone-3 was deleted meanwhile\n");
    assert_eq!(export.exported().len(), COUNT - 1);
}

#[test]
fn a_bookmark_that_cannot_be_read_stops_it() {
    let export = Export::new();
    for bookmark in ["", "{", r#"{"since":0,"cursor":"0:page:https://elsewhere.example/"}"#] {
        std::fs::write(export.folder.path().join("conversations.ndjson.bookmark"), bookmark).unwrap();
        let said = run(&mut export.command());
        assert!(!said.success, "{said:?}");
    }
    assert!(export.workspace.take_requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn against_the_emulator() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let said = run(example("export_conversations", &emulator.url()).current_dir(&folder));
        assert!(said.success, "{said:?}");
        assert_eq!(said.stdout, "2 lines in conversations.ndjson\n");
    }
    let called: Vec<_> = emulator.requests().iter().filter_map(|request| request.function_name()).collect();
    let one = "getSingleConversation";
    assert_eq!(called, ["getConversations", one, one, "getConversations"]);
}
