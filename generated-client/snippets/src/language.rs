//! The languages: each is a file of data that two interpreters read, the one here and that of the try-it page.

use serde::Deserialize;
use std::sync::LazyLock;

/// A language: how it writes text and values, and a template of a request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Its id, such as `python`.
    pub id: String,
    /// Its name for readers.
    pub name: String,
    /// The ways to write text; the first that can is taken.
    pub(crate) strings: Vec<StringStyle>,
    /// A text with values of the environment in it.
    pub(crate) interpolate: Option<Interpolate>,
    /// A value of the environment as an expression; `@` is the variable.
    pub(crate) env: String,
    /// The same, percent-encoded.
    pub(crate) env_encoded: String,
    /// What stands between the parts of a text.
    pub(crate) concat: String,
    /// How JSON values are written; JSON text without.
    #[serde(default)]
    pub(crate) values: Option<Values>,
    /// What stands between the lines.
    #[serde(default = "new_line")]
    pub(crate) join: String,
    pub(crate) template: Vec<Entry>,
}

fn new_line() -> String {
    "\n".to_owned()
}

/// A way to write text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringStyle {
    pub open: String,
    pub close: String,
    /// Texts, of one or two characters, and what they become; longer ones first.
    pub escapes: Vec<(String, String)>,
    /// How an invisible character is written: before its hexadecimal digits, their number, and behind them. Without, the
    /// style cannot write one; a new line it can.
    #[serde(default)]
    pub unprintable: Option<(String, usize, String)>,
    /// Characters of which one must occur for the style to be taken.
    #[serde(default)]
    pub only_with: String,
    /// Characters that it cannot write.
    #[serde(default)]
    pub never_with: String,
    /// Whether it writes everything, the invisible as it is.
    #[serde(default)]
    pub any: bool,
}

/// A text with values of the environment in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interpolate {
    pub open: String,
    pub close: String,
    pub env: String,
    /// Where no name follows.
    pub env_last: String,
}

/// How JSON values are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    pub null: String,
    pub yes: String,
    pub no: String,
    pub list: (String, String),
    pub object: (String, String),
    pub empty_object: String,
    pub pair: String,
    pub indent: String,
    /// Whether a space stands inside of an object's braces on one line.
    pub padded: bool,
}

/// A piece of a template.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Entry {
    /// A line; `@{name}` and `@{name:filter}` are replaced.
    Line(String),
    If {
        r#if: String,
        then: Vec<Entry>,
        #[serde(default)]
        r#else: Vec<Entry>,
    },
    Each {
        each: String,
        then: Vec<Entry>,
    },
}

/// The texts of the languages' files, in the order in which pages show them.
pub const FILES: [&str; 10] = [
    include_str!("../languages/rust.json"),
    include_str!("../languages/rust-dynamic.json"),
    include_str!("../languages/curl.json"),
    include_str!("../languages/command-line.json"),
    include_str!("../languages/python.json"),
    include_str!("../languages/javascript.json"),
    include_str!("../languages/ruby.json"),
    include_str!("../languages/go.json"),
    include_str!("../languages/php.json"),
    include_str!("../languages/http.json"),
];

/// All languages, in the order in which pages show them. A file that does not parse is missing here; a test counts them.
pub static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| serde_json::from_str(text).ok()).collect());

impl Language {
    /// The language of an id, such as `python`.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|language| language.id == id)
    }

    /// Whether the template names something.
    pub(crate) fn names(&self, name: &str) -> bool {
        fn any(entries: &[Entry], name: &str) -> bool {
            let is_in = |line: &str| {
                let mut ends = line.split("@{").skip(1).filter_map(|rest| rest.strip_prefix(name));
                ends.any(|end| end.starts_with(['}', ':']))
            };
            entries.iter().any(|entry| match entry {
                Entry::Line(line) => is_in(line),
                Entry::If { r#if, then, r#else } => r#if == name || any(then, name) || any(r#else, name),
                Entry::Each { each, then } => each == name || any(then, name),
            })
        }
        any(&self.template, name)
    }

    /// All languages as one JSON text, for a page that has an interpreter of its own.
    #[must_use]
    pub fn all_json() -> String {
        let texts = FILES.iter().filter_map(|text| serde_json::from_str::<Box<serde_json::value::RawValue>>(text).ok());
        serde_json::to_string(&texts.collect::<Vec<_>>()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_a_language() {
        for text in FILES {
            serde_json::from_str::<Language>(text).unwrap();
        }
        assert_eq!(LANGUAGES.len(), FILES.len());
    }
}
