//! A JSON value in which values of the environment stand: the body of a request.

use crate::json::{Json, escape_into};
use crate::parts::Parts;

/// A JSON value; its texts may be values of the environment.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `true`, `false` or a number, as written.
    Plain(String),
    /// A text.
    Text(Parts),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

/// A language's numbers certainly keep so many digits.
const MAX_DIGITS: usize = 15;

impl Value {
    pub fn of(json: &Json) -> Self {
        match json {
            Json::String(text) => Self::Text(Parts::text(text)),
            Json::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Json::Object(members) => {
                Self::Object(members.iter().map(|(key, value)| (key.clone(), Self::of(value))).collect())
            }
            plain => Self::Plain(plain.to_string()),
        }
    }

    /// Sets a member below these keys.
    pub fn insert(&mut self, keys: &[String], value: Value) {
        let (Self::Object(members), Some((key, rest))) = (self, keys.split_first()) else { return };
        let at = members.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            members.push((key.clone(), Self::Object(Vec::new())));
            members.len() - 1
        });
        if rest.is_empty() {
            members[at].1 = value;
        } else {
            members[at].1.insert(rest, value);
        }
    }

    /// Whether each language's own values keep it as it is: no digit more than they have, no key that means something else.
    pub fn is_native(&self) -> bool {
        match self {
            Self::Plain(text) => {
                let digits = text.trim_start_matches('-');
                digits.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS
                    && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
                    && !(digits.starts_with(|first: char| first.is_ascii_digit()) && digits.contains(['e', 'E']))
            }
            Self::Text(_) => true,
            Self::Array(items) => items.iter().all(Self::is_native),
            Self::Object(members) => members.iter().all(|(key, value)| {
                let is_number = key.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
                !is_number && key != "__proto__" && value.is_native()
            }),
        }
    }

    /// As JSON text: on one line, or over several with this indentation.
    pub fn json(&self, indent: Option<usize>) -> Parts {
        let mut out = Parts::default();
        self.write(&mut out, indent);
        out
    }

    fn write(&self, out: &mut Parts, indent: Option<usize>) {
        let inner = indent.map(|indent| indent + 2);
        let new_line = |out: &mut Parts, indent: Option<usize>| {
            if let Some(indent) = indent {
                out.push_text(&format!("\n{}", " ".repeat(indent)));
            }
        };
        match self {
            Self::Plain(text) => out.push_text(text),
            Self::Text(parts) => {
                out.push_text("\"");
                for part in &parts.0 {
                    match part {
                        crate::parts::Part::Text(text) => out.push_text(&inside_json(text)),
                        env => out.push(Parts(vec![env.clone()])),
                    }
                }
                out.push_text("\"");
            }
            Self::Array(items) => {
                out.push_text("[");
                for (at, item) in items.iter().enumerate() {
                    out.push_text(if at > 0 { "," } else { "" });
                    new_line(out, inner);
                    item.write(out, inner);
                }
                new_line(out, indent.filter(|_| !items.is_empty()));
                out.push_text("]");
            }
            Self::Object(members) => {
                out.push_text("{");
                for (at, (key, value)) in members.iter().enumerate() {
                    out.push_text(if at > 0 { "," } else { "" });
                    new_line(out, inner);
                    out.push_text(&format!("\"{}\"{}", inside_json(key), if indent.is_some() { ": " } else { ":" }));
                    value.write(out, inner);
                }
                new_line(out, indent.filter(|_| !members.is_empty()));
                out.push_text("}");
            }
        }
    }
}

/// Whether a character is invisible or changes how others are shown, so that snippets write it as an escape.
pub fn is_unprintable(character: char) -> bool {
    matches!(character,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
    )
}

/// The inside of a JSON string.
fn inside_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text, is_unprintable);
    out
}
