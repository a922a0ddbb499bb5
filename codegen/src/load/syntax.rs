//! What the YAML library finds wrong → diagnostics.

use super::read::is_hidden;
use super::yaml::DEEPEST;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::{Error, MessageFormatter, UserMessageFormatter};

/// What the YAML library finds wrong, in our words where it speaks of its own settings.
pub fn syntax_error(file: FileId, text: &str, error: &Error) -> Diagnostic {
    const WRITE_OUT: &str = "write the value out where it is needed: a spec has no anchors, aliases and merge keys";
    let start = error.location().map_or(0, |location| byte_of(text, location.line(), location.column()));
    let found = |start: usize, message: &str| {
        let end = text[start..].chars().next().map_or(start, |character| start + character.len_utf8());
        Diagnostic::new(Code::Syntax, Span { file, start, end }, message)
    };
    match error {
        Error::Budget { breach: BudgetBreach::Anchors { .. }, .. } => {
            found(anchor_before(text, start), "an anchor stands here").help(WRITE_OUT)
        }
        Error::UnknownAnchor { .. } => found(start, "an alias stands here").help(WRITE_OUT),
        Error::MergeKeyNotAllowed { .. } => found(start, "a merge key stands here").help(WRITE_OUT),
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(found(start, "")),
        Error::Budget { .. } => found(start, "this file holds more than a spec file may").help("split it"),
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or_default();
            found(start, &format!("the key `{}` stands here a second time", shown(key))).help("give each key once")
        }
        Error::MultipleDocuments { .. } => found(start, "a second YAML document starts here")
            .help("a spec file is one document: remove the `---`, or move it to a file of its own"),
        Error::NullIntoString { .. } | Error::Unexpected { expected: "string scalar", .. } => {
            found(start, "a key must be a text").help("quote it")
        }
        _ => {
            let message = shown(&UserMessageFormatter.format_message(error));
            match tab_after(text, start).filter(|_| message.contains("tab")) {
                Some(tab) => found(tab, "a tab stands in the indentation").help("indent with spaces"),
                None if message.contains("recursion limit") => too_deep(found(start, "")),
                None => found(start, &message),
            }
        }
    }
}

fn too_deep(mut diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.message = format!("this is nested more than {DEEPEST} levels deep");
    diagnostic
}

/// Text of the file within a message: on one line, not long, and without what a terminal would obey.
pub fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().chars().take(200);
    line.map(|c| if is_hidden(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// The library names the place of the value; its anchor stands before it.
fn anchor_before(text: &str, value: usize) -> usize {
    text[..value].rfind('&').unwrap_or(value)
}

/// The library names the place where the text began; the tab that it trips over indents a line from there on.
fn tab_after(text: &str, start: usize) -> Option<usize> {
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let mut at = line_start;
    for line in text[line_start..].split_inclusive('\n') {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indentation].find('\t') {
            return Some(at + tab);
        }
        at += line.len();
    }
    None
}

/// Byte offset of a line and a column, both from 1, the column in characters.
pub fn byte_of(text: &str, line: u64, column: u64) -> usize {
    let to_usize = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let start = if line <= 1 {
        0
    } else {
        text.match_indices('\n').nth(to_usize(line - 2)).map_or(text.len(), |(at, _)| at + 1)
    };
    text[start..].char_indices().nth(to_usize(column.saturating_sub(1))).map_or(text.len(), |(at, _)| start + at)
}
