//! Profiles: credentials and regions by name, in a file that only its owner can read. Credentials are in the system's
//! keyring where there is one; the file then only names them.

use crate::exit_error::ExitError;
use crate::program::Program;
use etcetera::{BaseStrategy, choose_base_strategy};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The profile that is used without `--profile`.
pub const DEFAULT: &str = "default";

/// All profiles of a program.
#[derive(Default, Deserialize, Serialize)]
pub struct Profiles {
    profiles: BTreeMap<String, Profile>,
}

/// What a profile keeps. It is never printed as it is.
#[derive(Clone, Default, Deserialize, Serialize)]
pub struct Profile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Credentials and parts of the server's address, by their names in the table.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// The credentials that are in the system's keyring.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub keyring: BTreeSet<String>,
}

/// The file of a program's profiles.
pub fn path(program: &Program) -> Result<PathBuf, ExitError> {
    let base = choose_base_strategy()
        .map_err(|error| ExitError::failure(format!("there is no folder for settings: {error}")))?;
    Ok(base.config_dir().join(program.name).join("profiles.json"))
}

impl Profiles {
    /// Reads the file; no profiles where there is none.
    pub fn read(path: &Path) -> Result<Self, ExitError> {
        let name = path.display();
        match fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text).map_err(|error| {
                // The parser's message could quote a token.
                let (line, column) = (error.line(), error.column());
                ExitError::failure(format!("{name} cannot be read (line {line} column {column}); fix or delete it"))
            }),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Self::default()),
            Err(error) => Err(ExitError::failure(format!("cannot read {name}: {error}"))),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }

    pub fn set(&mut self, name: &str, profile: Profile) {
        self.profiles.insert(name.to_owned(), profile);
    }

    pub fn remove(&mut self, name: &str) -> Option<Profile> {
        self.profiles.remove(name)
    }

    /// Writes the file; a failure leaves the old one.
    pub fn write(&self, path: &Path) -> Result<(), ExitError> {
        let name = path.display().to_string();
        let cannot = |error: &dyn std::fmt::Display| ExitError::failure(format!("cannot write {name}: {error}"));
        let text = serde_json::to_string_pretty(self).map_err(|error| cannot(&error))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| cannot(&error))?;
        // It is made readable for its owner only.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| cannot(&error))?;
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|error| cannot(&error))?;
        file.persist(path).map_err(|error| cannot(&error.error))?;
        Ok(())
    }
}
