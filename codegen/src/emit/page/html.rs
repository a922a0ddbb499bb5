//! The spec's text in HTML: shown as it is, with code spans.

use crate::base::unicode::is_invisible;

/// JSON's escape of a character, for one that nobody would see.
fn as_escape(character: char) -> String {
    let mut units = [0; 2];
    character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// Text in an attribute.
pub fn attribute(text: &str) -> String {
    escape(text).replace('"', "&quot;").replace('\'', "&#39;")
}

/// Text between elements, where quotation marks are characters as others.
pub fn escape(text: &str) -> String {
    // Nearly all text.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n') && !matches!(byte, b'&' | b'<' | b'>')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            invisible if is_invisible(invisible) => out.push_str(&as_escape(invisible)),
            plain => out.push(plain),
        }
    }
    out
}

/// Text with `code` as code.
pub fn inline(text: &str) -> String {
    let text = text.trim();
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return escape(text);
    }
    let piece = |(at, piece): (usize, &&str)| {
        if at % 2 == 1 { format!("<code>{}</code>", escape(piece)) } else { escape(piece) }
    };
    pieces.iter().enumerate().map(piece).collect()
}
