//! Files → text. What cannot be read is told with the place where reading ended.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A spec file may have this many bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Why a file has no text.
pub struct Unreadable {
    pub problem: String,
    /// The text up to the place where reading ended, so that a message can show it.
    pub readable: String,
    pub help: Option<&'static str>,
}

impl Unreadable {
    fn because(problem: impl Into<String>) -> Self {
        Self { problem: problem.into(), readable: String::new(), help: None }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::because(error.to_string())
    }
}

/// The text of a file with `\n` line ends and without a mark at its start, so that a checkout with others yields the same
/// output and the same places.
pub fn read(path: &Path) -> Result<String, Unreadable> {
    // Asked before opening: to open a pipe is to wait for its other end.
    if !path.metadata()?.is_file() {
        return Err(Unreadable::because("it is not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let mut unreadable = Unreadable::because("it has more than the 4 MiB that a spec file may have");
        unreadable.help = Some("split it");
        return Err(unreadable);
    }
    decode(bytes).map(|text| unmarked(&text))
}

fn unmarked(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}

fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    const SAVE: Option<&str> = Some("save it as UTF-8");
    let nul = |at: usize| bytes.get(at) == Some(&0);
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || nul(0) || nul(1) {
        return Err(Unreadable { help: SAVE, ..Unreadable::because("it is UTF-16 or UTF-32, not UTF-8") });
    }
    String::from_utf8(bytes).map_err(|error| {
        let readable = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
        let byte = error.as_bytes().get(readable.len()).copied().unwrap_or_default();
        Unreadable { problem: format!("the byte {byte:#04X} is not UTF-8"), readable: unmarked(&readable), help: SAVE }
    })
}
