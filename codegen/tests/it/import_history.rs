//! What each version of an API brought: found in older documents, kept in a file, read from it.

use crate::import_openapi::import_text;
use codegen::import::openapi::history::History;
use codegen::import::openapi::{Options, contents, import};
use codegen::load::parse_foreign;
use codegen::{Diagnostics, Sources};

/// A document of a version: operations, and the members and values of the component `Book`.
fn document(version: &str, paths: &str, members: &str, kinds: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Library, version: \"{version}\" }}
paths: {{ {paths} }}
components:
  schemas:
    Book:
      type: object
      properties:
        kind: {{ type: string, enum: [{kinds}] }}
        {members}
"
    )
}

fn get(query: &str) -> String {
    format!(
        "{{ parameters: [{query}], responses: {{ '200': {{ description: Yes., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Book' }} }} }} }} }} }}"
    )
}

fn key(name: &str) -> String {
    format!("{{ name: {name}, in: query, schema: {{ type: string }} }}")
}

fn history(documents: &[String]) -> History {
    let mut history = History::default();
    for text in documents {
        let mut sources = Sources::new();
        let file = sources.add("older.yaml".to_owned(), text.clone());
        let (version, contents) = contents(file, &sources).unwrap();
        history.add(&version, &contents);
    }
    history
}

/// The functions and types of the newest document with what is known of older ones.
fn dated(document: &str, history: &History) -> String {
    let mut sources = Sources::new();
    let file = sources.add("document.yaml".to_owned(), document.to_owned());
    let imported = import(file, &sources, &Options { history: history.clone(), ..Options::default() }).unwrap();
    let files = imported.files.iter().filter(|file| file.path != "package.yaml");
    files.map(|file| file.text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")).collect()
}

/// The newest first, so that their order is found and not taken; the preview has no age.
fn documents() -> Vec<String> {
    let books = |verb_path: &str, query: &str| format!("'{verb_path}': {{ get: {} }}", get(query));
    let old = books("/books/{id}", &key("page"));
    let middle =
        format!("{}, {}", books("/books/{book_id}", &[key("page"), key("sort")].join(", ")), books("/news", ""));
    let new = format!("{middle}, {}", books("/fines", &key("since")));
    vec![
        document("2.10", &new, "title: { type: string }\n        isbn: { type: string }", "book, disc, paper, map"),
        document("Preview", &new, "later: { type: string }", "tape"),
        document("2.9", &middle, "title: { type: string }\n        isbn: { type: string }", "book, disc, paper"),
        document("2.7", &old, "title: { type: string }", "book, disc"),
    ]
}

#[test]
fn each_part_has_the_version_that_brought_it() {
    let documents = documents();
    let dated = dated(&documents[0], &history(&documents));
    let since = |part: &str| {
        let at = dated.find(part).unwrap_or_else(|| panic!("{part}:\n{dated}"));
        let end = dated[at + 1..].find("name:").map_or(dated.len(), |end| at + 1 + end);
        let entry = dated[at..end].split("value:").take(2).collect::<Vec<_>>().join("value:");
        entry.split("since: \"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    // The oldest version, and what came with what it is a part of, say nothing.
    assert_eq!(since("http: GET /books/{book_id}"), None);
    assert_eq!(since("name: page"), None);
    assert_eq!(since("name: sort"), Some("2.9".to_owned()));
    assert_eq!(since("http: GET /news"), Some("2.9".to_owned()));
    assert_eq!(since("http: GET /fines"), Some("2.10".to_owned()));
    assert_eq!(since("name: since"), None);
    assert_eq!(since("name: title"), None);
    assert_eq!(since("name: isbn"), Some("2.9".to_owned()));
    assert_eq!(since("value: paper"), Some("2.9".to_owned()));
    assert_eq!(since("value: map"), Some("2.10".to_owned()));
}

#[test]
fn what_no_older_version_has_came_with_the_document() {
    let documents = documents();
    let known = history(&documents[2..]);
    let dated = dated(&documents[0], &known);
    assert!(dated.contains("http: GET /fines\n    since: \"2.10\""), "{dated}");
    assert!(dated.contains("value: map, since: \"2.10\""), "{dated}");
}

#[test]
fn without_a_history_nothing_has_a_version() {
    let (imported, _) = import_text("document.yaml", &documents()[0]).unwrap();
    assert!(!imported.files.iter().any(|file| file.text.contains("since:")));
}

#[test]
fn history_that_was_printed_is_read_as_it_was_and_extended() {
    let documents = documents();
    let all = history(&documents);
    let read = |text: &str| {
        let mut sources = Sources::new();
        let file = sources.add("history.yaml".to_owned(), text.to_owned());
        History::read(&parse_foreign(file, text, &mut Diagnostics::default()).unwrap())
    };
    let printed = all.print("A comment.");
    let again = read(&printed);
    assert_eq!(again.print("A comment."), printed);
    assert_eq!(dated(&documents[0], &again), dated(&documents[0], &all));
    // A later version enters a file that the others made.
    let mut extended = read(&history(&documents[2..]).print("A comment."));
    let mut sources = Sources::new();
    let file = sources.add("newest.yaml".to_owned(), documents[0].clone());
    let (version, contents) = contents(file, &sources).unwrap();
    extended.add(&version, &contents);
    assert_eq!(extended.print("A comment."), printed);
    let expected = "\
# A comment.
versions:
  - version: \"2.7\"
    operations: { \"GET /books/{}\": [page] }
    types: { Book: [kind, title], BookKind: [book, disc] }

  - version: \"2.9\"
    operations: { \"GET /books/{}\": [sort], GET /news: [] }
    types: { Book: [isbn], BookKind: [paper] }

  - version: \"2.10\"
    operations: { GET /fines: [since] }
    types: { BookKind: [map] }
";
    assert_eq!(printed, expected);
}
