//! The spec's text in Markdown: shown as it is. Nothing in it can become markup, a link, HTML or a test.

/// What docs say of a function whose request is still to be stated.
pub const DRAFT: &str = "A draft: the spec does not say yet how it is sent, and a call fails before anything is sent.";

/// What docs say of the version that brought something.
#[must_use]
pub fn since(version: &str) -> String {
    format!("Since version {}.", code(version))
}

/// The spec's text with code spans kept and everything else inert in Markdown.
#[must_use]
pub fn inline(text: &str) -> String {
    text.trim().lines().map(|line| inline_line(line, false)).collect::<Vec<_>>().join("\n")
}

/// The same in a cell of a table, where a bar ends even a code span.
#[must_use]
pub fn cell(text: &str) -> String {
    text.trim().lines().map(|line| inline_line(line, true)).collect::<Vec<_>>().join("<br>")
}

/// The same on one line: for headings, link texts and items of lists.
#[must_use]
pub fn one_line(text: &str) -> String {
    inline(text).replace('\n', " ")
}

/// A code span that shows exactly this text, whatever backticks it contains.
#[must_use]
pub fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let max_run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(max_run + 1);
    // A space at both ends is taken off again by readers of Markdown.
    let bare = !text.is_empty() && !text.starts_with([' ', '`']) && !text.ends_with([' ', '`']);
    if bare { format!("{fence}{text}{fence}") } else { format!("{fence} {text} {fence}") }
}

fn inline_line(line: &str, in_cell: bool) -> String {
    let line = line.trim();
    let pieces: Vec<&str> = line.split('`').collect();
    let balanced = pieces.len() % 2 == 1;
    let single = pieces.iter().skip(1).step_by(2).all(|code| !code.is_empty());
    if !(balanced && single) {
        return escape(line, true);
    }
    if pieces.len() == 1 {
        return with_json_as_code(line, in_cell);
    }
    let mut out = String::new();
    for (position, piece) in pieces.iter().enumerate() {
        if position % 2 == 1 {
            out.push('`');
            out.push_str(&if in_cell { bars(piece) } else { (*piece).to_owned() });
            out.push('`');
        } else {
            out.push_str(&escape(piece, position == 0));
        }
    }
    out
}

/// A line without code spans: JSON in it becomes one, so that it can be copied. Readers of Markdown that make quotes typographic
/// leave code alone.
fn with_json_as_code(line: &str, in_cell: bool) -> String {
    let mut out = String::new();
    let (mut rest, mut start) = (line, true);
    while let Some((at, length)) = find_json(rest) {
        let (before, json) = (&rest[..at], &rest[at..at + length]);
        out.push_str(&escape(before, start));
        out.push_str(&if in_cell { cell_code(json) } else { code(json) });
        (rest, start) = (&rest[at + length..], false);
    }
    out.push_str(&escape(rest, start));
    out
}

/// The place and the length of the first JSON object or array with a quoted text in it.
fn find_json(text: &str) -> Option<(usize, usize)> {
    text.match_indices(['{', '[']).find_map(|(at, _)| {
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<serde::de::IgnoredAny>();
        values.next()?.ok()?;
        let length = values.byte_offset();
        text[at..at + length].contains('"').then_some((at, length))
    })
}

/// The text of a code span in a cell of a table.
fn bars(code: &str) -> String {
    code.replace('|', "\\|")
}

/// A code span in a cell of a table.
#[must_use]
pub fn cell_code(text: &str) -> String {
    bars(&code(text))
}

/// Escapes what Markdown would read as markup. `start` says that the text stands at the start of a line.
fn escape(text: &str, start: bool) -> String {
    if is_plain(text, start) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let characters: Vec<char> = text.chars().collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| c.is_alphanumeric());
    let leading_digits = characters.iter().take_while(|c| c.is_ascii_digit()).count();
    // `1. ` starts a list, `1.1 ` does not.
    let numbers = |at: usize| {
        start && at > 0 && at == leading_digits && characters.get(at + 1).is_none_or(|next| next.is_whitespace())
    };
    for (at, character) in characters.iter().enumerate() {
        let escaped = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            // Inside a word an underscore is text.
            '_' => !(is_letter(at.checked_sub(1)) && is_letter(Some(at + 1))),
            // A bare link.
            ':' => (start && at == 0) || characters.get(at + 1) == Some(&'/') || scheme_before(&characters, at),
            '&' => true,
            '#' => (start && at == 0) || closes_a_heading(&characters, at),
            '+' | '-' | '=' => start && at == 0,
            '.' => numbers(at) || www_before(&characters, at),
            ')' => numbers(at),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(*character);
    }
    out
}

/// Whether nothing in a text can be markup, as in most sentences; where in doubt, it is looked at character by character.
fn is_plain(text: &str, start: bool) -> bool {
    let bytes = text.as_bytes();
    let is_markup = |byte: &u8| {
        matches!(byte, b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'>' | b'|' | b'~' | b'$' | b'_' | b':' | b'&' | b'#')
    };
    let starts_a_list = start && bytes.first().is_some_and(|byte| byte.is_ascii_digit() || b"+-=".contains(byte));
    !starts_a_list && !bytes.iter().any(is_markup) && !bytes.windows(2).any(|pair| matches!(pair, b"w." | b"W."))
}

/// Whether a `#` starts the row at the end of a heading that Markdown takes for its closing marks.
fn closes_a_heading(characters: &[char], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| characters[before].is_whitespace())
        && characters[at..].iter().all(|character| *character == '#')
}

/// Whether a dot ends the `www` that some readers of Markdown make clickable.
fn www_before(characters: &[char], dot: usize) -> bool {
    dot >= 3 && characters[dot - 3..dot].iter().all(|c| c.eq_ignore_ascii_case(&'w'))
}

/// Whether a colon ends the scheme of a link that some readers of Markdown make clickable.
fn scheme_before(characters: &[char], colon: usize) -> bool {
    ["http", "https", "mailto", "javascript", "ftp"].iter().any(|scheme| {
        let length = scheme.len();
        colon >= length && characters[colon - length..colon].iter().collect::<String>().eq_ignore_ascii_case(scheme)
    })
}
