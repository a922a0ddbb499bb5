//! A value as `Debug` shows it, without what is not there: `User { id: Some("7"), name: None }` → `User { id: "7" }`.

/// The short form; text that is not as `Debug` writes it stays as it is.
pub(super) fn brief(debug: &str) -> String {
    let mut reader = Reader { rest: debug };
    match reader.value() {
        Some(short) if reader.rest.is_empty() => short.unwrap_or_else(|| debug.to_owned()),
        _ => debug.to_owned(),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// A value; the inner `None` is one that may be left out. The outer `None` is text that cannot be read.
    fn value(&mut self) -> Option<Option<String>> {
        match self.rest.chars().next()? {
            '"' => self.text().map(|text| Some(text.to_owned())),
            '[' => self.list('[', ']', Self::value).map(|items| full("[", items, "]")),
            '{' => self.list('{', '}', Self::member).map(|items| full("{ ", items, " }")),
            _ => {
                let name = self.until(&[',', '(', ')', ']', '}', ' ']);
                if self.rest.starts_with('(') {
                    let items = self.list('(', ')', Self::value)?;
                    // The latter three are JSON values.
                    return Some(if ["Some", "String", "Number", "Bool"].contains(&name) {
                        items.into_iter().next()
                    } else {
                        Some(format!("{name}({})", items.join(", ")))
                    });
                }
                if self.rest.starts_with(" {") {
                    self.rest = self.rest.get(1..)?;
                    let items = self.list('{', '}', Self::member)?;
                    return Some(Some(full(&format!("{name} {{ "), items, " }").unwrap_or_else(|| name.to_owned())));
                }
                if name == "Array" && self.rest.starts_with(" [") {
                    self.rest = self.rest.get(1..)?;
                    return self.value();
                }
                Some((name != "None").then(|| name.to_owned()))
            }
        }
    }

    /// `name: value`, with a name that may be text.
    fn member(&mut self) -> Option<Option<String>> {
        let name = if self.rest.starts_with('"') { self.text()? } else { self.until(&[':', ' ', '}']) };
        if name == ".." {
            return Some(None);
        }
        self.rest = self.rest.strip_prefix(": ")?;
        Some(self.value()?.map(|value| format!("{name}: {value}")))
    }

    /// What is there of the items between two brackets.
    fn list(&mut self, open: char, close: char, item: fn(&mut Self) -> Option<Option<String>>) -> Option<Vec<String>> {
        self.rest = self.rest.strip_prefix(open)?;
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches([' ', ',']);
            if let Some(rest) = self.rest.strip_prefix(close) {
                self.rest = rest;
                return Some(items);
            }
            let before = self.rest.len();
            items.extend(item(self)?);
            if self.rest.len() == before {
                return None;
            }
        }
    }

    /// A quoted text with its quotes.
    fn text(&mut self) -> Option<&'a str> {
        let mut escaped = false;
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return self.take(at + 1),
                _ => {}
            }
        }
        None
    }

    fn until(&mut self, stops: &[char]) -> &'a str {
        let end = self.rest.find(stops).unwrap_or(self.rest.len());
        self.take(end).unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }
}

fn full(open: &str, items: Vec<String>, close: &str) -> Option<String> {
    (!items.is_empty()).then(|| format!("{open}{}{close}", items.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::brief;
    use std::collections::BTreeMap;

    #[derive(Debug)]
    #[allow(dead_code, reason = "only its Debug form is looked at")]
    struct Book {
        title: Option<&'static str>,
        year: Option<u16>,
        tags: Vec<Option<&'static str>>,
        more: BTreeMap<&'static str, Option<bool>>,
        cover: Option<Cover>,
    }

    #[derive(Debug)]
    #[allow(dead_code, reason = "only its Debug form is looked at")]
    enum Cover {
        Plain,
        Drawn(&'static str, u8),
    }

    #[test]
    fn what_is_not_there_is_left_out() {
        let mut book = Book { title: None, year: None, tags: Vec::new(), more: BTreeMap::new(), cover: None };
        assert_eq!(brief(&format!("{book:?}")), "Book");
        book.title = Some("a \"b\", { c: None } \\");
        book.year = Some(1999);
        book.tags = vec![Some("x"), None];
        book.more = BTreeMap::from([("k", Some(false)), ("n", None)]);
        book.cover = Some(Cover::Drawn("ink", 2));
        assert_eq!(
            brief(&format!("{book:?}")),
            r#"Book { title: "a \"b\", { c: None } \\", year: 1999, tags: ["x"], more: { "k": false }, cover: Drawn("ink", 2) }"#
        );
        assert_eq!(brief(&format!("{:?}", Cover::Plain)), "Plain");
        assert_eq!(brief("()"), "()");
        let json = serde_json::json!({ "a": [1, "x", null], "b": { "c": false } });
        assert_eq!(brief(&format!("Some({json:?})")), r#"Object { "a": [1, "x", Null], "b": Object { "c": false } }"#);
    }

    #[test]
    fn other_text_stays() {
        for text in ["", "a b", "Book { title", "[1, 2", "Some(", "\"open", "{:}", "x: y"] {
            assert_eq!(brief(text), text);
        }
    }
}
