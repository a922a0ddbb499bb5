//! What each version of an API brought: operations, arguments, types, and their members or values.
//!
//! It is found in older documents, once, and kept in a file of the spec, so that an import needs no older document. Operations are
//! matched by method and path with blank placeholders, since newer documents rename placeholders; all else by its name.

use super::draft::{Draft, Function, Place, Shape};
use super::map::Map;
use super::view::{entries, get, items_of, text, text_of};
use crate::base::json::Json;
use crate::format::node::Node;
use crate::import::print::{Layout, print};
use std::collections::{BTreeMap, BTreeSet};

/// What a version of an API has.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Contents {
    /// Arguments by operation, such as `GET /books/{}`.
    operations: BTreeMap<String, BTreeSet<String>>,
    /// Members or values by type.
    types: BTreeMap<String, BTreeSet<String>>,
}

/// The versions of an API, the oldest first, each with what it has or what it brought.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct History {
    versions: Vec<(String, Contents)>,
}

impl Contents {
    /// What a document has, as it was read.
    pub fn of(draft: &Draft) -> Self {
        let mut contents = Self::default();
        for function in draft.resources.iter().flat_map(|resource| &resource.functions) {
            // The placeholders of a path belong to it.
            let arguments = function.fields.iter().filter(|field| field.place != Place::Path);
            contents.operations.entry(key(function)).or_default().extend(arguments.map(|field| field.name.clone()));
        }
        for definition in &draft.types {
            let parts: Vec<String> = match &definition.shape {
                Shape::Model(members) | Shape::Input(members) => {
                    members.iter().map(|member| member.name.clone()).collect()
                }
                Shape::Enum(values) => values.iter().map(|value| value.value.clone()).collect(),
            };
            contents.types.entry(definition.name.clone()).or_default().extend(parts);
        }
        contents
    }

    fn add(&mut self, other: &Self) {
        for (own, others) in [(&mut self.operations, &other.operations), (&mut self.types, &other.types)] {
            for (name, parts) in others {
                own.entry(name.clone()).or_default().extend(parts.iter().cloned());
            }
        }
    }

    /// What is not in another one. A name without new parts is there only where the name itself is new.
    fn without(&self, other: &Self) -> Self {
        let new = |own: &BTreeMap<String, BTreeSet<String>>, others: &BTreeMap<String, BTreeSet<String>>| {
            let new = own.iter().filter_map(|(name, parts)| match others.get(name) {
                None => Some((name.clone(), parts.clone())),
                Some(known) => {
                    let new: BTreeSet<String> = parts.difference(known).cloned().collect();
                    (!new.is_empty()).then(|| (name.clone(), new))
                }
            });
            new.collect()
        };
        Self { operations: new(&self.operations, &other.operations), types: new(&self.types, &other.types) }
    }
}

impl History {
    /// Adds what a version has; versions may come in any order. One without numbers, such as a preview, has no age.
    pub fn add(&mut self, version: &str, contents: &Contents) {
        let Some(own) = order(version) else { return };
        match self.versions.iter_mut().find(|(known, _)| known == version) {
            Some((_, known)) => known.add(contents),
            None => {
                let at = self.versions.partition_point(|(known, _)| order(known) < Some(own.clone()));
                self.versions.insert(at, (version.to_owned(), contents.clone()));
            }
        }
    }

    /// Writes into a draft when each part came. What is as old as all that is known, or as what it is a part of, says nothing.
    pub fn date(&self, draft: &mut Draft, own: &str) {
        if self.versions.is_empty() {
            return;
        }
        for function in draft.resources.iter_mut().flat_map(|resource| &mut resource.functions) {
            let operation = key(function);
            let came = self.first(|contents| contents.operations.contains_key(&operation));
            for field in function.fields.iter_mut().filter(|field| field.place != Place::Path) {
                let first = self.first(|contents| is_part(&contents.operations, &operation, &field.name));
                field.since = self.later(first, came, own);
            }
            function.since = self.later(came, Some(0), own);
        }
        for definition in &mut draft.types {
            let came = self.first(|contents| contents.types.contains_key(&definition.name));
            let since = |part: &str| {
                let first = self.first(|contents| is_part(&contents.types, &definition.name, part));
                self.later(first, came, own)
            };
            match &mut definition.shape {
                Shape::Model(members) | Shape::Input(members) => {
                    members.iter_mut().for_each(|member| member.since = since(&member.name));
                }
                Shape::Enum(values) => values.iter_mut().for_each(|value| value.since = since(&value.value)),
            }
        }
    }

    /// The position of the first version that has something.
    fn first(&self, has: impl Fn(&Contents) -> bool) -> Option<usize> {
        self.versions.iter().position(|(_, contents)| has(contents))
    }

    /// The version in which a part came, where that is later than that of its owner; what no version has came with the document.
    fn later(&self, part: Option<usize>, owner: Option<usize>, own: &str) -> Option<String> {
        match (part, owner) {
            (Some(part), Some(owner)) if part > owner => self.versions.get(part).map(|(version, _)| version.clone()),
            (None, Some(_)) => Some(own.to_owned()),
            _ => None,
        }
    }

    /// The file: each version with what it brought.
    #[must_use]
    pub fn print(&self, comment: &str) -> String {
        let mut before = Contents::default();
        let mut rows = Vec::new();
        for (version, contents) in &self.versions {
            let brought = contents.without(&before);
            before.add(contents);
            let map = Map::default().text("version", version);
            let map = map.optional("operations", named(&brought.operations));
            rows.push(map.optional("types", named(&brought.types)).done());
        }
        print(&[comment], &Map::default().value("versions", Json::Array(rows)).done(), Layout::TABLE)
    }

    /// Reads the file. What is no history says nothing.
    #[must_use]
    pub fn read(root: &Node) -> Self {
        let mut history = Self::default();
        for row in items_of(root, "versions") {
            let Some(version) = text_of(row, "version") else { continue };
            let contents = Contents { operations: names_of(row, "operations"), types: names_of(row, "types") };
            history.add(version, &contents);
        }
        history
    }
}

fn is_part(names: &BTreeMap<String, BTreeSet<String>>, name: &str, part: &str) -> bool {
    names.get(name).is_some_and(|parts| parts.contains(part))
}

fn named(names: &BTreeMap<String, BTreeSet<String>>) -> Option<Json> {
    let list = |parts: &BTreeSet<String>| Json::Array(parts.iter().map(Json::text).collect());
    let members: Vec<_> = names.iter().map(|(name, parts)| (name.clone(), list(parts))).collect();
    (!members.is_empty()).then_some(Json::Object(members))
}

fn names_of(row: &Node, key: &str) -> BTreeMap<String, BTreeSet<String>> {
    let parts = |node: &Node| -> BTreeSet<String> {
        let items = match &node.kind {
            crate::format::node::NodeKind::List(items) => items.as_slice(),
            _ => &[],
        };
        items.iter().filter_map(text).map(str::to_owned).collect()
    };
    get(row, key).map(entries).into_iter().flatten().map(|(name, node)| (name.value.clone(), parts(node))).collect()
}

/// The numbers of a version: 2.9 comes before 2.10.
fn order(version: &str) -> Option<Vec<u32>> {
    version.trim_start_matches('v').split(['.', '-']).map(|part| part.parse().ok()).collect()
}

/// Method and path, with blank placeholders.
fn key(function: &Function) -> String {
    let mut out = format!("{} ", function.verb.to_uppercase());
    for (position, part) in function.path.split('{').enumerate() {
        match part.split_once('}').filter(|_| position > 0) {
            Some((_, rest)) => out.extend(["{}", rest]),
            None => out.push_str(part),
        }
    }
    out
}
