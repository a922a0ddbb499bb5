//! Files → text. An error says where reading ended.

use super::limits::MAX_FILE_BYTES;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Why a file cannot be read.
pub struct Unreadable {
    pub problem: String,
    /// The text up to where reading ended, so that a message can show it.
    pub readable: String,
    pub help: Option<&'static str>,
}

impl Unreadable {
    fn new(problem: impl Into<String>) -> Self {
        Self { problem: problem.into(), readable: String::new(), help: None }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// The text of a file with `\n` line ends and without a byte order mark, so that every checkout yields the same output and
/// the same spans.
pub fn read_file(path: &Path) -> Result<String, Unreadable> {
    // Checked before opening: opening a pipe waits for its other end.
    if !path.metadata()?.is_file() {
        return Err(Unreadable::new("it is not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let mut unreadable = Unreadable::new("it is larger than 4 MiB, the limit of a spec file");
        unreadable.help = Some("split it");
        return Err(unreadable);
    }
    decode(bytes).map(|text| normalized(&text))
}

fn normalized(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}

fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    const SAVE: Option<&str> = Some("save it as UTF-8");
    let nul = |at: usize| bytes.get(at) == Some(&0);
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || nul(0) || nul(1) {
        return Err(Unreadable { help: SAVE, ..Unreadable::new("it is UTF-16 or UTF-32, not UTF-8") });
    }
    String::from_utf8(bytes).map_err(|error| {
        let readable = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
        let byte = error.as_bytes().get(readable.len()).copied().unwrap_or_default();
        Unreadable {
            problem: format!("the byte {byte:#04X} is not UTF-8"),
            readable: normalized(&readable),
            help: SAVE,
        }
    })
}
