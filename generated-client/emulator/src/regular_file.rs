//! Reads files that somebody named: regular ones of a limited size only, so that a device, a pipe or an endless file is an error at
//! once instead of a program that never starts.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Reads a whole file of at most `max_bytes`.
///
/// # Errors
///
/// There is no such file, it is not a regular one, or it is larger.
pub fn read(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    // Before it is opened: opening a pipe waits for its writer.
    check(&fs::metadata(path)?, max_bytes)?;
    let file = File::open(path)?;
    check(&file.metadata()?, max_bytes)?;
    let mut bytes = Vec::new();
    // Some files of the kernel are regular, state no size and never end.
    file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        return Err(too_large(max_bytes));
    }
    Ok(bytes)
}

/// As [`read`], for text.
pub fn read_text(path: &Path, max_bytes: u64) -> io::Result<String> {
    String::from_utf8(read(path, max_bytes)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the file is not UTF-8"))
}

fn check(metadata: &fs::Metadata, max_bytes: u64) -> io::Result<()> {
    if !metadata.is_file() {
        let kind = if metadata.is_dir() { "a folder" } else { "a device, a pipe or a socket" };
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{kind}, not a regular file")));
    }
    if metadata.len() > max_bytes { Err(too_large(max_bytes)) } else { Ok(()) }
}

fn too_large(max_bytes: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("the file is larger than {max_bytes} bytes"))
}
