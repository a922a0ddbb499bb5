//! Where the reference data lies, and what happens without it.
//!
//! The data is no part of this repository: it stands in a folder beside the workspace. The project's own CI must have it;
//! a clone may lack it. Tests of two packages include this file by path.

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder, seen from a package of the workspace.
const BESIDE_WORKSPACE: &str = "../../shared/reference";

/// What to do with a test that needs the reference.
#[derive(Debug, Eq, PartialEq)]
pub enum Plan {
    /// Compare with the data in this folder.
    Compare(PathBuf),
    /// Say so, loudly, and pass.
    Skip(String),
    /// The data must be here and is not.
    Fail(String),
}

/// The rule. `setting` is the variable `INTERCOM_REFERENCE`, `ci` whether `CI` is set.
pub fn plan(setting: Option<&str>, ci: bool, exists: impl Fn(&Path) -> bool) -> Plan {
    let folder = match setting.filter(|text| !text.is_empty()) {
        Some("skip") => return Plan::Skip("INTERCOM_REFERENCE=skip".to_owned()),
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join(BESIDE_WORKSPACE),
    };
    if exists(&folder) {
        return Plan::Compare(folder);
    }
    let missing = format!("the reference data is not at {}", folder.display());
    if ci {
        Plan::Fail(format!(
            "{missing}; CI compares with it. Put it there, name another folder in INTERCOM_REFERENCE, or opt out with \
             INTERCOM_REFERENCE=skip"
        ))
    } else {
        Plan::Skip(missing)
    }
}

/// The reference data.
pub struct Reference {
    folder: PathBuf,
}

impl Reference {
    /// The data, or `None` when this run goes without it; then a line on stderr has said so.
    ///
    /// # Panics
    ///
    /// When the data must be here and is not.
    pub fn find(test: &str) -> Option<Self> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let setting = variable("INTERCOM_REFERENCE");
        match plan(setting.as_deref(), variable("CI").is_some(), Path::is_dir) {
            Plan::Compare(folder) => Some(Self { folder }),
            Plan::Skip(why) => {
                say(&format!("==== SKIPPED: {test}: {why}; NOTHING was compared with the reference ===="));
                None
            }
            Plan::Fail(why) => panic!("{test}: {why}"),
        }
    }

    /// The rows of a file that holds a list.
    pub fn rows(&self, file: &str) -> Vec<Value> {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// The text of a member that must be one.
pub fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("`{key}` is no text in {row}"))
}

/// The items of a member that must be a list.
pub fn list<'a>(row: &'a Value, key: &str) -> &'a [Value] {
    row[key].as_array().unwrap_or_else(|| panic!("`{key}` is no list in {row}"))
}

/// A line that shows up even when the test passes: the test harness swallows `eprintln!` only.
pub fn say(line: &str) {
    let mut stderr = std::io::stderr();
    writeln!(stderr, "{line}").and_then(|()| stderr.flush()).expect("stderr takes a line");
}

/// Fails with all differences at once; of a flood, the first ones and how many more.
pub fn assert_none(what: &str, differences: &[String]) {
    const SHOWN: usize = 100;
    let shown = &differences[..differences.len().min(SHOWN)];
    let more = match differences.len() - shown.len() {
        0 => String::new(),
        more => format!("\n  … and {more} more"),
    };
    assert!(differences.is_empty(), "{what}: {} differences\n  {}{more}", differences.len(), shown.join("\n  "));
}
