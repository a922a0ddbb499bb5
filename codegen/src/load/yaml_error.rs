//! Errors of the YAML library → diagnostics.

use super::limits::MAX_NESTING_LEVELS;
use crate::base::span::{FileId, Span, byte_offset};
use crate::base::unicode::is_invisible;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::Diagnostic;
use serde_yaml::budget::BudgetBreach;
use serde_yaml::{Error, MessageFormatter, UserMessageFormatter};

/// A message shows this much of a text.
const MAX_SHOWN_CHARS: usize = 200;

/// An error of the YAML library, reworded where the library speaks of its own settings.
pub fn yaml_error(file: FileId, text: &str, error: &Error) -> Diagnostic {
    const WRITE_OUT: &str = "write the value out wherever it is needed: a spec has no anchors, aliases and merge keys";
    let start = error.location().map_or(0, |location| byte_offset(text, location.line(), location.column()));
    let at = |start: usize, message: &str| {
        let end = text[start..].chars().next().map_or(start, |character| start + character.len_utf8());
        Diagnostic::new(Code::Syntax, Span { file, start, end }, message)
    };
    match error {
        Error::Budget { breach: BudgetBreach::Anchors { .. }, .. } => {
            at(anchor_before(text, start), "anchors are not supported").help(WRITE_OUT)
        }
        Error::UnknownAnchor { .. } => at(start, "aliases are not supported").help(WRITE_OUT),
        Error::MergeKeyNotAllowed { .. } => at(start, "merge keys are not supported").help(WRITE_OUT),
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(at(start, "")),
        Error::Budget { .. } => at(start, "this file has more values than a spec file may have").help("split it"),
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or_default();
            at(start, &format!("duplicate key `{}`", shown(key))).help("remove one of them")
        }
        Error::MultipleDocuments { .. } => at(start, "a second YAML document starts here")
            .help("a spec file is one document: remove the `---`, or move it to a file of its own"),
        Error::NullIntoString { .. } | Error::Unexpected { expected: "string scalar", .. } => {
            at(start, "a key must be a string").help("quote it")
        }
        _ => {
            let message = shown(&UserMessageFormatter.format_message(error));
            match tab_after(text, start).filter(|_| message.contains("tab")) {
                Some(tab) => at(tab, "a tab in the indentation").help("indent with spaces"),
                None if message.contains("recursion limit") => too_deep(at(start, "")),
                None => at(start, &message),
            }
        }
    }
}

fn too_deep(mut diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.message = format!("this is nested more than {MAX_NESTING_LEVELS} levels deep");
    diagnostic
}

/// Text of the file within a message: one line, of limited length, without control characters.
pub fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().chars().take(MAX_SHOWN_CHARS);
    line.map(|c| if is_invisible(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// The library reports the location of the value; its anchor stands before it.
fn anchor_before(text: &str, value: usize) -> usize {
    text[..value].rfind('&').unwrap_or(value)
}

/// The library reports where the scalar began; the tab that it rejects indents one of the lines from there on.
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
