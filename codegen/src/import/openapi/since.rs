//! Older documents of an API → the version in which each operation first stood. Operations are matched by method and path with
//! blank placeholders: newer documents rename placeholders.

use super::document::stated_version;
use super::view::{entries, entries_of, get};
use crate::base::span::{FileId, Sources};
use crate::diagnostic::finding::Diagnostics;
use crate::load::parse_foreign;
use std::collections::BTreeMap;

/// The first version of each operation, by method and path.
#[derive(Clone, Debug, Default)]
pub struct First {
    versions: BTreeMap<String, String>,
    /// The oldest version: what stood there is as old as anything that is known.
    oldest: Option<String>,
}

impl First {
    /// The version in which an operation came; `None` when it has always been there, or when no history is known.
    #[must_use]
    pub fn of(&self, verb: &str, path: &str, own: &str) -> Option<String> {
        let oldest = self.oldest.as_ref()?;
        let first = self.versions.get(&key(verb, path)).map_or(own, String::as_str);
        (first != oldest).then(|| first.to_owned())
    }
}

/// Reads all documents that are OpenAPI; those without a version of numbers, such as previews, say nothing about age.
#[must_use]
pub fn first_versions(sources: &Sources) -> First {
    let mut first = First::default();
    let mut documents = Vec::new();
    for file in (0..).map(FileId).take_while(|file| !sources.get(*file).path.is_empty()) {
        let root = parse_foreign(file, &sources.get(file).text, &mut Diagnostics::default());
        let Some(root) = root.filter(|root| get(root, "openapi").is_some()) else { continue };
        let version = get(&root, "info").and_then(|info| stated_version(info, "version"));
        let Some((version, order)) = version.and_then(|version| Some((version.clone(), order(&version)?))) else {
            continue;
        };
        let mut keys = Vec::new();
        for (path, item) in entries_of(&root, "paths") {
            keys.extend(entries(item).iter().map(|(verb, _)| key(verb, path)));
        }
        documents.push((order, version, keys));
    }
    documents.sort();
    first.oldest = documents.first().map(|(_, version, _)| version.clone());
    for (_, version, keys) in documents {
        for key in keys {
            first.versions.entry(key).or_insert_with(|| version.clone());
        }
    }
    first
}

/// The numbers of a version: 2.9 comes before 2.10.
fn order(version: &str) -> Option<Vec<u32>> {
    version.trim_start_matches('v').split(['.', '-']).map(|part| part.parse().ok()).collect()
}

fn key(verb: &str, path: &str) -> String {
    let mut out = verb.to_lowercase();
    for (position, part) in path.split('{').enumerate() {
        out.push_str(if position == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) });
        out.push('\u{0}');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_versions_are_found_whatever_placeholders_are_called() {
        let document = |version: &str, paths: &str| {
            format!("openapi: 3.0.3\ninfo: {{ version: \"{version}\" }}\npaths: {{ {paths} }}\n")
        };
        let mut sources = Sources::new();
        sources.add("new".to_owned(), document("2.10", "/a: { get: {} }, '/b/{id}': { get: {} }, /c: { get: {} }"));
        sources.add("middle".to_owned(), document("2.9", "/a: { get: {} }, '/b/{thing_id}': { get: {} }"));
        sources.add("old".to_owned(), document("2.7", "/a: { get: {} }"));
        sources.add("preview".to_owned(), document("Preview", "/d: { get: {} }"));
        let first = first_versions(&sources);
        assert_eq!(first.of("GET", "/a", "2.11"), None);
        assert_eq!(first.of("GET", "/b/{name}", "2.11").as_deref(), Some("2.9"));
        assert_eq!(first.of("GET", "/c", "2.11").as_deref(), Some("2.10"));
        assert_eq!(first.of("GET", "/d", "2.11").as_deref(), Some("2.11"));
        assert_eq!(First::default().of("GET", "/a", "2.11"), None);
    }
}
