//! `--fields a,b.c`: the members that are printed.

use super::members::{at, items};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Paths of keys, each with the text that names it.
#[derive(Clone, Debug)]
pub struct Fields {
    columns: Vec<Column>,
    /// Whether an object was looked at; copies share what they have seen.
    asked: Arc<AtomicBool>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    path: Vec<String>,
    /// Whether an object had it.
    found: Arc<AtomicBool>,
}

impl Column {
    fn new(name: &str, path: Vec<String>) -> Self {
        Self { name: name.to_owned(), path, found: Arc::default() }
    }

    /// Its JSON in an object.
    fn of(&self, json: &str) -> Option<String> {
        let value = at(json, &self.path);
        if value.is_some() {
            self.found.store(true, Ordering::Relaxed);
        }
        value
    }
}

/// A projected object, before it is written.
enum Node {
    Json(String),
    Object(Vec<(String, Node)>),
}

impl Fields {
    /// Reads `a,b.c`.
    pub fn parse(text: &str) -> Self {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        Self::of(names.map(|name| Column::new(name, name.split('.').map(str::to_owned).collect())))
    }

    /// Columns by these names, each one key.
    pub fn of_keys(keys: impl IntoIterator<Item = String>) -> Self {
        Self::of(keys.into_iter().map(|key| Column::new(&key, vec![key.clone()])))
    }

    fn of(columns: impl Iterator<Item = Column>) -> Self {
        Self { columns: columns.collect(), asked: Arc::default() }
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The names that no object had, of those that were looked at: typing errors, as a rule.
    pub fn unknown(&self) -> Vec<&str> {
        let asked = self.asked.load(Ordering::Relaxed);
        let is_unknown = |column: &&Column| asked && !column.found.load(Ordering::Relaxed);
        self.columns.iter().filter(is_unknown).map(|column| column.name.as_str()).collect()
    }

    /// The JSON of each column; `None` where it is missing.
    pub fn values(&self, json: &str) -> Vec<Option<String>> {
        self.asked.store(true, Ordering::Relaxed);
        self.columns.iter().map(|column| column.of(json)).collect()
    }

    /// The same object with these members only; each object of a list.
    pub fn project(&self, json: &str) -> String {
        if let Some(items) = items(json) {
            let items: Vec<String> = items.into_iter().map(|item| self.project(item)).collect();
            return format!("[{}]", items.join(","));
        }
        let mut members = Vec::new();
        for (column, value) in self.columns.iter().zip(self.values(json)) {
            if let Some(value) = value {
                insert(&mut members, &column.path, value);
            }
        }
        let mut out = String::new();
        write(&Node::Object(members), &mut out);
        out
    }
}

fn insert(members: &mut Vec<(String, Node)>, path: &[String], value: String) {
    let Some((key, rest)) = path.split_first() else { return };
    let position = members.iter().position(|(known, _)| known == key);
    if rest.is_empty() {
        match position {
            Some(at) => members[at].1 = Node::Json(value),
            None => members.push((key.clone(), Node::Json(value))),
        }
        return;
    }
    let at = position.unwrap_or_else(|| {
        members.push((key.clone(), Node::Object(Vec::new())));
        members.len() - 1
    });
    // A path into what another path has taken as a whole adds nothing.
    if let Node::Object(inner) = &mut members[at].1 {
        insert(inner, rest, value);
    }
}

fn write(node: &Node, out: &mut String) {
    match node {
        Node::Json(json) => out.push_str(json),
        Node::Object(members) => {
            out.push('{');
            for (position, (key, value)) in members.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_keep_their_nesting() {
        let json = r#"{"id":"7","a":{"b":1.50,"c":2},"d":[{"e":1},{"e":2}]}"#;
        let project = |fields: &str| Fields::parse(fields).project(json);
        assert_eq!(project("a.b, id"), r#"{"a":{"b":1.50},"id":"7"}"#);
        assert_eq!(project("a.c,a.b"), r#"{"a":{"c":2,"b":1.50}}"#);
        assert_eq!(project("a,a.b"), r#"{"a":{"b":1.50,"c":2}}"#);
        assert_eq!(project("d.e"), r#"{"d":{"e":[1,2]}}"#);
        assert_eq!(project("x"), "{}");
        let (some, none) = (Fields::parse("id,x,a.y"), Fields::parse("id,x"));
        some.clone().project(json);
        none.project("[]");
        assert_eq!((some.unknown(), none.unknown()), (vec!["x", "a.y"], vec![]), "an empty list says nothing of them");
        assert_eq!(Fields::parse("id").project(r#"[{"id":1},{"id":2}]"#), r#"[{"id":1},{"id":2}]"#);
    }
}
