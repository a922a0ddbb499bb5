//! The semantic diff: the rows and the version bump of many changes, and what is true of all changes.

use crate::support::change;
use crate::support::tiny;
use codegen::Api;
use codegen::diff::{Change, Class, Comparison, Level, Sides, Version, diff, human, json, markdown};
use std::collections::BTreeMap;

fn api(text: &str) -> Api {
    tiny::generate_drafts(text).unwrap_or_else(|errors| panic!("{errors}")).api
}

fn sides() -> Sides {
    Sides { old: "before".to_owned(), new: "after".to_owned() }
}

fn shown(comparison: &Comparison) -> String {
    human(comparison, &comparison.version_bump(&Version::parse("1.2.3").unwrap()), &sides())
}

#[test]
fn changes_yield_the_rows_of_their_snapshots() {
    let before = api(&change::base());
    assert!(change::cases().len() >= 50);
    insta::glob!("../diff/cases", "*.change", |path| {
        let comparison = diff(&before, &api(&change::changed(path)));
        assert!(!shown(&comparison).contains("no rule knows"), "{}", shown(&comparison));
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../diff/snapshots" }, {
            insta::assert_snapshot!("rows", shown(&comparison));
        });
    });
}

#[test]
fn equal_specs_have_no_rows_in_any_format() {
    for text in change::cases().into_iter().map(|(_, text)| text).chain([change::base()]) {
        let comparison = diff(&api(&text), &api(&text));
        assert!(comparison.rows.is_empty(), "{}", shown(&comparison));
        assert_eq!(comparison.level(), None);
    }
    let api = api(&change::base());
    let comparison = diff(&api, &api);
    let bump = comparison.version_bump(&Version::parse("0.3.1").unwrap());
    assert_eq!(bump.next, None);
    assert_eq!(human(&comparison, &bump, &sides()), "before → after\nno differences\n");
    assert!(markdown(&comparison, &bump, &sides()).contains("No differences between `before` and `after`."));
    let json: serde_json::Value = serde_json::from_str(&json(&comparison, &bump, &sides())).unwrap();
    assert_eq!(json["verdict"], serde_json::Value::Null);
    assert_eq!(json["rows"], serde_json::json!([]));
}

#[test]
fn reversed_changes_swap_additions_and_removals() {
    let before = api(&change::base());
    for (name, text) in change::cases() {
        let after = api(&text);
        let (there, back) = (diff(&before, &after), diff(&after, &before));
        let of = |comparison: &Comparison, change: Change, verb: &str| {
            let rows = comparison.rows.iter().filter(|row| row.change == change);
            let mut found: Vec<_> = rows.map(|row| (row.subject.clone(), row.what.replace(verb, ""))).collect();
            found.sort();
            found
        };
        assert_eq!(of(&there, Change::Added, "added"), of(&back, Change::Removed, "removed"), "{name}");
        assert_eq!(of(&there, Change::Removed, "removed"), of(&back, Change::Added, "added"), "{name}");
        assert_eq!(there.rows.is_empty(), back.rows.is_empty(), "{name}");
    }
}

#[test]
fn what_a_feature_no_longer_brings_is_a_major_change() {
    let with = |groups: &str| {
        api(&change::base().replacen(
            "# file: functions/items",
            &format!("groups:\n{groups}\n# file: functions/items"),
            1,
        ))
    };
    let group = |name: &str, resource: &str| format!("  - {{ name: {name}, doc: A part., resources: [{resource}] }}\n");
    let both = with(&(group("shopping", "items") + &group("buying", "orders")));
    let rows = |old: &Api, new: &Api| {
        let rows = diff(old, new).rows.into_iter().map(|row| format!("{} {}: {}", row.level, row.subject, row.what));
        rows.collect::<Vec<_>>()
    };
    assert_eq!(
        rows(&both, &with(&group("shopping", "items, orders"))),
        ["major package.groups.buying: feature removed", "major orders: feature `buying` → `shopping`"]
    );
    assert_eq!(
        rows(&both, &with(&group("shopping", "items"))),
        ["major package.groups.buying: feature removed", "minor orders: no longer behind the feature `buying`"]
    );
    let swapped = with(&(group("buying", "orders") + &group("shopping", "items")));
    assert_eq!(rows(&both, &swapped), ["patch package.groups: order of the features changed"]);
    // A type of one group that a function of another one returns, too, comes with both from then on.
    let shared = api(&change::base()
        .replacen(
            "# file: functions/items",
            &format!("groups:\n{}{}\n# file: functions/items", group("shopping", "items"), group("buying", "orders")),
            1,
        )
        .replacen("returns: Purchase", "returns: Item", 1));
    let shared = rows(&both, &shared);
    assert!(shared.contains(&"minor Item: with `shopping` → always there".to_owned()), "{shared:#?}");
}

#[test]
fn breaking_wire_changes_come_first_in_a_section_of_their_own() {
    let before = api(&change::base());
    let cases: BTreeMap<String, String> = change::cases().into_iter().collect();
    for name in ["path-changed", "http-method-changed", "body-key-changed", "query-key-changed", "constant-changed"] {
        let comparison = diff(&before, &api(&cases[name]));
        let first = comparison.rows.first().unwrap();
        assert_eq!((first.class, first.level), (Class::Wire, Level::Major), "{name}");
        let text = shown(&comparison);
        assert!(text.lines().nth(2).unwrap().starts_with("SENT DIFFERENTLY"), "{name}:\n{text}");
        let text = markdown(&comparison, &comparison.version_bump(&Version::parse("1.0.0").unwrap()), &sides());
        assert!(text.contains("### SENT DIFFERENTLY\n\n> [!WARNING]\n> Look here first"), "{name}:\n{text}");
    }
}

#[test]
fn markdown_and_json_escape_names_and_values() {
    let before = api(&change::base());
    let text = change::base()
        .replace("https://shop.example", "https://shop.example/a|b`c`<b>")
        .replace("enum: [name, price]", "enum: [name, price, \"a|b`c\"]")
        .replace("A note.", "A remark.");
    let comparison = diff(&before, &api(&text));
    let bump = comparison.version_bump(&Version::parse("0.1.0").unwrap());
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../diff/snapshots" }, {
        insta::assert_snapshot!("markdown", markdown(&comparison, &bump, &sides()));
        insta::assert_snapshot!("json", json(&comparison, &bump, &sides()));
    });
}

#[test]
fn next_versions_follow_the_rules_of_cargo() {
    for (current, patch, minor, major) in [
        ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
        ("0.2.3", "0.2.4", "0.2.4", "0.3.0"),
        ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
        ("2.0.0-rc.1", "2.0.0-rc.2", "2.0.0-rc.2", "2.0.0-rc.2"),
        ("2.0.0-alpha", "2.0.0-alpha.1", "2.0.0-alpha.1", "2.0.0-alpha.1"),
        ("1.0.0+build.5", "1.0.1", "1.1.0", "2.0.0"),
    ] {
        let version = Version::parse(current).unwrap();
        assert_eq!(version.next(Level::Patch).to_string(), patch);
        assert_eq!(version.next(Level::Minor).to_string(), minor);
        assert_eq!(version.next(Level::Major).to_string(), major);
    }
    for wrong in ["", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.x", "1.2.3-", "1.2.3-a..b", "-1.2.3", "1. 2.3"] {
        assert!(Version::parse(wrong).unwrap_err().contains("is not a version"), "{wrong}");
    }
}
