//! Functions → resources, by the nouns in their names: `getBook` and `deleteBooks` are functions of `books`.

use super::names::{parts, plural, singular, unique};
use super::sheet::SheetFunction;
use heck::ToUpperCamelCase;
use std::collections::{BTreeMap, BTreeSet};

/// What follows one of these parts is not what a function is about: `getBookByAuthor`.
const BREAKS: [&str; 13] =
    ["by", "for", "from", "to", "in", "with", "of", "and", "on", "via", "using", "without", "as"];

/// Words that say which, not what: `getAllBooks`, `getCurrentReader`.
const ADJECTIVES: [&str; 13] =
    ["all", "single", "current", "my", "the", "a", "an", "new", "multiple", "many", "one", "every", "bulk"];

/// The resource of functions whose noun no other function has.
const OTHERS: &str = "other";

/// A resource: its functions by their positions.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The name, such as `books`.
    pub name: String,
    /// The functions and their method names.
    pub functions: Vec<(usize, String)>,
}

/// The groups in the order of their first functions, what is left over last.
pub fn group(functions: &[SheetFunction]) -> Vec<Group> {
    let nouns: Vec<Nouns> = functions.iter().map(|function| nouns(&function.name)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for noun in nouns.iter().flat_map(|nouns| nouns.before.iter().collect::<BTreeSet<_>>()) {
        *counts.entry(noun.as_str()).or_default() += 1;
    }
    let count = |noun: &str| counts.get(noun).copied().unwrap_or_default();
    let mut groups: Vec<Group> = Vec::new();
    let mut others = Group { name: OTHERS.to_owned(), functions: Vec::new() };
    for (position, nouns) in nouns.iter().enumerate() {
        // Of equal counts the first noun counts, which `max_by_key` would not take.
        let shared = |nouns: &'_ [String]| {
            nouns.iter().rev().max_by_key(|noun| count(noun)).filter(|noun| count(noun) > 1).cloned()
        };
        let noun = shared(&nouns.before).or_else(|| shared(&nouns.after));
        let group = match noun.map(|noun| plural(&noun)) {
            None => &mut others,
            Some(name) => {
                let at = groups.iter().position(|group| group.name == name).unwrap_or_else(|| {
                    groups.push(Group { name, functions: Vec::new() });
                    groups.len() - 1
                });
                match groups.get_mut(at) {
                    Some(group) => group,
                    None => &mut others,
                }
            }
        };
        group.functions.push((position, String::new()));
    }
    if groups.is_empty() || !others.functions.is_empty() {
        groups.push(others);
    }
    for group in &mut groups {
        name_methods(group, functions);
    }
    groups
}

/// The nouns of a function's name, in the singular.
struct Nouns {
    /// What the function is about.
    before: Vec<String>,
    /// What follows a preposition: `addNoteToBook`.
    after: Vec<String>,
}

fn nouns(name: &str) -> Nouns {
    let parts = parts(name);
    // The first part is the verb, unless it is all there is.
    let rest = parts.get(usize::from(parts.len() > 1)..).unwrap_or_default();
    let (before, after) =
        rest.split_at(rest.iter().position(|part| BREAKS.contains(&part.as_str())).unwrap_or(rest.len()));
    let is_noun = |part: &&String| {
        let part = part.as_str();
        !ADJECTIVES.contains(&part) && !BREAKS.contains(&part) && !part.bytes().all(|b| b.is_ascii_digit())
    };
    let nouns = |parts: &[String]| parts.iter().filter(is_noun).map(|part| singular(part)).collect();
    Nouns { before: nouns(before), after: nouns(after) }
}

/// The name without the resource's noun, where that is enough: `getBook` of `books` is `get`, `getBooks` is `list`.
fn name_methods(group: &mut Group, functions: &[SheetFunction]) {
    let (mut taken, mut types) = (BTreeSet::new(), BTreeSet::new());
    for (position, method) in &mut group.functions {
        let Some(function) = functions.get(*position) else { continue };
        let parts = parts(&function.name);
        let is_noun = |part: &String| plural(&singular(part)) == group.name;
        let short: Vec<&str> = parts.iter().filter(|part| !is_noun(part)).map(String::as_str).collect();
        let is_plural = parts.iter().any(|part| *part == group.name && is_noun(part) && singular(part) != *part);
        let short = match short[..] {
            ["get" | "fetch" | "list"] | ["get" | "fetch" | "list", "all"] if is_plural => "list".to_owned(),
            ["get" | "fetch", "list"] => "list".to_owned(),
            [] => parts.join("_"),
            _ => short.join("_"),
        };
        // A short name that another function has is no name for this one, nor one that makes its types those of another.
        let mut names = [short, parts.join("_")].into_iter();
        let free = names.find(|name| !taken.contains(name) && claims(name, function).is_disjoint(&types));
        *method = unique(free.unwrap_or_else(|| format!("{}_function", parts.join("_"))), &mut taken);
        types.extend(claims(method, function));
    }
}

/// The types that a method of this name has in Rust: its builder, and an enum for each field with known values.
fn claims(method: &str, function: &SheetFunction) -> BTreeSet<String> {
    let choices = function.rows.iter().filter(|row| !row.options.is_empty());
    let choices = choices.map(|row| format!("{method}_{}", row.name).to_upper_camel_case());
    choices.chain([method.to_upper_camel_case()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::Span;
    use crate::import::table::sheet::Row;

    fn grouped(names: &[&str]) -> Vec<(String, Vec<String>)> {
        let functions: Vec<SheetFunction> = names
            .iter()
            .map(|name| SheetFunction {
                name: (*name).to_owned(),
                doc: String::new(),
                method: None,
                url: None,
                rows: Vec::new(),
                span: Span::default(),
            })
            .collect();
        let methods = |group: Group| group.functions.into_iter().map(|(_, method)| method).collect();
        group(&functions).into_iter().map(|group| (group.name.clone(), methods(group))).collect()
    }

    #[test]
    fn functions_with_a_noun_in_common_are_a_resource() {
        let names = [
            "createBook",
            "getBooks",
            "getBook",
            "getBooksByAuthor",
            "sendSms",
            "addNoteToBook",
            "getBookList",
            "deleteLoan",
            "listLoans",
            "login",
        ];
        let expected = [
            ("books", vec!["create", "list", "get", "get_by_author", "add_note_to", "get_book_list"]),
            ("loans", vec!["delete", "list"]),
            ("other", vec!["send_sms", "login"]),
        ];
        let expected =
            expected.map(|(name, methods)| (name.to_owned(), methods.into_iter().map(str::to_owned).collect()));
        assert_eq!(grouped(&names), expected);
    }

    #[test]
    fn enums_of_a_resource_have_different_names() {
        let row = |name: &str| Row { name: name.to_owned(), options: vec!["a".to_owned()], ..Row::default() };
        let function = |name: &str, row: Row| SheetFunction {
            name: name.to_owned(),
            doc: String::new(),
            method: None,
            url: None,
            rows: vec![row],
            span: Span::default(),
        };
        let functions = [function("getBook", row("loanFormat")), function("getBookLoan", row("format"))];
        let groups = group(&functions);
        let methods: Vec<&String> = groups[0].functions.iter().map(|(_, method)| method).collect();
        assert_eq!(methods, ["get", "get_book_loan"]);
    }

    #[test]
    fn methods_of_a_resource_have_different_names() {
        let groups = grouped(&["getBook", "get_book", "bookGet", "book"]);
        let methods: BTreeSet<&String> = groups.iter().flat_map(|(_, methods)| methods).collect();
        assert_eq!(methods.len(), 4, "{groups:?}");
    }
}
