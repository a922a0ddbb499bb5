//! The interpreter of the languages' files. The try-it page has the other one (`print.js`); a test compares both.

use crate::language::{Entry, Language, StringStyle, Values};
use crate::parts::{Part, Parts};
use crate::scope::{Item, Scope};
use crate::value::{Value, is_unprintable};

/// A list or an object of at most so many characters stands on one line.
const MAX_LINE_CHARS: usize = 60;

impl Language {
    /// A request in this language.
    pub(crate) fn print(&self, scope: &Scope) -> String {
        let mut lines = Vec::new();
        self.entries(&self.template, &[scope], &mut lines);
        lines.join(&self.join)
    }

    fn entries(&self, entries: &[Entry], scopes: &[&Scope], lines: &mut Vec<String>) {
        for entry in entries {
            match entry {
                Entry::Line(line) => lines.push(self.line(line, scopes)),
                Entry::If { r#if, then, r#else } => {
                    let branch = if find(scopes, r#if).is_some() { then } else { r#else };
                    self.entries(branch, scopes, lines);
                }
                Entry::Each { each, then } => {
                    let Some(Item::List(items)) = find(scopes, each) else { continue };
                    for item in items {
                        let inner: Vec<&Scope> = [item].into_iter().chain(scopes.iter().copied()).collect();
                        self.entries(then, &inner, lines);
                    }
                }
            }
        }
    }

    fn line(&self, line: &str, scopes: &[&Scope]) -> String {
        let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        let mut out = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once("@{") {
            let Some((name, after)) = after.split_once('}') else { break };
            let (name, filter) = name.split_once(':').unwrap_or((name, "text"));
            out.push_str(before);
            if let Some(item) = find(scopes, name) {
                out.push_str(&self.filter(filter, item, &indent));
            }
            rest = after;
        }
        out + rest
    }

    fn filter(&self, filter: &str, item: &Item, indent: &str) -> String {
        match (filter, item) {
            ("text", Item::Parts(parts)) => self.plain(parts).replace('\n', &format!("\n{indent}")),
            ("plain", Item::Parts(parts)) => self.plain(parts),
            ("str", Item::Parts(parts)) => self.text(parts),
            ("value", Item::Value(value)) => {
                self.values.as_ref().map(|values| self.value(values, value, indent)).unwrap_or_default()
            }
            ("json", Item::Value(value)) => self.text(&value.json(None)),
            ("raw_json", Item::Value(value)) => self.plain(&value.json(Some(0))),
            ("pretty", Item::Value(value)) => {
                let line = value.json(None);
                let is_short = self.plain(&line).chars().count() <= MAX_LINE_CHARS;
                self.text(&if is_short { line } else { value.json(Some(0)) })
            }
            _ => String::new(),
        }
    }

    /// Text without quotes.
    fn plain(&self, parts: &Parts) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Env { name, .. } => format!("${name}"),
        };
        parts.0.iter().map(part).collect()
    }

    /// An expression for a text.
    fn text(&self, parts: &Parts) -> String {
        if parts.0.is_empty() {
            return self.literal("");
        }
        if parts.has_env()
            && let Some(interpolated) = self.interpolated(parts)
        {
            return interpolated;
        }
        let part = |part: &Part| match part {
            Part::Text(text) => self.literal(text),
            Part::Env { name, encoded } => self.env(*encoded).replace('@', name),
        };
        parts.0.iter().map(part).collect::<Vec<_>>().join(&self.concat)
    }

    fn env(&self, encoded: bool) -> &str {
        if encoded { &self.env_encoded } else { &self.env }
    }

    /// One text with values in it, where all of it means itself between quotes and nothing has to be percent-encoded.
    fn interpolated(&self, parts: &Parts) -> Option<String> {
        let style = self.interpolate.as_ref()?;
        let mut out = style.open.clone();
        for (at, part) in parts.0.iter().enumerate() {
            match part {
                Part::Text(text) => {
                    text.chars().all(|c| c.is_ascii_alphanumeric() || " :-_./?&=%".contains(c)).then_some(())?;
                    out.push_str(text);
                }
                Part::Env { encoded: true, .. } if self.env_encoded != self.env => return None,
                Part::Env { name, .. } => {
                    let follows_name = matches!(parts.0.get(at + 1), Some(Part::Text(text)) if text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
                    out.push_str(&if follows_name { &style.env } else { &style.env_last }.replace('@', name));
                }
            }
        }
        Some(out + &style.close)
    }

    pub(crate) fn literal(&self, text: &str) -> String {
        let can = |style: &&StringStyle| {
            (style.only_with.is_empty() || text.contains(|c| style.only_with.contains(c)))
                && !text.contains(|c| style.never_with.contains(c))
                && (style.any || style.unprintable.is_some() || !text.contains(|c| is_unprintable(c) && c != '\n'))
        };
        let style = self.strings.iter().find(can).or(self.strings.last());
        style.map_or_else(String::new, |style| format!("{}{}{}", style.open, escape(style, text), style.close))
    }

    fn value(&self, style: &Values, value: &Value, indent: &str) -> String {
        let line = self.value_line(style, value);
        if line.chars().count() <= MAX_LINE_CHARS && !line.contains('\n') {
            return line;
        }
        let inner = format!("{indent}{}", style.indent);
        let block = |(open, close): &(String, String), items: Vec<String>| {
            let items: String = items.iter().map(|item| format!("\n{inner}{item},")).collect();
            format!("{open}{items}\n{indent}{close}")
        };
        match value {
            Value::Array(items) if !items.is_empty() => {
                block(&style.list, items.iter().map(|item| self.value(style, item, &inner)).collect())
            }
            Value::Object(members) if !members.is_empty() => {
                let member = |(key, value): &(String, Value)| {
                    format!("{}{}{}", self.literal(key), style.pair, self.value(style, value, &inner))
                };
                block(&style.object, members.iter().map(member).collect())
            }
            _ => line,
        }
    }

    fn value_line(&self, style: &Values, value: &Value) -> String {
        match value {
            Value::Plain(text) => match text.as_str() {
                "null" => style.null.clone(),
                "true" => style.yes.clone(),
                "false" => style.no.clone(),
                number => number.to_owned(),
            },
            Value::Text(parts) => self.text(parts),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.value_line(style, item)).collect();
                format!("{}{}{}", style.list.0, items.join(", "), style.list.1)
            }
            Value::Object(members) if members.is_empty() => style.empty_object.clone(),
            Value::Object(members) => {
                let member = |(key, value): &(String, Value)| {
                    format!("{}{}{}", self.literal(key), style.pair, self.value_line(style, value))
                };
                let pad = if style.padded { " " } else { "" };
                let members = members.iter().map(member).collect::<Vec<_>>().join(", ");
                format!("{}{pad}{members}{pad}{}", style.object.0, style.object.1)
            }
        }
    }
}

fn escape(style: &StringStyle, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((from, to)) = style.escapes.iter().find(|(from, _)| rest.starts_with(from.as_str())) {
            out.push_str(to);
            rest = &rest[from.len()..];
            continue;
        }
        match &style.unprintable {
            Some((before, digits, behind)) if is_unprintable(first) => {
                out.push_str(&format!("{before}{:0digits$x}{behind}", first as u32));
            }
            _ => out.push(first),
        }
        rest = &rest[first.len_utf8()..];
    }
    out
}

fn find<'a>(scopes: &[&'a Scope], name: &str) -> Option<&'a Item> {
    scopes.iter().find_map(|scope| scope.0.get(name))
}
