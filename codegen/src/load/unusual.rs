//! Characters of a file that readers cannot see, or cannot distinguish from a space: reported where they stand.

use crate::base::span::{FileId, Span};
use crate::base::unicode::{described, is_invisible, is_unusual_blank};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::node::{Node, NodeKind};

/// More of one file say nothing new.
const MAX_REPORTED: usize = 200;

/// Keys whose texts are prose, where a no-break space is typography.
const PROSE_KEYS: [&str; 6] = ["doc", "note", "warning", "addition", "title", "text"];

/// Keys whose values are the API's own: any text may stand in them.
const FREE_KEYS: [&str; 8] = ["args", "request", "response", "example", "value", "const", "force", "retry_unless"];

/// Reports invisible characters that stand in the file as they are, in comments too; those that are written as escapes are
/// found when their text is decoded. Returns whether there are any.
pub fn report_invisible(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> bool {
    // Tabs and line ends are YAML's own, and a byte order mark may begin a file.
    let is_literal = |at: usize, c: char| is_invisible(c) && !matches!(c, '\t' | '\r') && (at, c) != (0, '\u{feff}');
    let found: Vec<(usize, char)> = text.char_indices().filter(|(at, c)| is_literal(*at, *c)).collect();
    for (at, character) in found.iter().take(MAX_REPORTED) {
        diagnostics.push(
            at_character(file, *at, *character, "is invisible")
                .help("remove it: readers of the diff, the code and the docs cannot see it"),
        );
    }
    !found.is_empty()
}

/// Reports blanks other than spaces where the file should have a space: the parser does not take them for one, and its own
/// error would not say so. Returns whether there are any.
pub fn report_blank_indentation(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let blanks = line.char_indices().filter(|(_, c)| is_unusual_blank(*c));
        found.extend(blanks.filter(|(at, _)| separates(line, *at)).map(|(at, c)| (line_start + at, c)));
        line_start += line.len();
    }
    for (at, character) in found.iter().take(MAX_REPORTED) {
        diagnostics.push(blank(file, *at, *character));
    }
    !found.is_empty()
}

/// Whether a blank of a line stands where YAML expects a space: before the first key or item, or beside an indicator.
fn separates(line: &str, at: usize) -> bool {
    let is_blank = |c: char| c == ' ' || is_unusual_blank(c);
    let before = line[..at].trim_end_matches(is_blank);
    let after = line[at..].trim_start_matches(is_blank);
    before.is_empty()
        || before.ends_with([':', '-', ',', '[', '{', '?'])
        || after.starts_with([':', '#', ']', '}', ','])
}

/// Reports blanks other than spaces in keys, and in values that are not prose. Returns whether there are any.
pub fn report_blanks(root: &Node, file: FileId, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let mut finder = Finder { text, found: Vec::new() };
    finder.node(root, false);
    finder.found.truncate(MAX_REPORTED);
    for (at, character) in &finder.found {
        diagnostics.push(blank(file, *at, *character));
    }
    !finder.found.is_empty()
}

struct Finder<'a> {
    text: &'a str,
    found: Vec<(usize, char)>,
}

impl Finder<'_> {
    fn node(&mut self, node: &Node, is_free: bool) {
        match &node.kind {
            NodeKind::Scalar(_) if is_free => {}
            NodeKind::Scalar(_) => self.span(node.span),
            NodeKind::List(items) => items.iter().for_each(|item| self.node(item, is_free)),
            NodeKind::Map(entries) => {
                for (key, value) in entries {
                    let is_quoted = self.text[key.span.start.min(self.text.len())..].starts_with(['"', '\'']);
                    if !(is_free && is_quoted) {
                        self.span(key.span);
                    }
                    let is_free =
                        is_free || PROSE_KEYS.contains(&key.value.as_str()) || FREE_KEYS.contains(&key.value.as_str());
                    self.node(value, is_free);
                }
            }
        }
    }

    /// The blanks that stand in a span as they are: those that are written as escapes are meant.
    fn span(&mut self, span: Span) {
        let Some(text) = self.text.get(span.start..span.end).filter(|text| !text.is_ascii()) else { return };
        let blanks = text.char_indices().filter(|(_, c)| is_unusual_blank(*c));
        self.found.extend(blanks.map(|(at, c)| (span.start + at, c)));
    }
}

fn blank(file: FileId, at: usize, character: char) -> Diagnostic {
    at_character(file, at, character, "looks like a space and is none")
        .help("write a space; where the character is meant, write it as an escape in double quotes")
}

fn at_character(file: FileId, at: usize, character: char, problem: &str) -> Diagnostic {
    let span = Span { file, start: at, end: at + character.len_utf8() };
    Diagnostic::new(Code::InvisibleText, span, format!("the character {} {problem}", described(character)))
}
