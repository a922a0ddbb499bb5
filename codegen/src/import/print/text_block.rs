//! Texts over several lines: `|` keeps line ends, `>-` folds one long line.

use super::scalar::is_escaped;

/// Indentation that folded text may be narrowed to.
const MIN_FOLDED_CHARS: usize = 40;

/// The header and the lines of a text, without indentation; `None` where a quoted text is needed.
pub fn lines(text: &str, width: usize) -> Option<(&'static str, Vec<&str>)> {
    if text.chars().any(is_escaped) || text.contains('\t') {
        return None;
    }
    if text.contains('\n') {
        literal(text)
    } else {
        folded(text, width.max(MIN_FOLDED_CHARS)).map(|lines| (">-", lines))
    }
}

/// The lines of `|`, which keeps every line end.
fn literal(text: &str) -> Option<(&'static str, Vec<&str>)> {
    let (header, body) = text.strip_suffix('\n').map_or(("|-", text), |body| ("|", body));
    let lines: Vec<&str> = body.split('\n').collect();
    // The indentation is that of the first line: it must have text, and must not start with a space of its own. Empty lines at
    // the end would need `|+`, which an empty line between two items would change; editors remove the spaces of other blank ones.
    let starts_plain = lines.first().is_some_and(|first| !first.is_empty() && !first.starts_with(' '));
    let ends_plain = !body.ends_with('\n');
    let has_blank_line = lines.iter().any(|line| !line.is_empty() && line.trim_matches(' ').is_empty());
    (starts_plain && ends_plain && !has_blank_line).then_some((header, lines))
}

/// The lines of `>-`: a line end stands for one space between two other characters.
fn folded(text: &str, width: usize) -> Option<Vec<&str>> {
    if text.starts_with(' ') || text.ends_with(' ') || text.is_empty() {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut lines, mut start, mut chars) = (Vec::new(), 0, 0);
    let mut last_gap: Option<(usize, usize)> = None;
    for (at, character) in text.char_indices() {
        chars += 1;
        // A line that starts with a space is not folded, and a space at its end would be lost.
        let is_gap = character == ' ' && bytes[at - 1] != b' ' && bytes.get(at + 1).is_some_and(|next| *next != b' ');
        if chars > width
            && let Some((gap, gap_chars)) = last_gap.take()
        {
            lines.push(&text[start..gap]);
            start = gap + 1;
            chars -= gap_chars;
        }
        if is_gap {
            last_gap = Some((at, chars));
        }
    }
    lines.push(&text[start..]);
    (lines.len() > 1).then_some(lines)
}
