//! Finds banned words in text.

use super::list::{BANNED, Banned, Scope};

/// A banned word in a line.
#[derive(Debug, Eq, PartialEq)]
pub struct Hit {
    /// Index into [`BANNED`].
    pub banned: usize,
    pub form: &'static str,
    /// Counted from 1; 0 for the file's path itself.
    pub line: usize,
}

/// Finds all banned words in a file and in its path.
pub fn scan(path: &str, text: &str) -> Vec<Hit> {
    let is_rust = path.ends_with(".rs");
    let mut hits = Vec::new();
    let mut in_glossary = false;
    scan_line(path, path, Some(path), 0, &mut hits);
    for (number, line) in text.lines().enumerate() {
        // The glossary says which words to avoid.
        if path == "CONTRIBUTING.md" && line.starts_with("## ") {
            in_glossary = line == "## Glossary";
        }
        if !in_glossary {
            let code = is_rust.then(|| code_of(line));
            scan_line(path, line, code.as_deref(), number + 1, &mut hits);
        }
    }
    hits
}

fn scan_line(path: &str, line: &str, code: Option<&str>, number: usize, hits: &mut Vec<Hit>) {
    for (index, banned) in BANNED.iter().enumerate() {
        let applies = banned.only.is_empty() || banned.only.iter().any(|prefix| path.starts_with(prefix));
        let text = match banned.scope {
            Scope::Everywhere => Some(line),
            Scope::Identifiers => code,
        };
        if let Some(text) = text.filter(|_| applies) {
            hits.extend(find(text, banned).into_iter().map(|form| Hit { banned: index, form, line: number }));
        }
    }
}

/// The forms of a word in a line, without those in an exception.
fn find(line: &str, banned: &Banned) -> Vec<&'static str> {
    let lower = line.to_ascii_lowercase();
    if !banned.forms.iter().any(|form| lower.contains(form)) {
        return Vec::new();
    }
    let mut text = line.to_owned();
    for phrase in banned.except {
        for (at, _) in lower.match_indices(phrase) {
            text.replace_range(at..at + phrase.len(), &" ".repeat(phrase.len()));
        }
    }
    let (lower, words) = (text.to_ascii_lowercase(), words(&text));
    let count = |form: &str| match form.contains(' ') {
        true => lower.matches(form).count(),
        false => words.iter().filter(|word| *word == form).count(),
    };
    banned.forms.iter().flat_map(|form| std::iter::repeat_n(*form, count(form))).collect()
}

/// The words of a text in lower case; `fooBar`, `FooBar`, `FOO_BAR` and `foo-bar` are two words each.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    for c in text.chars() {
        let starts = !previous.is_alphabetic() || (previous.is_lowercase() && c.is_uppercase());
        if c.is_alphabetic() {
            match words.last_mut().filter(|_| !starts) {
                Some(word) => word.extend(c.to_lowercase()),
                None => words.push(c.to_lowercase().collect()),
            }
        }
        previous = c;
    }
    words
}

/// A line of Rust without string literals and comments. Literals of several lines are not recognised.
fn code_of(line: &str) -> String {
    let (mut code, mut in_string, mut escaped) = (String::new(), false, false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '/' if !in_string && chars.peek() == Some(&'/') => break,
            _ if !in_string => code.push(c),
            _ => {}
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::{Hit, scan};

    fn forms(path: &str, text: &str) -> Vec<&'static str> {
        scan(path, text).into_iter().map(|hit: Hit| hit.form).collect()
    }

    #[test]
    fn identifiers_comments_and_strings_are_searched() {
        assert_eq!(forms("a.rs", "fn from_answer(x: FromAnswer) {} // no answer"), ["answer"; 3]);
        assert_eq!(forms("a.rs", "const MOST: &str = \"it was told\";"), ["told"]);
        assert_eq!(forms("door/gone.rs", ""), ["door"]);
        assert_eq!(forms("a.md", "It must be sent again."), ["sent again"]);
    }

    #[test]
    fn identifier_words_are_allowed_in_prose() {
        assert_eq!(forms("a.rs", "let words = 1; // in plain words"), ["words"]);
        assert_eq!(forms("a.rs", "print(\"words\"); // the whole call"), [""; 0]);
        assert_eq!(forms("a.md", "the whole word"), [""; 0]);
    }

    #[test]
    fn exceptions_and_limited_paths_apply() {
        assert_eq!(forms("a.rs", "ErrorKind::ConnectionRefused => refuse()"), ["refuse"]);
        assert_eq!(forms("a.rs", "#[doc(hidden)]"), [""; 0]);
        assert_eq!(forms("generated-client/a.rs", "faults"), [""; 0]);
        assert_eq!(forms("codegen/a.rs", "faults"), ["faults"]);
    }

    #[test]
    fn only_the_glossary_of_contributing_is_exempt() {
        assert_eq!(forms("CONTRIBUTING.md", "## Glossary\nsay response, not answer\n## Next\nanswer"), ["answer"]);
    }
}
