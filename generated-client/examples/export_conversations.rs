//! Appends every conversation that changed since the last export to a file, one JSON object a line. It can be killed at any
//! time; the next run goes on where it stopped, without loss and without repeats.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… cargo run --example export_conversations -- conversations.ndjson
//! ```
//!
//! - The file says what has been exported: each version of a conversation, known by its id and its time, has one line.
//! - The bookmark beside it (`conversations.ndjson.bookmark`) says since when to export, and on which page a run stopped. It
//!   moves on only after the lines of a page are on disk, so a page may be read twice, and never skipped.

use intercom_client::paging::Cursor;
use intercom_client::retry::RateLimiting;
use intercom_client::time::Timestamp;
use intercom_client::{Client, Value, json};
use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};

/// A run exports what changed since the last one began, and a little before: clocks differ. The file knows what is old.
const OVERLAP: i64 = 300;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "conversations.ndjson".to_owned());
    // It makes many calls, so it keeps to the rate limit instead of running into it.
    let client = Client::builder().env().rate_limiting(RateLimiting::Probe).build()?;
    let mut export = Export::open(&path)?;
    let mut bookmark = Bookmark::load(format!("{path}.bookmark"))?;
    bookmark.save()?;

    let mut pages = client.conversations().list().by_page();
    if let Some(cursor) = &bookmark.cursor {
        pages = pages.starting_at(cursor.clone());
    }
    // The list has no order to rely on, so all pages are read; conversations that change meanwhile move others to a later
    // page, where the file shows them to be old.
    while let Some(page) = pages.next().await {
        for listed in page?.into_inner().conversations {
            let Some(id) = listed.id else { continue };
            let changed = listed.updated_at.map_or(i64::MAX, Timestamp::unix);
            if changed < bookmark.since || export.has(&id, changed) {
                continue;
            }
            // Lists have no parts. By the table's name, a call returns JSON: all that the API says goes to the file.
            match client.call("getSingleConversation", json!({ "conversationId": id })).await {
                Ok(conversation) => export.append(&conversation)?,
                Err(error) if error.is_not_found() => eprintln!("{id} was deleted meanwhile"),
                Err(error) => return Err(error.into()),
            }
        }
        export.file.sync_data()?;
        if let Some(cursor) = pages.cursor() {
            bookmark.cursor = Some(cursor.clone());
            bookmark.save()?;
        }
    }
    bookmark.finish()?;
    println!("{} lines in {path}", export.lines);
    Ok(())
}

/// The exported conversations.
struct Export {
    file: File,
    lines: usize,
    /// Id → the time of the newest version in the file.
    newest: HashMap<String, i64>,
}

impl Export {
    fn open(path: &str) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut export = Self { file, lines: 0, newest: HashMap::new() };
        let mut reader = BufReader::new(export.file.try_clone()?);
        let (mut line, mut complete_bytes) = (Vec::new(), 0);
        while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            complete_bytes += line.len() as u64;
            export.note(&String::from_utf8_lossy(&line).parse().unwrap_or_default());
            line.clear();
        }
        // What a kill left half written.
        export.file.set_len(complete_bytes)?;
        Ok(export)
    }

    fn has(&self, id: &str, changed: i64) -> bool {
        self.newest.get(id).is_some_and(|newest| *newest >= changed)
    }

    fn append(&mut self, conversation: &Value) -> io::Result<()> {
        // One write per line; `Value` prints itself without line breaks.
        self.file.write_all(format!("{conversation}\n").as_bytes())?;
        self.note(conversation);
        Ok(())
    }

    fn note(&mut self, conversation: &Value) {
        self.lines += 1;
        if let Some(id) = conversation["id"].as_str() {
            // A conversation without a time counts as new once.
            let changed = conversation["updated_at"].as_i64().unwrap_or(i64::MAX);
            let newest = self.newest.entry(id.to_owned()).or_insert(changed);
            *newest = changed.max(*newest);
        }
    }
}

/// Where the export stands.
struct Bookmark {
    path: String,
    /// What changed at this time or later is exported.
    since: i64,
    /// When this run began, resumed or not.
    began: i64,
    /// The page to go on with.
    cursor: Option<Cursor>,
}

impl Bookmark {
    fn load(path: String) -> Result<Self, Box<dyn Error>> {
        let kept: Value = match fs::read_to_string(&path) {
            Ok(text) => text.parse()?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Value::Null,
            Err(error) => return Err(error.into()),
        };
        let number = |key: &str| kept[key].as_i64();
        Ok(Self {
            path,
            since: number("since").unwrap_or(0),
            began: number("began").unwrap_or_else(|| Timestamp::now().unix()),
            cursor: kept["cursor"].as_str().map(str::parse).transpose()?,
        })
    }

    /// Atomic: after a kill the file contains the old state or the new one, never a part.
    fn save(&self) -> io::Result<()> {
        let cursor = self.cursor.as_ref().map(Cursor::to_string);
        self.write(&json!({ "since": self.since, "began": self.began, "cursor": cursor }))
    }

    /// The next run exports what changed since this one began.
    fn finish(&self) -> io::Result<()> {
        self.write(&json!({ "since": self.began - OVERLAP }))
    }

    fn write(&self, state: &Value) -> io::Result<()> {
        let draft = format!("{}.draft", self.path);
        let mut file = File::create(&draft)?;
        file.write_all(state.to_string().as_bytes())?;
        file.sync_all()?;
        fs::rename(draft, &self.path)
    }
}
