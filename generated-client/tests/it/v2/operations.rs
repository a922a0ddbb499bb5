//! Each operation against `spec/v2/reference/operations.json`, which was written from Intercom's document by hand and script,
//! without the generator.

use super::upstream::{function, spec};
use intercom_client::Value;
use intercom_client::schema::Retry;
use intercom_client::v2::FUNCTIONS;
use std::collections::BTreeSet;

/// Arguments that differ on purpose: those of a filter are members, a constant is no argument, and the overlay adds some.
const ARGUMENTS: [(&str, &[&str], &[&str]); 5] = [
    ("SearchContacts", &["pagination"], &["per_page", "starting_after"]),
    ("searchConversations", &["pagination"], &["per_page", "sort", "starting_after"]),
    ("searchTickets", &["pagination"], &["per_page", "sort", "starting_after"]),
    ("createMessage", &[], &["components", "locale"]),
    ("updateDataAttribute", &["options"], &[]),
];

#[test]
fn every_operation_has_its_function() {
    let rows: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(spec("reference/operations.json")).unwrap()).unwrap();
    assert_eq!(rows.len(), 231);
    assert_eq!(FUNCTIONS.len(), 231);
    for row in &rows {
        let id = row["id"].as_str().unwrap();
        let (verb, path) = row["http"].as_str().unwrap().split_once(' ').unwrap();
        let function = function(verb, path);
        assert_eq!(function.name, id);
        assert_eq!(function.resource, row["resource"], "{id}: resource");
        assert_eq!(function.method, row["method"], "{id}: method");
        let stated: BTreeSet<&str> =
            row["args"].as_array().unwrap().iter().map(|argument| argument["name"].as_str().unwrap()).collect();
        let known: BTreeSet<&str> =
            function.fields.iter().map(|field| field.name).filter(|name| *name != "accessToken").collect();
        let (less, more) = ARGUMENTS
            .iter()
            .find(|(name, ..)| *name == id)
            .map_or((&[][..], &[][..]), |(_, less, more)| (*less, *more));
        let missing: Vec<&&str> = stated.difference(&known).collect();
        let extra: Vec<&&str> = known.difference(&stated).collect();
        assert_eq!(missing, less.iter().collect::<Vec<_>>(), "{id}: missing arguments");
        assert_eq!(extra, more.iter().collect::<Vec<_>>(), "{id}: extra arguments");
        let retry = match row["retry"].as_str().unwrap().split_whitespace().next().unwrap() {
            "safe" => Retry::Safe,
            "idempotent" => Retry::Idempotent,
            _ => Retry::Never,
        };
        let is_by_key = id == "createOrUpdateCompany";
        assert!(is_by_key || function.retry == retry, "{id}: retry is {:?}, not {retry:?}", function.retry);
    }
}
