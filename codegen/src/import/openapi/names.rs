//! Names. A name depends on its own place in the document only, so that a new operation renames nothing.

use heck::{ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};
use std::collections::BTreeSet;

/// A name of the format has at most this many characters.
const MAX_NAME_CHARS: usize = 100;

/// Whether a text is a name of the format as it stands.
pub fn is_name(text: &str) -> bool {
    text.len() <= MAX_NAME_CHARS
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().any(|c| c != '_')
}

/// A text as a name: what cannot stand in one becomes an underscore.
pub fn name(text: &str) -> String {
    if is_name(text) {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(sign) = sign(c) {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            out.push_str(sign);
            out.push('_');
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_');
    let out = if out.starts_with(|c: char| c.is_ascii_digit()) { format!("n{out}") } else { out.to_owned() };
    let out: String = out.chars().take(MAX_NAME_CHARS).collect();
    if is_name(&out) { out } else { "value".to_owned() }
}

/// The word for a sign that carries meaning in names and enums.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '=' => "equal",
        '!' => "not",
        '<' => "less",
        '>' => "greater",
        '+' => "plus",
        '~' => "tilde",
        '^' => "caret",
        '*' => "star",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        _ => return None,
    })
}

/// The Rust name of an enum's value that has no letter or digit, or starts with a sign: `=`, `!~`, `-name`.
pub fn of_value(value: &str) -> Option<String> {
    let starts_plain = value.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_plain = value.chars().all(|c| c.is_ascii_alphanumeric() || " _-./:".contains(c));
    if starts_plain && is_plain {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut plain = String::new();
    for (at, c) in value.chars().enumerate() {
        let part = match c {
            '-' if at == 0 => Some("minus"),
            '$' => Some("dollar"),
            '#' => Some("hash"),
            '@' => Some("at"),
            '?' => Some("question"),
            '/' if value.chars().count() == 1 => Some("slash"),
            '.' if value.chars().count() == 1 => Some("dot"),
            c => sign(c),
        };
        match part {
            Some(part) => {
                parts.extend((!plain.is_empty()).then(|| std::mem::take(&mut plain)));
                parts.push(part.to_owned());
            }
            None if c.is_ascii_alphanumeric() => plain.push(c),
            None => plain.push('_'),
        }
    }
    parts.extend((!plain.is_empty()).then_some(plain));
    let joined = parts.join("_").to_snake_case();
    let joined = if joined.starts_with(|c: char| c.is_ascii_digit()) { format!("v{joined}") } else { joined };
    (!joined.is_empty()).then_some(joined)
}

/// The name of a component's type.
pub fn of_component(key: &str) -> String {
    pascal(key)
}

/// A text in Pascal case, as a name.
pub fn pascal(text: &str) -> String {
    let out = name(text).to_upper_camel_case();
    let out: String = if out.starts_with(|c: char| c.is_ascii_digit()) { format!("T{out}") } else { out };
    if is_name(&out) { out } else { "Value".to_owned() }
}

/// A text in snake case, as a name.
pub fn snake(text: &str) -> String {
    let out = name(text).to_snake_case();
    if is_name(&out) { out } else { format!("n{out}") }
}

/// The name of a type that stands inside of another one: the owner's and the member's.
pub fn of_member(owner: &str, member: &str) -> String {
    let joined = format!("{owner}{}", pascal(member));
    // The end distinguishes it from its siblings.
    let extra = joined.len().saturating_sub(MAX_NAME_CHARS - 10);
    let kept = joined.get(extra..).unwrap_or(&joined);
    let kept = kept.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    if extra == 0 { joined } else { pascal(kept) }
}

/// One of several, in English: `companies` → `company`.
pub fn singular(text: &str) -> String {
    let lower = text.to_lowercase();
    let keep = |cut: usize, end: &str| format!("{}{end}", &text[..text.len() - cut]);
    if lower.ends_with("ies") && lower.len() > 4 {
        keep(3, "y")
    } else if ["sses", "shes", "ches", "xes", "zes"].iter().any(|end| lower.ends_with(end)) {
        keep(2, "")
    } else if lower.ends_with('s')
        && !["ss", "us", "is", "news"].iter().any(|end| lower.ends_with(end))
        && lower.len() > 2
    {
        keep(1, "")
    } else {
        text.to_owned()
    }
}

/// The name of an operation without an id: its method and its path in words.
pub fn of_operation(verb: &str, path: &str) -> String {
    let mut out = verb.to_lowercase();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let is_placeholder = segment.starts_with('{');
        if is_placeholder {
            out.push_str("_by");
        }
        out.push('_');
        out.push_str(&name(segment.trim_matches(['{', '}'])));
    }
    let camel: String = out.to_lower_camel_case().chars().take(MAX_NAME_CHARS).collect();
    name(&camel)
}

/// The method of a function within its resource: the operation's name without the resource's words and articles.
pub fn of_method(function: &str, resource: &str) -> String {
    let singular_of = |part: &str| singular(part);
    let own: BTreeSet<String> = resource
        .split('_')
        .flat_map(|part| [part.to_owned(), singular_of(part)])
        .filter(|part| part.len() > 1)
        .collect();
    let snake = function.to_snake_case();
    let all_parts: Vec<&str> = snake.split('_').filter(|part| !part.is_empty()).collect();
    let kept: Vec<&str> = all_parts
        .iter()
        .enumerate()
        .filter(|(at, part)| {
            *at == 0 || !(["a", "an", "the"].contains(part) || own.contains(**part) || own.contains(&singular(part)))
        })
        .map(|(_, part)| *part)
        .collect();
    // A preposition at the end has lost its object: the full name says more.
    let dangles = kept
        .last()
        .is_some_and(|last| ["for", "from", "to", "of", "in", "by", "with", "on", "and", "or"].contains(last));
    if kept.is_empty() || (dangles && kept.len() > 1) { name(&snake) } else { name(&kept.join("_")) }
}

/// Names that are taken once each.
#[derive(Debug, Default)]
pub struct Taken(BTreeSet<String>);

impl Taken {
    /// Takes a name, compared as Rust does; `false` when it was taken before.
    pub fn take(&mut self, name: &str) -> bool {
        self.0.insert(key(name))
    }

    /// Whether a name is taken.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(&key(name))
    }

    /// Takes the name, or the first free one with a number behind it.
    pub fn take_free(&mut self, wanted: &str) -> String {
        let short: String = wanted.chars().take(MAX_NAME_CHARS - 5).collect();
        let numbered = (2..).map(|number| {
            let gap = if short.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            format!("{short}{gap}{number}")
        });
        let free = std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !self.has(name)).unwrap_or_default();
        self.take(&free);
        free
    }
}

/// Two names are one in Rust when their words are equal.
fn key(name: &str) -> String {
    name.to_snake_case()
}
