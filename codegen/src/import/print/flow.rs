//! Values on one line: `{ name: id, type: string }`, `[a, b]`.

use super::scalar::{self, Context};
use crate::base::json::Json;

/// The value on one line, if it has at most `max_chars` characters.
pub fn within(value: &Json, max_chars: usize) -> Option<String> {
    let mut line = Line { out: String::new(), left: max_chars };
    let fits = match value {
        Json::String(text) => line.text(text, Context::Block),
        other => line.value(other),
    };
    fits.then_some(line.out)
}

struct Line {
    out: String,
    /// Characters that still fit. Printing stops early: a value may be as large as its author likes.
    left: usize,
}

impl Line {
    fn push(&mut self, text: &str) -> bool {
        let chars = text.chars().count();
        let fits = chars <= self.left;
        if fits {
            self.left -= chars;
            self.out.push_str(text);
        }
        fits
    }

    fn text(&mut self, text: &str, context: Context) -> bool {
        text.len() / 4 <= self.left && self.push(&scalar::text(text, context))
    }

    fn value(&mut self, value: &Json) -> bool {
        match value {
            Json::Null => self.push("null"),
            Json::Bool(value) => self.push(if *value { "true" } else { "false" }),
            Json::Number(digits) => self.push(digits),
            Json::String(text) => self.text(text, Context::Flow),
            Json::Array(items) if items.is_empty() => self.push("[]"),
            Json::Array(items) => {
                let items = items.iter().enumerate();
                self.push("[") && { items }.all(|(at, item)| self.comma(at) && self.value(item)) && self.push("]")
            }
            Json::Object(members) if members.is_empty() => self.push("{}"),
            Json::Object(members) => {
                let members = members.iter().enumerate();
                self.push("{ ")
                    && { members }.all(|(at, (key, value))| {
                        self.comma(at) && self.text(key, Context::Flow) && self.push(": ") && self.value(value)
                    })
                    && self.push(" }")
            }
        }
    }

    fn comma(&mut self, position: usize) -> bool {
        position == 0 || self.push(", ")
    }
}
