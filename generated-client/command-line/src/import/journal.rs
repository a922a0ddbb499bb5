//! What has become of each row, in a file beside the rows. A row is entered before it is sent and again after its response, so
//! that none is sent twice, whatever ends the process.

use crate::exit_error::ExitError;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What is known of a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It is about to be sent; without a later entry nobody knows whether it was.
    Started,
    /// It has been sent, and the server has accepted it.
    Done,
    /// The server has rejected it; it is in the file of failed rows.
    Failed,
    /// It may have been processed: no response came, or one that says nothing.
    Uncertain,
    /// It has certainly not been processed, and is sent when the import is resumed.
    Released,
}

impl State {
    const ALL: [Self; 5] = [Self::Started, Self::Done, Self::Failed, Self::Uncertain, Self::Released];

    const fn sign(self) -> char {
        match self {
            Self::Started => '>',
            Self::Done => '+',
            Self::Failed => '-',
            Self::Uncertain => '?',
            Self::Released => '<',
        }
    }
}

/// The journal of an import.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Rows that are known, by their number.
    rows: BTreeMap<u64, State>,
}

/// What the first line says: another import's journal must not be carried on with.
pub fn header(function: &str, mapping: &str, fingerprint: u64) -> String {
    format!("import v1 {function} {fingerprint:016x} {}", mapping.replace(['\n', '\r'], " "))
}

/// The journal of a file of rows.
pub fn path_of(rows: &Path) -> PathBuf {
    let mut name = rows.as_os_str().to_owned();
    name.push(".journal");
    name.into()
}

impl Journal {
    /// Opens the journal beside a file of rows, or begins one. An earlier one is carried on with only if `resume` says so.
    pub fn open(rows: &Path, header: &str, resume: bool) -> Result<Self, ExitError> {
        let path = path_of(rows);
        let name = path.display().to_string();
        let cannot = |what: &str, error: &dyn std::fmt::Display| {
            ExitError::failure(format!("cannot {what} the journal {name}: {error}"))
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| cannot("open", &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(ExitError::failure(format!("another import of this file is running; it has {name}")));
            }
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) => {}
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| cannot("read", &error))?;
        // A line without its end was not written before its row was sent, or not known to be.
        let complete = text.rfind('\n').map_or(0, |at| at + 1);
        let mut journal = Self { path, file, rows: BTreeMap::new() };
        let mut lines = text[..complete].lines();
        match lines.next() {
            None => {
                journal.file.set_len(0).map_err(|error| cannot("write", &error))?;
                journal.write(&format!("{header}\n"))?;
            }
            Some(_) if !resume => {
                return Err(ExitError::usage(format!(
                    "this file has been imported before, or in part: {name} exists; --resume sends the rows that are \
                     missing, deleting the journal sends all rows again"
                )));
            }
            Some(known) if known != header => {
                return Err(ExitError::usage(format!(
                    "{name} belongs to another import: the file of rows, --function or --map has changed since"
                )));
            }
            Some(_) => {
                for line in lines {
                    journal.read(line).ok_or_else(|| cannot("read", &"it has a line that is none of an import's"))?;
                }
                let end = complete as u64;
                journal.file.set_len(end).map_err(|error| cannot("write", &error))?;
                journal.file.seek(SeekFrom::Start(end)).map_err(|error| cannot("write", &error))?;
            }
        }
        Ok(journal)
    }

    fn read(&mut self, line: &str) -> Option<()> {
        let (sign, number) = line.split_once(' ')?;
        let state = State::ALL.into_iter().find(|state| sign.chars().eq([state.sign()]))?;
        self.rows.insert(number.parse().ok()?, state);
        Some(())
    }

    /// Enters what is known of a row now. The row must not be sent if this fails.
    pub fn enter(&mut self, row: u64, state: State) -> Result<(), ExitError> {
        self.write(&format!("{} {row}\n", state.sign()))?;
        self.rows.insert(row, state);
        Ok(())
    }

    /// What is known of a row.
    pub fn state(&self, row: u64) -> Option<State> {
        self.rows.get(&row).copied()
    }

    /// The rows in a state.
    pub fn in_state(&self, state: State) -> impl Iterator<Item = u64> {
        self.rows.iter().filter(move |(_, known)| **known == state).map(|(row, _)| *row)
    }

    fn write(&mut self, text: &str) -> Result<(), ExitError> {
        self.file.write_all(text.as_bytes()).and_then(|()| self.file.flush()).map_err(|error| {
            let hint = match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                    "; make room, then --resume carries on"
                }
                _ => "",
            };
            let name = self.path.display();
            ExitError::failure(format!("cannot write the journal {name}: {error}; nothing more was sent{hint}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_carried_on_with_by_its_own_import_only() {
        let folder = tempfile::tempdir().unwrap();
        let rows = folder.path().join("rows.csv");
        let open = |header: &str, resume| Journal::open(&rows, header, resume);
        let mut journal = open("h", false).unwrap();
        for (row, state) in [(1, State::Started), (2, State::Started), (1, State::Done), (3, State::Released)] {
            journal.enter(row, state).unwrap();
        }
        assert!(open("h", true).unwrap_err().message().starts_with("another import of this file is running"));
        drop(journal);
        // What a kill amid a write leaves.
        let path = path_of(&rows);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}> 1")).unwrap();
        assert!(open("h", false).unwrap_err().message().contains("--resume sends the rows that are missing"));
        assert!(open("other", true).unwrap_err().message().contains("another import"));
        let mut journal = open("h", true).unwrap();
        assert_eq!(journal.state(1), Some(State::Done));
        assert_eq!(journal.in_state(State::Started).collect::<Vec<_>>(), [2]);
        journal.enter(12, State::Done).unwrap();
        drop(journal);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{text}+ 12\n"));
    }
}
