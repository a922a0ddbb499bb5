//! `cargo xtask words`: counts the banned words in code, docs and specs.

mod list;
mod scan;

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use crate::workspace::root;
use list::BANNED;
use scan::scan;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// The kinds of files that are searched. Snapshots and JSON are derived from them.
const EXTENSIONS: [&str; 11] = ["rs", "md", "yaml", "yml", "toml", "sh", "js", "mjs", "py", "change", "rb"];

/// Files and folders that are not searched: other people's text, and the list of the words itself.
const SKIPPED: [&str; 18] = [
    ".git",
    "target",
    "node_modules",
    "spec/v1/reference",
    "spec/v2/functions",
    "spec/v2/history.yaml",
    "spec/v2/reference",
    "spec/v2/types",
    "spec/v2/upstream/LICENSE",
    "spec/v2/upstream/openapi.yaml",
    "generated-client/docs/v2",
    "generated-client/src/generated/v2",
    "xtask/src/words",
    "codegen/fuzz/corpus",
    "codegen/fuzz/target",
    "codegen/tests/tables/freshdesk",
    "codegen/tests/tables/stripe",
    "codegen/tests/tables/telegram",
];

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--list"], &["--in"])?;
    let prefix = args.get("--in").unwrap_or_default();
    let mut files = Vec::new();
    list_files(&root(), "", &mut files).map_err(|error| ExitError::failure(error.to_string()))?;
    files.sort();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut list = String::new();
    for path in files.iter().filter(|path| path.starts_with(prefix)) {
        let text = fs::read_to_string(root().join(path))
            .map_err(|error| ExitError::failure(format!("cannot read {path}: {error}")))?;
        for hit in scan(path, &text) {
            *counts.entry(hit.banned).or_default() += 1;
            let line = hit.line.checked_sub(1).and_then(|line| text.lines().nth(line)).unwrap_or("(the file's name)");
            // Writing to a String cannot fail.
            let _ = writeln!(list, "{path}:{}: `{}`: {}", hit.line, hit.form, line.trim());
        }
    }
    if args.has("--list") {
        output::print(&list);
    }
    let mut table: Vec<(usize, usize)> = counts.into_iter().collect();
    table.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (banned, count) in &table {
        let banned = &BANNED[*banned];
        output::line(&format!("{count:>6}  {}: say {}", banned.forms.join(", "), banned.say));
    }
    let total: usize = table.iter().map(|(_, count)| count).sum();
    output::line(&format!("{total:>6}  banned words"));
    match total {
        0 => Ok(()),
        _ if args.has("--list") => Err(ExitError::reported(1)),
        _ => Err(ExitError::failure(
            "use the words of CONTRIBUTING's glossary; `cargo xtask words --list` shows each line",
        )),
    }
}

fn list_files(root: &Path, folder: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let is_skipped = SKIPPED.contains(&path.as_str()) || SKIPPED.contains(&name.as_str());
        if is_skipped || entry.file_type()?.is_symlink() {
            continue;
        }
        let extension = Path::new(&name).extension().and_then(|extension| extension.to_str());
        if entry.file_type()?.is_dir() {
            list_files(root, &path, found)?;
        } else if extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) || path == ".ci/run" {
            found.push(path);
        }
    }
    Ok(())
}
