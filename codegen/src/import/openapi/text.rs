//! Prose of a document → prose of a spec: Markdown without characters that readers cannot see.

use crate::base::unicode::{is_invisible, is_unusual_blank};

/// A description as a spec can contain it. Line ends are kept, other control characters are not.
pub fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        let line: String = line
            .chars()
            .filter_map(|c| match c {
                '\t' => Some(' '),
                c if is_unusual_blank(c) => Some(' '),
                c if is_invisible(c) => None,
                c => Some(c),
            })
            .collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    without_markdoc(out.trim_matches('\n'))
}

/// One line of prose: a name, a summary.
pub fn line(text: &str) -> String {
    prose(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Blocks such as `{% admonition type="info" name="Note" %}…{% /admonition %}` are quotes.
fn without_markdoc(text: &str) -> String {
    if !text.contains("{%") {
        return text.to_owned();
    }
    let (mut out, mut in_block) = (Vec::new(), false);
    for line in text.lines() {
        let mut rest = line.trim();
        let mut shown = String::new();
        while let Some((before, after)) = rest.split_once("{%") {
            shown.push_str(before);
            let Some((tag, after)) = after.split_once("%}") else {
                rest = after;
                break;
            };
            let tag = tag.trim();
            in_block = !tag.starts_with('/') && (!tag.ends_with('/') || in_block);
            if let Some(name) = attribute(tag, "name").or_else(|| attribute(tag, "title")) {
                shown.push_str(&format!("**{name}** "));
            }
            rest = after;
        }
        shown.push_str(rest);
        let shown = if line.contains("{%") { shown.trim() } else { line };
        match (in_block, shown.is_empty(), line.contains("{%")) {
            (_, true, true) => {}
            (true, true, false) => out.push(">".to_owned()),
            (true, ..) => out.push(format!("> {shown}")),
            (false, ..) => out.push(shown.to_owned()),
        }
    }
    out.join("\n").trim_matches('\n').to_owned()
}

/// The value of `name="…"` in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let rest = tag.split_once(&format!("{name}=\""))?.1;
    rest.split_once('"').map(|(value, _)| value)
}

/// What a function does: its summary, then its description where that says more.
pub fn summary_and_description(summary: Option<&str>, description: Option<&str>) -> String {
    let summary = summary.map(line).unwrap_or_default();
    let description = description.map(prose).unwrap_or_default();
    match (summary.is_empty(), description.is_empty()) {
        (true, _) => description,
        (_, true) => summary,
        _ if description.starts_with(&summary) => description,
        _ => {
            let end = if summary.ends_with(['.', '!', '?', ':']) { "" } else { "." };
            format!("{summary}{end}\n\n{description}")
        }
    }
}
